"""The endpoint for editors: real clients, unchanged bytes, and attacks."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import ollama
import openai
import pytest

from evaluations.models import (
    ApiToken,
    EditorEndpoint,
    EditorRecording,
    LanguageModel,
    Membership,
    ModelServer,
    RecordedAnswer,
    Team,
)
from tests import factories
from tests.processes import wait_until
from tests.webapp.stream_server import StreamServer, streaming
from webapp.editors import endpoint

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "```ts\nexport const add = (a: number, b: number) => a + b;\n```"
ASKED: list[Any] = [{"role": "system", "content": "Only code."}, {"role": "user", "content": "Add two numbers."}]


def ollama_lines(text: str = CODE, *, field: str = "message") -> list[bytes]:
    """A stream of Ollama: one JSON line per piece, with the counts in the last line."""
    pieces = [text[at : at + 8] for at in range(0, len(text), 8)]
    lines: list[dict[str, Any]] = [
        {
            "model": "coder:7b",
            **({field: {"role": "assistant", "content": piece}} if field == "message" else {field: piece}),
        }
        for piece in pieces
    ]
    last = {field: {"role": "assistant", "content": ""} if field == "message" else ""}
    lines.append(
        {"model": "coder:7b", **last, "done": True, "done_reason": "stop", "prompt_eval_count": 11, "eval_count": 9}
    )
    return [json.dumps(line).encode() + b"\n" for line in lines]


def openai_events(text: str = CODE) -> list[bytes]:
    """A stream of OpenAI's protocol, with the counts in the last chunk."""
    head = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "coder"}
    chunks: list[dict[str, Any]] = [
        {**head, "choices": [{"index": 0, "delta": {"content": text[at : at + 8]}, "finish_reason": None}]}
        for at in range(0, len(text), 8)
    ]
    chunks.append({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    chunks.append({**head, "choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 9, "total_tokens": 20}})
    return [b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks] + [b"data: [DONE]\n\n"]


@pytest.fixture
def server() -> Iterator[StreamServer]:
    with streaming(pieces=ollama_lines()) as started:
        yield started


def add_model(server: StreamServer, model_id: str = "box/coder:7b", **kwargs: Any) -> LanguageModel:
    """A model on the scripted server, as a worker stores it."""
    kind = kwargs.pop("kind", "ollama")
    slug, _, name = model_id.partition("/")
    row, _ = ModelServer.objects.get_or_create(
        slug=slug,
        defaults={"kind": kind, "base_url": server.url, "is_reachable": True, "team": kwargs.pop("team", None)},
    )
    return LanguageModel.objects.create(server=row, name=name, digest="sha256:ab", size_bytes=5, **kwargs)


def member(name: str = "mia", team: Team | None = None, role: str = "member", *, records: bool = False) -> Membership:
    """A member of a team that has enabled the endpoint."""
    person = factories.make_person(name, team, role)
    membership = Membership.objects.select_related("team").get(user=person)
    EditorEndpoint.set_open(membership.team, True, None)
    if records:
        EditorRecording.objects.create(membership=membership)
    return membership


def token_of(membership: Membership, *scopes: str) -> str:
    return ApiToken.objects.make(membership, "editor", scopes or ["editor"])[1]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"} if secret else {}


@contextmanager
def ollama_client(site: str, secret: str) -> Iterator[ollama.Client]:
    """The client of the package `ollama`. Its connections are closed afterwards."""
    client = ollama.Client(host=f"{site}/editor", headers=bearer(secret))
    yield client
    client._client.close()


def recorded(n: int = 1) -> RecordedAnswer:
    wait_until(lambda: RecordedAnswer.objects.count() >= n)
    return RecordedAnswer.objects.first()  # type: ignore[return-value]


def chat(site: str, secret: str, path: str = "/api/chat", **kwargs: Any) -> httpx.Response:
    body = {"model": "box/coder:7b", "messages": ASKED, **kwargs}
    return httpx.post(f"{site}/editor{path}", json=body, headers=bearer(secret), timeout=30)


def test_ollama_client_lists_and_chats(site: str, server: StreamServer) -> None:
    add_model(server)
    with ollama_client(site, token_of(member(records=True))) as client:
        assert [row.model for row in client.list().models] == ["box/coder:7b"]
        parts = list(client.chat("box/coder:7b", messages=ASKED, stream=True, options={"temperature": 0.1}))
    assert "".join(part.message.content or "" for part in parts) == CODE
    assert parts[-1].eval_count == 9
    path, headers, body = server.requests[0]
    assert (path, body["model"]) == ("/api/chat", "coder:7b")
    assert "Authorization" not in headers
    row = recorded()
    assert (row.text, row.request, row.ending, row.path) == (CODE, "Add two numbers.", "complete", "/api/chat")
    assert (row.prompt_tokens, row.completion_tokens, row.options) == (11, 9, {"options": {"temperature": 0.1}})
    assert [message["role"] for message in row.messages] == ["system", "user"]


def test_ollama_client_completes_a_file(site: str, server: StreamServer) -> None:
    server.pieces = ollama_lines("a + b", field="response")
    add_model(server)
    with ollama_client(site, token_of(member(records=True))) as client:
        answer = client.generate("coder:7b", prompt="const add = (a, b) => ", suffix=";\n", stream=True)
        assert "".join(part.response or "" for part in answer) == "a + b"
    row = recorded()
    assert (row.text, row.request, row.suffix) == ("a + b", "const add = (a, b) => ", ";\n")


def test_openai_client_lists_streams_and_asks_at_once(site: str, server: StreamServer) -> None:
    server.pieces, server.media_type = openai_events(), "text/event-stream"
    add_model(server, "lab/coder", kind="openai")
    ModelServer.objects.update(base_url=f"{server.url}/v1")
    client = openai.OpenAI(base_url=f"{site}/editor/v1", api_key=token_of(member(records=True)), max_retries=0)
    assert [row.id for row in client.models.list()] == ["lab/coder"]
    assert client.models.retrieve("lab/coder").owned_by == "lab"
    stream = client.chat.completions.create(model="lab/coder", messages=ASKED, stream=True)
    chunks: list[Any] = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == CODE
    assert recorded().text == CODE
    whole = {"id": "c", "object": "text_completion", "created": 1, "model": "coder"}
    server.pieces = [
        json.dumps({**whole, "choices": [{"index": 0, "text": "a + b", "finish_reason": "stop"}]}).encode()
    ]
    server.media_type = "application/json"
    answer = client.completions.create(model="lab/coder", prompt="const sum = ")
    assert answer.choices[0].text == "a + b"
    row = recorded(2)
    assert (row.text, row.request, row.path) == ("a + b", "const sum = ", "/v1/completions")
    with pytest.raises(openai.NotFoundError, match=r"no model .nothing. that can be asked"):
        client.chat.completions.create(model="nothing", messages=ASKED)
    client.close()


@pytest.mark.parametrize("path", ["/api/chat", "/v1/chat/completions"])
def test_bytes_status_and_media_type_are_unchanged(site: str, server: StreamServer, path: str) -> None:
    """Unusual bytes, errors and blank lines are passed on unchanged."""
    server.pieces = [b"\xff\xfe\n", b"\n", b'{"a":\r\n1}', b"data: [DONE]"]
    server.media_type, server.status = "text/x-odd", 418
    add_model(server)
    answer = chat(site, token_of(member(records=True)), path)
    assert (answer.status_code, answer.content) == (418, b"".join(server.pieces))
    assert answer.headers["content-type"] == "text/x-odd"
    assert not RecordedAnswer.objects.exists()


def test_without_recording_no_row_is_stored(site: str, server: StreamServer) -> None:
    add_model(server)
    quiet, loud = member("mia"), member("leo", records=True)
    assert chat(site, token_of(quiet)).status_code == 200
    assert chat(site, token_of(loud)).status_code == 200
    assert recorded().membership == loud
    assert RecordedAnswer.objects.count() == 1


def test_endpoint_refuses_wrong_tokens_scopes_and_roles(site: str, server: StreamServer) -> None:
    add_model(server)
    mia = member()
    for secret, status, words in (
        ("", 401, "no valid token"),
        ("bakeoff_wrong", 401, "no valid token"),
        (token_of(mia, "read", "write"), 403, "scope editor"),
        (token_of(member("vic", role="viewer")), 403, "role member"),
    ):
        answer = chat(site, secret)
        assert (answer.status_code, words in answer.json()["error"]) == (status, True), answer.text
    secret = token_of(mia)
    EditorEndpoint.set_open(mia.team, False, None)
    assert "is off in" in chat(site, secret).json()["error"]
    EditorEndpoint.set_open(mia.team, True, None)
    ApiToken.objects.get(membership=mia, scopes=["editor"]).revoke()
    assert chat(site, secret).status_code == 401
    assert server.requests == []


def test_request_over_the_limit_gets_429_with_the_time_to_wait(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTS_PER_MINUTE_PERSON = 1
    monkeypatch.setattr("webapp.site.request_limits.time.time", lambda: 123_456_015.0)
    headers = bearer(token_of(member()))

    async def ask(n: int) -> list[httpx.Response]:
        transport = httpx.ASGITransport(endpoint.EditorEndpoint())
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return [await client.get("/editor/api/tags", headers=headers) for _ in range(n)]

    with ThreadPoolExecutor(1) as thread:  # a browser of another test may have a loop in this one
        first, second = thread.submit(asyncio.run, ask(2)).result()
    assert (first.status_code, second.status_code) == (200, 429)
    assert second.headers["Retry-After"] == "45"
    assert second.json() == {"error": "You have sent more than 1 requests within a minute. Try again in 45 s."}


def test_token_for_editors_is_refused_elsewhere(site: str) -> None:
    secret = token_of(member())
    for path in ("/api/v1/runs", "/api/v1/models", "/api/v1/webhooks"):
        assert httpx.get(f"{site}{path}", headers=bearer(secret)).status_code == 403


def test_only_models_of_the_teams_servers_are_asked(site: str, server: StreamServer) -> None:
    """Refused: an address chosen by the client, another team's model, a cloud model, and a model of stored answers."""
    other = factories.make_team("Other")
    add_model(server, "theirs/secret", team=other)
    add_model(server, "box/far:cloud", remote_host="https://ollama.com")
    add_model(server, "box/embed", is_embedding=True)
    add_model(server, "box/gone", is_present=False)
    secret = token_of(member())
    names = ["theirs/secret", "secret", "box/far:cloud", "box/embed", "box/gone", "http://127.0.0.1:1/x", "", "box/"]
    for name in names:
        assert chat(site, secret, model=name).status_code in (400, 404), name
    listed = httpx.get(f"{site}/editor/api/tags", headers=bearer(secret)).json()
    assert listed == {"models": []}
    assert server.requests == []


def test_addresses_of_metadata_services_are_not_asked(site: str, server: StreamServer) -> None:
    add_model(server)
    ModelServer.objects.update(base_url="http://169.254.169.254")
    answer = chat(site, token_of(member()))
    assert (answer.status_code, "link-local" in answer.json()["error"]) == (502, True)


def test_redirect_is_not_followed_and_key_of_the_server_stays_here(site: str, server: StreamServer) -> None:
    add_model(server)
    row = ModelServer.objects.get()
    row.api_key = "the-key"
    row.save()
    server.status, server.headers = 302, {"Location": f"{server.url}/elsewhere"}
    answer = chat(site, token_of(member()))
    assert (answer.status_code, "redirect" in answer.json()["error"]) == (502, True)
    server.status = 401
    answer = chat(site, token_of(Membership.objects.get()))
    assert (answer.status_code, "refused the key" in answer.json()["error"]) == (502, True)
    assert [headers["Authorization"] for _, headers, _ in server.requests] == ["Bearer the-key"] * 2
    assert "the-key" not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"nonsense", b'{"model": 1}', b'{"model": "box/coder:7b", "x": NaN}', b'{"a":' * 100_000],
    ids=["empty", "list", "no-json", "number", "nan", "deep"],
)
def test_invalid_body_is_refused(site: str, server: StreamServer, body: bytes) -> None:
    add_model(server)
    answer = httpx.post(f"{site}/editor/api/chat", content=body, headers=bearer(token_of(member())), timeout=30)
    assert answer.status_code == 400
    assert server.requests == []


def test_larger_body_than_allowed_is_refused(site: str, server: StreamServer) -> None:
    add_model(server)
    headers = bearer(token_of(member())) | {"Content-Length": str(17 * 2**20)}
    host, port = site.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        client.sendall(f"POST /editor/api/chat HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode())
        assert b" 413 " in client.recv(4000)


def test_second_name_of_a_model_does_not_reach_the_server(site: str, server: StreamServer) -> None:
    """For a body that names two models, the site and the model server use the same one."""
    add_model(server)
    body = b'{"model": "box/coder:7b", "messages": [], "model": "box/coder:7b", "name": "other"}'
    httpx.post(f"{site}/editor/api/chat", content=body, headers=bearer(token_of(member())), timeout=30)
    assert server.requests[0][2] == {"model": "coder:7b", "messages": []}


def test_disconnected_editor_ends_the_request_and_keeps_the_partial_answer(site: str, server: StreamServer) -> None:
    server.gap_s, server.pieces = 0.1, ollama_lines(CODE * 20)
    add_model(server)
    body = {"model": "coder:7b", "messages": ASKED}
    headers = bearer(token_of(member(records=True)))
    with httpx.stream("POST", f"{site}/editor/api/chat", json=body, headers=headers, timeout=30) as answer:
        next(answer.iter_raw())
    wait_until(lambda: server.n_left == 1)
    row = recorded()
    assert row.ending == "client_left"
    assert CODE.startswith(row.text)


def test_server_that_dies_in_the_middle_ends_the_answer_without_an_end(site: str, server: StreamServer) -> None:
    server.pieces, server.dies_after = ollama_lines(), 2
    add_model(server)
    headers = bearer(token_of(member(records=True)))
    body = {"model": "coder:7b", "messages": ASKED}
    came = bytearray()

    def read() -> None:
        with httpx.stream("POST", f"{site}/editor/api/chat", json=body, headers=headers, timeout=30) as answer:
            for piece in answer.iter_raw():
                came.extend(piece)

    with pytest.raises(httpx.RemoteProtocolError):
        read()
    assert bytes(came) == b"".join(server.pieces[:2])
    row = recorded()
    assert (row.ending, row.text) == ("broken", CODE[:16])
    assert chat(site, token_of(row.membership), model="box/none").status_code == 404  # the site still works


def test_unreachable_server_is_reported_in_one_sentence(site: str, server: StreamServer) -> None:
    add_model(server)
    ModelServer.objects.update(base_url="http://127.0.0.1:9")
    answer = chat(site, token_of(member()), "/v1/chat/completions")
    assert answer.status_code == 502
    assert "cannot be reached" in answer.json()["error"]["message"]


def test_server_that_only_another_host_asks_is_named_with_its_host(site: str, server: StreamServer) -> None:
    add_model(server)
    ModelServer.objects.update(host="host-b")
    answer = chat(site, token_of(member()))
    assert (answer.status_code, "only by the workers of host-b" in answer.json()["error"]) == (503, True)
    assert server.requests == []


def test_hostile_answer_does_not_stop_the_recorder(site: str, server: StreamServer) -> None:
    server.pieces = [b'{"message": {"content": "\\u0000\\ud800 x"}}\n', b'{"message": 7}\n', b"[[[[\n", b'{"done": 1']
    add_model(server)
    secret = token_of(member(records=True))
    assert chat(site, secret).content == b"".join(server.pieces)
    assert recorded().text.endswith(" x")
    server.pieces = ollama_lines()
    chat(site, secret)
    assert recorded(2).text == CODE


def test_images_are_passed_on_and_not_kept(site: str, server: StreamServer) -> None:
    add_model(server)
    message = {"role": "user", "content": "What is this?", "images": ["aGVsbG8="]}
    chat(site, token_of(member(records=True)), messages=[message])
    assert server.requests[0][2]["messages"][0]["images"] == ["aGVsbG8="]
    assert recorded().messages == [{"role": "user", "content": "What is this? [image]"}]


def test_model_on_two_servers_is_named_with_its_server(site: str, server: StreamServer) -> None:
    add_model(server)
    add_model(server, "two/coder:7b")
    secret = token_of(member())
    answer = chat(site, secret, model="coder:7b")
    assert (answer.status_code, "box/coder:7b, two/coder:7b" in answer.json()["error"]) == (404, True)
    assert chat(site, secret, model="two/coder:7b").status_code == 200
