"""Two workbooks with their expected data, and answers of three models that read them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from evaluations import workbooks
from evaluations.models import Candidate, Grading, Run, StoredFile, Suite, Team, Workbook
from evaluations.records import Sampling, storable
from evaluations.stored_json import StoredDetails, StoredExtraction
from tests.webapp.rows_for_pages import make_model, make_suite

SOURCE = "export default () => <p>hello</p>;"


def book(rows: list[list[Any]]) -> bytes:
    created = openpyxl.Workbook()
    assert created.active is not None
    for row in rows:
        created.active.append(row)
    stream = io.BytesIO()
    created.save(stream)
    return stream.getvalue()


def read_books() -> list[dict[str, Any]]:
    """Read a.xlsx and b.xlsx, which have the columns foo and bar and 3 and 4 rows."""
    books = []
    for name, n in (("a.xlsx", 3), ("b.xlsx", 4)):
        content = book([["foo", "bar"], *[[i, f"=text {i}"] for i in range(n)]])
        preview = workbooks.read_preview(name, content)
        books.append(
            {
                "name": name,
                "content": content,
                "format": "xlsx",
                "preview": storable(preview),
                "upload_check": {"sheets": ["Sheet"], "n_rows": n + 1},
                "truth": storable(workbooks.propose_expected(name, content, preview)),
            }
        )
    return books


def keep_books(read: list[dict[str, Any]]) -> list[Workbook]:
    """Store their rows."""
    for fields in read:
        rest = {name: value for name, value in fields.items() if name != "content"}
        Workbook.objects.create(team=Team.objects.default(), file=StoredFile.objects.store(fields["content"]), **rest)
    return list(Workbook.objects.order_by("pk"))


def answered(files: list[Workbook]) -> Run:
    """A run in which “good” reads both files, “early” adds 1 to foo in the second one, and “mute” has no code."""
    version = make_suite(slug="on-files", n_tasks=2, origin=Suite.Origin.PROMPT)
    for task, workbook in zip(version.tasks.order_by("position"), files, strict=True):
        version.tasks.filter(pk=task.pk).update(
            workbook=workbook, kind="excel", fixtures={workbook.name: workbook.file_id}
        )
    models = [make_model(f"box/{name}") for name in ("good", "early", "mute")]
    run = Run.objects.start(version, models, Sampling(), team=Team.objects.default(), title="r")
    for candidate in run.candidates.select_related("model", "task__workbook"):
        grade(candidate)
    return run


def grade(candidate: Candidate) -> None:
    workbook, name = candidate.task.workbook, candidate.model.name
    assert workbook is not None
    expected_data = workbooks.ExpectedData.from_json(workbook.truth)
    wrong = name == "early" and workbook.name == "b.xlsx"
    rows = [{"foo": row[0] + 100 * wrong, "bar": row[1]} for _, row in expected_data.expected()]
    comparison = workbooks.compare_calls(expected_data, [{"prop": "onData", "args": [rows]}])
    verdict = "no_code" if name == "mute" else "passed" if comparison.is_equal else "failed"
    Candidate.objects.filter(pk=candidate.pk).update(
        state="done",
        verdict=verdict,
        score=0 if name == "mute" else comparison.score,
        cause="The answer contains no code.",
    )
    extraction, details = StoredExtraction(), StoredDetails()
    if name != "mute":
        extraction = StoredExtraction(files={"answer.tsx": SOURCE}, entry="answer.tsx")
        details = StoredDetails(comparison=storable(comparison.to_json()))
    Grading.objects.create(
        candidate=candidate,
        verdict=verdict,
        score=0,
        extractor_version="1",
        harness_version="1",
        grader_version="1",
        extraction=extraction,
        details=details,
    )
