"""Idempotency-Key: a request that is sent twice is done once. The client distinguishes “not given” and null."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from evaluations import tasks
from evaluations.models import Campaign, IdempotencyRecord, Run
from tests import factories
from tests.webapp.api_client import BASE, Caller, body_of, caller, token_for
from tests.webapp.generated_client import python_client
from tests.webapp.review_rows import make_run

pytestmark = pytest.mark.django_db
BODY = {"suite": "starter", "models": ["a/x"], "n_samples": 2}


@pytest.fixture(autouse=True)
def rows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    factories.make_suite()
    factories.make_model("a/x")


def post(who: Caller, path: str, body: Any, key: str) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    headers = who.headers | {"Idempotency-Key": key}
    return who.client.post(BASE + path, text, content_type="application/json", headers=headers)


def test_same_key_and_body_start_one_run_and_get_the_same_answer() -> None:
    mia = caller()
    first = post(mia, "runs", BODY, "k-1")
    again = post(mia, "runs", {"n_samples": 2, "models": ["a/x"], "suite": "starter"}, "k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert again["Content-Type"] == first["Content-Type"]
    assert Run.objects.count() == 1
    assert body_of(post(mia, "runs", BODY, "k-2"), 201)["id"] != body_of(first, 201)["id"]


def test_same_key_with_another_body_or_address_is_refused_with_what_to_do() -> None:
    mia = caller()
    body_of(post(mia, "runs", BODY, "k"), 201)
    for path, body in (("runs", BODY | {"n_samples": 3}), ("prompts", {"prompt": "A button.", "models": ["a/x"]})):
        refused = body_of(post(mia, path, body, "k"), 422)
        assert "sent before with another request" in refused["detail"]
        assert "new Idempotency-Key" in refused["hint"]
    assert Run.objects.count() == 1


def test_key_belongs_to_its_token() -> None:
    ids = {body_of(post(caller(), "runs", BODY, "k"), 201)["id"] for _ in range(2)}
    assert len(ids) == 2


def test_refusal_is_not_kept_so_that_the_corrected_body_may_have_its_key() -> None:
    mia = caller()
    assert post(mia, "runs", BODY | {"models": ["a/nope"]}, "k").status_code == 422
    assert not IdempotencyRecord.objects.exists()
    assert post(mia, "runs", BODY, "k").status_code == 201
    assert post(caller("member", scopes=("read",)), "runs", BODY, "k").status_code == 403
    assert post(Caller(), "runs", BODY, "k").status_code == 401


def test_fault_after_the_rows_leaves_neither_run_nor_key(monkeypatch: pytest.MonkeyPatch) -> None:
    mia = caller()
    with monkeypatch.context() as broken:
        broken.setattr("webapp.runs.api.run_detail", lambda *_: 1 / 0)
        assert post(mia, "runs", BODY, "k").status_code == 500
    assert (Run.objects.count(), IdempotencyRecord.objects.count()) == (0, 0)
    assert post(mia, "runs", BODY, "k").status_code == 201


@pytest.mark.parametrize("key", ["two words", "", "x" * 201, "é"])
def test_invalid_key_is_refused_with_a_sentence(key: str) -> None:
    refused = body_of(post(caller(), "runs", BODY, key), 422)
    assert "1 to 200 letters" in refused["detail"]
    assert not Run.objects.exists()


def test_after_a_day_a_key_is_free_again() -> None:
    mia = caller()
    body_of(post(mia, "runs", BODY, "k"), 201)
    row = IdempotencyRecord.objects.get()
    IdempotencyRecord.objects.filter(pk=row.pk).update(created_at=row.created_at - timedelta(hours=25))
    body_of(post(mia, "runs", BODY, "k"), 201)
    assert (Run.objects.count(), IdempotencyRecord.objects.count()) == (2, 1)


def test_prompts_and_campaigns_take_a_key_too() -> None:
    mia, run = caller(), make_run()
    for path, body in (
        ("prompts", {"prompt": "A button.", "models": ["a/x"]}),
        ("campaigns", {"title": "Which?", "runs": [run.pk]}),
    ):
        first, again = post(mia, path, body, f"k-{path}"), post(mia, path, body, f"k-{path}")
        assert body_of(first, 201) == body_of(again, 201)
    assert (Run.objects.count(), Campaign.objects.count()) == (2, 1)


def together(n: int, act: Callable[[], None]) -> None:
    gate = threading.Barrier(n)

    def one() -> None:
        gate.wait(timeout=30)
        try:
            act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_requests_with_one_key_act_once(live_server: Any) -> None:
    secret, ids = token_for(factories.make_person("mia")), []

    def start() -> None:
        bakeoff = python_client().Bakeoff(live_server.url, token=secret)
        ids.append(bakeoff.create_run(suite="starter", models=["a/x"], idempotency_key="nightly-1")["id"])

    together(6, start)
    assert (len(ids), len(set(ids)), Run.objects.count()) == (6, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_client_tells_null_from_not_given(live_server: Any) -> None:
    client = python_client()
    bakeoff = client.Bakeoff(live_server.url, token=token_for(factories.make_person("mia")))
    seeds = [
        bakeoff.create_run(suite="starter", models=["a/x"], **body)["sampling"]["seed"]
        for body in ({}, {"seed": None}, {"seed": 7})
    ]
    assert seeds == [1, None, 7]
    # None for a field that takes no null counts as not given.
    assert bakeoff.create_run(suite="starter", models=["a/x"], strategies=None)["strategies"] == ["plain"]
    bakeoff.create_run(suite="starter", models=["a/x"], n_samples=1, idempotency_key="k")
    with pytest.raises(client.BakeoffProblem, match="another request"):
        bakeoff.create_run(suite="starter", models=["a/x"], n_samples=2, idempotency_key="k")
