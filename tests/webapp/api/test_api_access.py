"""Access to the API: tokens, scopes, roles, teams; and the text of refusals."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from evaluations import tasks
from evaluations.models import ApiToken, Membership, Run
from evaluations.models.teams import secret_digest
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import BASE, Caller, body_of, caller, token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(new_run, [Verdict.PASSED, Verdict.FAILED])
    return new_run


def readable(run: Run) -> list[str]:
    candidate = run.candidates.first()
    assert candidate
    pages = ["cells", "progress", "export"]
    return [
        f"runs/{run.pk}",
        *(f"runs/{run.pk}/{page}" for page in pages),
        f"candidates/{candidate.pk}",
        f"candidates/{candidate.pk}/code",
        f"candidates/{candidate.pk}/answer",
        f"candidates/{candidate.pk}/gradings",
        f"suites/{run.suite_version.suite.slug}",
        f"figures?run={run.pk}",
    ]


def problem_of(response: Any, status: int) -> Any:
    assert response["Content-Type"] == "application/problem+json"
    body = body_of(response, status)
    assert body["status"] == status
    assert body["detail"]
    assert body["hint"] == body["cure"], "the old name still works"
    return body


def test_owner_and_teammate_read_outsider_gets_404_anonymous_401(run: Run) -> None:
    owner, viewer = caller("member"), caller("viewer")
    outsider, anonymous = caller("admin", factories.make_team("Other")), Caller()
    for path in readable(run):
        for who in (owner, viewer):
            response = who.get(path)
            assert response.status_code == 200, path
            if response.streaming:
                assert b"".join(response.streaming_content)
        problem_of(outsider.get(path), 404)
        refused = anonymous.get(path)
        problem_of(refused, 401)
        assert refused["WWW-Authenticate"].startswith("Bearer")
    for path in ("runs", "candidates", "suites", "workbooks"):
        assert body_of(outsider.get(path))["count"] == 0


def test_unknown_revoked_or_expired_token_is_refused(run: Run) -> None:
    person = factories.make_person("mia")
    secrets = [token_for(person) for _ in range(3)]
    rows = [ApiToken.objects.get(secret_hash=secret_digest(secret)) for secret in secrets]
    assert rows[0].revoke()
    assert not rows[0].revoke()
    ApiToken.objects.filter(pk=rows[1].pk).update(expires_at=now() - timedelta(seconds=1))
    assert Caller(secrets[2]).get("me").status_code == 200
    for secret in [*secrets[:2], "bakeoff_nonsense", secrets[2] + "x"]:
        problem_of(Caller(secret).get("me"), 401)
    person.is_active = False
    person.save()
    problem_of(Caller(secrets[2]).get("me"), 401)


def test_token_ends_with_the_membership_and_is_stored_hashed(run: Run) -> None:
    person = factories.make_person("mia")
    secret = token_for(person)
    row = ApiToken.objects.get()
    assert secret not in str(vars(row))
    assert secret.startswith(row.prefix)
    assert len(row.prefix) < len(secret) / 2
    Membership.objects.filter(user=person).delete()
    problem_of(Caller(secret).get("me"), 401)


def test_scope_and_role_are_both_needed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "wake", lambda: pytest.fail("woken"))
    reads = caller("member", scopes=("read",))
    problem = problem_of(reads.send(f"runs/{run.pk}/retry"), 403)
    assert "This needs the scope write" in problem["detail"]
    demoted = factories.make_person("dan")
    secret = token_for(demoted, "read", "write")
    Membership.objects.filter(user=demoted).update(role="viewer")
    problem = problem_of(Caller(secret).send(f"runs/{run.pk}/retry"), 403)
    assert "You are a viewer of Team; this needs the role member" in problem["detail"]
    problem_of(caller("member").send("servers", {"name": "box", "base_url": "http://127.0.0.1:9"}), 403)


def test_reviewer_is_kept_from_names_and_verdicts(run: Run) -> None:
    reviewer = factories.make_person("rita", role="reviewer")
    caller_ = Caller(token_for(reviewer, "read", "review"))
    for path in readable(run):
        problem = problem_of(caller_.get(path), 403)
        assert "Your campaigns are under Review" in problem["detail"]
    assert body_of(caller_.get("campaigns"))["count"] == 0


def test_session_cookie_without_a_token_is_refused(run: Run) -> None:
    client = Client()
    client.force_login(factories.make_person("mia"))
    assert client.get(f"{BASE}runs/{run.pk}").status_code == 401
    assert client.post(f"{BASE}runs/{run.pk}/cancel").status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nothing/here", 404),
        ("GET", "runs/abc", 404),
        ("GET", "runs/999999", 404),
        ("GET", "suites/a%0Ab", 404),
        ("PUT", "runs", 405),
        ("GET", f"runs/{2**70}", 422),
        ("POST", "runs", 400),
        ("GET", "runs?page=0", 422),
        ("GET", "runs?page=x", 422),
    ],
)
def test_wrong_use_is_a_problem_with_what_to_do(method: str, path: str, status: int) -> None:
    client = caller()
    response = (
        client.get(path)
        if method == "GET"
        else client.client.generic(
            method, BASE + path, "{nonsense", content_type="application/json", headers=client.headers
        )
    )
    problem_of(response, status)


def test_internal_error_is_a_problem_without_details(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("webapp.runs.api.progress", breaks)
    problem = problem_of(caller().get(f"runs/{run.pk}/progress"), 500)
    assert "secret" not in str(problem)


def test_description_needs_a_signed_in_person_and_docs_need_a_session() -> None:
    assert Caller().get("openapi.json").status_code == 401
    assert body_of(caller("viewer").get("openapi.json"))["openapi"].startswith("3.")
    assert Client().get("/api/v1/docs").status_code == 302
    client = Client()
    client.force_login(factories.make_person("rita", role="reviewer"))
    text = client.get("/api/v1/docs").content.decode()
    assert "/api/v1/campaigns/{campaign}/next" in text
    some = client.get("/api/v1/docs?q=Vote+campaign").content.decode()
    assert ("/pairs/{token}/vote" in some, "/api/v1/people" in some) == (True, False)
    assert "No operation contains every word of “&lt;b&gt;”" in client.get("/api/v1/docs?q=<b>").content.decode()
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_command_makes_lists_and_revokes() -> None:
    factories.make_person("mia", role="viewer")
    out = StringIO()
    call_command("api_token", "make", "--user", "mia", "--name", "nightly", "--json", stdout=out)
    assert '"scopes": ["read"]' in out.getvalue()
    row = ApiToken.objects.get()
    out = StringIO()
    call_command("api_token", "list", stdout=out)
    assert f"{row.prefix}…  active   mia in default: nightly (read)" in out.getvalue()
    call_command("api_token", "revoke", row.prefix, stdout=StringIO())
    assert ApiToken.objects.get().state == "revoked"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["make", "--user", "nobody", "--name", "x"], 'Nobody is called "nobody"'),
        (["make", "--user", "mia", "--name", "x", "--scope", "write"], "cannot have write. It can have: read"),
        (["make", "--user", "mia", "--name", "x", "--days", "0"], "--days 0 is not between"),
        (["revoke", "bakeoff_zzz"], "No active token begins"),
    ],
)
def test_command_refuses_with_a_sentence(words: list[str], sentence: str) -> None:
    factories.make_person("mia", role="viewer")
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("api_token", *words, stderr=err)
    assert ended.value.code == 2
    assert sentence in err.getvalue()
