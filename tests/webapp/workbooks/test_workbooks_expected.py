"""A workbook's expected data, and the comparison of the models' results with them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations import workbooks
from evaluations.models import Candidate, Grading, Run, Suite, Team, Workbook
from evaluations.records import Sampling, storable
from evaluations.stored_json import StoredDetails, StoredExtraction
from tests.webapp.page_text import html_of, streamed
from tests.webapp.rows_for_pages import make_model, make_person, make_suite, sign_in
from tests.workbooks import files
from webapp.workbooks.results import CellLine, page_of, readings_of, side_by_side, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


@pytest.fixture
def workbook(member: Client) -> Workbook:
    """A workbook with the columns foo, bar and note, and a second sheet with other columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    sheet.append(["foo", "bar", "note"])
    for n in range(5):
        sheet.append([n, n * 10, "=1+1" if n == 3 else f"note {n}"])
        sheet.cell(sheet.max_row, 3).data_type = "s"
    other = book.create_sheet("Other")
    other.append(["a title", None])
    other.append(["x", "y"])
    other.append([1, True])
    stream = io.BytesIO()
    book.save(stream)
    member.post("/workbooks/", {"file": SimpleUploadedFile("data.xlsx", stream.getvalue())})
    return Workbook.objects.get()


def expected_form(**kwargs: Any) -> dict[str, Any]:
    return {
        "sheet": "Data",
        "header_row": "1",
        "columns": ["A", "B", "C"],
        "dates": "any",
        "blanks": "skip_rows",
        "shape": "any",
        **kwargs,
    }


def test_proposed_expected_data_are_shown_as_they_will_be_compared(member: Client, workbook: Workbook) -> None:
    expected = member.get(f"/workbooks/{workbook.pk}/").context["expected"]
    assert [c["name"] for c in expected.columns] == ["foo", "bar", "note"]
    assert (expected.n_rows, expected.n_cells) == (5, 15)
    assert [cell.text for cell in expected.rows[1][1]] == ["1", "10", "note 1"]
    assert expected.rows[0][0] == 2


def test_unticked_columns_do_not_count_and_can_be_ticked_again(member: Client, workbook: Workbook) -> None:
    address = f"/workbooks/{workbook.pk}/expected/"
    data = expected_form(columns=["A", "B"], dates="serial", shape="records")
    assert member.post(address, data).status_code == 302
    workbook.refresh_from_db()
    assert [c["name"] for c in workbook.truth["columns"]] == ["foo", "bar"]
    assert (workbook.truth["dates"], workbook.truth["shape"]) == ("serial", "records")
    form = member.get(f"/workbooks/{workbook.pk}/").context["expected_form"]
    assert [label for _, label in form.fields["columns"].choices] == ["foo", "bar", "note"]
    member.post(address, expected_form())
    workbook.refresh_from_db()
    assert len(workbook.truth["columns"]) == 3


def test_another_sheet_starts_with_all_its_columns(member: Client, workbook: Workbook) -> None:
    response = member.post(
        f"/workbooks/{workbook.pk}/expected/", expected_form(sheet="Other", header_row="2", columns=["A"])
    )
    assert response["Location"].endswith("?sheet=1")
    workbook.refresh_from_db()
    assert [c["name"] for c in workbook.truth["columns"]] == ["x", "y"]
    assert workbook.truth["rows"] == [[1, True]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"columns": []}, "No column is ticked"),
        ({"header_row": "900"}, "has no row 900"),
        ({"sheet": "Nope"}, "not one of the available choices"),
        ({"header_row": "x"}, "Enter a whole number"),
    ],
)
def test_invalid_choice_is_reported_beside_the_form(
    member: Client, workbook: Workbook, change: dict[str, Any], says: str
) -> None:
    before = workbook.truth
    response = member.post(f"/workbooks/{workbook.pk}/expected/", expected_form(**change))
    assert response.status_code == 422
    assert says in html_of(response)
    workbook.refresh_from_db()
    assert workbook.truth == before


