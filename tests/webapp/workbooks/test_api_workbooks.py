"""Workbooks by API: comparisons, several files at once, a run over them, and what is refused."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from evaluations import tasks
from evaluations.models import Candidate, Run, Workbook
from tests import factories
from tests.webapp.api_client import Caller, body_of, caller
from tests.webapp.file_rows import SOURCE, answered, keep_books, read_books
from tests.webapp.rows_for_pages import make_model

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def read() -> list[dict[str, Any]]:
    return read_books()


@pytest.fixture
def files(db: None, read: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> list[Workbook]:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    return keep_books(read)


def answer_of(name: str, run: Run, workbook: Workbook) -> Candidate:
    return run.candidates.get(model__name=name, task__workbook=workbook)


def sheet_of(who: Caller, path: str) -> Any:
    response = who.get(path)
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def test_api_reads_and_exports_a_comparison(files: list[Workbook]) -> None:
    run, mia = answered(files), caller()
    path = f"workbooks/{files[1].pk}/comparisons"
    early = body_of(mia.get(f"{path}/{answer_of('early', run, files[1]).pk}"))["comparison"]
    assert (early["n_cells"], early["n_equal"], len(early["differences"])) == (8, 4, 4)
    assert early["differences"][0]["column"] == "foo"
    assert sheet_of(mia, f"{path}/{answer_of('early', run, files[1]).pk}/xlsx").sheetnames
    for other in (answer_of("mute", run, files[1]), answer_of("good", run, files[0])):
        assert mia.get(f"{path}/{other.pk}").status_code == 404
    outsider = caller("admin", factories.make_team("Other"))
    assert outsider.get(f"{path}/{answer_of('early', run, files[1]).pk}").status_code == 404
    lines = body_of(mia.get(f"workbooks/{files[1].pk}/differences"))
    assert (lines["count"], lines["items"][0]["column"], lines["items"][0]["expected"]) == (4, "foo", "0")
    assert lines["items"][0]["got"]["box/good"] == {"text": "0", "why": ""}
    assert lines["items"][0]["got"]["box/early"]["text"] == "100"
    assert body_of(mia.get(f"workbooks/{files[1].pk}/differences?why=nope"))["count"] == 0


def test_winner_runs_in_a_sandbox(files: list[Workbook]) -> None:
    mia = caller()
    assert "No answer has read a.xlsx yet" in body_of(mia.get(f"workbooks/{files[0].pk}/winner"), 404)["detail"]
    run = answered(files)
    body = body_of(mia.get(f"workbooks/{files[1].pk}/winner"))
    assert (body["model"], body["candidate"]) == ("box/good", answer_of("good", run, files[1]).pk)
    response = mia.get(f"candidates/{body['candidate']}/preview")
    assert response["Content-Security-Policy"].startswith("sandbox allow-scripts allow-forms; default-src 'none'")
    alone = mia.get(f"candidates/{body['candidate']}/preview", **{"Sec-Fetch-Dest": "document"})
    assert "iframe" in body_of(alone, 403)["hint"]
    assert SOURCE[:17] in response.content.decode()
    assert Caller().get(f"candidates/{body['candidate']}/preview").status_code == 401


def test_models_by_files_as_data_and_as_workbook(files: list[Workbook]) -> None:
    answered(files)
    mia, query = caller("viewer"), "&".join(f"workbook={row.pk}" for row in files)
    body = body_of(mia.get(f"workbooks/matrix?{query}"))
    assert [(model["model"], model["n_right"], model["n_files"]) for model in body["models"]] == [
        ("box/good", 2, 2),
        ("box/early", 1, 2),
        ("box/mute", 0, 2),
    ]
    assert len(body["cells"]) == 6
    assert len(sheet_of(mia, f"workbooks/matrix/xlsx?{query}").sheetnames) >= 2
    assert mia.get("workbooks/matrix").status_code == 422
    assert mia.get("workbooks/matrix?workbook=999").status_code == 404


def test_one_run_over_several_workbooks(files: list[Workbook]) -> None:
    make_model("box/new")
    mia, body = caller(), {"workbooks": [row.pk for row in files], "models": ["box/new"], "seed": None}
    preview = body_of(mia.send("workbooks/prompts", body))
    assert [workbook["name"] for workbook in preview] == ["a.xlsx", "b.xlsx"]
    assert "foo" in preview[0]["prompt"]
    assert not Run.objects.exists()
    created = body_of(mia.send("workbooks/runs", body | {"prompts": {str(files[1].pk): "Read it."}}), 201)
    assert (created["n"], created["sampling"]["seed"]) == (2, None)
    prompts = {task.workbook_id: task.spec["prompt"] for task in Run.objects.get().suite_version.tasks.all()}
    assert prompts == {files[0].pk: preview[0]["prompt"], files[1].pk: "Read it."}
    assert body_of(mia.get(f"workbooks/matrix?workbook={files[0].pk}"))["models"][0]["summary"] == "No answer yet."


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"workbooks": [999]}, ""),
        ({"models": ["box/none"]}, "models"),
        ({"wording": "layout"}, "own_words"),
        ({"prompts": {"999": "x"}}, "prompts"),
        ({"prompts": {"1": " "}}, "prompts"),
        ({"n_samples": 0}, "n_samples"),
    ],
)
def test_impossible_run_over_workbooks_is_refused(files: list[Workbook], more: dict[str, Any], field: str) -> None:
    make_model("box/new")
    body = {"workbooks": [row.pk for row in files], "models": ["box/new"]} | more
    response = caller().send("workbooks/runs", body)
    assert response.status_code == (422 if field else 404)
    assert not field or field in str(body_of(response, 422)["errors"])
    assert not Run.objects.exists()


def test_workbook_of_another_team_or_without_table_is_named(files: list[Workbook]) -> None:
    make_model("box/new")
    other = factories.make_team("Other")
    Workbook.objects.filter(pk=files[1].pk).update(team=other)
    body = {"workbooks": [row.pk for row in files], "models": ["box/new"]}
    assert f"no workbook {files[1].pk}" in body_of(caller().send("workbooks/runs", body), 422)["detail"]
    Workbook.objects.update(team=files[0].team)
    Workbook.objects.filter(pk=files[0].pk).update(truth={})
    assert "a.xlsx has no table" in body_of(caller().send("workbooks/runs", body), 422)["detail"]
    assert caller("viewer").send("workbooks/runs", body).status_code == 403
