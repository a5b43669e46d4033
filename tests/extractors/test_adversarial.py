"""Answers that keep to no form. From each of them the wrong code was taken once, or could be."""

from __future__ import annotations

import time

import pytest

from evaluations.extractors import extract
from evaluations.records import Kind, TaskSpec

ADD = "export function add(a, b) {\n  return a + b;\n}"
WRONG = "export function add(a, b) {\n  return a - b;\n}"
RIGHT, DRAFT = f"```js\n{ADD}\n```", f"```js\n{WRONG}\n```"


def extracted_files(text: str, **kwargs: object) -> dict[str, str]:
    fields = {"kind": Kind.FUNCTION, "entry": "answer.js", "entry_point": "add", "language": "js", **kwargs}
    return dict(extract(text, TaskSpec(slug="t", title="t", prompt="", **fields)).files)  # type: ignore[arg-type]


def code(text: str) -> str | None:
    return extracted_files(text).get("answer.js")


@pytest.mark.parametrize(
    "text",
    [
        f"<think>\n{DRAFT}\n</think>\n{RIGHT}",
        f"Okay, first a draft.\n{DRAFT}\nNo.\n</think>\n\n{RIGHT}",
        f"Okay:\n```js\n{WRONG}\nhm, that is wrong\n</think>\n\n{RIGHT}",
        f"[THINK]{DRAFT}[/THINK]\n{RIGHT}",
        f"◁think▷\n{DRAFT}\n◁/think▷\n{RIGHT}",
        f"<|begin_of_thought|>\n{DRAFT}\n<|end_of_thought|>\n{RIGHT}",
        f"<|channel|>analysis<|message|>Draft:\n{DRAFT}\n<|end|><|start|>assistant<|channel|>final<|message|>\n{RIGHT}",
        f"<reasoning>\n{DRAFT}\n</reasoning>\n{RIGHT}",
        f"<think>one {DRAFT}</think>\n<think>\ntwo\n{DRAFT}\n</think>\n{RIGHT}",
    ],
)
def test_code_of_thoughts_is_not_taken(text: str) -> None:
    assert code(text) == ADD


@pytest.mark.parametrize("opening", ["<think>", "<Thinking>", "[THINK]", "<|channel|>analysis<|message|>"])
def test_unfinished_thought_contains_no_answer(opening: str) -> None:
    assert code(f"{opening}\nLet me see.\n{DRAFT}\nBut wait") is None
    assert code(f"{opening}\nfunction add(a, b) {{ return 0; }}") is None


def test_thought_mark_inside_code_is_kept_as_code() -> None:
    page = "export function add() {\n  return (\n    <>\n<Thinking>\n{1}\n    </>\n  );\n}"
    assert code(f"```jsx\n{page}\n```\nDone.") == page
    closing = ADD.replace("return", "// </think>\n  return")
    assert code(f"```js\n{closing}\n```") == closing


@pytest.mark.parametrize(
    "text",
    [
        f"```js\n{ADD}\n``` ### Explanation:\nThe function adds.\n{DRAFT}",
        f"```js\n{ADD}\n```.\nIt adds.",
        f"```js\n{ADD}\n``` This is how it works in detail\n{DRAFT}",
        f"````js\n{ADD}\n```\nIt adds.",
        f"Here it is: ```js\n{ADD}\n```\nIt adds.",
        f"1. The code:\n\n   ```js\n{ADD}\n   ```",
        f"~~~js\n{ADD}\n~~~\nIt adds.",
        f"```js\n{ADD}",
        f"```js\n{ADD}\n\n```js\nconsole.log(add(1, 2));\n```",
        f"{ADD}\n```\nThis function adds.",
        f"It is simple.\n{ADD}\n```",
    ],
)
def test_fences_that_are_opened_or_closed_carelessly(text: str) -> None:
    assert code(text) == ADD


def test_closed_longer_fence_may_contain_shorter_ones() -> None:
    text = f"{ADD}\n/*\n```\n*/"
    assert code(f"````js\n{text}\n````") == text


