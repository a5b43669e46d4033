"""Folders become records. The error of an unusable folder names the file, the value and what to do."""

from __future__ import annotations

import dataclasses
import json
from os import truncate
from pathlib import Path
from typing import Any

import pytest

from evaluations.actions.save_suite import content_digest
from evaluations.errors import SuiteError
from evaluations.records import Kind
from evaluations.suites.folders import LARGEST_FIXTURE, load_suite, load_task

ROOT = Path(__file__).parents[2]
PLAIN = {
    "task.toml": 'kind = "function"\nlanguage = "js"\nentry_point = "twice"\ntags = ["js"]\n',
    "prompt.md": "Write twice(n).\n",
    "checks.test.js": 'import { twice } from "./answer";\ntest("2", () => expect(twice(1)).toBe(2));\n',
    "reference/answer.js": "export const twice = (n) => n * 2;\n",
    "mutants/same/answer.js": "export const twice = (n) => n;\n",
}
PAGE = {
    "task.toml": 'kind = "page"\n',
    "prompt.md": "A page that says hello.",
    "checks.spec.ts": "import { expect, test } from '@playwright/test';\n"
    "test('hello', async ({ page }) => { await page.goto('/');\n"
    "  await expect(page.locator('h1')).toHaveText('Hello', { timeout: 500 }); });\n",
    "reference/index.html": "<h1></h1><script src='say.js'></script>",
    "reference/say.js": "document.querySelector('h1').textContent = 'Hello';",
    "mutants/shouts/say.js": "document.querySelector('h1').textContent = 'HELLO';",
}
TESTS = {
    "task.toml": 'kind = "write_tests"\nentry = "twice.test.ts"\n',
    "prompt.md": "Test it.",
    "context/twice.ts": "export const twice = (n: number) => n * 2;\n",
    "reference/twice.test.ts": "test('x', () => {});\n",
    "mutants/same/twice.ts": "export const twice = (n: number) => n;\n",
}

