"""Owners of model servers: a team or the whole site; and a key's fate when the address changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evaluations import tasks
from evaluations.errors import AdapterError
from evaluations.models import LanguageModel, Membership, ModelServer, Team
from evaluations.models.servers import KEY_REMOVED
from evaluations.runner.find_by_name import find_models
from tests import factories
from tests.webapp.api_client import Caller, body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
Role = Membership.Role
SECRET = "sk-TEAM-A-SECRET-KEY"
ADDRESS = "http://box.example:8000/v1"
ELSEWHERE = [
    "https://box.example:8000/v1",
    "http://box.example:8001/v1",
    "http://box.example/v1",
    "http://b.example:8000",
]
SAME = [ADDRESS, "http://BOX.example:8000/v1", "http://box.example:8000", "http://box.example:8000/other"]


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    calls: list[object] = []
    monkeypatch.setattr(tasks.refresh_server, "delay", calls.append)
    return calls


def make_server(team: Team | None, slug: str = "box", **kwargs: Any) -> LanguageModel:
    """A model on a server with a key."""
    fields = {"kind": "ollama", "base_url": ADDRESS, "api_key": SECRET, "is_reachable": True, **kwargs}
    server = ModelServer.objects.create(slug=slug, team=team, **fields)
    return LanguageModel.objects.create(server=server, name=f"{slug}-model:1b", is_loaded=True, context_tokens=2048)


def key_of(model: LanguageModel) -> str:
    return ModelServer.objects.get(pk=model.server_id).api_key


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_changed_address_drops_the_key(url: str) -> None:
    by_page, by_api = make_server(Team.objects.default(), "one"), make_server(Team.objects.default(), "two")
    admin = sign_in(make_person("ada", role=Role.ADMIN))
    data = {"name": "one", "base_url": url, "api_key": ""}
    page = admin.post(f"/models/servers/{by_page.server_id}/", data, follow=True)
    assert KEY_REMOVED in page.content.decode()
    answer = caller("admin").send(f"servers/{by_api.server_id}", data | {"name": "two"}, "PUT")
    assert body_of(answer)["note"] == KEY_REMOVED
    assert (key_of(by_page), key_of(by_api)) == ("", "")


@pytest.mark.parametrize("url", SAME)
def test_the_same_address_keeps_the_key(url: str) -> None:
    model = make_server(Team.objects.default())
    answer = caller("admin").send(f"servers/{model.server_id}", {"name": "new", "base_url": url}, "PUT")
    assert body_of(answer)["note"] == ""
    assert key_of(model) == SECRET


def test_a_key_typed_with_the_new_address_is_kept() -> None:
    model = make_server(Team.objects.default())
    body = {"name": "box", "base_url": "http://b.example", "api_key": "sk-new"}
    assert body_of(caller("admin").send(f"servers/{model.server_id}", body, "PUT"))["note"] == ""
    assert key_of(model) == "sk-new"


def test_a_port_that_the_scheme_implies_is_the_same_port() -> None:
    model = make_server(Team.objects.default(), base_url="https://box.example")
    body = {"name": "box", "base_url": "https://box.example:443/v1"}
    caller("admin").send(f"servers/{model.server_id}", body, "PUT")
    assert key_of(model) == SECRET


def test_a_server_belongs_to_the_team_that_added_it() -> None:
    team = factories.make_team("B")
    body = {"name": "b-box", "base_url": "http://127.0.0.1:9", "api_key": SECRET}
    created = body_of(caller("admin", team).send("servers", body), 201)
    assert created["is_site_wide"] is False
    assert SECRET not in str(created)
    data = {"server-kind": "ollama", "server-name": "page-box", "server-base_url": "http://127.0.0.1:9"}
    sign_in(make_person("bo", team, Role.ADMIN)).post("/models/servers/add/", data)
    assert set(ModelServer.objects.values_list("slug", "team")) == {("b-box", team.pk), ("page-box", team.pk)}


@pytest.fixture
def of_a() -> LanguageModel:
    """A model on a server of team A."""
    return make_server(Team.objects.default(), "a-box")


@pytest.fixture
def stranger(of_a: LanguageModel) -> Client:
    """The admin of team B."""
    return sign_in(make_person("bea", factories.make_team("B"), Role.ADMIN))


def test_no_page_shows_another_teams_server(of_a: LanguageModel, stranger: Client) -> None:
    suite = factories.make_suite(team=Team.objects.get(name="B"))
    for address in (
        "/models/",
        "/models/?show=gone",
        "/prompt/",
        f"/suites/{suite.suite.slug}/",
        "/search/?q=a-box",
        "/search/?q=a-box/",
    ):
        text = stranger.get(address).content.decode()
        assert "a-box-model" not in text, address
        assert "box.example" not in text, address


def test_pages_answer_404_for_servers_of_another_team(
    of_a: LanguageModel, stranger: Client, jobs: list[object]
) -> None:
    data = {"name": "a-box", "base_url": "http://127.0.0.1:19410", "api_key": ""}
    server = f"/models/servers/{of_a.server_id}/"
    assert stranger.get(server).status_code == 404
    for address in (server, f"{server}refresh/", f"{server}remove/", f"/models/{of_a.pk}/cancel-pull/"):
        assert stranger.post(address, data).status_code == 404, address
    pulled = stranger.post("/models/pull/", {"pull-server": of_a.server_id, "pull-name": "m"})
    assert pulled.status_code == 422
    assert jobs == []
    assert (key_of(of_a), ModelServer.objects.get().base_url) == (SECRET, ADDRESS)


def test_api_answers_404_for_servers_of_another_team(of_a: LanguageModel, jobs: list[object]) -> None:
    team = factories.make_team("B")
    version = factories.make_suite(team=team)
    program: Caller = caller("admin", team)
    assert body_of(program.get("servers")) == []
    assert body_of(program.get("models"))["items"] == []
    assert program.get(f"models/{of_a.pk}").status_code == 404
    server, change = f"servers/{of_a.server_id}", {"name": "a-box", "base_url": "http://127.0.0.1:19410"}
    for path, body, method in (
        (server, change, "PUT"),
        (server, None, "DELETE"),
        (f"{server}/refresh", None, "POST"),
        (f"models/{of_a.pk}/cancel-pull", None, "POST"),
    ):
        assert program.send(path, body, method).status_code == 404, path
    assert program.send("models/pull", {"server": "a-box", "name": "m"}).status_code == 422
    for named in (of_a.model_id, str(of_a.pk)):
        run = {"suite": version.suite.slug, "models": [named], "title": "theirs"}
        assert program.send("runs", run).status_code == 422
    assert jobs == []
    assert (key_of(of_a), ModelServer.objects.get().base_url) == (SECRET, ADDRESS)


def test_runs_use_the_sites_servers_and_the_teams_own(of_a: LanguageModel) -> None:
    team = factories.make_team("B")
    own, shared = make_server(team, "b-box"), make_server(None, "shared")
    assert set(LanguageModel.objects.visible_to(team)) == {own, shared}
    assert set(LanguageModel.objects.visible_to(Team.objects.default())) == {of_a, shared}
    assert find_models([own.model_id, shared.model_id], team) == [own, shared]
    with pytest.raises(AdapterError, match="No model") as caught:
        find_models([of_a.model_id], team)
    assert "Reachable: b-box/b-box-model:1b, shared/shared-model:1b." in str(caught.value)


@pytest.mark.parametrize("is_superuser", [True, False])
def test_only_site_administrators_change_the_sites_servers(is_superuser: bool) -> None:
    model, _ = make_server(None), factories.make_team("B")
    person = make_person("ada", role=Role.ADMIN)
    User.objects.filter(pk=person.pk).update(is_superuser=is_superuser)
    admin, server = sign_in(person), f"/models/servers/{model.server_id}/"
    data = {"name": "box", "base_url": "http://b.example", "api_key": ""}
    assert (f'href="{server}"' in admin.get("/models/").content.decode()) is is_superuser
    assert admin.post(server, data).status_code == (302 if is_superuser else 403)
    assert ModelServer.objects.get().base_url == ("http://b.example" if is_superuser else ADDRESS)
    assert admin.post(f"{server}remove/").status_code == (302 if is_superuser else 403)
    assert ModelServer.objects.exists() is not is_superuser


def test_token_of_one_of_several_teams_cannot_change_the_sites_servers() -> None:
    model, team = make_server(None), factories.make_team("B")
    factories.make_team("C")
    program, path = caller("admin", team), f"servers/{model.server_id}"
    assert program.send(path, {"name": "box", "base_url": "http://b.example"}, "PUT").status_code == 403
    assert program.send(path, None, "DELETE").status_code == 403
    assert body_of(program.get("servers"))[0]["is_site_wide"] is True


def test_the_admin_of_the_only_team_changes_the_sites_servers() -> None:
    model = make_server(None)
    Team.objects.default()
    answer = caller("admin").send(f"servers/{model.server_id}", {"name": "big", "base_url": ADDRESS}, "PUT")
    assert body_of(answer)["name"] == "big"


def test_refresh_needs_a_member(jobs: list[object]) -> None:
    model = make_server(None)
    address = f"/models/servers/{model.server_id}/refresh/"
    loner = User.objects.create_user("loner")
    for person in (loner, make_person("vic", role=Role.VIEWER), make_person("rae", role=Role.REVIEWER)):
        assert sign_in(person).post(address).status_code == 403, person
    assert caller("viewer").send(f"servers/{model.server_id}/refresh").status_code == 403
    assert jobs == []
    assert sign_in(make_person("mia")).post(address).status_code == 302
    assert caller("member").send(f"servers/{model.server_id}/refresh").status_code == 202
    assert jobs == [model.server_id, model.server_id]


@pytest.mark.parametrize("name", ["ollama", "embedded", "stored"])
def test_names_of_automatically_found_servers_are_reserved(name: str) -> None:
    body = {"name": name, "base_url": "http://127.0.0.1:9", "api_key": SECRET}
    assert caller("admin").send("servers", body).status_code == 422


def test_the_key_is_in_no_answer(of_a: LanguageModel) -> None:
    program, admin = caller("admin"), sign_in(make_person("ada", role=Role.ADMIN))
    for path in ("servers", "models", f"models/{of_a.pk}", "search?q=box", "me"):
        assert SECRET not in program.get(path).content.decode(), path
    body = {"name": "a-box", "base_url": ADDRESS}
    assert SECRET not in program.send(f"servers/{of_a.server_id}", body, "PUT").content.decode()
    for address in ("/models/", f"/models/servers/{of_a.server_id}/"):
        assert SECRET not in admin.get(address).content.decode()