def run_with_answers(workbook: Workbook, answers: dict[str, list[dict[str, Any]] | None]) -> Run:
    """A finished run on the workbook. Maps model names to the values that the callback got (None: no code)."""
    version = make_suite(slug="on-file", n_tasks=1, origin=Suite.Origin.PROMPT)
    version.tasks.update(workbook=workbook, kind="excel")
    models = [make_model(f"box/{name}") for name in answers]
    run = Run.objects.start(version, models, Sampling(), team=Team.objects.default(), title="r")
    expected_data = workbooks.ExpectedData.from_json(workbook.truth)
    for candidate in run.candidates.select_related("model"):
        got = answers[candidate.model.name]
        comparison = (
            workbooks.compare_calls(expected_data, [{"prop": "onData", "args": [got]}]) if got is not None else None
        )
        verdict = "no_code" if comparison is None else "passed" if comparison.is_equal else "failed"
        cause = "The answer has no code." if comparison is None else comparison.summary
        Candidate.objects.filter(pk=candidate.pk).update(
            state="done", verdict=verdict, score=comparison.score if comparison else 0, cause=cause
        )
        Grading.objects.create(
            candidate=candidate,
            extraction=StoredExtraction(),
            verdict=verdict,
            score=0,
            extractor_version="1",
            harness_version="1",
            grader_version="1",
            details=StoredDetails(comparison=storable(comparison.to_json())) if comparison else StoredDetails(),
        )
    return run


def answers_of(workbook: Workbook) -> list[dict[str, Any]]:
    """Return the values that a perfect parser passes."""
    names = [c["name"] for c in workbook.truth["columns"]]
    return [dict(zip(names, row, strict=True)) for row in workbook.truth["rows"]]


def test_models_are_side_by_side_with_differing_rows_first(member: Client, workbook: Workbook) -> None:
    good, bad = answers_of(workbook), answers_of(workbook)
    bad[1]["bar"] = 11
    del bad[4]
    run = run_with_answers(workbook, {"good": good, "bad": bad, "none": None})
    readings = readings_of(workbook, run.team)
    assert [r.candidate.model.name for r in readings] == ["good", "bad", "none"]
    assert [r.summary for r in readings][2] == "The answer has no code."
    lines = page_of(side_by_side(readings), readings).lines
    assert [(line.row, line.column) for line in lines] == [("3", "bar"), ("6", "whole row")]
    assert [got and (got.text, got.why == "") for got in lines[0].got] == [("10", True), ("11", False), None]
    text = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    for part in ("no such row", "The answer has no code.", 'class="differs"', 'class="missing"', "whole row"):
        assert part in text, part


def test_a_kind_of_difference_leads_to_its_cells(member: Client, workbook: Workbook) -> None:
    bad = answers_of(workbook)
    bad[0]["foo"] = str(bad[0]["foo"])
    bad[1]["bar"] = 11
    run_with_answers(workbook, {"bad": bad})
    text = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert "?why=text%20for%20number#cells" in text
    page = member.get(f"/workbooks/{workbook.pk}/?why=text%20for%20number").context["page"]
    assert [(line.row, line.column) for line in page.lines] == [("2", "foo")]
    assert (page.n, page.next, page.previous) == (1, None, None)
    assert member.get(f"/workbooks/{workbook.pk}/?why=nothing&from=9999999").status_code == 200


def test_answers_compared_with_earlier_expected_values_say_so(member: Client, workbook: Workbook) -> None:
    run = run_with_answers(workbook, {"good": answers_of(workbook)})
    task = run.suite_version.tasks.get()
    run.suite_version.tasks.update(spec={**task.spec, "truth": workbook.truth})
    assert "compared with earlier" not in html_of(member.get(f"/workbooks/{workbook.pk}/"))
    member.post(f"/workbooks/{workbook.pk}/expected/", expected_form(columns=["A", "B"]))
    assert "compared with earlier expected values" in html_of(member.get(f"/workbooks/{workbook.pk}/"))


def test_page_fills_by_itself_while_models_work(member: Client, workbook: Workbook) -> None:
    run = run_with_answers(workbook, {"good": answers_of(workbook)})
    Run.objects.filter(pk=run.pk).update(state="running")
    assert "Models are working on this file" in html_of(member.get(f"/workbooks/{workbook.pk}/"))
    Run.objects.filter(pk=run.pk).update(state="done")
    assert "run-changed" not in html_of(member.get(f"/workbooks/{workbook.pk}/"))


def test_differences_are_paged(member: Client, workbook: Workbook) -> None:
    lines = [CellLine(row=str(n), column="foo", expected="1", got=[None]) for n in range(150)]
    pages = [page_of(lines, [], start=start) for start in (0, 60, 120)]
    assert [(page.first, page.last, page.next, page.previous) for page in pages] == [
        (1, 60, 60, None),
        (61, 120, 120, 0),
        (121, 150, None, 60),
    ]


