"""Testing a model server before it is added; comparing two answers."""

from __future__ import annotations

import pytest

from evaluations import job_data, tasks
from evaluations.job_results import ServerAnswer
from evaluations.models import ModelServer
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import body_of, caller
from webapp.model_servers import server_probe

pytestmark = pytest.mark.django_db
BOX = {"name": "GPU box", "base_url": "http://127.0.0.1:9", "kind": "ollama", "api_key": "k"}


def test_server_is_tried_by_a_worker_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs: list[object] = []

    def probe(token: str) -> None:
        inputs.append(job_data.take_input(token))
        job_data.store_answer(token, ServerAnswer(ok=True, message="", version="0.5", n_models=3), 60)

    monkeypatch.setattr(tasks.probe_server, "delay", probe)
    ada = caller("admin")
    assert body_of(ada.send("servers/test", BOX)) == {"is_ok": True, "message": "", "version": "0.5", "n_models": 3}
    assert inputs == [{"kind": "ollama", "base_url": "http://127.0.0.1:9", "api_key": "k"}]
    assert body_of(ada.send("servers/test", BOX | {"base_url": "127.0.0.1:9"}))["is_ok"]
    assert inputs[1] == inputs[0]
    refused = body_of(ada.send("servers/test", BOX | {"base_url": "ftp://x"}), 422)
    assert [error["field"] for error in refused["errors"]] == ["base_url"]
    assert caller("member").send("servers/test", BOX).status_code == 403
    assert not ModelServer.objects.exists()


def test_missing_worker_is_reported_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.probe_server, "delay", lambda *_: None)
    monkeypatch.setattr(server_probe, "PROBE_DEADLINE_S", 0.05)
    body = body_of(caller("admin").send("servers/test", BOX), 503)
    assert "No worker tried it" in body["detail"]
    assert "make up" in body["hint"]


def test_two_answers_are_compared_check_by_check() -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(run, [Verdict.PASSED, Verdict.PASSED, Verdict.FAILED, Verdict.FAILED])
    first, second = run.candidates.filter(task__slug="add").order_by("pk")
    body = body_of(caller("viewer").get(f"candidates/against?a={first.pk}&b={second.pk}"))
    assert (body["a"]["verdict"], body["b"]["verdict"]) == ("passed", "failed")
    turned = [check["name"] for check in body["checks"] if check["a"] != check["b"]]
    assert turned == ["returns foo and bar"]
    assert body["files"][0]["path"] == "answer.tsx"
    raw = body_of(caller().get(f"candidates/against?a={first.pk}&b={second.pk}&show=answer"))
    assert raw["files"][0]["a"].startswith("Here it is")
    third = run.candidates.exclude(task__slug="add").first()
    assert third
    assert (
        "Choose two of one task"
        in body_of(caller().get(f"candidates/against?a={first.pk}&b={third.pk}"), 404)["detail"]
    )
    assert (
        caller("admin", factories.make_team("Other")).get(f"candidates/against?a={first.pk}&b={second.pk}").status_code
        == 404
    )


@pytest.mark.django_db
def test_model_with_unknown_load_state_is_listed() -> None:
    row = factories.make_model("a/x", is_loaded=None)
    viewer = caller("viewer")
    assert body_of(viewer.get("models"))["items"][0]["is_loaded"] is None
    assert body_of(viewer.get(f"models/{row.pk}"))["is_loaded"] is None