EDIT = {
    "task.toml": 'kind = "edit"\nlanguage = "js"\nentry = "twice.js"\n',
    "prompt.md": "Make it thrice.",
    "context/twice.js": "export const twice = (n) => n * 2;\n",
    "checks.test.js": 'describe("change", () => {});\ndescribe("kept", () => {});\n',
    "reference/twice.js": "export const twice = (n) => n * 3;\n",
    "mutants/same/twice.js": "export const twice = (n) => n;\n",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


TABLE: dict[str, Any] = {
    "file": "people.csv",
    "format": "csv",
    "sheet": "people.csv",
    "sheets": ["people.csv"],
    "header_row": 1,
    "first_row": 2,
    "n_rows": 1,
    "rows": [["Ada", 36]],
    "columns": [
        {"name": name, "header": name, "letter": letter, "type": "text"}
        for name, letter in (("name", "A"), ("age", "B"))
    ],
}


def table(**change: Any) -> str:
    """The expected data of a workbook, with a change."""
    return json.dumps(TABLE | change)


EXCEL = {"task.toml": 'kind = "excel"\n', "prompt.md": "Read it.", "truth.json": table()}
VISUAL = {"task.toml": 'kind = "visual"\n', "prompt.md": "Rebuild it.", "reference/index.html": "<p>Hello"}


def test_folder_becomes_a_task(tmp_path: Path) -> None:
    task = load_task(written(tmp_path / "twice", {**PLAIN, "fixtures/a.txt": "α"}))
    assert (task.slug, task.title, task.kind, task.language) == ("twice", "twice", Kind.FUNCTION, "js")
    assert (task.entry, task.entry_point, task.prompt, task.tags) == ("answer.js", "twice", "Write twice(n).", ("js",))
    assert task.checks is not None
    assert task.checks.path == "checks.test.js"
    assert task.reference == {"answer.js": PLAIN["reference/answer.js"]}
    assert task.mutants == {"same": {"answer.js": PLAIN["mutants/same/answer.js"]}}
    assert task.fixtures == {"a.txt": "α".encode()}
    assert task.lane == "function"


@pytest.mark.parametrize(
    ("base", "change", "words"),
    [
        (EDIT, {"context/twice.js": None, "context/other.js": "x"}, ["lacks twice.js, the file to change"]),
        (EDIT, {"checks.test.js": 'describe("kept", () => {});'}, ['has no describe("change", …)']),
        (EDIT, {"task.toml": 'kind = "edit"\nlanguage = "vue"\n'}, ['kind edit in language "vue"']),
        (VISUAL, {"reference/index.html": None}, ["has no index.html, the page whose picture is to be rebuilt"]),
        (VISUAL, {"checks.test.js": "x"}, ["has checks.test.js, which kind visual does not run"]),
        (VISUAL, {"truth.json": '{"threshold": 2}'}, ['is not {"threshold": number above 0, at most 1}']),
        (VISUAL, {"task.toml": 'kind = "visual"\nlanguage = "tsx"\n'}, ["kind visual", "choose html"]),
        (PLAIN, {"task.toml": 'kind = "poem"\n'}, ["task.toml", 'kind "poem"', "function, component"]),
        (PLAIN, {"task.toml": 'language = "js"\n'}, ['kind ""']),
        (PLAIN, {"task.toml": 'kind = "function"\nlanguage = "cobol"\n'}, ['language "cobol"', "js, jsx, ts, tsx"]),
        (PLAIN, {"task.toml": 'kind = "function"\nlanguage = "py"\n'}, ["kind function", 'language "py"']),
        (PLAIN, {"task.toml": 'kind = "python"\n'}, ["checks.test", "kind python"]),
        (PLAIN, {"task.toml": 'kind = "function"\ntimeout = 3\n'}, ['unknown field "timeout"', "timeout_ms"]),
        (PLAIN, {"task.toml": 'kind = "function"\ntimeout_ms = "3"\n'}, ["timeout_ms = '3'", "type int"]),
        (PLAIN, {"task.toml": 'kind = "function"\ntimeout_ms = true\n'}, ["timeout_ms = True", "type int"]),
        (PLAIN, {"task.toml": 'kind = "function"\ntimeout_ms = 0\n'}, ["timeout_ms = 0", "100 and 120000"]),
        (PLAIN, {"task.toml": 'kind = "function"\ntags = [1]\n'}, ["tag 1"]),
        (PLAIN, {"task.toml": 'kind = "function\n'}, ["task.toml", "line 1"]),
        (PLAIN, {"task.toml": 'kind = "free"\nentry = "../answer.js"\n'}, ['entry "../answer.js" leaves']),
        (PLAIN, {"prompt.md": " \n"}, ["prompt.md is empty"]),
        (PLAIN, {"prompt.md": None}, ["prompt.md cannot be read", "Add the file"]),
        (PLAIN, {"checks.test.js": None}, ["has no checks", "checks.test.tsx"]),
        (PLAIN, {"checks.test.ts": ""}, ["checks.test.ts and checks.test.js", "Keep one"]),
        (PLAIN, {"reference/answer.js": None, "reference/other.js": ""}, ["reference lacks answer.js"]),
        (PLAIN, {"mutants/typo/anwser.js": ""}, ["typo replaces none of answer.js"]),
        (PLAIN, {"task.toml": 'kind = "excel"\n', "reference/answer.tsx": ""}, ["no truth.json"]),
        (PLAIN, {"truth.json": "{"}, ["truth.json is not JSON"]),
        (EXCEL, {"truth.json": "[]"}, ["task has a truth.json", "it is not an object", "Make a task"]),
        (EXCEL, {"truth.json": '{"threshold": 0.9}'}, ["file, format, sheet", "n_rows are missing"]),
        (EXCEL, {"truth.json": table(rows=[["Ada"]])}, ["item 1 of rows is not a list of 2 values"]),
        (EXCEL, {"truth.json": table(rows=[["Ada", {"day": 1}]])}, ["item 1 of rows has a value that is no cell"]),
        (EXCEL, {"truth.json": table(dates="ISO")}, ["dates is not any, date, text or serial"]),
        (EXCEL, {"truth.json": table(date_system=True)}, ["date_system is not 1900 or 1904"]),
        (EXCEL, {"truth.json": table(colums=[])}, ["“colums” is not one of file, format"]),
        (EXCEL, {"truth.json": table(columns=[{"name": "a"}] * 2)}, ["column 1 is not an object with the texts name"]),
        (
            PLAIN,
            {"turns.json": '[{"role": "robot", "content": ""}]'},
            ["turns.json is not a list", "system, user, assist"],
        ),
        (PLAIN, {"turns.json": '[{"who": "user"}]'}, ["turns.json is not a list"]),
        (
            PLAIN,
            {"task.toml": 'kind = "function"\nlanguage = "js"\nchecks = "own.js"\n'},
            ["there is no checks/own.js"],
        ),
        (
            PLAIN,
            {"task.toml": 'kind = "function"\nlanguage = "js"\nchecks = "own.js"\n', "checks/own.js": ""},
            ["checks.test.js and checks/own.js", "Keep one"],
        ),
        (PLAIN, {"checks.test.js": None, "checks/own.js": ""}, ['Write checks = "own.js"']),
        (PLAIN, {"task.toml": 'kind = "function"\ncheck_versions = { react = 17 }\n'}, ["react = 17 is not text"]),
        (PLAIN, {"task.toml": 'kind = "function"\ncontext = ["a.js"]\n'}, ["does not name each file of context/"]),
        (
            PAGE,
            {"task.toml": 'kind = "page"\nlanguage = "tsx"\n'},
            ['language "tsx", checks checks.spec.ts', "is kind page"],
        ),
        (PAGE, {"task.toml": 'kind = "component"\n'}, ["kind component", "has a Playwright spec (checks.spec.ts or"]),
        (PAGE, {"checks.spec.js": ""}, ["checks.spec.ts and checks.spec.js", "Keep one"]),
        (PAGE, {"reference/index.html": None}, ["reference lacks index.html"]),
        (PLAIN, {"task.toml": 'kind = "page"\nlanguage = "html"\n'}, ['language "html", checks checks.test.js']),
        (PLAIN, {"task.toml": 'kind = "excel"\nlanguage = "html"\n', "checks.test.js": None}, ['language "html"']),
        (TESTS, {"context/twice.ts": None}, ["has no context/"]),
        (TESTS, {"mutants/same/twice.ts": None}, ["has no mutants/"]),
        (TESTS, {"mutants/same/twice.test.ts": "", "mutants/same/twice.ts": None}, ["replaces none of twice.ts"]),
    ],
)
def test_unusable_task_says_what_to_do(
    tmp_path: Path, base: dict[str, str], change: dict[str, str | None], words: list[str]
) -> None:
    files = {name: text for name, text in {**base, **change}.items() if text is not None}
    with pytest.raises(SuiteError) as caught:
        load_task(written(tmp_path / "task", files))
    for word in words:
        assert word in str(caught.value)


def test_playwright_spec_makes_a_plain_page(tmp_path: Path) -> None:
    task = load_task(written(tmp_path / "hello", PAGE))
    assert (task.lane, task.language, task.entry) == ("spec", "html", "index.html")
    free = {"task.toml": 'kind = "free"\nlanguage = "html"\n', "prompt.md": "A page."}
    assert load_task(written(tmp_path / "free", free)).lane == "spec"


def test_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for models")
    folder = written(tmp_path / "task", PLAIN)
    (folder / "context").mkdir()
    (folder / "context" / "notes.md").symlink_to(secret)
    with pytest.raises(SuiteError, match=r"notes\.md is a link"):
        load_task(folder)
    (folder / "context" / "notes.md").unlink()
    (folder / "prompt.md").unlink()
    (folder / "prompt.md").symlink_to(secret)
    with pytest.raises(SuiteError, match=r"prompt\.md is a link"):
        load_task(folder)


def test_large_and_foreign_files_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "task", {**PLAIN, "context/big.js": "x" * 2_000_001, "fixtures/big.bin": ""})
    with pytest.raises(SuiteError, match=r"big\.js has 2000001 bytes, more than 2000000"):
        load_task(folder)
    (folder / "context" / "big.js").unlink()
    truncate(folder / "fixtures" / "big.bin", LARGEST_FIXTURE + 1)
    with pytest.raises(SuiteError, match=r"big\.bin has 33554433 bytes, more than 33554432"):
        load_task(folder)
    (folder / "fixtures" / "big.bin").unlink()
    (folder / "prompt.md").write_bytes("Größe".encode("latin-1"))
    with pytest.raises(SuiteError, match="not UTF-8"):
        load_task(folder)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('tasks = ["../../etc"]', "task '../../etc' is not the name of a folder"),
        ("tasks = [3]", "task 3 is not the name of a folder"),
        ('tasks = ["twice", "twice"]', 'task "twice" is listed twice'),
        ('tasks = ["thrice"]', "task.toml cannot be read"),
        ("tasks = 3", "tasks = 3 is not of type list"),
        ("titel = 'x'", 'unknown field "titel"'),
    ],
)
def test_unusable_suite_is_reported_with_its_fault(tmp_path: Path, toml: str, words: str) -> None:
    written(tmp_path / "twice", PLAIN)
    (tmp_path / "suite.toml").write_text(toml)
    with pytest.raises(SuiteError) as caught:
        load_suite(tmp_path)
    assert words in str(caught.value)


