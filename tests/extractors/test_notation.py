"""Right code in another notation, and code beside its own tests. Code that parses stays unchanged."""

from __future__ import annotations

import json
from html import escape

import pytest

from evaluations.extractors import extract
from evaluations.records import Extraction, Kind, TaskSpec

FENCE = "```"
ADD = "function add(a, b) {\n  if (a < b && b > 0) return a + b;\n  return b + a;\n}"
CARD = "export default function Card({ title }) {\n  return <div>{title}</div>;\n}"
PY_ADD = "def add(a, b):\n    if a < b:\n        return a + b\n    return b + a"
SPACE, BOM, ZERO = "\u00a0", "\ufeff", "\u200b"


def extraction_of(text: str, **kwargs: object) -> Extraction:
    fields = {"kind": Kind.FUNCTION, "entry": "answer.js", "entry_point": "add", "language": "js", **kwargs}
    return extract(text, TaskSpec(**{"slug": "t", "title": "t", "prompt": "", **fields}))  # type: ignore[arg-type]


def component(text: str) -> Extraction:
    return extraction_of(text, kind=Kind.COMPONENT, entry="answer.jsx", entry_point=None, language="jsx")


def block(source: str, language: str = "js") -> str:
    return f"{FENCE}{language}\n{source}\n{FENCE}"


def numbered(source: str, mark: str) -> str:
    return "\n".join(f"{n}{mark}{line}" for n, line in enumerate(source.split("\n"), 1))


def added(source: str) -> str:
    return "\n".join(f"+{line}" for line in source.split("\n"))


def typed(source: str, prompt: str) -> str:
    """The lines as they are shown in a session at a prompt."""
    first, *others = source.split("\n")
    return "\n".join([prompt + first, *(f"... {line}" for line in others)])


HEAD = "diff --git a/add.js b/add.js\nnew file mode 100644\n--- /dev/null\n+++ b/add.js\n@@ -0,0 +1,4 @@\n"
NOTATIONS = {
    "entities": escape(ADD, quote=False),
    "zero width space": ADD.replace("return", f"return{ZERO}"),
    "zero width space in the name": ADD.replace("add", f"ad{ZERO}d"),
    "word joiner": f"\u2060{ADD}",
    "a field of JSON": json.dumps({"code": ADD}),
    "a field of JSON among others": json.dumps({"language": "javascript", "why": "It adds.", "solution": ADD}),
    "lines in JSON": json.dumps({"code": ADD.split("\n")}),
    "a fence in JSON": json.dumps({"answer": block(ADD)}),
    "numbers and a colon": numbered(ADD, ": "),
    "numbers and a bar": numbered(ADD, " | "),
    "line breaks of a string": ADD.replace("\n", "\\n"),
    "a string": json.dumps(ADD),
    "brackets of Markdown": ADD.replace("{", "\\{").replace("}", "\\}").replace("<", "\\<"),
    "a diff": HEAD + added(ADD),
    "a diff without its head": added(ADD),
    "a session in Node": f"{typed(ADD, '> ')}\nundefined\n> add(1, 2)\n3",
}


@pytest.mark.parametrize("text", NOTATIONS.values(), ids=NOTATIONS)
@pytest.mark.parametrize("label", ["js", "", "json", "diff", "html", "text", None])
def test_code_in_another_notation_is_read(text: str, label: str | None) -> None:
    extraction = extraction_of(text if label is None else f"Here it is:\n\n{block(text, label)}\n\nIt adds.")
    assert extraction.files == {"answer.js": ADD}
    assert extraction.reason.endswith(".")


@pytest.mark.parametrize("text", [NOTATIONS["entities"], NOTATIONS["zero width space"]])
def test_prose_around_decoded_code_is_ignored(text: str) -> None:
    assert extraction_of(f"Sure! Here it is:\n\n{text}\n\nThis function adds two numbers.").files == {"answer.js": ADD}


def test_typographic_quotation_marks_are_read() -> None:
    code = "function add(a, b) {\n  if (a === 'it’s') return \"\";\n  return a + b;\n}"
    text = code.replace("'it’s'", "“it’s”").replace('""', "“”")
    assert extraction_of(block(text)).files == {"answer.js": code.replace("'it’s'", '"it\'s"')}
    assert extraction_of(block(code)).files == {"answer.js": code}


def test_quotation_marks_between_tags_stay() -> None:
    source = "export default function Card({ name }) {\n  return <p>{name} said “hi” and ‘bye’</p>;\n}"
    assert component(block(source, "jsx")).files == {"answer.jsx": source}


def test_numbers_in_a_column_keep_the_code() -> None:
    text = "\n".join(f"{n:3}  {line}" for n, line in enumerate(ADD.split("\n"), 1))
    assert extraction_of(block(text)).files == {"answer.js": ADD}


@pytest.mark.parametrize("label", ["jsx", "", "html", "text", "java"])
@pytest.mark.parametrize("text", [CARD, escape(CARD, quote=False), added(CARD), numbered(CARD, ": "), f"{ZERO}{CARD}"])
def test_component_in_another_notation_is_read(text: str, label: str) -> None:
    assert component(block(text, label)).files == {"answer.jsx": CARD}


