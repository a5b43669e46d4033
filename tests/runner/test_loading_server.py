"""A server that is still loading its model is waited for when one of its models is named."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from evaluations.errors import AdapterError
from evaluations.models import ModelServer, Team
from evaluations.runner.find_by_name import find_models
from tests.http_servers import running

pytestmark = pytest.mark.django_db


class Loading(BaseHTTPRequestHandler):
    """Answers 503 while n_loading is above 0, as llama-server does; then lists one model."""

    n_loading = 0

    def do_GET(self) -> None:
        is_loading = type(self).n_loading > 0
        type(self).n_loading -= 1
        body: dict[str, Any] = {"object": "list", "data": [{"id": "small:1b", "object": "model"}]}
        if is_loading:
            body = {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}
        data = json.dumps(body).encode()
        self.send_response(503 if is_loading else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing."""


def test_model_of_a_server_that_is_still_loading_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluations.runner.servers.LOADED_EVERY_S", 0.05)
    Loading.n_loading = 5
    with running(Loading) as address:
        ModelServer.objects.create(slug="box", kind="openai", base_url=address)
        [model] = find_models(["box/small:1b"], Team.objects.default())
    assert model.name == "small:1b"


def test_wait_for_a_loading_server_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluations.runner.servers.LOADED_EVERY_S", 0.05)
    monkeypatch.setattr("evaluations.runner.servers.LOADING_S", 0.3)
    Loading.n_loading = 10_000
    with running(Loading) as address:
        ModelServer.objects.create(slug="box", kind="openai", base_url=address)
        with pytest.raises(AdapterError, match="No model"):
            find_models(["box/small:1b"], Team.objects.default())


def test_address_that_the_running_site_gave_its_embedded_model_stays() -> None:
    """A command without PORT would put its own default port in its place."""
    Loading.n_loading = 0
    with running(Loading) as address:
        ModelServer.objects.create(slug="embedded", kind="openai", base_url=address)
        [model] = find_models(["embedded/small:1b"], Team.objects.default())
    assert model.server.base_url == address
