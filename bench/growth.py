"""Bytes of the database per 1,000 answers: functions, pages, and a passed answer to a workbook of 20,000 rows.

`python -m bench.growth` imports stored answers into an own home, grades them with a real execute worker, compacts the
database, and prints the size of each part; then again after a regrade, and after the clean-up. `--pages`: answers that
show a page, made from the references and mutants of a suite of components, with screenshot, axe and page facts.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl

from bench.line import prepare_with_suite, wait_for_all
from bench.run import machine
from bench.site_processes import own_home, started
from evaluations import workbooks
from evaluations.records import Kind, TaskSpec

ROOT = Path(__file__).parent.parent
WORKBOOKS = ((2_000, 3), (20_000, 3), (2_000, 100))  # rows and columns
PAGE_SUITE = "webapp"
COMPONENT = """import React from "react";
import * as XLSX from "xlsx";
export default function Upload({ onRows }) {
  return <input type="file" aria-label="File" onChange={async (event) => {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    onRows(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  }} />;
}
"""


def database_bytes() -> int:
    """Compact the database and return its size."""
    from django.db import connection

    from evaluations.queries.operation import database_bytes as size

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return size()


def files_bytes() -> int:
    """Return the size of all stored files."""
    from django.db.models import Sum

    from evaluations.models import StoredFile

    return StoredFile.objects.aggregate(size=Sum("size_bytes"))["size"] or 0


def by_table() -> str:
    """Return the largest tables with the bytes of table and indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(m.tbl_name, d.name) AS t, sum(d.pgsize) FROM dbstat d "
            "LEFT JOIN sqlite_master m ON m.name = d.name GROUP BY t ORDER BY 2 DESC LIMIT 8"
        )
        return ", ".join(f"{name.removeprefix('evaluations_')} {size:,}" for name, size in cursor.fetchall())


def import_stored(slug: str, path: Path, n: int) -> int:
    """Import a shipped suite's stored answers repeatedly until there are n. Return the number.

    Each repetition has its own run ids: the same answers would be imported once.
    """
    from evaluations.actions.import_answers import import_answers
    from evaluations.models import Suite, Team
    from evaluations.runner.answers import read_answers

    version = Suite.objects.get(team=Team.objects.default(), slug=slug).latest()
    assert version is not None
    answers = list(read_answers(path, print))
    done = 0
    while done < n:
        part = [replace(answer, run_id=f"{answer.run_id} {done}") for answer in answers[: n - done]]
        report = import_answers(version, part, title=f"{slug} {done}")
        assert not report.is_known, report
        assert report.n_answers == len(part), report.left_out
        done += len(part)
    return done


