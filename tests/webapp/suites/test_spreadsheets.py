"""Tasks from a spreadsheet, and a run as a workbook that LibreOffice opens."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from evaluations import workbooks
from evaluations.actions.save_suite import content_digest
from evaluations.models import Candidate, Membership, Run, Suite, Team
from evaluations.records import Kind, Sampling, to_json
from tests.webapp.libreoffice import needs_libreoffice, reopened, values
from tests.webapp.page_text import streamed
from tests.webapp.rows_for_pages import make_model, make_person, make_suite, sign_in
from webapp.suites.from_spreadsheet import read_tasks, template

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def sheet(rows: list[list[Any]], before: int = 0) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [["notes"]] * before + rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


HEAD = ["Title", "Prompt", "Kind", "Language", "Function name", "Checks", "Examples", "Tags", "Max tokens"]
ROWS: list[list[Any]] = [
    ["Add", "Write add(a, b).", "function", "ts", "add", None, "add(2, 3) → 5", "basics, sums", 512],
    ["No prompt", None, "function"],
    [None, "A counter component.\nWith a button.", None, None, None, "test('it', () => {});"],
    ["Bad kind", "x", "widget"],
    ["Sheet", "Parse it", "excel"],
    ["Add", "Write add again.", "function", "js", None, None, "add(1"],
    ["Wrong place", "A page", "page", None, None, None, "f(1) → 2"],
    ["Tokens", "x", None, None, None, None, None, None, "many"],
    [None] * 9,
    ["Add", "Write add in Python.", "Python", None, "add", "assert add(1, 2) == 3"],
]


def post(client: Client, content: bytes, name: str = "tasks.xlsx", title: str = "My tasks") -> Any:
    return client.post("/suites/from-sheet/", {"title": title, "file": SimpleUploadedFile(name, content)})


def test_header_of_earlier_templates_still_names_the_function(member: Client) -> None:
    head = ["Name to define" if name == "Function name" else name for name in HEAD]
    post(member, sheet([head, ROWS[0]]))
    assert Suite.objects.get(slug="my-tasks").latest().tasks.get().spec["entry_point"] == "add"  # type: ignore[union-attr]


def test_good_rows_become_a_suite_and_each_bad_row_is_named(member: Client) -> None:
    response = post(member, sheet([HEAD, *ROWS], before=2))
    assert response.status_code == 200
    assert list(response.context["complaints"]) == [
        'Sheet "Sheet", row 5: no prompt. Fill the column "prompt" or delete the row.',
        'Sheet "Sheet", row 7: kind "widget" is not one of component, function, hook, page, python, free. Correct it.',
        'Sheet "Sheet", row 8: kind "excel" is not one of component, function, hook, page, python, free. An Excel task '
        "needs its workbook: make it on the Prompt page.",
        response.context["complaints"][3],
        'Sheet "Sheet", row 10: examples are for functions, and this is a page. Write a test file instead.',
        'Sheet "Sheet", row 11: max tokens "many" is not a number from 1 to 32,768. Correct it.',
    ]
    assert response.context["complaints"][3].startswith('Sheet "Sheet", row 9: ')
    version = Suite.objects.get(slug="my-tasks").latest()
    assert version is not None
    add, counter, python = (task.to_spec() for task in version.tasks.order_by("position"))
    assert (add.slug, add.entry_point, add.tags, add.max_tokens) == ("add", "add", ("basics", "sums"), 512)
    assert add.checks is not None
    assert "add(2, 3)" in add.checks.source
    assert (counter.kind, counter.title, counter.language) == (Kind.COMPONENT, "A counter component.", "tsx")
    assert (python.slug, python.kind, python.entry) == ("add-2", Kind.PYTHON, "answer.py")
    assert version.digest == content_digest([add, counter, python])
    assert member.get("/suites/my-tasks/").status_code == 200


def test_same_sheet_again_is_the_same_version_and_a_changed_one_the_next(member: Client) -> None:
    post(member, sheet([HEAD, ROWS[0]]))
    post(member, sheet([HEAD, ROWS[0]]))
    response = post(member, sheet([HEAD, ROWS[0], ROWS[2]]))
    assert [version.number for version in Suite.objects.get().versions.order_by("number")] == [1, 2]
    assert response.context["version"].number == 2


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.xlsx", "is empty"),
        (sheet([["foo"], [1]]), "a.xlsx", "has no column with the header"),
        (sheet([HEAD, ["x", None, "function"]]), "a.xlsx", "no row that could be a task"),
        (b"prompt,kind\nSay hello,free\n", "a.csv", ""),
    ],
)
def test_file_that_is_no_sheet_of_tasks_is_a_sentence(member: Client, content: bytes, name: str, says: str) -> None:
    response = post(member, content, name)
    assert response.status_code == (422 if says else 200)
    assert says in response.context["error"]
    assert Suite.objects.exists() == (not says)


def test_suite_of_others_is_not_overwritten_and_viewers_may_not_import(member: Client) -> None:
    make_suite(slug="starter", origin=Suite.Origin.SHIPPED)
    response = post(member, sheet([HEAD, ROWS[0]]), title="Starter")
    assert response.status_code == 422
    assert "was not written here" in response.context["error"]
    viewer = sign_in(make_person("vera", role=Membership.Role.VIEWER))
    assert post(viewer, sheet([HEAD, ROWS[0]])).status_code == 403


def test_template_is_itself_a_sheet_of_tasks(member: Client) -> None:
    assert b"".join(member.get("/suites/from-sheet/template.xlsx"))[:2] == b"PK"
    result = read_tasks("tasks.xlsx", template(), workbooks.Limits())
    assert [(spec.title, spec.entry_point) for spec in result.specs] == [("Add two numbers", "add")]
    assert result.complaints == ()
    rows = list(openpyxl.load_workbook(io.BytesIO(template()))["Tasks"].values)
    empty = [name for name, value in zip(*rows, strict=True) if value is None]
    assert empty == ["checks", "max tokens"], "the example fills every other column"


@pytest.fixture
def run() -> Run:
    """A run of two tasks × two models × two samples. One task has a name like a formula."""
    version = make_suite(n_tasks=2)
    version.tasks.filter(position=1).update(title="=1+1")
    models = [make_model("box/good"), make_model("box/bad")]
    run = Run.objects.start(version, models, Sampling(), team=Team.objects.default(), title="r", n_samples=2)
    for candidate in run.candidates.select_related("model"):
        passes = candidate.model.name == "good" or candidate.sample == 0
        Candidate.objects.filter(pk=candidate.pk).update(
            state="done",
            verdict="passed" if passes else "failed",
            score=float(passes),
            cause="" if passes else "Not ö.",
        )
    return run


def exported(client: Client, run: Run) -> bytes:
    response = client.get(f"/runs/{run.pk}/workbook.xlsx")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="run-{run.pk}.xlsx"'
    return streamed(response)


def test_stop_texts_of_a_run_go_out_in_one_cell(member: Client, run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(sampling=to_json(Sampling(stop=("END", "\n\n"))))
    facts = {line[0]: line[1] for line in values(exported(member, run))["Summary"] if line}
    assert facts["stop"] == r"'END' '\n\n'"
    assert facts["temperature"] == 0.2


def test_run_is_exported_as_summary_matrix_and_candidates(member: Client, run: Run) -> None:
    sheets = values(content := exported(member, run))
    assert list(sheets) == ["Summary", "Matrix", "Candidates"]
    assert sheets["Summary"][-2][:5] == ["box/good", "plain", 4, 4, 1]
    assert sheets["Summary"][-1][:5] == ["box/bad", "plain", 2, 4, 0.5]
    assert sheets["Matrix"] == [["task", "box/good", "box/bad"], ["Add number 0", "2/2", "1/2"], ["=1+1", "2/2", "1/2"]]
    assert len(sheets["Candidates"]) == 9
    matrix = openpyxl.load_workbook(io.BytesIO(content))["Matrix"]
    assert (matrix["B2"].fill.fgColor.rgb, matrix["C2"].fill.fgColor.rgb) == ("00D9F0E1", "00FFF3C4")
    assert (matrix["A3"].data_type, matrix.freeze_panes) == ("s", "B2")
    outsider = sign_in(make_person("otto", team=Team.objects.create(name="Others", slug="others")))
    assert outsider.get(f"/runs/{run.pk}/workbook.xlsx").status_code == 404


def test_page_api_and_command_write_the_same_workbook(member: Client, run: Run, tmp_path: Path) -> None:
    call_command("export_run", str(run.pk), "--format", "xlsx", "--out", str(tmp_path / "run.xlsx"))
    by_command = values((tmp_path / "run.xlsx").read_bytes())
    assert by_command == values(exported(member, run))


@needs_libreoffice
def test_libreoffice_opens_the_export_and_reads_the_same(member: Client, run: Run, tmp_path: Path) -> None:
    content = exported(member, run)
    opened = reopened(content, tmp_path)
    assert values(opened) == values(content)
    matrix = openpyxl.load_workbook(io.BytesIO(opened))["Matrix"]
    assert (matrix["B2"].fill.fgColor.rgb, matrix["A3"].value) == ("FFD9F0E1", "=1+1")
    assert matrix["A3"].data_type == "s"
