"""Test files: they are read from an answer, cut to single tests, and merged."""

from __future__ import annotations

import pytest

from evaluations.extractors.check_files import check_file_of, find_tests, merged, only

ANSWER = """Here are the tests:

```tsx
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Counter from "./answer";

const show = (start = 0) => render(<Counter start={start} />);

// counts from its start
test("starts", () => { show(2); expect(screen.getByRole("button")).toBeTruthy(); });
describe("pressing", () => {
  let n: number;
  beforeEach(() => { n = 1; });
  it.only("counts", async () => { await userEvent.click(screen.getByRole("button")); expect(n).toBe(1); });
  it("stays", () => { expect(n).toBe(1); });
});
test.each([[1, 2], [3, 4]])("adds %i", (a, b) => { expect(a).toBe(b); });
for (const n of [1, 2]) { test(`n ${n}`, () => {}); }
```
"""


def names(source: str) -> list[str]:
    return [test.name for test in find_tests(source)]


def test_every_test_is_found_with_its_groups() -> None:
    source = check_file_of(ANSWER)
    assert names(source) == [
        "starts",
        "pressing > counts",
        "pressing > stays",
        "adds %i",
        "for (const n of [1, 2]) { test(`n ${n}`, () => {}); }",
    ]
    assert ".only" not in source  # it would skip the other tests


def test_single_test_keeps_only_the_code_that_it_needs() -> None:
    source = check_file_of(ANSWER)
    first = only(source, {0})
    assert names(first) == ["starts"]
    assert "const show" in first
    assert "// counts from its start" in first
    assert "user-event" not in first
    inner = only(source, {1})
    assert names(inner) == ["pressing > counts"]
    assert "beforeEach" in inner
    assert "userEvent from" in inner
    assert "show" not in inner
    assert "counts from its start" not in inner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No tests, I am afraid.", []),
        ("```js\nexport const add = (a, b) => a + b;\n```", []),
        ('test("bare", () => { expect(1).toBe(1); });', ["bare"]),
        ('```js\ntest("a", () => {});\n```\nand\n```js\ntest("b", () => {});\n```', ["a", "b"]),
        ('```js\ntest("whole", () => {\n  expect(1).toBe(1);\n});\ntest("cut", () => {\n  expect(', ["whole"]),
        ('```js\ndescribe("g", () => {\n  test("whole", () => {});\n  test("cut", () => {\n  exp', ["g > whole"]),
        ('import { test } from "@playwright/test";\ntest.beforeEach(() => {});\ntest("x", () => {});', ["x"]),
        ('test.describe("list", () => {\n  test("é is there", () => {});\n});', ["list > é is there"]),
    ],
)
def test_forms_of_answers(text: str, expected: list[str]) -> None:
    assert names(check_file_of(text)) == expected


def test_files_are_put_together() -> None:
    """Each import comes once, helpers whose names are taken are renamed, and code that is there already is left out."""
    checks = """import { screen, render } from "@testing-library/react";
import Counter from "./answer";

const show = () => render(<Counter />);
test("x", () => { show(); });
"""
    added = """import { render, within } from "@testing-library/react";
import * as answer from "./answer";
import Counter from "./answer";
const show = (start) => render(<Counter start={start} />);
test("x", () => { show(); });
test("y", () => { const all = { show, screen: within }; show(2); });
"""
    merged_file = merged(checks, added)
    assert merged_file.count("import Counter") == 1
    assert 'import { within } from "@testing-library/react";' in merged_file
    assert "const show2 = (start) => render(<Counter start={start} />);" in merged_file
    assert "{ show: show2, screen: within }; show2(2);" in merged_file
    assert names(merged_file) == ["x", "y"]


def test_the_same_name_of_another_module_is_changed() -> None:
    checks = 'import answer from "./answer";\ntest("a", () => { answer(); });\n'
    merged_file = merged(checks, 'import * as answer from "./answer";\ntest("b", () => { answer.twice(1); });\n')
    assert 'import * as answer2 from "./answer";' in merged_file
    assert "answer2.twice(1)" in merged_file
    assert 'test("a", () => { answer(); });' in merged_file


def test_first_checks_are_taken_as_they_are() -> None:
    assert merged(" \n", 'test("a", () => {});\n') == 'test("a", () => {});\n'
