"""The Python code of an answer."""

from __future__ import annotations

import pytest

from evaluations.extractors import extract
from evaluations.records import Kind, TaskSpec

SPEC = TaskSpec(slug="t", title="t", kind=Kind.PYTHON, prompt="p", language="py", entry="answer.py", entry_point="add")
ADD = "def add(a, b):\n    return a + b"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"Sure:\n```python\n{ADD}\n```\nUse it:\n```python\nprint(add(1, 2))\n```", "first_with_entry_point"),
        (f"```python\nprint(add(1, 2))\n```\n```py\n{ADD}\n```", "first_with_entry_point"),
        (f"```\n{ADD}\n```", "first_with_entry_point"),
        (f"```text\n>>> add(1, 2)\n3\n```\n```python\n{ADD}\n```", "first_with_entry_point"),
        (f"<think>```python\ndef add(): pass\n```</think>\n```python\n{ADD}\n```", "first_with_entry_point"),
        (f"Here is the function you asked for.\n\n{ADD}\n\nThis function adds two numbers.", "bare_code"),
        (ADD, "bare_code"),
        (f"```python\n{ADD.replace('+', '-')}\n```\nWait, let me fix that:\n```python\n{ADD}\n```", "corrected_block"),
    ],
)
def test_block_that_defines_the_requested_name_is_taken(text: str, rule: str) -> None:
    extraction = extract(text, SPEC)
    assert dict(extraction.files) == {"answer.py": ADD}
    assert (extraction.entry, extraction.rule) == ("answer.py", rule)
    block = extraction.blocks[extraction.chosen[0]]
    assert ADD in text[block.start : block.end]


@pytest.mark.parametrize("text", ["", "I cannot help with that.", "```js\nfunction add(a, b) { return a + b; }\n```"])
def test_text_without_python_gives_no_files(text: str) -> None:
    extraction = extract(text, SPEC)
    assert dict(extraction.files) == {}
    assert extraction.reason
