"""Long words and many blank lines: reading a source takes time in proportion to its length."""

from __future__ import annotations

import pytest

from evaluations.execution_records import Case
from evaluations.records import Checks, Lane, Verdict
from evaluations.sandbox import Sandbox

LONG = 200_000
SOURCES = {
    "picture_as_data": f"export const picture = 'data:image/png;base64,{'x' * LONG}';",
    "comment_of_one_word": f"// {'x' * LONG}",
    "blank_lines": "\n" * LONG,
    "templates": f"export const text = `{'${1}' * 10_000}`;",
}


@pytest.mark.parametrize("lane", ["function", "page"])
@pytest.mark.parametrize("name", SOURCES)
def test_long_source_is_read_in_time(sandbox: Sandbox, name: str, lane: Lane) -> None:
    path = "answer.tsx" if lane == "page" else "answer.ts"
    checks = Checks(path=f"x.test.{path.partition('.')[2]}", source="test('loads', () => {});")
    case = Case(id=name, lane=lane, files={path: SOURCES[name]}, entry=path, checks=checks, timeout_ms=3000)
    report = sandbox.execute(case)
    assert (report.verdict, report.attempts, report.cause) == (Verdict.PASSED, 1, "")
