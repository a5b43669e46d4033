"""Which tasks can be asked by filling in, and which parts of them are sent."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.errors import SuiteError
from evaluations.prompts import render, unsupported_reason
from evaluations.prompts.fill import split_of
from evaluations.records import Kind, TaskSpec

COMPLETE = "Complete this JavaScript code. Answer with all of it: what is given, and the rest."
STUB = "// adds\nexport const add = (a, b) => {\n  throw new Error('TODO: }');\n};\n\nexport const one = 1;\n"


def spec(prompt: str = "Add two numbers.", language: str = "js", **kwargs: Any) -> TaskSpec:
    fields: dict[str, Any] = {"kind": Kind.FUNCTION, "entry": f"answer.{language}", "entry_point": "add"} | kwargs
    return TaskSpec(slug="t", title="T", prompt=prompt, language=language, **fields)


def gap(task: TaskSpec) -> tuple[str, str]:
    split = split_of(task)
    assert split is not None
    return split.prefix, split.suffix


def test_function_that_the_prompt_opens_goes_on_to_the_end() -> None:
    prompt = f"{COMPLETE}\n\n```js\n/* adds */\nconst add = (a, b) => {{\n\n```"
    sent = render("fill_in", spec(prompt))
    assert (sent.messages[0].content, sent.suffix, sent.own_from) == ("/* adds */\nconst add = (a, b) => {\n", "\n", 0)


def test_stub_gives_up_its_body_and_keeps_what_follows() -> None:
    assert gap(spec(context={"answer.js": STUB})) == (
        "// adds\nexport const add = (a, b) => {\n",
        "};\n\nexport const one = 1;\n",
    )


def test_gap_mark_shows_where_the_code_belongs() -> None:
    code = "export default function Answer() {\n  // @fill: the table\n  return <table>{rows}</table>;\n}\n"
    task = spec(kind=Kind.COMPONENT, language="tsx", entry_point=None, context={"answer.tsx": code})
    assert gap(task) == ("export default function Answer() {\n", "  return <table>{rows}</table>;\n}\n")
    page = "<main>\n<!-- @fill -->\n</main>\n"
    task = spec(kind=Kind.PAGE, language="html", entry="index.html", entry_point=None, context={"index.html": page})
    assert gap(task) == ("<main>\n", "</main>\n")


TYPED = "function add(a: {x: 1}, b = () => ({})): number {"
HELPED = "const help = () => { return '}' };\nfunction add() {"


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        (f"{TYPED}\n  return 0;\n}}", f"{TYPED}\n", "}"),
        ("const add = async function (a, b) { return 1 }", "const add = async function (a, b) {\n", "}"),
        (f"{HELPED}\n  const r = /[}}/]/;\n  return `${{'}}'}}`;\n}}", f"{HELPED}\n", "}"),
    ],
)
def test_braces_are_matched_by_the_rules_of_javascript(code: str, before: str, after: str) -> None:
    assert gap(spec(context={"answer.js": code})) == (before, after)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ('def add(a, b):\n    """Adds."""\n', 'def add(a, b):\n    """Adds."""\n', "\n"),
        (
            "import os\n\ndef add(a,\n        b):\n    pass\n\nx = 1\n",
            "import os\n\ndef add(a,\n        b):\n",
            "\nx = 1\n",
        ),
        ("def add(a, b):", "def add(a, b):\n", "\n"),
    ],
)
def test_python_body_becomes_the_gap(code: str, before: str, after: str) -> None:
    assert gap(spec(language="py", kind=Kind.PYTHON, context={"answer.py": code})) == (before, after)


def test_request_and_other_files_precede_the_file_as_comments() -> None:
    files = {"answer.js": STUB.replace("// adds\n", ""), "lib/b.js": "import './a';", "lib/a.js": "export const a = 1;"}
    sent = render("fill_in", spec("Add */ two\nnumbers.", context=files))
    content = sent.messages[0].content
    assert (
        content.index("// lib/a.js\n") < content.index("// lib/b.js\n") < content.index("/*\nAdd * / two\nnumbers.\n*/")
    )
    assert content[sent.own_from :] == "export const add = (a, b) => {\n"


@pytest.mark.parametrize(
    "task",
    [
        spec("Write add(a, b)."),
        spec("Use this:\n\n```js\nconst add = (a, b) => a + b;\n```"),
        spec("```js\nconst x = () => {\n```", entry_point="add"),
        spec("Two.", entry_point=None, context={"answer.js": "function a() {\n}\nfunction b() {\n}\n"}),
        spec(kind=Kind.WRITE_TESTS, context={"answer.js": STUB}),
        spec(language="py", kind=Kind.PYTHON, context={"answer.py": "def add(a): return ("}),
    ],
)
def test_task_without_a_gap_is_refused_with_what_to_do(task: TaskSpec) -> None:
    assert unsupported_reason("fill_in", task)
    with pytest.raises(SuiteError, match="fill in"):
        render("fill_in", task)


def test_every_other_strategy_asks_every_task() -> None:
    assert unsupported_reason("plain", spec()) == ""
