"""Servers that the settings name, where hosts share a database and their settings differ."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as site_settings

from evaluations import broker_names
from evaluations.adapters.addresses import ollama_url
from evaluations.errors import AdapterError
from evaluations.models import ModelServer, Run, Worker
from evaluations.models.workers import this_host
from evaluations.runner import servers
from evaluations.runner.found_servers import ensure_servers, note_absent_hosts
from evaluations.tasks import feed_server, refresh_server, wake
from tests.adapters.page_server import PageServer, serving
from tests.processes import wait_until
from tests.runner.conftest import Start

pytestmark = pytest.mark.django_db
MODELS = {"/v1/models": {"data": [{"id": "m"}]}}
As = Callable[[str], None]


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch, settings: Any) -> As:
    """Share the database between hosts, and be the host of this name from now on."""
    settings.SQLITE_FILE = None
    settings.CHOSEN_ADDRESSES = []

    def become(name: str) -> None:
        monkeypatch.setattr("socket.gethostname", lambda: name)

    become("host-a")
    return become


@pytest.fixture
def page() -> Iterator[PageServer]:
    with serving(dict(MODELS)) as opened:
        yield opened


def of(slug: str) -> tuple[str, str]:
    row = ModelServer.objects.get(slug=slug)
    return row.base_url, row.host


def test_address_of_loopback_belongs_to_the_first_host(host: As, settings: Any) -> None:
    settings.OLLAMA_HOST, settings.EMBEDDED_URL = "127.0.0.1:1111", "http://127.0.0.1:1112"
    ensure_servers(is_start=True)
    ModelServer.objects.update(is_reachable=True)
    host("host-b")
    settings.OLLAMA_HOST, settings.EMBEDDED_URL = "127.0.0.1:2222", "http://127.0.0.1:2223"
    ensure_servers(is_start=True)
    ensure_servers()
    assert of("ollama") == ("http://127.0.0.1:1111", "host-a")
    assert of("embedded") == ("http://127.0.0.1:1112", "host-a")
    host("host-a")
    settings.OLLAMA_HOST = "127.0.0.1:1113"
    ensure_servers()
    assert of("ollama") == ("http://127.0.0.1:1113", "host-a"), "a host may change its own port"


def test_host_without_the_embedded_model_makes_no_row_of_it(host: As, settings: Any) -> None:
    settings.EMBEDDED_MODEL = False
    ensure_servers(is_start=True)
    assert not ModelServer.objects.filter(slug="embedded").exists()


def test_server_that_answers_here_replaces_one_that_does_not_answer_there(
    host: As, settings: Any, page: PageServer
) -> None:
    settings.EMBEDDED_URL = "http://127.0.0.1:9"
    ensure_servers(is_start=True)
    host("host-b")
    settings.EMBEDDED_URL = "http://127.0.0.1:10"
    ensure_servers()
    assert of("embedded") == ("http://127.0.0.1:9", "host-a"), "neither answers"
    settings.EMBEDDED_URL = page.url
    ensure_servers()
    assert of("embedded") == (page.url, "host-b")


def test_server_of_a_host_without_workers_is_unreachable_until_another_host_has_one(
    host: As, settings: Any, page: PageServer
) -> None:
    settings.EMBEDDED_URL = "http://127.0.0.1:9"
    ensure_servers(is_start=True)
    ModelServer.objects.update(is_reachable=True)
    Worker.objects.beat("generate-host-a-1-abcd", "host-a", 1)
    note_absent_hosts()
    assert ModelServer.objects.get(slug="embedded").is_reachable
    Worker.objects.all().delete()
    Worker.objects.beat("execute-host-a-1-abcd", "host-a", 1)
    note_absent_hosts()
    row = ModelServer.objects.get(slug="embedded")
    assert (row.is_reachable, row.message) == (
        False,
        "It belongs to host-a, where no generate worker runs. Start one there.",
    )
    host("host-b")
    settings.EMBEDDED_URL = page.url
    ensure_servers()
    assert of("embedded") == (page.url, "host-b")


def test_address_for_all_hosts_is_written_by_workers_that_start_with_it(host: As, settings: Any) -> None:
    settings.CHOSEN_ADDRESSES, settings.OLLAMA_HOST = ["OLLAMA_HOST"], "box-1"
    ensure_servers(is_start=True)
    host("host-b")
    settings.OLLAMA_HOST = "box-2"
    ensure_servers()
    assert of("ollama") == ("http://box-1:11434", ""), "not every 30 s"
    ensure_servers(is_start=True)
    assert of("ollama") == ("http://box-2:11434", "")
    settings.CHOSEN_ADDRESSES, settings.OLLAMA_HOST = [], "127.0.0.1"
    ensure_servers(is_start=True)
    assert of("ollama") == ("http://box-2:11434", ""), "a default changes nothing"


def test_one_host_with_sqlite_always_writes_its_own_address(settings: Any) -> None:
    for settings.OLLAMA_HOST in ("127.0.0.1:1111", "127.0.0.1:2222"):
        ensure_servers()
        assert of("ollama") == (ollama_url(settings.OLLAMA_HOST), "")


def test_embedded_model_that_is_left_out_is_not_asked(settings: Any, page: PageServer) -> None:
    row = ModelServer.objects.create(slug="embedded", kind="openai", base_url=page.url, is_reachable=True)
    settings.EMBEDDED_MODEL = False
    assert not servers.refresh(row)
    row.refresh_from_db()
    assert (row.is_reachable, row.message) == (
        False,
        "The embedded model is left out on this host (EMBEDDED_MODEL=0).",
    )
    assert page.requests == []


def test_server_of_another_host_is_not_asked_from_here(host: As, page: PageServer) -> None:
    row = ModelServer.objects.create(slug="ollama", kind="ollama", base_url=page.url, host="host-b", is_reachable=True)
    assert servers.refresh(row), "as its own host has stored it"
    with pytest.raises(AdapterError, match="ollama is asked only by the workers of host-b"), servers.adapter_for(row):
        pass
    assert page.requests == []


def test_message_about_a_server_of_another_host_goes_on_to_its_workers(host: As, broker: str) -> None:
    row = ModelServer.objects.create(slug="box", kind="scripted", base_url="/none", host="host-b", is_reachable=True)
    queue = broker_names.host_queue("host-b")
    with redis.Redis.from_url(site_settings.REDIS_URL) as client:
        client.delete(queue)
        feed_server(row.pk)
        refresh_server(row.pk)
        assert client.llen(queue) == 2
        client.delete(queue)
    row.refresh_from_db()
    assert (row.fed_by, row.is_reachable) == ("", True)


@pytest.mark.django_db(transaction=True)
def test_worker_takes_the_messages_of_its_own_host(
    start_worker: Start, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    run = make_run(script(), n_tasks=2)
    ModelServer.objects.filter(slug="scripted").update(host=this_host())
    start_worker("generate")
    wake()
    wait_until(lambda: set(run.candidates.values_list("state", flat=True)) == {"executing"}, 60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(bool(os.environ.get("TEST_DATABASE_URL")), reason="this test names the host of its row by itself")
def test_worker_leaves_the_questions_of_another_host(
    start_worker: Start, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    run = make_run(script(), n_tasks=1)
    server = ModelServer.objects.get(slug="scripted")
    ModelServer.objects.filter(pk=server.pk).update(host="host-elsewhere")
    start_worker("generate")
    feed_server.apply_async((server.pk,))  # as a process of the release before sends it
    queue = broker_names.host_queue("host-elsewhere")
    with redis.Redis.from_url(site_settings.REDIS_URL) as client:
        wait_until(lambda: client.llen(queue), 60)
        client.delete(queue)
    assert set(run.candidates.values_list("state", flat=True)) == {"queued"}
