"""Whole files, diffs and blocks of search and replace, applied to the files that a task gives."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from evaluations.extractors import extract
from evaluations.records import Checks, Extraction, Kind, TaskSpec
from tests.extractors.edit_answers import CART, GIVEN, OTHERS, REFUSED, ROUNDED, ROUNDS

SPEC = TaskSpec(
    slug="cart",
    title="Cart",
    kind=Kind.EDIT,
    prompt="Round the total.",
    language="js",
    entry="cart.js",
    context=GIVEN,
    checks=Checks(path="checks.test.js", source=""),
)


def edited(text: str) -> Extraction:
    return extract(text, SPEC)


@pytest.mark.parametrize("name", ROUNDS)
def test_one_change_in_any_form_gives_the_same_files(name: str) -> None:
    extraction = edited(ROUNDS[name])
    assert extraction.files == {**GIVEN, "cart.js": ROUNDED}, extraction.reason
    assert extraction.entry == "cart.js"


@pytest.mark.parametrize("name", OTHERS)
def test_change_in_an_unusual_form_gives_the_expected_files(name: str) -> None:
    text, files = OTHERS[name]
    extraction = edited(text)
    assert extraction.files == files, extraction.reason


@pytest.mark.parametrize("name", REFUSED)
def test_change_that_cannot_be_made_is_refused_with_a_sentence(name: str) -> None:
    text, reason = REFUSED[name]
    extraction = edited(text)
    assert extraction.files == {}
    assert reason in extraction.reason
    assert extraction.rule == "edit_refused"


def test_reason_names_the_changed_files_and_how() -> None:
    assert edited(ROUNDS["git"]).reason == "Changed by a diff: cart.js."
    assert edited(ROUNDS["whole file, heading"]).reason == "Changed by whole files by their paths: cart.js."
    assert edited(OTHERS["nothing changes"][0]).reason == "The answer leaves the files as they are."


def test_equal_lines_are_distinguished_by_number_and_heading() -> None:
    source = "function a() {\n  return 1;\n}\nfunction b() {\n  return 1;\n}\n"
    spec = replace(SPEC, context={"cart.js": source})
    expected = source[:-2].removesuffix("  return 1;\n") + "  return 2;\n}\n"
    diff = "--- cart.js\n+++ cart.js\n{}\n-  return 1;\n+  return 2;\n"
    for header in ("@@ -5 +5 @@", "@@ -6 +6 @@", "@@ function b() {"):
        assert extract(diff.format(header), spec).files == {"cart.js": expected}, header


def test_hunk_that_fits_only_partly_changes_no_file() -> None:
    diff = "--- cart.js\n+++ cart.js\n@@ -4 +4 @@\n-  let sum = 0;\n+  let sum = 1;\n-  return nothing;\n+  return 1;\n"
    extraction = edited(diff)
    assert extraction.files == {}
    assert "the file has no line “return nothing;”" in extraction.reason


def test_no_code_says_so() -> None:
    for text in ("", "I would round the total.", "Use `Math.round`."):
        extraction = edited(text)
        assert extraction.files == {}
        assert extraction.reason


def test_hostile_diff_ends_soon() -> None:
    same = "x\n" * 20_000
    spec = replace(SPEC, context={"cart.js": same})
    begun = time.process_time()
    hunk = "@@ -1 +1 @@\n" + " x\n" * 5_000 + "-y\n+z\n"
    texts = ["```diff\n--- cart.js\n+++ cart.js\n" + hunk * 20 + "```"]
    texts += [mark * 20_000 for mark in ("<<<<<<< SEARCH\n", "<<<<<<< SEARCH\n=======\n", "--- a\n", "@@\n", "*** \n")]
    texts += ["cart.js\n<<<<<<< SEARCH\n" + "x\n" * 9_000 + "=======\n" + "y\n" * 9_000 + ">>>>>>> REPLACE\n"]
    texts += ['<file path="a.js">' * 20_000, "--- a\n+++ b\n@@ -1 +1 @@\n" + "-x\n+y\n" * 20_000]
    for text in texts:
        extract(text, spec)
    assert time.process_time() - begun < 20


def test_diff_of_a_longer_file_keeps_all_other_lines() -> None:
    long = "".join(f"line {n};\n" for n in range(3_000)) + CART
    spec = replace(SPEC, context={"cart.js": long})
    text = "```diff\n--- a/cart.js\n+++ b/cart.js\n@@ -7,3 +7,3 @@\n   }\n-  return sum;\n+  return 1;\n }\n```"
    assert extract(text, spec).files["cart.js"] == long.replace("return sum;", "return 1;")
