"""Settings of a server, loading a model by hand, and models that are not offered, on pages and by API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from evaluations import tasks
from evaluations.errors import AdapterError
from evaluations.models import LanguageModel, Membership, ModelAction, ModelServer, Team
from evaluations.runner import servers
from evaluations.runner.find_by_name import find_models
from tests.adapters.ollama_server import ollama_serving
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_model, make_person, sign_in
from webapp.model_servers import server_probe

pytestmark = pytest.mark.django_db
USE = {
    "keep_alive_s": 600,
    "unloads_between": "on",
    "n_requests": 2,
    "n_threads": "",
    "first_token_s": 1200,
    "silence_s": 90,
    "allows_cloud": "on",
}


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list of the ids of actions that were sent to workers."""
    calls: list[int] = []
    monkeypatch.setattr(tasks.do_model_action, "delay", calls.append)
    return calls


@pytest.fixture
def admin() -> Client:
    return sign_in(make_person("ada", role=Membership.Role.ADMIN))


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def test_admins_set_how_a_server_is_asked(admin: Client, member: Client) -> None:
    pk = make_model().server_id
    address = f"/models/servers/{pk}/use/"
    assert member.post(address, USE).status_code == 403
    assert admin.post(address, USE).status_code == 302
    server_settings = servers.settings_of(ModelServer.objects.get(pk=pk))
    assert (server_settings.keep_alive_s, server_settings.n_requests, server_settings.n_threads) == (600, 2, None)
    assert (server_settings.first_token_s, server_settings.silence_s) == (1200, 90)
    row = ModelServer.objects.get(pk=pk)
    assert (row.unloads_between, row.unloads_at_end, row.allows_cloud) == (True, False, True)
    refused = admin.post(address, USE | {"keep_alive_s": 0})
    assert refused.status_code == 422
    assert "errorlist" in html_of(refused)


def test_other_servers_have_only_the_settings_they_understand(admin: Client) -> None:
    pk = make_model("box/x", kind="openai").server_id
    page = html_of(admin.get(f"/models/servers/{pk}/"))
    assert "first_token_s" in page
    assert "allows_cloud" not in page
    assert "keep_alive_s" not in page


def test_api_sets_how_a_server_is_asked() -> None:
    pk = make_model().server_id
    body = {"keep_alive_s": 120, "n_requests": 4, "unloads_between": False, "first_token_s": 60, "silence_s": 30}
    assert caller("member").send(f"servers/{pk}/settings", body, "PUT").status_code == 403
    answer = body_of(caller("admin").send(f"servers/{pk}/settings", body, "PUT"))
    assert answer["settings"] == {
        **body,
        "unloads_at_end": False,
        "n_threads": None,
        "allows_cloud": False,
    }
    refused = body_of(caller("admin").send(f"servers/{pk}/settings", {"silence_s": 0}, "PUT"), 422)
    assert [error["field"] for error in refused["errors"]] == ["silence_s"]


def test_members_load_and_unload_models_with_an_audit_entry(member: Client, jobs: list[int]) -> None:
    with ollama_serving() as server:
        server.add("m:1b")
        row = ModelServer.objects.create(slug="box", kind="ollama", base_url=server.url)
        servers.refresh(row)
        model = row.models.get()
        for kind, is_loaded in (("load", True), ("unload", False)):
            assert member.post(f"/models/{model.pk}/{kind}/").status_code == 302
            tasks.do_model_action(jobs[-1])
            model.refresh_from_db()
            action = ModelAction.objects.get(pk=jobs[-1])
            assert action.asked_by is not None
            assert (action.kind, action.asked_by.username, action.error) == (kind, "mia", "")
            assert action.finished_at
            if is_loaded:
                assert model.is_loaded
                assert model.memory_bytes == 5_000_000
        assert [name for name, _ in server.loads] == server.unloads == ["m:1b"]
    page = html_of(member.get("/models/"))
    assert "unload by mia" in page


