"""Several workbooks at once, the demo of an answer, and both exports."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from evaluations import tasks
from evaluations.models import Membership, Run, Team, Workbook
from tests.webapp.file_rows import answered, keep_books, read_books
from tests.webapp.libreoffice import needs_libreoffice, reopened, values
from tests.webapp.page_text import html_of, streamed
from tests.webapp.rows_for_pages import make_model, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    return sign_in(make_person("mia"))


@pytest.fixture(scope="module")
def read() -> list[dict[str, Any]]:
    """a.xlsx and b.xlsx, read once for all tests."""
    return read_books()


@pytest.fixture
def files(member: Client, read: list[dict[str, Any]]) -> list[Workbook]:
    """The stored rows of a.xlsx and b.xlsx."""
    return keep_books(read)


def address(files: list[Workbook]) -> str:
    return "&".join(f"w={workbook.pk}" for workbook in files)


def test_matrix_has_a_sentence_a_model_and_a_strip_a_cell(member: Client, files: list[Workbook]) -> None:
    answered(files)
    response = member.get(f"/workbooks/matrix/?{address(files)}")
    matrix = response.context["matrix"]
    assert [column.model.name for column in matrix.columns] == ["good", "early", "mute"]
    assert [column.summary for column in matrix.columns] == [
        "2 of 2 files right.",
        "1 of 2 files right; 4 of 14 cells wrong: other number (4).",
        "0 of 2 files right; 2 files gave no values.",
    ]
    text = html_of(response)
    assert text.count('class="heat"') == 4
    assert "4 of 8 cells are wrong" in text


def test_matrix_shows_unfinished_models_and_refreshes_itself(member: Client, files: list[Workbook]) -> None:
    run = answered(files)
    Run.objects.filter(pk=run.pk).update(state="done")
    assert 'hx-trigger="run-changed' not in html_of(member.get(f"/workbooks/matrix/?{address(files)}"))
    run.candidates.filter(model__name="mute").update(state="queued", verdict="")
    Run.objects.filter(pk=run.pk).update(state="running")
    response = member.get(f"/workbooks/matrix/?{address(files)}")
    assert [column.summary for column in response.context["matrix"].columns][-1] == "No answer yet."
    text = html_of(response)
    assert text.count("waiting …") == 2
    assert 'hx-trigger="run-changed' in text
    assert "4 of 6 answers" in text


def test_deleting_tells_runs_that_go_from_runs_that_lose_a_file(member: Client, files: list[Workbook]) -> None:
    answered(files)
    text = html_of(member.get(f"/workbooks/{files[0].pk}/delete/"))
    assert "3 answers made for it" in text
    assert "lose only this file" in text
    assert "Runs that will be deleted" not in text


def test_matrix_is_exported_as_workbook_and_as_json(member: Client, files: list[Workbook]) -> None:
    answered(files)
    response = member.get(f"/workbooks/matrix/export/xlsx/?{address(files)}")
    opened = openpyxl.load_workbook(io.BytesIO(streamed(response)))
    assert opened.sheetnames == ["Summary", "Matrix", "Differences"]
    cell = opened["Matrix"]["C3"]
    assert cell.value.startswith("4 of 8 cells are wrong")
    assert (cell.fill.fgColor.rgb, opened["Matrix"]["B3"].fill.fgColor.rgb) == ("00F8D0D0", "00D9F0E1")
    assert [c.value for c in opened["Differences"][2]] == ["b.xlsx", "box/early", 2, "foo", 0, 100, "other number"]
    body = json.loads(member.get(f"/workbooks/matrix/export/json/?{address(files)}").content)
    assert [cell["verdict"] for cell in body["cells"]] == [
        "passed",
        "passed",
        "no_code",
        "passed",
        "failed",
        "no_code",
    ]
    assert len(body["cells"][4]["comparison"]["differences"]) == 4
    assert member.get(f"/workbooks/matrix/export/pdf/?{address(files)}").status_code == 404


@needs_libreoffice
def test_libreoffice_opens_matrix_and_comparison_with_their_colours(
    member: Client, files: list[Workbook], tmp_path: Path
) -> None:
    wrong = answered(files).candidates.get(model__name="early", task__workbook=files[1])
    for number, where in enumerate(
        (
            f"/workbooks/matrix/export/xlsx/?{address(files)}",
            f"/workbooks/{files[1].pk}/export/{wrong.pk}/",
        )
    ):
        content = streamed(member.get(where))
        (folder := tmp_path / str(number)).mkdir()
        opened = reopened(content, folder)
        assert values(opened) == values(content)
        before, after = (openpyxl.load_workbook(io.BytesIO(book)) for book in (content, opened))
        for sheet in before:
            for row in sheet.iter_rows():
                for cell in row:
                    colour = after[sheet.title][cell.coordinate].fill.fgColor.rgb
                    assert colour[2:] == cell.fill.fgColor.rgb[2:], (sheet.title, cell.coordinate)


def test_one_comparison_is_exported_as_json(member: Client, files: list[Workbook]) -> None:
    wrong = answered(files).candidates.get(model__name="early", task__workbook=files[1])
    body = json.loads(member.get(f"/workbooks/{files[1].pk}/export/{wrong.pk}/json/").content)
    assert body["differences"][0] == {
        "row": 2,
        "at": 0,
        "status": "differs",
        "column": "foo",
        "expected": 0,
        "got": 100,
        "why": "other number",
    }
    assert (body["n_equal"], body["n_cells"], body["strip"]) == (4, 8, "xxxx")


def test_one_run_asks_for_a_parser_of_each_file(member: Client, files: list[Workbook]) -> None:
    models = [make_model("box/one"), make_model("box/two")]
    data = {"models": [m.pk for m in models], "n_samples": 2, "temperature": 0.2, "seed": 1, "max_tokens": 512}
    response = member.post(f"/workbooks/matrix/?{address(files)}", {**data, "wording": "contract"})
    assert response["Location"] == f"/workbooks/matrix/?{address(files)}"
    run = Run.objects.get()
    assert run.candidates.count() == 8
    tasks_ = list(run.suite_version.tasks.order_by("position"))
    assert [task.workbook_id for task in tasks_] == [workbook.pk for workbook in files]
    assert tasks_[0].spec["truth"]["prop"] == "onParsed"
    assert "a.xlsx, b.xlsx" in html_of(member.get(f"/workbooks/matrix/?{address(files)}"))
    assert member.post(f"/workbooks/matrix/?{address(files)}", {**data, "models": []}).status_code == 422


def test_prompts_of_each_file_are_shown_and_sent_as_somebody_changed_them(
    member: Client, files: list[Workbook]
) -> None:
    data = {"models": [make_model().pk], "n_samples": 1, "temperature": 0, "seed": 1, "max_tokens": 512}
    page, form = f"/workbooks/matrix/?{address(files)}", {**data, "wording": "layout"}
    refused = member.post(page, {**form, "action": "show"})
    assert (refused.status_code, "Say what the component should do" in html_of(refused)) == (422, True)
    shown = member.post(page, {**form, "own_words": "Sum up foo.", "action": "show"})
    assert not Run.objects.exists()
    texts = {row.pk: text for row, text in shown.context["prompts"]}
    assert all(text.startswith("Sum up foo.\n\nThe workbook: an Excel file") for text in texts.values())
    changed = {f"prompt-{files[0].pk}": "Only foo.", f"prompt-{files[1].pk}": texts[files[1].pk].replace("\n", "\r\n")}
    member.post(page, {**form, "own_words": "Sum up foo.", **changed})
    prompts = [task.spec["prompt"] for task in Run.objects.get().suite_version.tasks.order_by("position")]
    assert prompts == ["Only foo.", texts[files[1].pk]]


def test_viewer_sees_the_matrix_but_cannot_start_and_outsider_gets_404(files: list[Workbook]) -> None:
    viewer = sign_in(make_person("vera", role=Membership.Role.VIEWER))
    page = viewer.get(f"/workbooks/matrix/?{address(files)}")
    assert page.status_code == 200
    assert "Generate a parser" not in html_of(page)
    assert viewer.post(f"/workbooks/matrix/?{address(files)}", {}).status_code == 403
    outsider = sign_in(make_person("otto", team=Team.objects.create(name="Others", slug="others")))
    assert outsider.get(f"/workbooks/matrix/?{address(files)}").status_code == 404
    assert Client().get("/workbooks/matrix/?w=1")["Location"].startswith("/sign-in/")


def test_deleting_one_file_keeps_what_belongs_to_the_other(member: Client, files: list[Workbook]) -> None:
    run = answered(files)
    member.post(f"/workbooks/{files[0].pk}/delete/")
    assert set(run.candidates.values_list("task__workbook", flat=True)) == {files[1].pk}
    member.post(f"/workbooks/{files[1].pk}/delete/")
    assert not Run.objects.filter(team=run.team).exists()


def test_demo_shows_the_winner_beside_its_code(member: Client, files: list[Workbook]) -> None:
    run = answered(files)
    best = run.candidates.get(model__name="good", task__workbook=files[0])
    assert member.get(f"/workbooks/{files[0].pk}/demo/")["Location"] == f"/workbooks/{files[0].pk}/demo/{best.pk}/"
    text = html_of(member.get(f"/workbooks/{files[0].pk}/demo/{best.pk}/"))
    assert 'sandbox="allow-scripts allow-forms"' in text
    assert "hello" in text
    assert f"http://testserver/workbooks/{files[0].pk}/demo/{best.pk}/" in text
    frame = member.get(f"/workbooks/{files[0].pk}/demo/{best.pk}/frame/")
    assert "connect-src 'none'" in frame["Content-Security-Policy"]
    assert "a.xlsx" in html_of(frame)
    alone = member.get(f"/workbooks/{files[0].pk}/demo/{best.pk}/frame/", headers={"Sec-Fetch-Dest": "document"})
    assert alone.status_code == 302
    other = run.candidates.get(model__name="good", task__workbook=files[1])
    assert member.get(f"/workbooks/{files[0].pk}/demo/{other.pk}/").status_code == 404


def test_demo_without_a_reading_says_what_to_do(member: Client, files: list[Workbook]) -> None:
    response = member.get(f"/workbooks/{files[0].pk}/demo/")
    assert response.status_code == 404
    assert "Generate a parser for it first" in html_of(response)
