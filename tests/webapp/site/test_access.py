"""Who may open which page: owner, teammate, outsider, a person without a team, a visitor."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evaluations import tasks
from evaluations.models import Membership, Run
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model()])
    factories.finish_run(new_run, [Verdict.PASSED, Verdict.FAILED])
    return new_run


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def addresses(run: Run) -> list[str]:
    """Return addresses of pages about this run's rows."""
    candidate, task = run.candidates.first(), run.suite_version.tasks.first()
    assert candidate
    assert task
    return [
        f"/runs/{run.pk}/",
        f"/runs/{run.pk}/?part=matrix",
        f"/runs/{run.pk}/tasks/{task.pk}/",
        f"/candidates/{candidate.pk}/",
        f"/candidates/{candidate.pk}/preview/",
    ]


LISTS = ["/", "/runs/", "/candidates/", "/compare/", "/search/?q=starter", "/people/", "/patterns/"]


def test_owner_and_teammate_see_the_rows(run: Run) -> None:
    for name, role in (("ada", "admin"), ("mia", "member"), ("vic", "viewer")):
        client = client_of(factories.make_person(name, role=role))
        for address in [*addresses(run), *LISTS]:
            assert client.get(address).status_code == 200, (name, address)


def test_outsider_gets_404_and_sees_nothing_in_lists(run: Run) -> None:
    client = client_of(factories.make_person("otto", factories.make_team("Other")))
    for address in addresses(run):
        assert client.get(address).status_code == 404, address
    for address in [*LISTS, f"/candidates/?run={run.pk}", f"/compare/?run={run.pk}"]:
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert run.title not in text, address
        assert f"/runs/{run.pk}/" not in text, address
    for act in ("pause", "cancel", "retry", "regrade"):
        assert client.post(f"/runs/{run.pk}/{act}/").status_code == 404


def test_anonymous_visitor_is_sent_to_sign_in_from_every_page(run: Run, client: Client) -> None:
    for address in [*addresses(run), *LISTS, "/people/password/"]:
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/sign-in/?next="), address


def test_person_without_a_team_gets_an_explanation(client: Client) -> None:
    client.force_login(User.objects.create_user("lone"))
    response = client.get("/")
    assert response.status_code == 403
    assert "is in no team" in response.content.decode()


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_viewers_and_reviewers_cannot_change_a_run(run: Run, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "wake", lambda: pytest.fail("woken"))
    client = client_of(factories.make_person("vic", role=role))
    candidate = run.candidates.first()
    assert candidate
    for act in ("pause", "resume", "cancel", "retry", "regrade"):
        response = client.post(f"/runs/{run.pk}/{act}/")
        assert response.status_code == 403
        assert f"You are a {role} of Team; this needs the role member" in response.content.decode()
    assert client.post(f"/candidates/{candidate.pk}/regrade/").status_code == 403
    assert "/regrade/" not in client.get(f"/runs/{run.pk}/").content.decode()


def test_reviewer_sees_no_link_to_refused_pages(run: Run) -> None:
    client = client_of(factories.make_person("rita", role="reviewer"))
    assert client.get(f"/runs/{run.pk}/").status_code == 403
    text = client.get("/").content.decode()
    for address in ("/runs/", "/search/", "/people/", "/models/"):
        assert f'"{address}"' not in text, address


def test_person_in_two_teams_sees_the_chosen_one(run: Run) -> None:
    person = factories.make_person("mia")
    other = factories.make_team("Other")
    Membership.objects.create(user=person, team=other, role="viewer")
    client = client_of(person)
    assert client.get(f"/runs/{run.pk}/").status_code == 200
    client.post("/people/team/", {"team": other.pk})
    assert client.get(f"/runs/{run.pk}/").status_code == 404
    client.post("/people/team/", {"team": 999})
    assert client.get(f"/runs/{run.pk}/").status_code == 404


def test_every_page_forbids_inline_script_and_framing(run: Run) -> None:
    client = client_of(factories.make_person("mia"))
    for address in [*addresses(run)[:4], *LISTS]:
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        text = response.content.decode()
        assert " style=" not in text, address
        assert " onclick=" not in text, address


def test_unknown_address_is_a_sentence() -> None:
    response = client_of(factories.make_person("mia")).get("/nothing/here/")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()
