"""Wrong cells of a sheet by model. A fault of a whole column is reported once."""

from __future__ import annotations

import datetime as dt
import json
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations.models import Workbook
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_person, sign_in
from tests.webapp.workbooks.test_workbooks_expected import run_with_answers
from tests.workbooks import files
from webapp.workbooks.results import readings_of
from webapp.workbooks.wrong_cells import grouped_page, wrong_cells

pytestmark = pytest.mark.django_db
DAYS = [dt.datetime(2024, 1, 1 + n) for n in range(20)]


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


@pytest.fixture
def workbook(member: Client) -> Workbook:
    content = files.workbook([["name", "day"], *([f"row {n}", day] for n, day in enumerate(DAYS))])
    member.post("/workbooks/", {"file": SimpleUploadedFile("days.xlsx", content)})
    return Workbook.objects.get()


def rows(shift: int = 0, wrong_name: int | None = None) -> list[dict[str, Any]]:
    return [
        {
            "name": "other" if n == wrong_name else f"row {n}",
            "day": {"$date": (day + dt.timedelta(days=shift)).isoformat() + ".000Z"},
        }
        for n, day in enumerate(DAYS)
    ]


def test_sheet_knows_the_cells_of_each_model(member: Client, workbook: Workbook) -> None:
    run_with_answers(workbook, {"good": rows(), "early": rows(-1), "careless": rows(wrong_name=3)})
    cells_of_model = {
        entry["model"]: entry["cells"]
        for entry in wrong_cells(readings_of(workbook, workbook.team), workbook, "Sheet1")
    }
    assert set(cells_of_model) == {"early", "careless"}
    assert cells_of_model["careless"] == [[5, "A", "row 3", "other", "other text"]]
    assert [cell[:2] for cell in cells_of_model["early"]] == [[n, "B"] for n in range(2, 22)]
    assert cells_of_model["early"][0][2:] == ["2024-01-01", "Date 2023-12-31", "date one day early"]
    html = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    stored = unescape(html.split('<div id="wrong-cells" hidden data-models="')[1].split('"')[0])
    assert {entry["model"] for entry in json.loads(stored)} == {"early", "careless"}
    assert wrong_cells(readings_of(workbook, workbook.team), workbook, "another sheet") == []


def test_fault_of_a_column_is_reported_once(member: Client, workbook: Workbook) -> None:
    run_with_answers(workbook, {"early": rows(-1), "careless": rows(wrong_name=3)})
    readings = readings_of(workbook, workbook.team)
    page, groups = grouped_page(readings, "", 0)
    assert (page.n, [(group.line.column, group.n, group.last_row) for group in groups]) == (
        2,
        [("day", 20, "21"), ("name", 1, "5")],
    )
    html = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert html.count("the same error in 20 cells") == 1
    page, groups = grouped_page(readings, "date one day early", 0)
    assert (page.n, {group.n for group in groups}) == (20, {1})


def test_missing_row_is_shown_at_its_place(member: Client, workbook: Workbook) -> None:
    run_with_answers(workbook, {"short": rows()[:-1]})
    (short,) = wrong_cells(readings_of(workbook, workbook.team), workbook, "Sheet1")
    assert short["cells"] == [[21, "A", "this row", "no such row", "missing row"]]
