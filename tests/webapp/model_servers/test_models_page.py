"""The models page: its content, and who may change what."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from evaluations import job_data, tasks
from evaluations.job_results import ServerAnswer
from evaluations.models import Candidate, LanguageModel, Membership, ModelServer, Run, Team
from evaluations.records import Sampling
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_model, make_person, make_suite, sign_in

pytestmark = pytest.mark.django_db


class Jobs:
    """Replaces Celery's queue and records the jobs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[tuple[object, ...]] = []
        for name in ("refresh_server", "pull_model", "probe_server"):
            for door in ("delay", "delay_on_commit"):
                monkeypatch.setattr(getattr(tasks, name), door, self._door(name), raising=False)

    def _door(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.calls.append((name, *arguments))


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    return Jobs(monkeypatch)


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


@pytest.fixture
def admin() -> Client:
    return sign_in(make_person("ada", role=Membership.Role.ADMIN))


def test_anonymous_is_sent_to_sign_in(client: Client) -> None:
    response = client.get("/models/")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_models_are_listed_with_what_their_server_says(member: Client) -> None:
    make_model("box/coder:7b", quantisation="Q4_0", parameter_size="7B", context_tokens=16384, is_loaded=True)
    text = html_of(member.get("/models/"))
    for part in ("box/<wbr>coder:7b", "Q4_0", "7B", "16,384", "● loaded", "a1a1a1a1a1a1", "1 model"):
        assert part in text, part


def test_unreachable_server_says_how_to_start_it(member: Client) -> None:
    make_model("away/x", is_reachable=False)
    text = html_of(member.get("/models/"))
    assert "offline" in text
    assert "Start it with: ollama serve" in text


def test_last_run_shows_share_passed_of_this_team_only(member: Client) -> None:
    model, version = make_model(), make_suite(n_tasks=4)
    run = Run.objects.start(version, [model], Sampling(), team=Team.objects.default(), title="mine")
    verdicts = ["passed", "passed", "failed", "unscored"]
    for candidate, verdict in zip(run.candidates.all(), verdicts, strict=True):
        Candidate.objects.filter(pk=candidate.pk).update(verdict=verdict, state="done")
    other = Team.objects.create(name="Other", slug="other")
    foreign = Run.objects.start(make_suite(other, "theirs"), [model], Sampling(), team=other, title="not mine")
    text = html_of(member.get("/models/"))
    assert f"/runs/{run.pk}/" in text
    assert "2 of 3" in text  # unscored is left out
    assert f"/runs/{foreign.pk}/" not in text


def test_api_key_is_never_shown(admin: Client) -> None:
    model = make_model()
    for row in ModelServer.objects.all():
        row.api_key = "sk-very-secret"
        row.save()
    for address in ("/models/", f"/models/servers/{model.server_id}/"):
        assert "sk-very-secret" not in html_of(admin.get(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://box",
        "box:port",
        "http:/box",
        "javascript:alert(1)",
        "http://",
        "http://me:pw@box",
        "http://box?x=1",
        "http://[::1",
    ],
)
def test_bad_server_address_is_one_sentence(admin: Client, jobs: Jobs, url: str) -> None:
    response = admin.post("/models/servers/add/", {"server-kind": "ollama", "server-name": "b", "server-base_url": url})
    assert response.status_code == 422
    assert "errorlist" in html_of(response)
    assert not ModelServer.objects.exists()


def test_admin_adds_a_server_and_a_worker_looks_at_it(admin: Client, jobs: Jobs) -> None:
    data = {"server-kind": "openai", "server-name": "GPU box", "server-base_url": "http://10.0.0.5:8000/v1/"}
    assert admin.post("/models/servers/add/", data).status_code == 302
    server = ModelServer.objects.get()
    assert (server.slug, server.base_url) == ("gpu-box", "http://10.0.0.5:8000/v1")
    assert jobs.calls == [("refresh_server", server.pk)]
    again = admin.post("/models/servers/add/", data)
    assert "There is a server &quot;gpu-box&quot; already" in html_of(again)


def test_address_without_http_is_accepted_where_it_is_typed(admin: Client, jobs: Jobs) -> None:
    page = html_of(admin.get("/models/"))
    field = re.search(r'<input[^>]*name="server-base_url"[^>]*>', page)
    assert field
    assert 'type="text"' in field[0], "a browser refuses the address in a field of type url"
    data = {"server-kind": "ollama", "server-name": "box", "server-base_url": "127.0.0.1:11434"}
    assert admin.post("/models/servers/add/", data).status_code == 302
    server = ModelServer.objects.get()
    assert server.base_url == "http://127.0.0.1:11434"
    admin.post(f"/models/servers/{server.pk}/", {"name": "box", "base_url": "gpu-box:8000/v1", "api_key": ""})
    server.refresh_from_db()
    assert server.base_url == "http://gpu-box:8000/v1"


def test_server_that_was_not_checked_yet_is_neither_up_nor_down(member: Client) -> None:
    ModelServer.objects.create(slug="new", kind="ollama", base_url="http://127.0.0.1:9")
    ModelServer.objects.create(slug="off", kind="ollama", base_url="http://127.0.0.1:9", message="cannot be reached")
    page = html_of(member.get("/models/"))
    assert re.findall(r'<li class="server (is-\w+)">', page) == ["is-unchecked", "is-down"]


@pytest.mark.parametrize("address", ["add/", "test/", "1/remove/", "1/"])
def test_only_admins_change_servers(member: Client, jobs: Jobs, address: str) -> None:
    data = {"server-kind": "ollama", "server-name": "b", "server-base_url": "http://169.254.169.254"}
    assert member.post(f"/models/servers/{address}", data).status_code == 403
    assert jobs.calls == []
    assert not ModelServer.objects.exists()


def test_test_button_shows_the_answer_before_saving(admin: Client, jobs: Jobs) -> None:
    data = {"server-kind": "ollama", "server-name": "b", "server-base_url": "http://box", "server-api_key": "k"}
    first = admin.post("/models/servers/test/", data, headers={"HX-Request": "true"})
    ((_, token),) = jobs.calls
    assert job_data.take_input(str(token)) == {"kind": "ollama", "base_url": "http://box", "api_key": "k"}
    assert f"/models/servers/probe/{token}/" in html_of(first)
    job_data.store_answer(str(token), ServerAnswer(ok=True, message="", version="0.5", n_models=3), 60)
    answer = html_of(admin.get(f"/models/servers/probe/{token}/?since=1"))
    assert "It answers (version 0.5) and lists 3 models" in answer
    assert not ModelServer.objects.exists()


def test_server_with_results_is_not_removed(admin: Client) -> None:
    model = make_model()
    Run.objects.start(make_suite(), [model], Sampling(), team=Team.objects.default(), title="r")
    response = admin.post(f"/models/servers/{model.server_id}/remove/", follow=True)
    assert "stays: 1 run has answers of its models" in html_of(response)
    assert ModelServer.objects.filter(slug="box").exists()


def test_unused_server_is_removed_but_the_embedded_one_stays(admin: Client) -> None:
    admin.post(f"/models/servers/{make_model().server_id}/remove/")
    admin.post(f"/models/servers/{make_model('embedded/x').server_id}/remove/")
    assert list(ModelServer.objects.values_list("slug", flat=True)) == ["embedded"]


def test_renaming_keeps_the_key_when_none_is_typed(admin: Client, jobs: Jobs) -> None:
    pk = make_model().server_id
    row = ModelServer.objects.get(pk=pk)
    row.api_key = "old"
    row.save()
    admin.post(f"/models/servers/{pk}/", {"name": "big", "base_url": "http://127.0.0.1:9/v1", "api_key": ""})
    server = ModelServer.objects.get(pk=pk)
    assert (server.slug, server.api_key, server.base_url) == ("big", "old", "http://127.0.0.1:9/v1")


def test_pull_shows_progress_and_can_be_cancelled(member: Client, jobs: Jobs) -> None:
    server = make_model().server
    member.post("/models/pull/", {"pull-server": server.pk, "pull-name": "qwen2.5-coder:7b"})
    assert jobs.calls == [("pull_model", LanguageModel.objects.get(name="qwen2.5-coder:7b").pk)]
    model = LanguageModel.objects.get(name="qwen2.5-coder:7b")
    LanguageModel.objects.filter(pk=model.pk).update(pull={"status": "pulling", "completed": 250, "total": 1000})
    text = html_of(member.get("/models/", headers={"HX-Request": "true"}))
    assert 'value="0.2500"' in text
    assert "<html" not in text
    member.post(f"/models/{model.pk}/cancel-pull/")
    assert cache.get(f"pull-cancelled:{model.pk}")


def test_viewer_cannot_pull(jobs: Jobs) -> None:
    viewer = sign_in(make_person("vic", role=Membership.Role.VIEWER))
    data = {"pull-server": make_model().server_id, "pull-name": "x"}
    assert viewer.post("/models/pull/", data).status_code == 403
    assert "Pull a model" not in html_of(viewer.get("/models/"))


def test_page_needs_a_bounded_number_of_queries(
    member: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    server = make_model().server
    LanguageModel.objects.bulk_create(LanguageModel(server=server, name=f"m{n}") for n in range(120))
    with django_assert_max_num_queries(25):
        text = html_of(member.get("/models/?page=2"))
    assert "page 2 of 3" in text
