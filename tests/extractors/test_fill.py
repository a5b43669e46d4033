"""Answers to fill-in prompts: they are put between the given ends, without the text that continues after the gap."""

from __future__ import annotations

import pytest

from evaluations.extractors import Gap, extract
from evaluations.records import Extraction, Kind, TaskSpec

OPEN = Gap(before="const add = (a, b) => {\n", after="\n")
CLOSED = Gap(before="export const add = (a, b) => {\n", after="};\n\nexport const one = 1;\n")
PYTHON = Gap(before='def add(a, b):\n    """Adds."""\n', after="\n")
BODY = "  return a + b;\n"


def filled(text: str, gap: Gap, language: str = "js") -> Extraction:
    kind = Kind.PYTHON if language == "py" else Kind.FUNCTION
    spec = TaskSpec(
        slug="t", title="T", kind=kind, prompt="p", language=language, entry=f"answer.{language}", entry_point="add"
    )
    extraction = extract(text, spec, gap)
    for i in extraction.chosen:
        assert (
            text[extraction.blocks[i].start : extraction.blocks[i].end].replace("\r\n", "\n")
            == extraction.blocks[i].source
        )
    return extraction


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}}}\n",
        f"{BODY}}}\n\nconst sub = (a, b) => {{\n  return a - b;\n}}\n",
        f"{BODY}}}\n```\n\nThis function adds.",
        f"{BODY}}}<|endoftext|>const more = 1;",
        f"{BODY}}}<｜fim▁end｜>",
        f"```js\n{BODY}}}\n```\nIt adds.",
        f"Here it is:\n```js\n{BODY}}}\n```",
        f"<think>\nadd }} them\n</think>\n{BODY}}}",
    ],
)
def test_open_function_ends_where_it_is_closed(text: str) -> None:
    code = filled(text, OPEN).files["answer.js"]
    assert code.replace("\n\n", "\n").rstrip() == f"const add = (a, b) => {{\n{BODY}}}"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}}};\n\nexport const one = 1;\nexport const two = 2;",
        f"{BODY}}};\nexport const add = (a, b) => {{\n  return a - b;\n}};",
        f"{BODY}<EOT>",
    ],
)
def test_given_end_is_not_repeated(text: str) -> None:
    assert filled(text, CLOSED).files["answer.js"] == f"{CLOSED.before}{BODY}{CLOSED.after}"


@pytest.mark.parametrize(
    "body",
    [
        "  const o = { a: '}', b: `}${[a].map((x) => { return '`' })}}` };\n"
        "  return /[}]\\/}/.test(b) ? o : a / b; // }\n",
        "  /* } */\n  if (a) {\n    return b;\n  }\n  return a;\n",
    ],
)
def test_brackets_in_text_and_comments_do_not_end_the_function(body: str) -> None:
    assert filled(f"{body}}}\nrambling()", OPEN).files["answer.js"].startswith(f"{OPEN.before}{body}}}\n")
    assert "rambling" not in filled(f"{body}}}\nrambling()", OPEN).files["answer.js"]
    assert filled(body, CLOSED).files["answer.js"] == f"{CLOSED.before}{body}{CLOSED.after}"


@pytest.mark.parametrize(
    "rest",
    ["", "\nprint(add(1, 2))\n", "\n\ndef sub(a, b):\n    return a - b\n", "\n# next\n", "\nif x:\n    add\n"],
)
def test_python_ends_with_its_indentation(rest: str) -> None:
    text = '    total = """\nat the margin\n"""\n    return sum([a,\n    b\n])\n' + rest
    code = filled(text, PYTHON, "py").files["answer.py"]
    assert code.rstrip() == f"{PYTHON.before}{text[: len(text) - len(rest)]}".rstrip()


def test_page_ends_where_the_given_end_begins() -> None:
    page = Gap(before="<main>\n", after="</main>\n</body>\n")
    assert filled("<p>hi</p>\n</main>\n</body>\n</html>", page, "html").files["answer.html"] == (
        "<main>\n<p>hi</p>\n</main>\n</body>\n"
    )


@pytest.mark.parametrize("text", ["", "  \n", "};\n", "<|fim_pad|>"])
def test_empty_gap_gives_no_code(text: str) -> None:
    extraction = filled(text, CLOSED)
    assert extraction.files == {}
    assert extraction.rule == "none"


def test_cut_answer_is_kept_as_it_is() -> None:
    assert filled("  if (a) {\n    return", OPEN).files["answer.js"] == f"{OPEN.before}  if (a) {{\n    return\n"


def test_omitted_parts_are_named() -> None:
    assert "left out" in filled(f"{BODY}}}\nmore();", OPEN).reason
    assert "left out" not in filled(BODY, CLOSED).reason
