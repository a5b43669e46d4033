"""Each family of operations, with the same rows and the same code as the pages."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations import tasks
from evaluations.models import Candidate, ModelServer, Run, State, Suite, Team, Vote, Workbook
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import Caller, body_of, caller, token_for
from tests.webapp.review_rows import make_campaign, make_run, person

pytestmark = pytest.mark.django_db
V = Verdict
SHEET = Path(__file__).parents[2] / "fixtures/workbooks/ok__calamine__temperature.xlsx"


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(new_run, [V.PASSED, V.FAILED, V.PASSED, V.PASSED])
    return new_run


def test_me_returns_person_teams_and_scopes() -> None:
    body = body_of(caller("member", name="mia", scopes=("read", "write")).get("me"))
    limits = body.pop("limits")
    assert body == {"user": "mia", "team": "default", "role": "member", "token": "tests", "scopes": ["read", "write"]}
    assert "Open runs" in [limit["name"] for limit in limits]


def test_run_is_started_listed_moved_and_read(woken: list[int]) -> None:
    factories.make_suite()
    factories.make_model("a/x")
    mia = caller()
    created = body_of(mia.send("runs", {"suite": "starter", "models": ["a/x"], "n_samples": 2}), 201)
    assert (created["n"], created["n_done"], created["models"], woken) == (4, 0, ["a/x"], [1])
    assert created["sampling"]["temperature"] == 0.2
    assert body_of(mia.get("runs?state=running"))["items"][0]["id"] == created["id"]
    for act, state in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
        assert body_of(mia.send(f"runs/{created['id']}/{act}"))["state"] == state
    for path in ("", "/progress"):
        body = body_of(mia.get(f"runs/{created['id']}{path}"))
        assert (body["n_done"], body["n_cancelled"]) == (4, 4), path
    assert body_of(mia.send(f"runs/{created['id']}/retry"))["state"] == "running"
    assert mia.send(f"runs/{created['id']}/explode").status_code == 422
    body = body_of(mia.get(f"runs/{created['id']}/progress"))
    assert (body["n"], body["n_done"], body["state"]) == (4, 0, "running")


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"suite": "nope", "models": ["a/x"]}, 404, "no such suite"),
        ({"suite": "starter", "models": ["a/nope"]}, 422, 'no model "a/nope"'),
        ({"suite": "starter", "models": ["gone/z"]}, 422, "cannot be asked now"),
        ({"suite": "starter", "models": []}, 422, "models"),
        ({"suite": "starter", "models": ["a/x"], "strategies": ["magic"]}, 422, "magic"),
        ({"suite": "starter", "models": ["a/x"], "temperature": 9}, 422, "temperature"),
        ({"suite": "starter", "version": 7, "models": ["a/x"]}, 422, "no version 7"),
    ],
)
def test_impossible_run_is_refused_with_a_sentence(
    body: dict[str, object], status: int, sentence: str, woken: list[int]
) -> None:
    factories.make_suite()
    factories.make_model("a/x")
    factories.make_model("gone/z")
    ModelServer.objects.filter(slug="gone").update(is_reachable=False)
    assert sentence in str(body_of(caller().send("runs", body), status))
    assert not Run.objects.exists()
    assert not woken


def test_lists_have_pages_and_unchanged_answers_are_304(run: Run) -> None:
    mia = caller()
    first = body_of(mia.get("candidates?page_size=3"))
    assert (first["count"], len(first["items"]), first["previous"]) == (4, 3, None)
    rest = mia.client.get(first["next"], headers=mia.headers).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert not {c["id"] for c in first["items"]} & {c["id"] for c in rest["items"]}
    assert body_of(mia.get("candidates?page=99"))["items"] == []
    tag = mia.get("candidates")["ETag"]
    assert mia.get("candidates", **{"If-None-Match": tag}).status_code == 304
    Candidate.objects.filter(pk=first["items"][0]["id"]).update(cause="changed")
    assert mia.get("candidates", **{"If-None-Match": tag}).status_code == 200


def test_candidates_are_filtered_as_on_their_page(run: Run) -> None:
    mia = caller()
    for query, n in (
        ("verdict=failed", 1),
        ("model=a/x", 2),
        (f"run={run.pk}&verdict=passed", 3),
        ("q=hook", 2),
        ("truncated=1", 0),
    ):
        assert body_of(mia.get(f"candidates?{query}"))["count"] == n, query
    assert "a/zzz" in str(body_of(mia.get("candidates?model=a/zzz"), 404))


def test_candidate_gives_code_answer_and_history(run: Run, woken: list[int]) -> None:
    mia, row = caller(), run.candidates.get(verdict=V.FAILED)
    body = body_of(mia.get(f"candidates/{row.pk}"))
    assert (body["verdict"], body["grading"]["verdict"], body["model"]) == ("failed", "failed", "a/x")
    assert body["reports"][0]["checks"][1]["name"] == "returns foo and bar"
    assert (body["reports"][0]["type_errors"], body["reports"][0]["harness_version"]) == ([], "h1")
    assert "export default" in body_of(mia.get(f"candidates/{row.pk}/code"))["files"]["answer.tsx"]
    assert body_of(mia.get(f"candidates/{row.pk}/answer"))["text"].startswith("Here it is")
    answer = body_of(mia.send(f"candidates/{row.pk}/regrade"))
    assert "Graded again" in answer["message"]
    assert answer["said"] == answer["message"]  # the old name
    assert woken == [1]
    factories.grade(row, V.PASSED, "", {})
    assert [g["is_current"] for g in body_of(mia.get(f"candidates/{row.pk}/gradings"))] == [True, False]
    assert body_of(mia.get(f"candidates/{row.pk}/screenshot"), 404)["hint"]


def test_figures_have_intervals_and_pairs_are_compared(run: Run) -> None:
    mia = caller()
    body = body_of(mia.get(f"figures?run={run.pk}"))
    assert [side["model"] for side in body["sides"]] == ["a/y", "a/x"]
    assert body["sides"][0]["passes"]["pass@1"]["share"] == 1.0
    pair = body_of(mia.get(f"figures/compare?a={run.pk}:a/x&b={run.pk}:a/y"))
    assert (pair["a_rate"], pair["b_rate"], pair["n_tasks"], len(pair["b_flips"])) == (0.5, 1.0, 2, 1)
    assert "did not ask" in str(body_of(mia.get(f"figures/compare?a={run.pk}:a/z&b={run.pk}:a/y"), 422))
    other = factories.make_run(factories.make_suite(slug="other"), [factories.make_model("a/z")])
    assert "different tasks" in str(body_of(mia.get(f"figures?run={run.pk}&run={other.pk}"), 409))


def test_prompt_is_previewed_and_submitted(woken: list[int]) -> None:
    factories.make_model("a/x", context_tokens=2048)
    mia, body = caller(), {"prompt": "A button\0 that counts.", "models": ["a/x"], "context": {"src/a.ts": "let a;"}}
    assert "NUL" in str(body_of(mia.send("prompts/preview", body), 422))
    body["prompt"] = "A button that counts."
    preview = body_of(mia.send("prompts/preview", body))
    assert "A button that counts." in preview["messages"][-1]["content"]
    assert "src/a.ts" in preview["messages"][-1]["content"]
    assert (preview["smallest"], Run.objects.count()) == ("a/x", 0)
    created = body_of(mia.send("prompts", body), 201)
    assert (created["title"], created["n"], len(woken)) == ("A button that counts.", 1, 1)
    assert body_of(mia.get("prompts"))["items"][0]["id"] == created["id"]
    refused = body_of(mia.send("prompts", body | {"kind": "excel"}), 422)
    assert {"field": "workbook", "message": "Excel upload needs a workbook. Choose one or upload one."} in refused[
        "errors"
    ]


def test_workbook_is_uploaded_read_and_deleted() -> None:
    mia = caller()
    with SHEET.open("rb") as file:
        created = body_of(mia.upload("workbooks", file=file), 201)
    with SHEET.open("rb") as file:
        assert body_of(mia.upload("workbooks", file=file), 200)["is_new"] is False
    path = f"workbooks/{created['id']}"
    assert body_of(mia.get(path))["sheets"][0]["name"] == "Sheet1"
    assert body_of(mia.get(f"{path}/rows"))["rows"][0][0][0] == "label"
    expected_data = body_of(mia.get(f"{path}/truth"))["truth"]
    assert [c["name"] for c in expected_data["columns"]] == ["label", "value"]
    changed = body_of(mia.send(f"{path}/truth", {"sheet": "Sheet1", "shape": "records"}, "PUT"))
    assert changed["truth"]["shape"] == "records"
    assert "Nope" in str(body_of(mia.send(f"{path}/truth", {"sheet": "Nope"}, "PUT"), 422))
    assert "label" in body_of(mia.get(f"{path}/prompt?wording=contract"))["prompt"]
    response = mia.get(f"{path}/file")
    assert b"".join(response.streaming_content) == SHEET.read_bytes()
    assert body_of(mia.get(f"{path}/readings")) == []
    assert caller("viewer").send(path, method="DELETE").status_code == 403
    assert mia.send(path, method="DELETE").status_code == 204
    assert mia.get(path).status_code == 404
    assert not Workbook.objects.filter(team=Team.objects.default()).exists()
    bad = SimpleUploadedFile("x.xlsx", b"no workbook at all")
    assert "x.xlsx" in body_of(mia.upload("workbooks", file=bad), 422)["detail"]


def test_workbook_with_runs_is_deleted_only_when_agreed(woken: list[int]) -> None:
    factories.make_model("a/x")
    mia = caller()
    with SHEET.open("rb") as file:
        pk = body_of(mia.upload("workbooks", file=file), 201)["id"]
    fields = {"prompt": "Read it.", "kind": "excel", "workbook": pk, "models": ["a/x"]}
    body_of(mia.send("prompts", fields), 201)
    assert "with_runs=true" in body_of(mia.send(f"workbooks/{pk}", method="DELETE"), 409)["hint"]
    assert mia.send(f"workbooks/{pk}?with_runs=true", method="DELETE").status_code == 204
    assert not Run.objects.filter(team=Team.objects.default()).exists()


def test_suite_comes_from_a_sheet_and_is_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["title", "prompt", "kind"], ["Add", "Write add(a, b).", "function"], ["Bad", "", ""]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    mia = caller()
    file = SimpleUploadedFile("mine.xlsx", target.getvalue())
    created = body_of(mia.upload("suites", file=file, title="Our tasks"), 201)
    assert (created["slug"], created["n_tasks"], len(created["complaints"])) == ("our-tasks", 1, 1)
    assert body_of(mia.get("suites"))["items"][0]["version"] == 1
    assert body_of(mia.get("suites/our-tasks/tasks?kind=function"))["items"][0]["slug"] == "add"
    assert body_of(mia.get("suites/our-tasks/tasks/add"))["spec"]["prompt"] == "Write add(a, b)."
    assert body_of(mia.get("suites/our-tasks/tasks?version=9"), 404)
    assert Suite.objects.get().team.slug == "default"


def test_models_and_servers_are_listed_and_changed(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    looked: list[int] = []
    monkeypatch.setattr(tasks.refresh_server, "delay", looked.append)
    mia, ada = caller(), caller("admin")
    body = body_of(mia.get("models?q=y"))["items"]
    assert (body[0]["model"], body[0]["pass_rate"]["share"], body[0]["last_run"]) == ("a/y", 1.0, run.pk)
    created = body_of(ada.send("servers", {"name": "GPU box", "base_url": "http://127.0.0.1:9", "api_key": "k"}), 201)
    assert "k" not in created.values()
    assert looked == [created["id"]]
    assert body_of(ada.send(f"servers/{created['id']}", {"name": "gpu", "base_url": "http://127.0.0.1:9/v1"}, "PUT"))
    assert ModelServer.objects.get(pk=created["id"]).api_key == "k"
    assert ada.send(f"servers/{created['id']}", method="DELETE").status_code == 204
    used = ModelServer.objects.get(slug="a")
    assert "Its results need it" in body_of(ada.send(f"servers/{used.pk}", method="DELETE"), 409)["detail"]
    assert "server" in str(body_of(mia.send("models/pull", {"server": "nope", "name": "m"}), 422)["errors"])


def test_blind_pair_contains_no_name_before_the_vote() -> None:
    campaign = make_campaign(make_run())
    rita = Caller(token_for(person("rita")))
    assert body_of(rita.get("campaigns"))["items"][0]["n_left"] > 0
    response = rita.get(f"campaigns/{campaign.pk}/next")
    pair = body_of(response)
    text = response.content.decode().lower()
    for name in ("deepseek", "codellama", "smollm2", "candidate"):
        assert name not in text
    assert (pair["revealed"], pair["a"]["verdict"]) == (None, "")
    path = f"campaigns/{campaign.pk}/pairs/{pair['token']}"
    assert body_of(rita.get(f"campaigns/{campaign.pk}/next"))["token"] == pair["token"]
    assert rita.send(f"{path}/vote", {"choice": "maybe"}).status_code == 422
    voted = body_of(rita.send(f"{path}/vote", {"choice": "left", "reasons": ["correct"]}))
    assert voted["revealed"]["choice"] == "A better"
    assert voted["revealed"]["a_model"] != voted["revealed"]["b_model"]
    assert body_of(rita.send(f"{path}/vote", {"choice": "right"}))["revealed"]["choice"] == "A better"
    other = Caller(token_for(person("otto")))
    assert other.get(path).status_code == 404
    assert rita.get(f"campaigns/{campaign.pk}/figures").status_code == 403
    assert rita.send(f"{path}/undo").status_code == 204
    assert Vote.objects.get(token=pair["token"]).undone_at
    assert body_of(rita.send(f"{path}/undo"), 409)["hint"]


def test_member_makes_a_campaign_and_reads_its_figures() -> None:
    run, mia = make_run(), caller()
    created = body_of(mia.send("campaigns", {"title": "Which?", "runs": [run.pk]}), 201)
    figures = body_of(mia.get(f"campaigns/{created['id']}/figures"))
    assert figures["n_pairs"] > 0
    assert figures["ranking"] == []
    assert body_of(mia.send(f"campaigns/{created['id']}/close"))["state"] == "closed"
    assert body_of(mia.send(f"campaigns/{created['id']}/pairs"))["n_new_pairs"] == 0
    assert mia.get(f"campaigns/{created['id']}/preferences?source=tests").status_code == 200
    refused = body_of(mia.send("campaigns", {"title": "x", "runs": [999]}), 422)
    assert {error["field"] for error in refused["errors"]} == {"runs"}


@pytest.mark.parametrize(("form", "holds"), [("jsonl", b'"licence"'), ("csv", b"licence"), ("junit", b"<testsuite ")])
def test_run_is_exported(run: Run, form: str, holds: bytes) -> None:
    response = caller().get(f"runs/{run.pk}/export?format={form}")
    assert holds in b"".join(response.streaming_content)
    assert f"run-{run.pk}." in response["Content-Disposition"]
    assert run.candidates.filter(state=State.DONE).count() == 4
