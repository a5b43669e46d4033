"""Code files with their tests become tasks: which test belongs to which file, and which files the prompt gets."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from evaluations.errors import SuiteError
from evaluations.records import Kind
from evaluations.suites.code_files import tasks_of_files
from evaluations.tasks import suite_jobs

SUM = "/** Adds two numbers. */\nexport function sum(a: number, b: number) {\n  return plus(a, b);\n}\n"
FILES = {
    "src/sum.ts": 'import { plus } from "./plus";\n' + SUM,
    "src/plus.ts": "export const plus = (a: number, b: number) => a + b;\n",
    "src/sum.test.ts": 'import { sum } from "./sum";\nimport { cases } from "./cases";\n'
    'test("1", () => expect(sum(1, 2)).toBe(3));\n',
    "src/cases.ts": "export const cases = [expect(1)];\n",
    "src/useOne.tsx": "export const useOne = () => 1;\n",
    "src/__tests__/useOne.test.tsx": 'import { useOne } from "../useOne";\n'
    'test("1", () => expect(useOne()).toBe(1));\n',
    "src/other.ts": "export const other = 1;\n",
    "src/lost.test.ts": "test('1', () => {});\n",
}


def test_each_test_with_its_code_is_a_task() -> None:
    created = tasks_of_files(FILES)
    by_slug = {task.slug: task for task in created.tasks}
    assert set(by_slug) == {"sum", "useOne"}
    task = by_slug["sum"]
    assert (task.kind, task.language, task.entry, task.entry_point) == (Kind.FUNCTION, "ts", "src/sum.ts", "sum")
    assert task.reference == {"src/sum.ts": FILES["src/sum.ts"]}
    assert set(task.context) == {"src/plus.ts"}  # a file that only the test imports is not part of the prompt
    assert task.checks is not None
    assert (task.checks.path, set(task.checks.files)) == ("src/sum.test.ts", {"src/cases.ts"})
    assert "Adds two numbers." in task.prompt
    assert "export function sum(a: number, b: number)" in task.prompt
    assert "return plus" not in task.prompt
    assert by_slug["useOne"].kind is Kind.HOOK
    assert created.complaints == ("src/lost.test.ts: there is no lost.ts, .tsx, .js or .jsx that it tests. Add it.",)


def zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def test_zip_of_a_repository_is_read_outside_and_packages_are_left_out() -> None:
    files = {f"repo/{name}": text for name, text in FILES.items()} | {"repo/node_modules/a/b.test.js": "x"}
    specs, complaints = suite_jobs.read_code("repo.zip", zipped(files))
    assert [spec.slug for spec in specs] == ["useOne", "sum"]
    assert len(complaints) == 1


@pytest.mark.parametrize("name", ["../out.ts", "/etc/x.ts", "a/../../x.ts"])
def test_zip_that_leaves_its_folder_is_refused(name: str) -> None:
    with pytest.raises(SuiteError, match="cannot be used"):
        suite_jobs.read_code("repo.zip", zipped({name: "x"}))


@pytest.mark.parametrize("text", ["import \n", "export", "/** ", "/**\n"])
def test_file_of_unfinished_statements_is_read_quickly(text: str) -> None:
    begun = time.monotonic()
    tasks_of_files({"a.ts": text * (200_000 // len(text)), "a.test.ts": 'import { a } from "./a";'})
    assert time.monotonic() - begun < 10
