"""Right code that a careless extractor loses. It is cut, joined or chosen again, but its text is never changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluations.extractors import extract
from evaluations.records import Extraction, Kind, TaskSpec

FORMS = [json.loads(line) for line in (Path(__file__).parent / "forms.jsonl").read_text(encoding="utf-8").splitlines()]
ADD = "function add(a, b) {\n  return a + b;\n}"
FENCE = "```"


def block(source: str, language: str = "js") -> str:
    return f"{FENCE}{language}\n{source}\n{FENCE}"


def extraction_of(text: str, **kwargs: object) -> Extraction:
    fields = {"kind": Kind.FUNCTION, "entry": "answer.js", "entry_point": "add", "language": "js", **kwargs}
    return extract(text, TaskSpec(**{"slug": "t", "title": "t", "prompt": "", **fields}))  # type: ignore[arg-type]


def component(text: str, **kwargs: object) -> Extraction:
    fields = {"kind": Kind.COMPONENT, "entry": "answer.tsx", "entry_point": None, "language": "tsx", **kwargs}
    return extraction_of(text, **fields)


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row["id"])
def test_form_of_answer(row: dict[str, object]) -> None:
    fields = {name: row[name] for name in ("entry", "entry_point", "language", "title")}
    extraction = extraction_of(str(row["answer"]), kind=Kind(str(row["kind"])), **fields)
    assert (extraction.rule, dict(extraction.files)) == (row["rule"], row["files"])


@pytest.mark.parametrize(
    "ending",
    [
        "Explanation: It adds.",
        "Explanation:\n\nIt adds `a` and `b`.",
        "Hope this helps!",
        "That's it!",
        "Done.",
        "Done",
        "**Explanation**\n\nIt adds.",
        "- Adds `a` and `b`.\n- Returns the sum.",
        "* fast\n* small",
        "1. It takes (a, b\n2. It returns :)",
        "Time complexity: O(1)",
        "Answer: add(1, 2) is 3.",
        "Note: it adds",
        "这个函数返回两个数的和。",
        "Эта функция складывает числа.",
        "Die Funktion addiert zwei Zahlen.",
        "The function returns it list.assistant\n\nMore text.",
        "<|im_end|>\n<|im_start|>user\nMore",
        "</s>",
        "### Instruction:\nSubtract.\n### Response:\nfunction add(a, b) { return a - b; }",
        "User: now subtract\n\nfunction add(a, b) { return a - b; }",
        "<jupyter_output>\n12",
        "Output\n\n3",
        "const add = (a, b) => a - b;",
    ],
)
@pytest.mark.parametrize("opening", ["", "Sure!\n\n", "function add:\n\n", "const means constant. Here it is:\n\n"])
def test_bare_code_ends_where_prose_begins(opening: str, ending: str) -> None:
    assert extraction_of(f"{opening}{ADD}\n\n{ending}").files == {"answer.js": ADD}


@pytest.mark.parametrize(
    "ending",
    [
        "\n...",
        "\n[/INST]",
        "\n[End]",
        "\n[/code]",
        "\n=> 5",
        ".",
        ",",
        "\n-----\nDone",
        "\n(Works for all kinds of numbers.)",
    ],
)
def test_bare_code_ends_with_its_body_whatever_follows(ending: str) -> None:
    """What follows looks as if it belonged to the statement, or is a statement of its own."""
    assert extraction_of(ADD + ending).files == {"answer.js": ADD}


@pytest.mark.parametrize("code", ["const add = (a, b) => a + b;", "function add(a, b) { return a + b; }"])
def test_code_between_backticks_in_a_sentence_is_taken(code: str) -> None:
    assert extraction_of(f"Use `add(1, 2)` as in `{code}` and that is all.").files == {"answer.js": code}


@pytest.mark.parametrize(
    "text",
    [
        f"javascript\n{ADD}",
        f"JavaScript {ADD}",
        f"JavaScript:\n\n{ADD}",
        f"Answer: {ADD}",
        f"Answer: `{ADD}`",
        block(f"javascript\n{ADD}"),
        block(f"JavaScript\n\n{ADD}", ""),
        block(f"js {ADD}", ""),
        f"{FENCE}js {ADD}\n{FENCE}",
        f"Here: {FENCE}js {ADD}{FENCE}",
        f"{ADD}<|im_end|>",
        f"{ADD}assistant\nHere is more.",
        block(f"Here is the code:\n\n{ADD}"),
        block(f"{ADD}\n\nconsole.log(add(1, 2)"),
        block(f"{ADD}\n\nadd(1, 2) => 3"),
        block(f"{ADD}\n\nOr shorter:\n\nconst add = (a, b) => a + b;"),
        block(f"{ADD}\n\nconst add = (a, b) => a - b;"),
        f"````markdown\nHere:\n\n{block(ADD)}\n````",
        f"````\n# Title\n\n{block(ADD)}\n\nText.\n````",
        block("function add(a,1, b) {\n  return a;\n}") + "\nFixed:\n" + block(ADD),
        block("function add(a, b {\n  return a;\n}") + "\n" + block(ADD),
        block(f"<html><body>\n<script>\n{ADD}\n</script>\n</body></html>", "html"),
        f"<!DOCTYPE html>\n<html><script>\n{ADD}\n</script></html>\nOpen it.",
        f"<script><![CDATA[\n{ADD}\n]]></script>",
        f"<script>\n//<![CDATA[\n{ADD}\n//]]>\n</script>",
        block("function add(a, b) {\n  // code goes here\n}") + "\nNow the body:\n" + block(ADD),
        block("function add(a, b) {\n  ...\n}") + "\n" + block(ADD),
        block("function add(a, b) {}") + "\n" + block(ADD),
        block("function add(a, b) {\n  throw new Error('Not implemented');\n}") + "\n" + block(ADD),
        "A common mistake:\n" + block("function add(a, b) { return a; }") + "\nThe correct solution:\n" + block(ADD),
        "This does **not** work:\n" + block("function add(a, b) { return a; }") + "\nBut this does:\n" + block(ADD),
        block("function add(a, b) { return a; }") + "\nThat was wrong. The corrected version:\n" + block(ADD),
        block("function add(a, b) { return a; }") + "\nWait, there is a mistake. Let me fix it:\n" + block(ADD),
        block("function add(a, b) { return a; }") + "\nHmm, b is missing. Here is the final version:\n" + block(ADD),
        block("function add(a, b) { return a; }") + "\nSorry, I forgot b. The updated code:\n" + block(ADD),
        block(ADD) + "\nHere is an updated version that rounds:\n" + block("function add(a, b) { return a | b; }"),
        block("function add(a, b) { return a; }") + "\nDas war falsch, hier die korrigierte Fassung:\n" + block(ADD),
    ],
)
def test_the_whole_function_is_taken(text: str) -> None:
    extraction = extraction_of(text)
    assert extraction.files == {"answer.js": ADD}
    assert extraction.reason.endswith(".")
    assert extraction.blocks[extraction.chosen[0]].source == ADD


def test_elements_of_the_page_are_there_for_its_script() -> None:
    script = f"{ADD}\ndocument.getElementById('sum').textContent = add(1, 2);"
    page = f'<!DOCTYPE html>\n<html><body>\n<p id="sum"></p>\n<script>\n{script}\n</script>\n</body></html>'
    for text in (page, block(page, "html"), f"Save this:\n\n{block(page, 'html')}\n\nThen open it."):
        extraction = extraction_of(text)
        assert extraction.files == {"answer.js": f'document.body.innerHTML = "<p id=\\"sum\\"></p>";\n{script}'}
        assert "elements of its page" in extraction.reason
    assert extraction_of(block(page.replace("document.", "this."), "html")).files["answer.js"].startswith(ADD)


def test_completed_hook_is_taken() -> None:
    first = "function useLog(name) {\n  useEffect(() => { console.log(name); }, []);\n}"
    whole = "function useLog(name) {\n  useEffect(() => { console.log(name); return () => console.log(name); }, []);\n}"
    text = f"{block(first)}\n\nWith a clean-up function. The complete hook:\n\n{block(whole)}"
    extraction = component(text, kind=Kind.HOOK)
    assert (extraction.rule, extraction.files) == ("corrected_block", {"answer.tsx": whole})
    assert component(text.replace("complete hook", "same in other words"), kind=Kind.HOOK).files == {
        "answer.tsx": first
    }


@pytest.mark.parametrize(
    "broken",
    [
        "function add(a, b) {\n  if (a) {\n  return a + b;\n}",
        "function add(a, b) {\n  if (a) {\n    return a;\n  }\n  }\n  return a + b;\n}",
        "function add(a, b) {\n  return a + b;\n}\n}",
        "function add(a, b) {\n  return a +;\n}",
        "const add = (a, b) => a\n  + b +;",
        "const add = (a, b) => ({ a: 1 }\n  .a + b +;",
        "function outer() {\nfunction add(a, b) {\n  return a + b;\n}",
        "class Calculator {\n  add(a, b) {\n    return a + b;\n  }\n  sub(a, b {\n}\nfunction add(a, b) {\n  return 1;",
        "function add(a, b) {\n  return sum(a, b);\n}\nfunction sum(a, b) {\n  return a + ;\n}",
    ],
)
def test_broken_definition_is_not_repaired(broken: str) -> None:
    assert extraction_of(block(broken)).files == {"answer.js": broken}


def test_unfinished_steps_give_the_last_one() -> None:
    bodies = ["  // code goes here", "  let sum = 0;\n  // your code here", "  let sum = a;\n  sum += b;"]
    steps = [*bodies, f"{bodies[-1]}\n  return sum;"]
    text = "\n\nThen:\n\n".join(block(f"function add(a, b) {{\n{step}\n}}") for step in steps)
    assert extraction_of(text).files["answer.js"].endswith("return sum;\n}")


HELPER = "function one(x) {\n  return x;\n}\n\nconsole.log(one(1));"
USER = "function add(a, b) {\n  return one(a) + b;\n}"


def test_helper_of_another_block_is_joined() -> None:
    for text in (f"{block(HELPER)}\nThen:\n{block(USER)}", f"{block(USER)}\nWith:\n{block(HELPER)}"):
        extraction = extraction_of(text)
        assert extraction.files == {"answer.js": "function one(x) {\n  return x;\n}\n\n" + USER}
        assert (extraction.rule, len(extraction.chosen)) == ("joined_blocks", 2)


def test_helper_between_prose_is_joined() -> None:
    bare = HELPER.partition("\n\n")[0]
    assert extraction_of(f"First a helper.\n\n{bare}\n\nThen we use it:\n\n{USER}\n\nDone.").files == {
        "answer.js": f"{bare}\n\n{USER}"
    }


def test_helpers_of_helpers_and_imports_are_joined_once() -> None:
    text = (
        block("import { chunk } from 'lodash';\nconst SIZE = 2;\nconst UNUSED = 3;")
        + "\n"
        + block("export default function cut(x) {\n  return chunk(x, SIZE);\n}\ncut.calls = 0;")
        + "\n"
        + block("function add(a, b) {\n  return cut([a, b]);\n}")
    )
    assert extraction_of(text).files["answer.js"] == (
        "import { chunk } from 'lodash';\nconst SIZE = 2;\nfunction cut(x) {\n  return chunk(x, SIZE);\n}\n"
        "cut.calls = 0;\n\nfunction add(a, b) {\n  return cut([a, b]);\n}"
    )


def test_helper_is_joined_although_other_names_are_undeclared() -> None:
    main = "function add(a, b) {\n  report(trace, first, second, third, fourth);\n  return sum(a, b);\n}"
    helper = "function sum(a, b) {\n  return a + b;\n}"
    assert extraction_of(block(main) + "\n" + block(helper)).files == {"answer.js": f"{helper}\n\n{main}"}


def test_import_of_a_file_is_not_joined_and_one_of_a_package_is() -> None:
    main = "function add(a, b) {\n  return sum([a, b]);\n}"
    own, package = 'import { sum } from "./math";', 'import { sum } from "lodash";'
    assert extraction_of(block(main) + block(f"{own}\nsum([1]);")).files == {"answer.js": main}
    joined = extraction_of(block(main) + "\n" + block(f"{package}\nsum([1]);")).files
    assert joined == {"answer.js": f"{package}\n\n{main}"}


def test_declaration_with_the_name_of_a_global_is_not_joined() -> None:
    text = block("const Map = 1, name = 'x';") + block("function add(a, b) {\n  return new Map([[a, name]]);\n}")
    assert extraction_of(text).rule == "first_with_entry_point"


def test_tests_are_not_joined_with_the_code_they_test() -> None:
    tests = "import { useX } from './useX';\ntest('x', () => expect(useX()).toBe(1));"
    text = block("export function useX() { return 1; }") + block("import { vi } from 'vitest';") + block(tests)
    extraction = extraction_of(text, kind=Kind.WRITE_TESTS, entry="x.test.tsx", entry_point=None, language="tsx")
    assert extraction.files == {"x.test.tsx": tests}


HOOK = "const useLog = (name) => {\n  useEffect(() => console.log(name), []);\n};"
COUNTER = (
    "import React, { useEffect } from 'react';\n\nconst Counter = () => {\n  useLog('Counter');\n"
    "  return (\n    <div>\n      <p>hello</p>\n      <p>world</p>\n    </div>\n  );\n};\n\nexport default Counter;"
)


def test_usage_with_an_export_is_not_taken_for_the_hook() -> None:
    extraction = component(f"{block(HOOK)}\nUse it:\n{block(COUNTER, 'jsx')}", kind=Kind.HOOK)
    assert extraction.files["answer.tsx"] == f"import React, {{ useEffect }} from 'react';\n\n{HOOK}"


def test_usage_that_imports_the_hook_is_not_taken() -> None:
    usage = "import { useLog } from './useLog';\n" + COUNTER
    text = block("import { useEffect } from 'react';\n" + HOOK) + "\nUse it:\n" + block(usage)
    assert component(text, kind=Kind.HOOK).files["answer.tsx"].endswith(HOOK)


UPLOADER = "function Uploader({ onRows }) {\n  return <input type='file' onChange={() => onRows([])} />;\n}"


def test_component_is_preferred_to_its_example() -> None:
    app = (
        "import Uploader from './Uploader';\nexport default function App() {\n  return <Uploader onRows={alert} />;\n}"
    )
    assert component(f"{block(UPLOADER, 'jsx')}\nUse it:\n{block(app, 'jsx')}").files == {"answer.tsx": UPLOADER}


def test_import_of_another_block_becomes_a_file() -> None:
    parse = "function parse(file) {\n  return [];\n}"
    uploader = UPLOADER.replace("onRows([])", "onRows(parse(1))")
    main = "import { parse } from './parse';\n\nexport default " + uploader
    extraction = component(f"{block(parse)}\nThen the component:\n{block(main, 'jsx')}")
    assert extraction.files["parse.tsx"] == f"{parse}\nexport {{ parse }};"
    assert extraction.rule == "joined_blocks"


@pytest.mark.parametrize("exported", ["module.exports = ", "export default ", "module.exports="])
@pytest.mark.parametrize(
    "function", ["(a, b) => a + b;", "function (a, b) { return a + b; }", "async (a, b) => a + b;"]
)
def test_function_without_a_name_gets_the_requested_name(exported: str, function: str) -> None:
    assert extraction_of(block(exported + function)).files == {"answer.js": f"var add = {function}"}
    beside = f"const sum = (a, b) => a + b;\n{exported}{function}"
    assert extraction_of(block(beside)).files == {"answer.js": beside}, "it may be meant to be another function"


@pytest.mark.parametrize(
    "exported", ["module.exports = function sum(a, b) { return a + b; }", "export default class {}"]
)
def test_function_with_another_name_keeps_its_name(exported: str) -> None:
    assert extraction_of(block(exported)).files == {"answer.js": exported}


@pytest.mark.parametrize("language", ["ts", "typescript", "tsx"])
def test_typescript_is_compiled_as_typescript(language: str) -> None:
    typed = "export function add(a: number, b: number): number {\n  return a + b;\n}"
    extraction = extraction_of(block(typed, language))
    assert extraction.entry in ("answer.ts", "answer.tsx")
    assert extraction.files == {extraction.entry: typed}
    assert extraction_of(block(ADD, language)).entry == extraction_of(block(typed, "js")).entry == "answer.js"


def test_requested_wrapper_becomes_the_file() -> None:
    wrapper = "export default function withLog(Wrapped) {\n  return (props) => <Wrapped {...props} />;\n}"
    greeting = "import withLog from './withLog';\nconst Greeting = () => <p>hi</p>;\nexport default withLog(Greeting);"
    app = "import Greeting from './Greeting';\nexport default () => <Greeting />;"
    files = {"withLog.jsx": wrapper, "Greeting.jsx": greeting, "App.jsx": app}
    text = "\n".join(f"**{path}**\n{block(source, 'jsx')}" for path, source in files.items())
    assert component(text, prompt="Write a React HOC that logs").files["answer.tsx"] == wrapper
    assert component(text, prompt="Write a greeting").files["answer.tsx"] == greeting