@pytest.mark.parametrize(
    "text",
    [
        escape(PY_ADD),
        PY_ADD.replace("  ", SPACE * 2),
        BOM + PY_ADD,
        numbered(PY_ADD, ": "),
        added(PY_ADD),
        f"{typed(PY_ADD, '>>> ')}\n...\n>>> add(1, 2)\n3",
    ],
)
def test_python_in_another_notation_is_read(text: str) -> None:
    extraction = extraction_of(block(text, "python"), kind=Kind.PYTHON, entry="answer.py", language="py")
    assert extraction.files == {"answer.py": PY_ADD}


@pytest.mark.parametrize(
    "source",
    [
        "const add = (text) => text.replace(/&lt;/g, '<').replace(/&amp;/g, '&');",
        f"const add = (text) => text.replace('{ZERO}', '');",
        f"const add = (text) => text.replace(/[{ZERO}-\u200d]/g, '');",
        f"function{SPACE}add(a, b) {{ return a + b; }}",
        'const add = () => ({"code": "function add() { return 1; }"});',
        "function add(a, b) {\n  return a\n+b;\n}",
        "function add(test) {\n  const it = test.expect;\n  return it;\n}",
        "const test = (a) => a;\nfunction add(a) { return test(a); }\ntest(1);",
    ],
)
def test_code_that_parses_is_not_touched(source: str) -> None:
    assert extraction_of(block(source)).files == {"answer.js": source}


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("java", 'public class Card {\n  public String toString() { return "card"; }\n}'),
        ("html", "<div>const Card</div>"),
        ("bash", "npm install card # const"),
        ("text", "class of cards: 5"),
    ],
)
def test_block_under_another_label_is_code_only_if_it_defines_the_requested_name(label: str, other: str) -> None:
    assert component(block(other, label)).files == {}
    assert component(f"{block(other, label)}\n\n{block(CARD, 'jsx')}").files == {"answer.jsx": CARD}


def test_text_of_an_element_keeps_its_entities() -> None:
    source = "export default function Card() {\n  return <p>a &lt; b &amp;&amp; c</p>;\n}"
    assert component(block(source, "jsx")).files == {"answer.jsx": source}


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD} function add(a, b) {{\n-  return a - b;\n+  return a + b;\n }}",
        '{"code": "I cannot do that."}',
        "1. Take a.\n2. Add b.\n3. Return it.",
        "a &lt; b",
    ],
)
def test_text_that_is_not_code_in_any_notation_is_refused(text: str) -> None:
    source = extraction_of(text).files.get("answer.js", "")
    assert not source or "return a + b" not in source.split("\n")


TESTS = {
    "describe": "describe('add', () => {\n  it('adds', () => { expect(add(1, 2)).toBe(3); });\n});",
    "test.each": "test.each([[1, 2, 3]])('%i + %i', (a, b, sum) => { expect(add(a, b)).toBe(sum); });",
    "expect": "expect(add(1, 2)).toBe(3);\nexpect(add(0, 0)).not.toBe(1);",
    "hooks": "beforeEach(() => { jest.clearAllMocks(); });\ntest('adds', () => {});",
}


@pytest.mark.parametrize("tests", TESTS.values(), ids=TESTS)
@pytest.mark.parametrize(
    "head",
    [
        "",
        "import { describe, it, test, expect } from 'vitest';",
        "const { test, expect } = require('@jest/globals');",
        "const test = require('node:test');",
    ],
)
def test_own_tests_in_the_block_are_left_out(tests: str, head: str) -> None:
    extraction = extraction_of(block(f"{head}\n{ADD}\n\n{tests}".strip()))
    assert extraction.files == {"answer.js": ADD}
    assert "its own tests were left out" in extraction.reason


def test_own_tests_of_a_component_are_left_out_with_their_imports() -> None:
    source = (
        "import { useState } from 'react';\nimport { render, screen } from '@testing-library/react';\n"
        "import '@testing-library/jest-dom';\n"
        f"{CARD}\ntest('shows', () => {{ render(<Card title='x' />); expect(screen.getByText('x')).toBeTruthy(); }});"
    )
    assert component(block(source, "jsx")).files == {"answer.jsx": f"import {{ useState }} from 'react';\n\n{CARD}"}


def test_an_answer_that_changes_the_runner_keeps_its_import() -> None:
    source = "import { expect } from 'vitest';\nconst add = () => 0;\nconst e = expect;\ne.extend({});"
    assert extraction_of(block(source)).files == {"answer.js": source}


def test_requested_tests_are_kept() -> None:
    source = TESTS["describe"]
    assert extraction_of(block(source), kind=Kind.WRITE_TESTS).files == {"answer.js": source}


@pytest.mark.parametrize("place", ["window", "globalThis", "self"])
@pytest.mark.parametrize(
    "source",
    [
        "(function () {\n  function add(a, b) { return a + b; }\n  PLACE.add = add;\n})();",
        "(() => {\n  PLACE.add = (a, b) => a + b;\n})();",
        ";(function (root) {\n  PLACE.add = function (a, b) { return a + b; };\n})(this);",
    ],
)
def test_function_that_an_iife_exports_is_declared(source: str, place: str) -> None:
    source = source.replace("PLACE", place)
    assert extraction_of(block(source)).files == {"answer.js": f"{source}\nvar add = globalThis.add;"}


def test_function_that_stays_inside_an_iife_is_not_declared() -> None:
    source = "(() => {\n  function add(a, b) { return a + b; }\n  window.other = add;\n})();"
    assert extraction_of(block(source)).files == {"answer.js": source}
