"""Answers in unusual forms: HTML, JSON with files, several files in a block, a correction in other words."""

from __future__ import annotations

import json
from html import escape

import pytest

from evaluations.brackets import brackets
from evaluations.extractors import extract
from evaluations.records import Extraction, Kind, TaskSpec
from tests.extractors.test_notation import ADD, block, component, extraction_of

WRONG = "function add(a, b) {\n  return a - b;\n}"
HOOK = "export const useLogger = (name) => {\n  useEffect(() => console.log(name), [name]);\n};"
APP = "import { useLogger } from './useLogger';\n\nexport default () => {\n  useLogger('App');\n  return <p />;\n};"
PAGE = '<!doctype html>\n<html>\n<body>\n<p class="a">1 & 2</p>\n</body>\n</html>'
TABLE = "export default function Table({ rows }) {\n  return <ul>{rows.map((row) => <li>{row ?? 1}</li>)}</ul>;\n}"
FORM = "export default function Form({ on }) {\n  return <label>Name <input onChange={() => on()} /></label>;\n}"


def code_of(text: str, **kwargs: object) -> str:
    extraction = extraction_of(text, **kwargs)
    return extraction.files.get(extraction.entry, "")


def page(text: str) -> Extraction:
    spec = TaskSpec(
        slug="t", title="t", prompt="", kind=Kind.PAGE, entry="index.html", entry_point=None, language="html"
    )
    return extract(text, spec)


@pytest.mark.parametrize(
    "text",
    [
        f'<p>Here:</p>\n<pre><code class="language-js">\n{escape(ADD)}\n</code></pre>\n<p>It adds.</p>',
        f"<pre>\n{escape(ADD)}\n</pre>\nIt adds.",
        f"<code><![CDATA[\n{ADD}\n]]></code>",
        json.dumps(block(ADD)),
        json.dumps({"files": [{"path": "add.js", "content": ADD}]}),
        block(json.dumps({"add.js": ADD, "README.md": "# add"}), "json"),
        block(json.dumps({"files": {"src/add.js": {"content": ADD}}}), "json"),
        block("\n".join(f"+{line}" if "if" in line else f" {line}" for line in ADD.split("\n")), "diff"),
        block("#!/usr/bin/env node\n" + ADD),
        block(f"mkdir src\ncat > src/add.js << 'EOF'\n{ADD}\nEOF\nnode src/add.js", "bash"),
        block(f"cat <<EOF > add.js\n{ADD}\nEOF", "sh"),
    ],
)
def test_function_in_an_unusual_form_is_found(text: str) -> None:
    assert code_of(text).strip() == ADD


@pytest.mark.parametrize(
    "words",
    [
        "Correction:",
        "Wait, that multiplies. It should be:",
        "Actually, that subtracts. Use this instead:",
        "Hmm, this is not what was asked. Here is the version that adds:",
        "I made an error above; here is the new version:",
    ],
)
def test_correction_in_other_words_is_taken(words: str) -> None:
    assert code_of(f"{block(WRONG)}\n\n{words}\n\n{block(ADD)}") == ADD


@pytest.mark.parametrize(
    "words",
    [
        "If you want the difference instead:",
        "Actually, you could also write a version that subtracts:",
        "Alternatively, a version that takes the other way (sorry for the length), which you may prefer:",
    ],
)
def test_code_for_another_wish_is_no_correction(words: str) -> None:
    assert code_of(f"{block(ADD)}\n\n{words}\n\n{block(WRONG)}") == ADD


def test_typescript_without_a_label_is_compiled_as_typescript() -> None:
    source = "function add(a: number, b: number): number {\n  return a + b;\n}"
    assert list(extraction_of(block(source, "")).files) == ["answer.ts"]


def test_files_below_each_other_in_one_block_are_parted() -> None:
    text = block(f"// useLogger.js\n{HOOK}\n\n// App.js\n{APP}")
    extraction = extraction_of(text, kind=Kind.HOOK, entry="answer.tsx", entry_point=None, language="tsx")
    assert extraction.files["answer.tsx"] == HOOK
    assert extraction.files["App.js"] == APP


def test_paths_in_a_block_without_imports_of_them_are_comments() -> None:
    source = f"// see add.js\n// add.js\n{ADD}\n// other.js\nconst other = 1;"
    assert code_of(block(source)) == source


def test_import_meta_is_replaced_outside_of_texts() -> None:
    guard = "if (import.meta.url === `file://${process.argv[1]}`) console.log('import.meta');"
    code = code_of(block(f"export {ADD}\n{guard}"))
    assert "import.meta.url" not in code
    assert "console.log('import.meta')" in code


def test_method_of_the_default_export_is_declared() -> None:
    code = code_of(block("export default {\n  add(a, b) {\n    return a + b;\n  },\n};"))
    assert code.endswith("export default defaultExport;\nvar add = defaultExport.add;")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"path": "index.html", "code": PAGE}),
        block(json.dumps({"files": [{"path": "index.html", "content": PAGE}]}), "json"),
        json.dumps({"html": PAGE}),
        block("\n".join(f"{n:3} | {line}" for n, line in enumerate(PAGE.split("\n"), 1)), "html"),
        block(
            "--- /dev/null\n+++ b/index.html\n@@ -0,0 +1,6 @@\n" + "\n".join(f"+{line}" for line in PAGE.split("\n")),
            "diff",
        ),
        block(escape(PAGE), "html"),
        f'<pre><code class="language-html">\n{escape(PAGE)}\n</code></pre>',
    ],
)
def test_page_in_another_notation_is_found(text: str) -> None:
    assert page(text).files == {"index.html": PAGE}


@pytest.mark.parametrize("source", [TABLE, FORM])
def test_slash_of_a_tag_begins_no_expression(source: str) -> None:
    assert sum(1 if bracket in "{([" else -1 for _, bracket in brackets(source)) == 0


@pytest.mark.parametrize("source", [TABLE, FORM])
def test_component_between_sentences_is_found_whole(source: str) -> None:
    text = f"Here is the code you asked for:\n\n{source}\n\nThis works because it does what you need."
    assert list(component(text).files.values()) == [source]


def test_elements_of_a_component_are_no_blocks() -> None:
    source = "export default function Code() {\n  return (\n    <pre>\n      {1}\n      {2}\n    </pre>\n  );\n}"
    assert list(component(source).files.values()) == [source]


def test_path_in_json_stays_inside() -> None:
    files = [{"path": "../../add.js", "content": ADD}, {"path": "/etc/rate.js", "content": "export const rate = 2;"}]
    assert not [path for path in extraction_of(json.dumps({"files": files})).files if path.startswith((".", "/"))]


@pytest.mark.parametrize(
    "text",
    [
        f'<file path="cart.js">\n{block(ADD)}\n</file>',
        f"cart.js\n{block(escape(ADD))}",
        "cart.js\n" + block(ADD.replace("return", "return\u200b")),
        json.dumps({"files": [{"path": "cart.js", "content": ADD}]}),
        block(f"cat > cart.js << 'EOF'\n{ADD}\nEOF", "bash"),
    ],
)
def test_whole_file_of_a_change_in_an_unusual_form_is_found(text: str) -> None:
    spec = TaskSpec(
        slug="t",
        title="t",
        prompt="",
        kind=Kind.EDIT,
        entry="cart.js",
        entry_point=None,
        language="js",
        context={"cart.js": WRONG},
    )
    assert extract(text, spec).files["cart.js"].strip() == ADD