def test_suite_without_a_list_takes_its_folders_by_name(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text('title = "Mine"\n')
    with pytest.raises(SuiteError, match="contains no task"):
        load_suite(tmp_path)
    for name in ("b", "a"):
        written(tmp_path / name, PLAIN)
    suite = load_suite(tmp_path)
    assert [task.slug for task in suite.tasks] == ["a", "b"]
    assert (suite.name, suite.title) == (tmp_path.name, "Mine")


def test_digest_depends_only_on_the_content(tmp_path: Path) -> None:
    for place in ("one", "two"):
        written(tmp_path / place / "twice", {**PLAIN, "fixtures/a": "1"})
        (tmp_path / place / "suite.toml").write_text(f'name = "{place}"\n')
    first, second = load_suite(tmp_path / "one"), load_suite(tmp_path / "two")
    assert content_digest(first.tasks) == content_digest(second.tasks)
    change: dict[str, Any]
    for change in ({"prompt": "Other."}, {"fixtures": {"a": b"2"}}, {"timeout_ms": 1000}, {"mutants": {}}):
        changed = dataclasses.replace(second, tasks=(dataclasses.replace(second.tasks[0], **change),))
        assert content_digest(changed.tasks) != content_digest(first.tasks), change


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in (ROOT / "suites").glob("*/suite.toml")), ids=lambda path: path.name
)
def test_shipped_suite_loads_with_licence_and_wrong_answers(folder: Path) -> None:
    suite = load_suite(folder)
    assert suite.name == folder.name
    assert suite.licence
    assert {path.parent.name for path in folder.glob("*/task.toml")} == {task.slug for task in suite.tasks}
    for task in suite.tasks:
        assert task.reference, task.slug
        assert len(task.mutants) >= 2, task.slug
        assert task.licence, task.slug
        assert task.source, task.slug
