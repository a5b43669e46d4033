"""Plain pages from answers: one document, or a document and its parts, in each way of naming files."""

from __future__ import annotations

import time
from typing import Any

import pytest

from evaluations.extractors import extract
from evaluations.records import Extraction, Kind, TaskSpec

HEAD = "<head><link rel='stylesheet' href='style.css'></head>"
PAGE = f'<!DOCTYPE html>\n<html>{HEAD}<body><script src="app.js"></script></body></html>'
CSS, JS = "body { margin: 0 }", "console.log(1);"


def task(entry: str = "index.html", **kwargs: Any) -> TaskSpec:
    return TaskSpec(slug="t", title="t", kind=Kind.PAGE, prompt="", language="html", entry=entry, **kwargs)


def extraction_of(text: str, spec: TaskSpec | None = None) -> Extraction:
    return extract(text, spec or task())


def fence(source: str, info: str = "", before: str = "") -> str:
    return f"{before}\n```{info}\n{source}\n```\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (fence(PAGE, "html", "Here it is:"), "only_block"),
        (fence(PAGE), "only_block"),
        (fence(PAGE, "html") + "Run it with:\n" + fence("npx serve", "bash"), "first_document"),
        ("Sure!\n" + PAGE + "\nThis page does it.", "bare_code"),
        (f"<think>{PAGE.replace('style', 'draft')}</think>\n" + PAGE, "bare_code"),
        ("```html\n" + PAGE, "only_block"),
        (fence(PAGE, "html") + "Or shorter:" + fence("<p>x</p>", "html"), "first_document"),
        (fence("<p>x</p>", "html", "First a part:") + fence(PAGE, "html"), "first_document"),
        (fence(PAGE, "html", "`index.html`:"), "several_files"),
    ],
)
def test_document_is_found(text: str, rule: str) -> None:
    extraction = extraction_of(text)
    assert (extraction.files, extraction.rule) == ({"index.html": PAGE}, rule)
    block = extraction.blocks[extraction.chosen[0]]
    assert PAGE.partition("\n")[0] in text[block.start : block.end]


NAMED = {"index.html": PAGE, "style.css": CSS, "app.js": JS}


@pytest.mark.parametrize(
    "text",
    [
        fence(PAGE, "html", "**index.html**") + fence(CSS, "css", "**style.css**") + fence(JS, "js", "**app.js**"),
        fence(PAGE, "html title=index.html") + fence(CSS, "css title=style.css") + fence(JS, "javascript title=app.js"),
        fence(PAGE, "html") + fence(CSS, "css") + fence(JS, "javascript"),
        fence(JS, "javascript", "The script:") + fence(PAGE, "html") + fence(CSS, "css"),
        fence(PAGE, "html") + fence(CSS, "css", "### `style.css`") + fence(JS, "js"),
    ],
    ids=["headers", "titles", "unnamed in order", "script first", "some named"],
)
def test_parts_come_with_their_document(text: str) -> None:
    assert extraction_of(text).files == NAMED


def test_files_lie_below_the_folder_of_the_entry() -> None:
    text = (
        fence(PAGE, "html", "`index.html`") + fence(CSS, "css", "`src/style.css`") + fence(JS, "js", "`lib/../../a.js`")
    )
    assert set(extraction_of(text, task("src/index.html")).files) == {"src/index.html", "src/style.css", "src/lib/a.js"}


def test_one_changed_file_goes_over_the_given_ones() -> None:
    extraction = extraction_of(fence(JS, "js", "`app.js`"), task(context={"index.html": PAGE}))
    assert (extraction.files, extraction.rule) == ({"app.js": JS}, "several_files")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The answer is empty."),
        ("I cannot.", "The answer contains no HTML."),
        (fence("print(1)", "python"), "No block of the answer is HTML."),
        (fence(JS, "js", "`app.js`"), "No block of the answer is HTML."),
    ],
)
def test_no_page_is_no_code(text: str, reason: str) -> None:
    extraction = extraction_of(text)
    assert (extraction.files, extraction.rule, extraction.reason) == ({}, "none", reason)


@pytest.mark.parametrize("piece", ["<link ", "<script ", "<!-- ", "<html ", " \n", "<!doctype html>"])
def test_long_answers_are_read_in_linear_time(piece: str) -> None:
    begun = time.process_time()
    extraction_of(fence(piece * 50_000, "html"))
    extraction_of(piece * 50_000)
    assert time.process_time() - begun < 3


STEP = '<h1>Rows</h1>\n<button onclick="more()">go</button>'
MORE = "function more() {}"


def test_styles_and_scripts_given_in_steps_are_loaded() -> None:
    answer = fence(STEP, "html", "First the HTML:") + fence(CSS, "css", "Then:") + fence(MORE, "js", "Then:")
    extraction = extraction_of(answer)
    assert extraction.rule == "html_and_parts"
    assert extraction.files == {
        "index.html": f'<link rel="stylesheet" href="answer-1.css">\n{STEP}\n<script src="answer-1.js"></script>\n',
        "answer-1.css": CSS,
        "answer-1.js": MORE,
    }
    whole = f"<html><head><title>x</title></head><body>{STEP}</body></html>"
    files = extraction_of(answer.replace(STEP, whole)).files
    assert '<link rel="stylesheet" href="answer-1.css">\n</head>' in files["index.html"]
    assert '<script src="answer-1.js"></script>\n</body>' in files["index.html"]


def test_second_version_of_a_script_is_not_loaded_too() -> None:
    two = fence(STEP, "html") + fence(MORE, "js") + fence(f"{MORE}\nmore();", "js", "Or:") + fence("let n = 1;", "js")
    assert set(extraction_of(two).files) == {"index.html", "answer-1.js", "answer-2.js"}
    assert extraction_of(two).files["answer-2.js"] == "let n = 1;"


def test_script_beside_a_document_with_its_own_is_not_loaded() -> None:
    own = f"{STEP}<script>{MORE}</script>"
    assert extraction_of(fence(own, "html") + fence("run();", "js", "In a console:")).files == {"index.html": own}
