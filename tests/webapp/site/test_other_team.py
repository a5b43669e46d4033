"""An admin of another team tries to read and change rows of the first team by their ids."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evaluations.models import ApiToken, Campaign, Candidate, Comment, Run, SuiteVersion
from tests.environment import IS_FULL
from tests.webapp.matrix_operations import path
from tests.webapp.matrix_pages import address
from tests.webapp.matrix_table import ANYBODY, PAGES, SIGNED_IN
from tests.webapp.matrix_world import MARK, OTHER, World
from tests.webapp.site.test_role_matrix import NAMES_NO_ROW, content_of, operations, rolled_back, routes, send

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\d+")
BASE = "/api/v1/"


def call_api(world: World, method: str, at: str, body: Any = None, who: str = OTHER, **headers: str) -> Any:
    """Send a request with a person's token."""
    headers |= {"Authorization": f"Bearer {world.secrets[who]}", "Sec-Fetch-Dest": "iframe"}
    text = json.dumps(body) if body is not None else ""
    at = at if at.startswith("/") else BASE + at
    client = Client(raise_request_exception=False)
    return client.generic(method, at, text, content_type="application/json", headers=headers)


@pytest.fixture
def own(world: World) -> Run:
    """A run of the other team."""
    return Run.objects.get(team__slug="other")


def words(response: Any, at: str) -> str:
    """Return the answer's text without the requested ids, tokens and address."""
    text = content_of(response).replace(at, "")
    text = re.sub(r'(csrfmiddlewaretoken" value="|content=")[^"]+', "", text)
    return NUMBER.sub("", text.replace("no-such-suite", "").replace(f"{MARK}-suite", "").replace(f"{MARK}-box", ""))


def test_pages_do_not_reveal_what_exists(world: World) -> None:
    for route in routes():
        rules = PAGES[str(route.name)]
        if not route.pattern.converters or {rule.least for rule in rules.values()} & {ANYBODY, SIGNED_IN}:
            continue
        if route.name in NAMES_NO_ROW:
            continue  # it names no row
        for method in rules:
            answers = []
            for exists in (True, False):
                at = address(world, str(route.pattern), OTHER, exists=exists)
                with rolled_back():
                    response = send(world.clients[OTHER], method, at, {})
                    answers.append((response.status_code, words(response, at)))
            assert answers[0] == answers[1], f"{method} {route.pattern}"
            assert answers[0][0] == 404, f"{method} {route.pattern}"


def test_operations_do_not_reveal_what_exists(world: World) -> None:
    for method, template, name in operations():
        if "{" not in template:
            continue
        answers = []
        for exists in (True, False):
            at = path(world, template, name, OTHER, exists=exists)
            with rolled_back():
                response = call_api(world, method, at)
                answers.append((response.status_code, words(response, at.partition("?")[0])))
        assert answers[0] == answers[1], f"{method} {template}"


def asked_with(world: World) -> dict[str, list[Any]]:
    """Return names of query parameters, with ids of the first team."""
    run, candidate = world.run, world.candidate
    return {
        "run": [run.pk],
        "task": [candidate.task_id, world.task.slug],
        "model": [world.model.pk, world.model.model_id],
        "suite": [run.suite_version.suite.slug, run.suite_version.suite_id],
        "workbook": [world.workbook.pk],
        "w": [world.workbook.pk],
        "a": [candidate.pk, f"{run.pk}-{world.model.pk}-plain"],
        "from": [run.pk],
        "q": [MARK],
        "to": [run.pk, f"m{world.model.pk}"],
        "against": [run.pk],
        "entry": [f"{run.pk}-{world.model.pk}-plain"],
        "campaign": [world.campaign.pk],
    }


