"""The site while its broker's memory is full: stored data can be read and changed, other actions say why they fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from evaluations.models import Candidate, Membership, Run
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    return factories.make_run(factories.make_suite(), [factories.make_model()])


@pytest.fixture
def client() -> Client:
    return sign_in(make_person("ada", role=Membership.Role.ADMIN))


@pytest.fixture
def full(run: Run, client: Client) -> Iterator[None]:
    """Let the broker refuse every write, as with maxmemory and noeviction."""
    connection = redis.Redis.from_url(settings.REDIS_URL)
    before = connection.config_get("maxmemory")["maxmemory"]
    assert before is not None
    connection.config_set("maxmemory", 1)
    try:
        yield
    finally:
        connection.config_set("maxmemory", before)
        connection.close()


def test_pages_and_api_explain_what_a_run_waits_for(full: None, run: Run, client: Client) -> None:
    for text in (
        client.get(f"/runs/{run.pk}/").content.decode(),
        client.get("/").content.decode(),
        body_of(caller("viewer").get(f"runs/{run.pk}/progress"))["message"],
    ):
        assert "The broker has no memory left" in text
        assert "goes on by itself" in text


def test_run_can_be_paused_resumed_and_cancelled_without_loss(
    full: None, run: Run, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    n = Candidate.objects.count()
    for act, state in (("pause", "paused"), ("resume", "running")):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/runs/{run.pk}/{act}/").status_code == 302
        run.refresh_from_db()
        assert run.state == state
    assert Candidate.objects.filter(state="queued").count() == n


def test_acts_that_need_the_broker_report_that_it_is_full(full: None, client: Client) -> None:
    data = {"server-kind": "ollama", "server-name": "b", "server-base_url": "http://box"}
    page = client.post("/models/servers/test/", data)
    assert page.status_code == 503
    assert "The memory of the broker is full" in page.content.decode()
    answer = caller("admin").send("servers/test", {"name": "b", "base_url": "http://box"})
    assert "The memory of the broker is full" in body_of(answer, 503)["detail"]
    sign_in_page = Client().post("/sign-in/", {"username": "ada", "password": "x"})
    assert sign_in_page.status_code == 503
    assert "broker is full" in sign_in_page.content.decode()


def test_doctor_reports_the_full_broker(full: None, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    with pytest.raises(SystemExit):
        call_command("doctor", "--json", "--only", "broker")
    [part] = json.loads(capsys.readouterr().out)
    assert part["state"] == "missing"
    assert "memory is full" in part["found"]
    assert "maxmemory" in part["hint"]


def test_with_room_again_the_message_goes(run: Run) -> None:
    assert "no memory left" not in run.message
