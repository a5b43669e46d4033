"""The choice how a text file is read, on the page and by API, also changes the expected data."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations.models import Workbook
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
GERMAN = "Tag;Betrag;Stadt\n01.02.2024;1.234,50;Köln\n03.04.2024;7,25;Görlitz\n05.06.2024;12,00;Nürnberg\n"


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


@pytest.fixture
def workbook(member: Client) -> Workbook:
    member.post("/workbooks/", {"file": SimpleUploadedFile("umsatz.csv", GERMAN.encode("cp1252"))})
    return Workbook.objects.get()


def expected(workbook: Workbook) -> list[object]:
    workbook.refresh_from_db()
    first: list[object] = workbook.truth["rows"][0]
    return first


def test_page_names_what_was_found_in_one_box(member: Client, workbook: Workbook) -> None:
    html = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert "decimal comma in 3 of 3 values" in html
    assert html.count('class="notice warning"') == 1
    assert "Windows-1252 (Western European)" in html
    assert expected(workbook) == [{"date": "2024-02-01", "or": "2024-01-02"}, 1234.5, "Köln"]


def test_column_is_switched_and_the_expected_data_follows(member: Client, workbook: Workbook) -> None:
    member.get(f"/workbooks/{workbook.pk}/cells/?sheet=0&piece=0")
    address = f"/workbooks/{workbook.pk}/reading/"
    assert member.post(address, {"0!A": "month_first", "0!B": "text"}).status_code == 302
    assert expected(workbook) == [{"date": "2024-01-02"}, "1.234,50", "Köln"]
    cells = member.get(f"/workbooks/{workbook.pk}/cells/?sheet=0&piece=0").json()["rows"]
    assert cells[1][:2] == [["2024-01-02", "date"], ["1.234,50", "text"]]
    html = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert "chosen: dates, month first: 12/31/2024, fits 3 of 4 cells" in html
    member.post(address, {})
    assert expected(workbook) == [{"date": "2024-02-01", "or": "2024-01-02"}, 1234.5, "Köln"]


def test_choice_outlives_another_choice_of_the_table(member: Client, workbook: Workbook) -> None:
    member.post(f"/workbooks/{workbook.pk}/reading/", {"0!A": "day_first", "encoding": "cp1250"})
    form = {"sheet": "umsatz.csv", "header_row": 0, "dates": "any", "blanks": "skip_rows", "shape": "any"}
    member.post(f"/workbooks/{workbook.pk}/expected/", form)
    workbook.refresh_from_db()
    assert workbook.truth["rows"][1][0] == {"date": "2024-02-01"}
    assert workbook.truth["reading"] == {"encoding": "cp1250", "columns": {"umsatz.csv": {"A": "day_first"}}}


def test_api_switches_columns_and_refuses_unknown_ones(workbook: Workbook) -> None:
    mia, path = caller(), f"workbooks/{workbook.pk}/reading"
    body = body_of(mia.get(path))
    assert body["encoding"] == "cp1252"
    assert [(c["letter"], c["notation"]) for c in body["columns"]] == [
        ("A", "day_first"),
        ("B", "decimal_comma"),
        ("C", "plain"),
    ]
    after = body_of(mia.send(path, {"columns": {"umsatz.csv": {"A": "month_first"}}}, method="PUT"))
    assert after["columns"][0]["chosen"] == "month_first"
    assert expected(workbook)[0] == {"date": "2024-01-02"}
    for wrong in (
        {"encoding": "rot13"},
        {"columns": {"umsatz.csv": {"Q": "text"}}},
        {"columns": {"umsatz.csv": {"A": "martian"}}},
        {"columns": {"other": {"A": "text"}}},
    ):
        assert "here is no" in str(body_of(mia.send(path, wrong, method="PUT"), 422))
    assert expected(workbook)[0] == {"date": "2024-01-02"}