def test_no_field_of_an_address_shows_rows_of_another_team(world: World) -> None:
    pages = [
        address(world, str(route.pattern), OTHER)
        for route in routes()
        if "GET" in PAGES[str(route.name)] and not route.pattern.converters
    ]
    lists = [at for method, at, _ in operations() if method == "GET" and "{" not in at]
    assert len(pages) > 25
    assert len(lists) > 20
    queries = [(name, value) for name, values in asked_with(world).items() for value in values]
    for number, (name, value) in enumerate(queries):
        for position, at in enumerate([*pages, *lists]):
            if not IS_FULL and (position + number) % 8:
                continue  # each address gets every eighth query; all of them in make test-full
            with rolled_back() as written:
                full_address = f"{at}?{name}={value}"
                is_plain = at.startswith(BASE)
                response = call_api(world, "GET", full_address) if is_plain else world.clients[OTHER].get(full_address)
                text = unquote(content_of(response)).lower().replace(str(value).lower(), "")
            assert response.status_code < 500, full_address
            assert MARK not in text or response.status_code >= 400, full_address
            assert not written & {"evaluations_candidate", "evaluations_run"}, full_address


def requests_about_other_team(world: World, own: Run) -> list[tuple[str, str, Any]]:
    """Return method, address and body of requests from one team that name rows of the other one."""
    own_answer, foreign = own.candidates.first(), world.candidate
    assert own_answer is not None
    suite, book = world.run.suite_version.suite.slug, world.workbook.pk
    model, person = own.chosen.get(name__startswith="smollm").pk, User.objects.get(username=f"{MARK}-member")
    campaign = Campaign.objects.create(team=own.team, title="Ours")
    files = {"models": [str(model)], "n_samples": 1, "max_tokens": 64}
    return [
        ("POST", "runs", {"suite": suite, **files}),
        ("POST", "runs", {"suite": own.suite_version.suite.slug, "version": world.run.suite_version_id, **files}),
        ("POST", "runs", {"suite": own.suite_version.suite.slug, **files, "models": [world.pulled.pk]}),
        ("POST", "prompts", {"prompt": "x", "workbook": book, "kind": "excel", **files}),
        ("POST", "prompts", {"prompt": "x", "conversation": world.conversation.pk, **files}),
        ("POST", "answers", {"model": "x", "text": "x", "task": world.task.pk}),
        ("POST", "answers", {"model": "x", "text": "x", "conversation": world.conversation.pk}),
        ("POST", "answers", {"model": "x", "text": "x", "workbook": book}),
        ("POST", "share-links", {"run": world.run.pk}),
        ("POST", "share-links", {"candidate": foreign.pk}),
        ("POST", "workbooks/runs", {"workbooks": [book], **files}),
        ("POST", "workbooks/prompts", {"workbooks": [book], **files}),
        ("POST", "campaigns", {"title": "x", "runs": [own.pk, world.run.pk]}),
        ("POST", "campaigns", {"title": "x", "suite": suite}),
        ("POST", "campaigns", {"title": "x", "runs": [own.pk], "reviewers": [person.pk]}),
        ("PATCH", f"campaigns/{campaign.pk}", {"reviewers": [person.pk]}),
        ("POST", f"campaigns/{campaign.pk}/weights", {"voter": f"reviewer-{person.pk}", "weight": 0}),
        ("POST", f"candidates/{own_answer.pk}/comments", {"text": "x", "reply_to": world.comment.pk}),
        ("DELETE", f"candidates/{own_answer.pk}/comments/{world.comment.pk}", None),
        ("GET", f"candidates/against?a={own_answer.pk}&b={foreign.pk}", None),
        ("GET", f"campaigns/{campaign.pk}/pairs/{world.pairs['member'].token}", None),
        ("POST", f"campaigns/{campaign.pk}/pairs/{world.pairs['member'].token}/vote", {"choice": "left"}),
        ("GET", f"runs/{own.pk}/against?to=r{world.run.pk}", None),
        ("POST", "changes", {"kind": "models", "run": [own.pk], "add": [str(world.pulled.pk)]}),
        ("POST", "models/pull", {"server": world.server.slug, "name": "x:1b"}),
        ("DELETE", f"tokens/{ApiToken.objects.get(membership__user=person).pk}", None),
    ]


def test_bodies_with_numbers_of_another_team_are_refused(world: World, own: Run) -> None:
    for method, at, body in requests_about_other_team(world, own):
        with rolled_back():
            response = call_api(world, method, at, body)
            text = content_of(response)
        assert response.status_code in (404, 409, 422), f"{method} {at} {body}: {response.status_code} {text[:300]}"
        assert f"{MARK} " not in text, f"{method} {at}"