def import_pages(slug: str, n: int) -> int:
    """Import n answers that show a page: a suite's references and mutants, as a model would write them."""
    from evaluations.actions.import_answers import StoredAnswer, import_answers
    from evaluations.models import Suite, Team

    version = Suite.objects.get(team=Team.objects.default(), slug=slug).latest()
    assert version is not None
    sources: list[tuple[str, dict[str, str]]] = []
    for task in version.tasks.all():
        spec = task.to_spec(with_files=False)
        if spec.kind in (Kind.COMPONENT, Kind.PAGE) and len(spec.reference) == 1:
            sources += [(task.slug, dict(files)) for files in (spec.reference, *spec.mutants.values())]
    answers = [
        StoredAnswer(
            line=number,
            model=f"model-{number // len(sources)}",
            task_id=f"{slug}/{task}",
            raw_answer="Here it is:\n" + "\n".join(f"```tsx\n{text}\n```" for text in files.values()),
            prompt=version.tasks.get(slug=task).spec["prompt"],
        )
        for number, (task, files) in enumerate((sources * (n // len(sources) + 1))[:n])
    ]
    import_answers(version, answers, title=f"{slug} pages")
    return len(answers)


def index_all() -> None:
    """Add all texts to the search index, those of the last seconds too."""
    from evaluations.actions.index_texts import MIN_AGE, index_texts

    time.sleep(MIN_AGE.total_seconds())
    while index_texts(60):
        pass


def measured(name: str, begin: int, files: int, n: int) -> None:
    """Print how much n answers have added since begin."""
    index_all()
    rows, pictures = database_bytes() - begin, files_bytes() - files
    per = f"{rows / n:,.0f} + {pictures / n:,.0f}"
    print(f"{name}: {n:,} answers, {rows:,} bytes of rows and {pictures:,} of files: {per} an answer", flush=True)
    print(f"    {by_table()}", flush=True)


def regraded() -> None:
    """Regrade all answers."""
    from evaluations.actions.apply_bulk_change import change_run
    from evaluations.models import Run
    from evaluations.models.changes import ChangeKind
    from evaluations.tasks import wake

    for run in Run.objects.all():
        change_run(run, ChangeKind.REGRADE, by=None)
    wake()
    wait_for_all(1200)


def workbook(n_rows: int, n_columns: int) -> None:
    """Print the bytes of one grading of a passed answer to a workbook of this size."""
    from django.db import connection

    from evaluations.models import Grading
    from evaluations.records import Extraction
    from evaluations.runner.grading import grade_extraction
    from evaluations.runner.grading_fields import grading_fields
    from evaluations.sandbox import Sandbox

    extraction = Extraction(files={"answer.tsx": COMPONENT}, entry="answer.tsx", rule="only", reason="")
    with Sandbox() as sandbox:
        graded = grade_extraction(extraction, workbook_spec(n_rows, n_columns), sandbox, candidate_id="1")
    captured = sum(len(json.dumps(dict(report.captured))) for report in graded.reports)
    fields: dict[str, Any] = grading_fields(graded)
    columns: list[Any] = [Grading._meta.get_field(name) for name in ("extraction", "reports", "details")]
    size = sum(len(column.get_db_prep_value(fields[column.name], connection)) for column in columns)
    print(
        f"workbook of {n_rows:,} rows and {n_columns} columns: {graded.outcome.verdict}, {captured:,} bytes captured, "
        f"{size:,} stored"
    )


def workbook_spec(n_rows: int, n_columns: int) -> TaskSpec:
    """Return a task about a workbook of this size, with the expected data that an upload proposes."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    more = range(3, n_columns)
    sheet.append(["order", "customer", "amount", *(f"amount {at}" for at in more)])
    for number in range(n_rows):
        sheet.append([number, f"customer {number % 977}", number * 1.25, *(number + at for at in more)])
    content = io.BytesIO()
    book.save(content)
    upload = workbooks.admit("orders.xlsx", content.getvalue())
    assert upload.expected_data is not None
    return TaskSpec(
        slug="orders",
        title="Orders",
        kind=Kind.EXCEL,
        prompt=workbooks.excel_prompt(upload.preview, upload.expected_data, "contract"),
        fixtures={"orders.xlsx": content.getvalue()},
        truth=upload.expected_data.to_json(),
        timeout_ms=60_000,
    )


def grow(options: argparse.Namespace) -> None:
    """Import answers, have them graded and regraded, and print what each step adds."""
    from evaluations.actions.clean_up import clean_up
    from evaluations.tasks import wake

    index_all()  # so that the suites' texts do not count as the answers'
    begin, files = database_bytes(), files_bytes()
    what = "pages" if options.pages else "functions"
    if options.pages:
        n = import_pages(PAGE_SUITE, options.answers)
    else:
        n = import_stored("can-ai-code", ROOT / "suites" / "can-ai-code" / "answers.jsonl.gz", options.answers)
    wake()
    wait_for_all(1200)
    measured(what, begin, files, n)
    again, more = database_bytes(), files_bytes()
    regraded()
    measured(f"{what}, one regrade", again, more, n)
    for _ in range(3):
        regraded()
    clean_up()
    measured(f"{what}, four regrades and the clean-up", begin, files, n)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--pages", action="store_true", help="answers that show a page instead of functions")
    parser.add_argument("--workbook", action="store_true", help="the answer to a large workbook alone")
    options = parser.parse_args()
    with own_home("growth") as home:
        prepare_with_suite(home)
        if options.workbook:
            for n_rows, n_columns in WORKBOOKS:
                workbook(n_rows, n_columns)
            return 0
        from django.core.management import call_command

        for slug in ("starter", PAGE_SUITE):
            call_command("import_suite", "folder", str(ROOT / "suites" / slug), verbosity=0)
        print(machine(), flush=True)
        with started(home, ("broker", "execute")):
            grow(options)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("BAKEOFF_ROLE", "")
    sys.exit(main())