def test_answer_that_does_not_build_explains_why_it_read_no_rows(member: Client, workbook: Workbook) -> None:
    run = run_with_answers(workbook, {"bad": answers_of(workbook)})
    run.candidates.update(verdict="build_error", score=0, cause="answer.tsx: Unterminated string (3:1)")
    (reading,) = readings_of(workbook, run.team)
    assert reading.summary == "answer.tsx: Unterminated string (3:1)"


def test_the_newest_run_of_a_model_counts_with_its_best_sample(member: Client, workbook: Workbook) -> None:
    run = run_with_answers(workbook, {"it": answers_of(workbook)})
    newer = Run.objects.start(
        run.suite_version, list(run.chosen.all()), Sampling(), team=run.team, title="newer", n_samples=2
    )
    for candidate, score in zip(newer.candidates.order_by("pk"), (0.1, 0.4), strict=True):
        Candidate.objects.filter(pk=candidate.pk).update(state="done", verdict="failed", score=score)
    (reading,) = readings_of(workbook, run.team)
    assert (reading.candidate.run_id, reading.candidate.score) == (newer.pk, 0.4)


def test_heat_strip_covers_every_row(member: Client, workbook: Workbook) -> None:
    bad = answers_of(workbook)
    bad[0]["foo"] = "zero"
    run = run_with_answers(workbook, {"bad": bad})
    (reading,) = readings_of(workbook, run.team)
    assert [(band.start, band.width, band.word) for band in reading.bands] == [(0, 1, "differs"), (1, 4, "equal")]
    assert reading.length == 5


def test_values_of_a_model_are_hostile_text(member: Client, workbook: Workbook) -> None:
    bad = answers_of(workbook)
    bad[0]["note"] = "<img src=x onerror=alert(1)>"
    run_with_answers(workbook, {"bad": bad})
    text = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_export_is_a_workbook_whose_text_is_never_a_formula(member: Client, workbook: Workbook) -> None:
    bad = answers_of(workbook)
    bad[0]["note"] = '=HYPERLINK("http://evil")'
    run = run_with_answers(workbook, {"bad": bad, "none": None})
    with_comparison, without = run.candidates.order_by("pk")
    response = member.get(f"/workbooks/{workbook.pk}/export/{with_comparison.pk}/")
    book = openpyxl.load_workbook(io.BytesIO(streamed(response)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == '=HYPERLINK("http://evil")' and cell.data_type == "s" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert member.get(f"/workbooks/{workbook.pk}/export/{without.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "blank"),
        ({"missing": True}, "nothing"),
        ({"$undefined": True}, "undefined"),
        (" a", "“ a”"),
        ({"date": "2024-03-01"}, "2024-03-01"),
        (True, "TRUE"),
        (1.5, "1.5"),
        ({"$date": "2024-01-01T00:00:00.000Z"}, "Date 2024-01-01"),
        ({"a": 1, "b": 2}, "{'a': 1, 'b': 2}"),
        ([1, 2], "[1, 2]"),
    ],
)
def test_values_are_words_for_people(value: object, text: str) -> None:
    assert text_of(value) == text


def test_pieces_of_a_sheet_are_for_the_team_and_know_formulas(member: Client, workbook: Workbook) -> None:
    address = f"/workbooks/{workbook.pk}/cells/"
    piece = member.get(address, {"sheet": 0, "piece": 0}).json()
    assert piece["first"] == 1
    assert piece["rows"][:2] == [
        [["foo", "text"], ["bar", "text"], ["note", "text"]],
        [["0", "number"]] * 2 + [["note 0", "text"]],
    ]
    wrong: list[dict[str, int | str]] = [
        {"sheet": 9, "piece": 0},
        {"sheet": 0, "piece": 1},
        {"sheet": "x", "piece": 0},
        {},
    ]
    for params in wrong:
        assert member.get(address, params).status_code == 404
    outsider = sign_in(make_person("otto", team=Team.objects.create(name="Others", slug="others")))
    assert outsider.get(address, {"sheet": 0, "piece": 0}).status_code == 404


def test_cells_that_two_readers_read_differently_are_shown(member: Client) -> None:
    part = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>foo\tbar </t></is></c></row></sheetData></worksheet>'
    )
    content = files.with_part(files.workbook([["foo"]]), "xl/worksheets/sheet1.xml", part)
    member.post("/workbooks/", {"file": SimpleUploadedFile("a.xlsx", content)})
    page = member.get(f"/workbooks/{Workbook.objects.get().pk}/")
    assert page.context["sheet"].disagreements == [("A1", "“foo␉bar ”", "“foo␉bar”")]
    assert "Two readers disagree on 1 cell;" in html_of(page)