@pytest.mark.parametrize(
    "header",
    [
        "`src/lib.js`",
        "**src/lib.js**",
        "### src/lib.js",
        "1. `src/lib.js`:",
        "// src/lib.js",
        "File: src/lib.js",
        "**`src/lib.js`** - the helper",
        "`src/lib.js` (new):",
        "### 2. `src/lib.js` — helper",
        "#### File 2: `src/lib.js`",
    ],
)
def test_files_by_the_line_above_them(header: str) -> None:
    lib = "export const one = 1;"
    main = "import { one } from './lib';\nexport function add(a, b) {\n  return a + b;\n}"
    files = extracted_files(f"{header}\n\n```js\n{lib}\n```\n\n**src/add.js**\n```js\n{main}\n```")
    assert files["src/lib.js"] == lib
    assert files["answer.js"] == main


@pytest.mark.parametrize(
    "info", ["js src/lib.js", "js:src/lib.js", 'js title="src/lib.js"', "src/lib.js", "js {filename=src/lib.js}"]
)
def test_files_by_the_title_of_their_fence(info: str) -> None:
    files = extracted_files(f"```{info}\nexport const one = 1;\n```\n```js src/add.js\n{ADD}\n```")
    assert files["src/lib.js"] == "export const one = 1;"
    assert files["answer.js"] == ADD


def test_sentence_about_a_file_is_no_header() -> None:
    assert extracted_files(f"`src/lib.js` should import it from `src/add.js` like this\n{RIGHT}") == {"answer.js": ADD}


@pytest.mark.parametrize(
    "text",
    [
        f"{RIGHT}\n\nOr shorter:\n\n```js\nexport const add = (a, b) => a - b;\n```",
        f"{RIGHT}\n\nUser: now subtract\n\nAssistant:\n\n{DRAFT}",
        f"{ADD}\n\n{WRONG}",
        f"{ADD}\n\nThis function returns the sum of the two numbers.\n\n{WRONG}",
        f"Sure! The function is below.\n\n{ADD}\n\nNote that it does not check types.",
    ],
)
def test_first_complete_answer_is_taken(text: str) -> None:
    assert code(text) == ADD


@pytest.mark.parametrize(
    "body",
    [
        "  return /[{(]/.test(a) ? 1 : a + b;",
        "  const s = `\nThis line of a text looks like a sentence, does it not.\n`;\n  return a + b;",
        "  /* { */\n  return '{' + a + b;",
    ],
)
def test_prose_behind_bare_code_with_odd_brackets(body: str) -> None:
    source = f"export function add(a, b) {{\n{body}\n}}"
    assert (
        code(f"Here is what you asked for.\n\n{source}\n\nThis function adds two numbers and returns them.") == source
    )


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("add = (a, b) => {\n  return a + b;\n}", "var add = (a, b) => {\n  return a + b;\n}"),
        (
            "window.add = function (a, b) { return a + b; };",
            "window.add = function (a, b) { return a + b; };\nvar add = window.add;",
        ),
        ("module.exports.add = (a, b) => a + b;", "module.exports.add = (a, b) => a + b;"),
        ("let add;\nadd = (a, b) => a + b;", "let add;\nadd = (a, b) => a + b;"),
    ],
)
def test_name_that_is_only_assigned_is_declared(text: str, declared: str) -> None:
    assert code(text) == code(f"```js\n{text}\n```") == declared


@pytest.mark.parametrize(
    "text",
    [
        "<think></think>\n" * 20_000,
        "```\n<think>\n" * 20_000,
        "````js\n" + "```\n" * 60_000,
        "x ```js\n" * 30_000,
        "const a = " + "'\\" * 100_000,
        "const a=" + "(/[" * 60_000,
        "const a=" + "`${" * 60_000,
        "</think>\n" * 30_000,
    ],
    ids=range(8),
)
def test_hostile_answers_are_read_in_bounded_time(text: str) -> None:
    begun = time.process_time()
    extracted_files(text)
    assert time.process_time() - begun < 5
