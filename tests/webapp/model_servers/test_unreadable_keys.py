"""After SECRET_KEY was changed without a fallback, every page works and says what to do."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from django.core.management import call_command

from evaluations import tasks
from evaluations.models import Candidate, LanguageModel, Membership, ModelServer, Run
from evaluations.runner import generation, servers
from evaluations.runner.workers import Liveness
from tests import factories
from tests.adapters.page_server import serving
from tests.factories import make_server
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
KEY = "sk-of-before"
SENTENCE = "The API key of box cannot be decrypted"


@pytest.fixture
def row(settings: Any) -> ModelServer:
    """A server whose key was encrypted with a lost SECRET_KEY."""
    present, settings.SECRET_KEY = settings.SECRET_KEY, "the-one-before" * 5
    created = make_server(
        slug="box",
        kind="openai",
        base_url="http://127.0.0.1:9",
        api_key=KEY,
        is_reachable=True,
        team=factories.make_team(),
    )
    LanguageModel.objects.create(server=created, name="m", is_present=True)
    settings.SECRET_KEY = present
    return created


def test_unreadable_key_is_reported_on_the_models_page_and_no_request_is_sent(row: ModelServer) -> None:
    with serving({"/v1/models": {"data": []}}) as page:
        ModelServer.objects.update(base_url=page.url)
        row.refresh_from_db()
        assert not servers.refresh(row)
        assert page.requests == []
    text = sign_in(make_person("ada", role=Membership.Role.ADMIN)).get("/models/").content.decode()
    assert SENTENCE in text
    assert "SECRET_KEY_FALLBACKS" in text
    [body] = body_of(caller("viewer").get("servers"))
    assert SENTENCE in body["message"]


def test_settings_page_and_api_accept_a_new_key(row: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.refresh_server, "delay", lambda *_: None)
    admin = sign_in(make_person("ada", role=Membership.Role.ADMIN))
    assert admin.get(f"/models/servers/{row.pk}/").status_code == 200
    fields = {"name": "box", "base_url": "http://127.0.0.1:9", "api_key": ""}
    assert admin.post(f"/models/servers/{row.pk}/", fields).status_code == 302
    answer = caller("admin").send(f"servers/{row.pk}", fields | {"api_key": "sk-new"}, "PUT")
    assert body_of(answer)["note"] == ""
    assert ModelServer.objects.get(pk=row.pk).api_key == "sk-new"


def test_run_waits_with_the_same_sentence(row: ModelServer) -> None:
    run = factories.make_run(factories.make_suite(), list(LanguageModel.objects.all()))
    liveness = Liveness("generate")
    assert generation.serve_queue(row, liveness, lambda: None) == 0
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING
    assert set(Candidate.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert SENTENCE in run.message


def test_doctor_names_the_servers(row: ModelServer, capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    def examine() -> dict[str, Any]:
        capsys.readouterr()
        with suppress(SystemExit):
            call_command("doctor", "--json", "--only", "keys")
        [part] = json.loads(capsys.readouterr().out)
        return part  # type: ignore[no-any-return]

    part = examine()
    assert part["state"] == "missing"
    assert "box" in part["found"]
    assert "SECRET_KEY_FALLBACKS" in part["hint"]
    settings.SECRET_KEY_FALLBACKS = ["the-one-before" * 5]
    part = examine()
    assert part["state"] == "note"
    assert "reencrypt_keys" in part["hint"]
    call_command("reencrypt_keys")
    settings.SECRET_KEY_FALLBACKS = []
    part = examine()
    assert part["state"] == "ok"
    assert part["found"].startswith("1 key")