def test_a_refused_load_is_a_sentence_at_the_model(member: Client, jobs: list[int]) -> None:
    with ollama_serving() as server:
        server.add("m:1b")
        row = ModelServer.objects.create(slug="box", kind="ollama", base_url=server.url)
        servers.refresh(row)
        server.models.clear()
        member.post(f"/models/{row.models.get().pk}/load/")
        tasks.do_model_action(jobs[-1])
    model = LanguageModel.objects.get()
    assert "m:1b" in model.last_error
    assert model.last_error_at
    assert ModelAction.objects.get().error == model.last_error


def test_load_is_refused_during_a_run_and_without_the_right(member: Client, jobs: list[int]) -> None:
    model = make_model()
    other = make_model("gpu/x", kind="openai")
    ModelServer.objects.filter(pk=model.server_id).update(fed_by="generate-1", fed_until=now())
    assert "is answering a run" in html_of(member.post(f"/models/{model.pk}/load/", follow=True))
    assert "loads its models automatically" in html_of(member.post(f"/models/{other.pk}/load/", follow=True))
    viewer = sign_in(make_person("vic", role=Membership.Role.VIEWER))
    assert viewer.post(f"/models/{model.pk}/load/").status_code == 403
    team = Team.objects.create(name="Other", slug="other")
    ModelServer.objects.filter(pk=model.server_id).update(team=team)
    assert member.post(f"/models/{model.pk}/unload/").status_code == 404
    assert caller("member").send(f"models/{other.pk}/load", {}).status_code == 409
    assert jobs == []


def test_cloud_and_embedding_models_are_marked_and_not_offered(admin: Client) -> None:
    make_model("box/local:7b")
    make_model("box/big:671b-cloud", remote_host="ollama.com")
    make_model("box/nomic-embed-text", is_embedding=True)
    page = html_of(admin.get("/models/"))
    assert "asks ollama.com" in page
    assert "prompts would leave this machine" in page
    assert "It makes embeddings" in page
    prompt = html_of(admin.get("/prompt/"))
    assert "local:7b" in prompt
    assert "671b-cloud" not in prompt
    assert "nomic-embed" not in prompt
    for model_id in ("box/big:671b-cloud", "box/nomic-embed-text"):
        with pytest.raises(AdapterError, match="cannot be asked"):
            find_models([model_id], Team.objects.default())
    ModelServer.objects.update(allows_cloud=True, is_reachable=True)
    allowed = html_of(admin.get("/prompt/"))
    assert "671b-cloud" in allowed
    assert "asks ollama.com" in allowed
    listed: list[dict[str, Any]] = body_of(caller().get("models"))["items"]
    assert {row["model"]: (row["remote_host"], row["can_generate"]) for row in listed} == {
        "box/local:7b": ("", True),
        "box/big:671b-cloud": ("ollama.com", True),
        "box/nomic-embed-text": ("", False),
    }


def test_loaded_counts_what_is_in_memory(member: Client) -> None:
    make_model("box/a", is_loaded=True, memory_bytes=5 * 2**30)
    make_model("box/b", is_loaded=False)
    make_model("lab/c", kind="openai")
    page = html_of(member.get("/models/"))
    assert "1<span" in page.split("site-loaded")[1]
    assert "5.0" in page
    assert "unknown" in page
    text = html_of(member.get("/models/?show=loaded"))
    assert "box/<wbr>a" in text
    assert "box/<wbr>b" not in text


def test_a_slow_server_is_not_blamed_on_the_workers(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_probe, "PROBE_DEADLINE_S", 0.05)
    monkeypatch.setattr(tasks.probe_server, "delay", lambda token, *_: cache.set(f"probe-taken:{token}", True, 60))
    data = {"name": "b", "base_url": "http://127.0.0.1:9", "kind": "ollama"}
    refused = body_of(caller("admin").send("servers/test", data), 503)
    assert "has not answered" in refused["detail"]
    assert "make up" not in str(refused)
    page = admin.post("/models/servers/test/", {f"server-{name}": value for name, value in data.items()})
    assert "Start the workers" not in html_of(page)
    assert "has not answered" in html_of(page)
