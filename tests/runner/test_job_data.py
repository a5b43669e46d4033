"""Jobs carry ids. Data without a row waits encrypted in the cache, so the broker stores neither keys nor tasks."""

from __future__ import annotations

import inspect
import re
from typing import Any, TypedDict, get_args, get_type_hints, is_typeddict

import pytest
import redis
from django.conf import settings as site
from django.core.cache import cache

from evaluations import broker_names, job_data, tasks
from evaluations.job_results import ProposedMutants, ServerAnswer, TryResult
from evaluations.models import ModelServer
from evaluations.runner import servers
from tests.adapters.page_server import serving
from tests.factories import make_server
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_model
from webapp.celery import app
from webapp.model_servers import server_probe
from webapp.prompts import token_count

SECRET = "sk-typed-by-an-admin-3141"
TASK = "Write add(a, b), which nobody else may read 2718"


def everything_in_the_broker() -> bytes:
    """Return everything in Valkey, messages and cache, as bytes."""
    client = redis.Redis.from_url(site.REDIS_URL)
    content = b""
    for key in client.scan_iter():
        kind = client.type(key)
        value: Any = client.lrange(key, 0, -1) if kind == b"list" else client.get(key) if kind == b"string" else ""
        content += key + repr(value).encode()
    client.close()
    return content


def empty_the_queue() -> None:
    client = redis.Redis.from_url(site.REDIS_URL)
    client.delete("generate", "execute")
    client.close()


def test_every_job_takes_only_numbers_and_tokens() -> None:
    jobs = {name: job for name, job in app.tasks.items() if name.startswith("evaluations.")}
    assert len(jobs) >= 8
    for name, job in jobs.items():
        for field, parameter in inspect.signature(job.run).parameters.items():
            is_number = (field.endswith("_id") or field == "seed") and parameter.annotation == "int"
            others = (("token", "str"), ("again", "bool"))
            assert is_number or (field, parameter.annotation) in others, f"{name}({field})"


@pytest.mark.django_db
def test_typed_key_never_reaches_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_probe, "PROBE_DEADLINE_S", 0.2)
    body = {"name": "box", "base_url": "http://127.0.0.1:9/of-the-admin", "kind": "openai", "api_key": SECRET}
    try:
        body_of(caller("admin").send("servers/test", body), 503)
        stored = everything_in_the_broker()
    finally:
        empty_the_queue()
    assert b"probe_server" in stored, "the message was sent"
    assert SECRET.encode() not in stored
    assert b"of-the-admin" not in stored


@pytest.mark.django_db
def test_measured_prompt_never_reaches_the_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests import factories

    monkeypatch.setattr(token_count, "WAIT_S", 0.1)
    model = make_model("box/coder:7b")
    ModelServer.objects.update(kind="openai")
    model.server.refresh_from_db()
    try:
        token_count.measured(factories.make_team(), "plain", factories.make_spec("add", prompt=TASK), model)
        stored = everything_in_the_broker()
    finally:
        empty_the_queue()
    assert b"measure_prompt" in stored
    assert TASK.encode() not in stored


@pytest.mark.django_db
def test_a_probe_uses_the_typed_key_once() -> None:
    with serving({"/v1/models": {"data": []}}) as page:
        token = job_data.store_input({"kind": "openai", "base_url": page.url, "api_key": SECRET})
        tasks.probe_server(token)
        answer = job_data.answer_of(token, ServerAnswer)
        assert answer is not None
        assert answer["ok"]
        assert {key for _, key in page.requests} == {f"Bearer {SECRET}"}
        tasks.probe_server(token)  # delivered twice: nothing is left to do
        n_requests = len(page.requests)
    assert len(page.requests) == n_requests
    assert SECRET not in str(job_data.answer_of(token, ServerAnswer))


@pytest.mark.django_db
def test_input_of_a_job_expires_and_cannot_be_read_with_another_key(settings: Any) -> None:
    token = job_data.store_input({"a": 1})
    client = redis.Redis.from_url(site.REDIS_URL)
    [key] = client.scan_iter(f"*job-input:{token}")
    assert 0 < client.ttl(key) <= job_data.INPUT_S
    client.close()
    settings.SECRET_KEY = "another" * 10
    assert job_data.take_input(token) is None
    assert job_data.take_input("never-given") is None


@pytest.mark.django_db
def test_key_that_a_server_repeats_is_not_shown() -> None:
    """OpenAI's own server answers "Incorrect API key provided: sk-…", and other servers repeat the whole key."""
    echo: tuple[int, dict[str, str], str] = (401, {}, f'{{"error": {{"message": "wrong: Bearer {SECRET}"}}}}')
    for status in (400, 401, 500):
        for kind, path in (("openai", "/v1/models"), ("ollama", "/api/tags")):
            with serving({path: (status, *echo[1:])}) as page:
                row = make_server(slug=f"{kind}-{status}", kind=kind, base_url=page.url, api_key=SECRET)
                assert not servers.refresh(row)
            assert row.message
            assert SECRET not in row.message
            assert SECRET[:20] not in row.message


@pytest.mark.django_db
@pytest.mark.parametrize("old", [{"trouble": "gone"}, {"error": "", "trouble": "gone"}])
def test_answer_of_a_worker_of_the_release_before_has_its_error(old: dict[str, Any]) -> None:
    """The second one was begun by a page of this release and ended by a worker of the release before."""
    cache.set(broker_names.job_answer("t"), {"rows": [], "is_done": True, **old}, 60)
    assert job_data.answer_of("t", TryResult) == {"rows": [], "is_done": True, "error": "gone"}


@pytest.mark.django_db
def test_answer_is_read_by_pages_of_the_release_before() -> None:
    job_data.store_answer("t", ProposedMutants(mutants=[], error="none", is_done=True), 60)
    assert cache.get(broker_names.job_answer("t"))["trouble"] == "none"


def loose_fields(shape: Any) -> list[str]:
    """Fields, also of shapes within a shape, whose type says nothing."""
    hints = get_type_hints(shape)
    loose = [f"{shape.__name__}.{name}" for name, kind in hints.items() if re.search(r"Any|Json\b|object", str(kind))]
    inner = [part for kind in hints.values() for part in (kind, *get_args(kind)) if is_typeddict(part)]
    return loose + [name for part in inner for name in loose_fields(part)]


def test_every_result_of_a_job_names_its_shape() -> None:
    shapes = job_data.Result.__constraints__
    assert len(shapes) >= 5
    assert [shape for shape in shapes if not is_typeddict(shape)] == []
    assert [name for shape in shapes for name in loose_fields(shape)] == []


def test_result_without_a_shape_is_named() -> None:
    inner = TypedDict("inner", {"good": int, "loose": Any})  # noqa: UP013
    outer = TypedDict("outer", {"rows": list[inner], "bare": list[Any]})  # noqa: UP013
    assert loose_fields(outer) == ["outer.bare", "inner.loose"]