def test_changes_do_not_reach_answers_of_another_team(world: World) -> None:
    before = Candidate.objects.filter(run=world.run).exclude(state="done").count()
    for body in ({"kind": "regrade", "run": [world.run.pk]}, {"kind": "regrade", "task": [world.task.pk]}):
        with rolled_back():
            preview = call_api(world, "POST", "changes/preview", body)
            assert preview.status_code in (404, 422) or json.loads(preview.content)["n_regraded"] == 0
            call_api(world, "POST", "changes", body)
            at = "/candidates/change/?" + urlencode(body, doseq=True)
            world.clients[OTHER].post(at, {"key": "k"})
            assert Candidate.objects.filter(run=world.run).exclude(state="done").count() == before


def test_forms_with_numbers_of_another_team_change_nothing(world: World, own: Run) -> None:
    client, own_answer = world.clients[OTHER], own.candidates.first()
    assert own_answer is not None
    forms = [
        (f"/candidates/{own_answer.pk}/feedback/comment/", {"text": "x", "to": world.comment.pk}),
        (f"/candidates/{own_answer.pk}/feedback/remove/", {"comment": world.comment.pk}),
        ("/people/team/", {"team": world.team.pk}),
        (f"/workbooks/matrix/?w={world.workbook.pk}", {"models": [world.model.pk], "wording": "seed"}),
        (f"/runs/{own.pk}/tasks/{world.task.pk}/", {}),
        ("/prompt/", {"action": "contract", "workbook": world.workbook.pk}),
        ("/prompt/preview/", {"prompt": "x", "workbook": world.workbook.pk, "kind": "excel"}),
    ]
    for at, data in forms:
        with rolled_back():
            response = client.post(at, data)
            assert response.status_code < 500, at
            assert MARK not in content_of(response), at
            assert Comment.objects.filter(pk=world.comment.pk).exists(), at
            assert not world.comment.replies.filter(author__username="olga").exists(), at
            assert MARK not in content_of(client.get("/runs/")), at


def test_etag_of_another_team_does_not_match(world: World) -> None:
    response = call_api(world, "GET", f"runs/{world.run.pk}", who="member")
    assert response.status_code == 200
    assert (
        call_api(world, "GET", f"runs/{world.run.pk}", who="member", **{"If-None-Match": response["ETag"]}).status_code
        == 304
    )
    assert call_api(world, "GET", f"runs/{world.run.pk}", **{"If-None-Match": response["ETag"]}).status_code == 404


def test_idempotency_key_of_another_person_does_not_match(world: World) -> None:
    at, body, key = f"candidates/{world.candidate.pk}/comments", {"text": f"{MARK} said"}, {"Idempotency-Key": "known"}
    with rolled_back():
        assert call_api(world, "POST", at, body, who="member", **key).status_code == 201
        assert call_api(world, "POST", at, body, who="member", **key)["Idempotent-Replayed"]
        refused = call_api(world, "POST", at, body, **key)
        assert refused.status_code == 404
        assert MARK not in content_of(refused)
        again = call_api(world, "POST", at, body, who="admin", **key)
        assert again.status_code == 201  # each person has their own keys
        assert "Idempotent-Replayed" not in again


def test_cached_pieces_of_a_sheet_are_shown_to_the_team_only(world: World) -> None:
    at = f"workbooks/{world.workbook.pk}/rows"
    assert call_api(world, "GET", at, who="viewer").status_code == 200  # now it is in the cache
    assert call_api(world, "GET", at).status_code == 404
    page = f"/workbooks/{world.workbook.pk}/rows/?sheet=0&from=0"
    assert world.clients["viewer"].get(page).status_code == 200
    assert world.clients[OTHER].get(page).status_code == 404


def test_a_number_of_a_version_leads_to_no_other_suite(world: World, own: Run) -> None:
    version = SuiteVersion.objects.create(suite=world.run.suite_version.suite, number=77, digest="z" * 64)
    response = world.clients[OTHER].get(f"/suites/{own.suite_version.suite.slug}/?v={version.number}")
    assert MARK not in content_of(response)
