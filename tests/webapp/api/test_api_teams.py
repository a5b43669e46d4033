"""Every operation without a token, with a token of another team, and with a role that has too few rights."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from evaluations import tasks
from evaluations.actions.apply_bulk_change import apply
from evaluations.actions.automatic_runs import add_schedule
from evaluations.actions.choose import save_view
from evaluations.actions.edit_answer import edit_answer
from evaluations.actions.plan_bulk_change import BulkChangeRequest
from evaluations.models import (
    ApiToken,
    BulkChange,
    Campaign,
    Candidate,
    Comment,
    GradingTrial,
    Membership,
    OwnStrategy,
    PromptTemplate,
    Run,
    Vote,
    Webhook,
)
from evaluations.models.changes import ChangeKind
from tests import factories
from tests.webapp.api_client import BASE, Caller, caller
from tests.webapp.file_rows import keep_books, read_books
from tests.webapp.review_rows import make_campaign, make_run
from webapp.api_urls import api
from webapp.review.queue import next_votes

pytestmark = pytest.mark.django_db
# Left out: model servers without a team belong to the whole site (those of a team: test_server_owners.py); every token
# may ask whom it belongs to; and a team's chosen model is asked for by purpose, which is no row.
OF_THE_SITE = ("/models", "/servers", "/me", "/tokens", "/search", "/figures", "/in-use")
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in api.document()["paths"].items()
    for method, operation in methods.items()
]


@pytest.fixture(scope="module")
def books() -> list[dict[str, Any]]:
    return read_books()


@pytest.fixture
def ids(db: None, books: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An id of the default team for each part of an address."""
    monkeypatch.setattr(tasks, "wake", lambda: None)
    run = make_run()
    candidate, person = run.candidates.first(), factories.make_person("mia", role="admin")
    assert candidate
    comment = Comment.objects.create(candidate=candidate, author=person, text="x")
    campaign = make_campaign(run)
    token = next_votes(campaign, person.pk)[0].token
    conversation = run.suite_version.suite
    return {
        "run": str(run.pk),
        "candidate": str(candidate.pk),
        "comment": str(comment.pk),
        "campaign": str(campaign.pk),
        "workbook": str(keep_books(books)[0].pk),
        "suite": "starter",
        "task": "greet-0",
        "person": str(Membership.objects.get(user=person).pk),
        "token": token,
        "letter": "a",
        "kind": "pairs",
        "act": "pause",
        "model": "1",
        "server": "1",
        "conversation": str(conversation.pk),
        "first": "1",
        "second": "1",
        "item": str(run.pk),
        "thing": str(run.pk),
        "deletion": "1",
        "link": "1",
        "draft": "1",
        "purpose": "excel",
        **{name: str(pk) for name, pk in made_by(person, run, candidate).items()},
    }


def made_by(person: User, run: Run, candidate: Candidate) -> dict[str, int]:
    """Make a row of each kind that a person adds; return their ids."""
    team, rows = run.team, Candidate.objects.filter(run=run)
    change_request = BulkChangeRequest(kind=ChangeKind.REGRADE, rows=rows, n_more=0, models=[])
    change, _ = apply(team, change_request, key="k", query="", by=person)
    return {
        "change": change.pk,
        "schedule": add_schedule(team, [run.suite_version.suite], [], (0, 0), 1, None).pk,
        "strategy": OwnStrategy.objects.create(team=team, name="own", title="Own", system="x").pk,
        "template": PromptTemplate.objects.create(team=team, title="A list", text="x", kind="page").pk,
        "webhook": Webhook.objects.make(team, "https://ci.example/hook", person)[0].pk,
        "edit": edit_answer(candidate, {"answer.tsx": "export default 1;"}, person).pk,
        "trial": GradingTrial.objects.create(team=team, version=run.suite_version, key="k", n=0, created_by=person).pk,
        "view": save_view(team, person, "runs", "mine", "", is_shared=False).pk,
    }


def ask(who: Caller, method: str, path: str, ids: dict[str, str]) -> Any:
    path = path.replace("/tokens/{token}", "/tokens/1").replace("/{kind}/{item}", "/run/{item}")
    path = path.replace("/kept/{kind}", "/kept/run")
    for name, value in ids.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path
    body = {
        "stars": 3,
        "text": "x",
        "note": "x",
        "role": "viewer",
        "weight": 1,
        "voter": "x",
        "choice": "left",
        "places": {"a": 1},
        "sheet": "x",
        "title": "x",
    }
    return who.send(path.removeprefix(BASE), None if method == "GET" else body, method)


def test_request_without_a_token_reveals_nothing(ids: dict[str, str]) -> None:
    for method, path, _ in OPERATIONS:
        response = ask(Caller(), method, path, ids)
        answer = (response.status_code, response["Content-Type"])
        assert answer == (401, "application/problem+json"), f"{method} {path}"


def test_another_team_cannot_find_or_change_rows(ids: dict[str, str]) -> None:
    olga, before, n = caller("admin", factories.make_team("Other"), name="olga"), rows(), 0
    for method, path, operation in OPERATIONS:
        if "{" not in path or path.removeprefix(BASE.rstrip("/")).startswith(OF_THE_SITE):
            continue
        response = ask(olga, method, path, ids)
        # A wrong body or query is refused first. That answer does not depend on what exists.
        needs_query = any(field["in"] == "query" and field["required"] for field in operation.get("parameters", []))
        allowed = {404, 422} if "requestBody" in operation or needs_query else {404}
        assert response.status_code in allowed, f"{method} {path}: {response.content[:300]}"
        n += 1
    assert n > 60
    assert rows() == before


def rows() -> list[Any]:
    """Count the rows that another team's request must not change."""
    kinds = (Run, Candidate, Campaign, BulkChange, Comment, Vote)
    return [
        *(list(kind.objects.order_by("pk").values()) for kind in kinds),
        list(Membership.objects.filter(team__slug="default").order_by("pk").values()),
    ]


def test_reviewer_reaches_only_blind_pages_and_their_own_account(ids: dict[str, str]) -> None:
    rita = caller("reviewer", name="rita")
    ApiToken.objects.update(scopes=["read", "write", "review", "admin", "people"])  # so that only the role decides
    refused = []
    for method, path, operation in OPERATIONS:
        scopes = {name for entry in operation["security"] for name in entry}
        if not scopes & {"ReviewToken", "AnyToken"}:
            response = ask(rita, method, path, ids)
            assert response.status_code == 403, f"{method} {path}: {response.content[:300]}"
            refused.append(path)
    assert len(refused) > 80
