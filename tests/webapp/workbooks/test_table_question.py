"""If a table's header row or end is uncertain, a person is asked, and no prompt is generated before they choose."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations.models import Run, Workbook
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_model, make_person, sign_in

pytestmark = pytest.mark.django_db
STORES = b"store,101,305,203\nnorth,5,7,9\nsouth,1,2,3\n"


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


@pytest.fixture
def workbook(member: Client) -> Workbook:
    """A csv whose first row may be a header of store numbers or data."""
    member.post("/workbooks/", {"file": SimpleUploadedFile("stores.csv", STORES)})
    return Workbook.objects.get()


def prompt_fields(workbook: Workbook) -> dict[str, Any]:
    return {
        "prompt": "Read the file",
        "kind": "excel",
        "workbook": workbook.pk,
        "language": "tsx",
        "strategy": "plain",
        "models": [make_model("box/good").pk],
        "n_samples": 1,
        "temperature": 0,
        "seed": 1,
        "max_tokens": 100,
        "action": "run",
    }


def choose(row: int) -> dict[str, Any]:
    return {"sheet": "stores.csv", "header_row": row, "dates": "any", "blanks": "skip_rows", "shape": "any"}


def test_question_is_above_the_table_until_it_is_answered(member: Client, workbook: Workbook) -> None:
    html = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert html.index("No header row found. Is it row 1?") < html.index('id="sheet"')
    assert member.post(f"/workbooks/{workbook.pk}/expected/", choose(1)).status_code == 302
    html = html_of(member.get(f"/workbooks/{workbook.pk}/"))
    assert "No header row found" not in html
    workbook.refresh_from_db()
    assert [column["name"] for column in workbook.truth["columns"]] == ["store", "101", "305", "203"]


def test_nothing_is_generated_before_the_choice(member: Client, workbook: Workbook) -> None:
    fields = prompt_fields(workbook)
    response = member.post("/prompt/", fields)
    assert response.status_code == 422
    assert "No header row found. Is it row 1?" in html_of(response)
    several = {**fields, "wording": "seed"}
    response = member.post(f"/workbooks/matrix/?w={workbook.pk}", several)
    assert response.status_code == 422
    assert "No header row found. Is it row 1?" in html_of(response)
    assert not Run.objects.exists()
    member.post(f"/workbooks/{workbook.pk}/expected/", choose(0))
    assert member.post("/prompt/", fields).status_code == 302
    assert Run.objects.count() == 1


def test_api_refuses_until_the_choice(member: Client, workbook: Workbook) -> None:
    mia, model = caller(), make_model("box/good")
    order = {"workbooks": [workbook.pk], "models": [model.model_id]}
    assert "Is it row 1?" in str(body_of(mia.send("workbooks/runs", order), 422))
    assert body_of(mia.get(f"workbooks/{workbook.pk}"))["question"] == "No header row found. Is it row 1?"
    assert not Run.objects.exists()
    mia.send(f"workbooks/{workbook.pk}/truth", {"sheet": "stores.csv", "header_row": 1}, method="put")
    assert body_of(mia.get(f"workbooks/{workbook.pk}"))["question"] == ""
    assert body_of(mia.send("workbooks/runs", order), 201)


@pytest.mark.parametrize(("region", "n_rows"), [("A1:C3", 2), ("", 4)])
def test_rows_that_may_be_notes_are_asked_about(member: Client, region: str, n_rows: int) -> None:
    content = b"city,people,area\nUlm,128,118\nJena,110,114\n,,\nKiel,,\n"
    member.post("/workbooks/", {"file": SimpleUploadedFile("cities.csv", content)})
    row = Workbook.objects.get()
    address, fields = f"/workbooks/{row.pk}/", prompt_fields(row)
    question = "The table may end before notes. Do these rows count? Row 5: row 4 is blank, text in only one column."
    html = html_of(member.get(address))
    assert question in html
    assert 'name="region" value="A1:C3"' in html
    assert question in html_of(member.post("/prompt/", fields))
    assert body_of(caller().get(f"workbooks/{row.pk}"))["question"] == question
    chosen = {**choose(1), "sheet": "cities.csv", "region": region}
    assert member.post(f"{address}expected/", chosen).status_code == 302
    assert question not in html_of(member.get(address))
    row.refresh_from_db()
    assert (row.truth["region"], row.truth["n_rows"]) == (region, n_rows)
    assert member.post("/prompt/", fields).status_code == 302
