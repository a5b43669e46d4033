"""Every page, operation and WebSocket for every person, with full bodies: who may use it, who may not, and leaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern

from tests.webapp.matrix_operations import bodies, path, uploads
from tests.webapp.matrix_pages import address, form, queries
from tests.webapp.matrix_table import (
    ANYBODY,
    OPERATIONS,
    OWN,
    PAGES,
    REVIEWER,
    SIGNED_IN,
    SOCKETS,
    Rule,
)
from tests.webapp.matrix_world import ANONYMOUS, MARK, OTHER, OUTSIDER, PEOPLE, World
from webapp.api_urls import api
from webapp.review.reviewer_middleware import OPEN_TO_REVIEWERS
from webapp.site.sockets import socket_urls
from webapp.urls import urlpatterns

pytestmark = pytest.mark.django_db
ORDER = ["viewer", "reviewer", "member", "admin"]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ADD = (
    "Add it to tests/webapp/matrix_table.py with the least role that each of its methods needs. Add the rows that it "
    "needs to matrix_world.py, its address and form to matrix_pages.py, its body to matrix_operations.py."
)
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+["`]?(\w+)')
# A GET may write: the session, a token's last use, answers that a person has seen, assigned pairs, and (last) the time
# until which no file is removed, while an archive is written.
NOTED = {"django_session", "evaluations_apitoken", "evaluations_knownanswer", "evaluations_installation"}
GIVES_OUT = re.compile(r"^review-(?:vote|next|rank|rate)$|^get_next_")


@contextmanager
def rolled_back() -> Iterator[set[str]]:
    """Collect the tables that are written to. Everything is rolled back."""
    written: set[str] = set()

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if match := WRITE.match(sql):
            written.add(match[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch), transaction.atomic():
        yield written
        transaction.set_rollback(True)


def content_of(response: Any) -> str:
    """Return the whole answer as text."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return str(raw.decode("utf-8", "replace"))


def is_refused_to_sign_in(response: Any) -> bool:
    """Whether the answer redirects to the sign-in page."""
    return response.status_code == 302 and str(response["Location"]).startswith("/sign-in/?next=")


def may(rule: Rule, person: str) -> bool:
    """Whether a person of the first team, or of no team, has the role."""
    if rule.least == ANYBODY:
        return True
    if rule.least == SIGNED_IN:
        return person != ANONYMOUS
    if person in (ANONYMOUS, OUTSIDER):
        return False
    least = REVIEWER if rule.least == OWN else rule.least
    return person == OTHER or ORDER.index(person) >= ORDER.index(least)


def expected_page(route: URLPattern, method: str, rule: Rule, person: str, path: str) -> set[int]:
    """Return the expected statuses; 0: redirected to sign in."""
    fine = {rule.refuses} if rule.refuses else {200, 204, 301, 302}
    if person == ANONYMOUS and rule.least != ANYBODY:
        return {0}
    if rule.least == ANYBODY:
        return fine | {200, 302, 422}
    if person == OUTSIDER and rule.least != SIGNED_IN:
        return {403, 404}
    if person == "reviewer" and path != "/" and not path.startswith(OPEN_TO_REVIEWERS):
        return {403}
    if person == OTHER and rule.least != SIGNED_IN and route.name not in NAMES_NO_ROW:
        if route.pattern.converters or route.name in ROWS_IN_QUERIES:
            return {404}
        if method == "POST" and route.name in ROWS_IN_FORMS:
            return {404, 422}
    return fine if may(rule, person) else {403, 404}


NAMES_NO_ROW = {"server-probe", "workbook-upload"}  # the address to test; progress of an own upload
ROWS_IN_QUERIES = {"answers-against", "make-task", "workbook-matrix", "workbook-matrix-export", "prompt-wording"}
ROWS_IN_FORMS = {"change-answers", "prompt", "model-pull", "automatic", "review-new", "review-import", "in-use"}


def send(client: Client, method: str, at: str, data: dict[str, Any]) -> Any:
    """Send a request as a browser does, from a frame, because previews are refused elsewhere."""
    headers, cookies = {"Sec-Fetch-Dest": "iframe"}, client.cookies.copy()
    if method == "POST":
        response = client.post(at, data, headers=headers)
    else:
        response = client.generic(method, at, headers=headers)
    client.cookies = SimpleCookie(cookies)  # some pages end the session
    return response


def routes() -> list[URLPattern]:
    return [route for route in urlpatterns if route.name != "api"]


def operations() -> list[tuple[str, str, str]]:
    """Yield method, path and name of each operation."""
    return [
        (method.upper(), at, operation["operationId"])
        for at, methods in api.document()["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_page_operation_and_socket_has_its_rule() -> None:
    assert {str(route.name) for route in routes()} - set(PAGES) == set(), ADD
    assert {name for *_, name in operations()} - set(OPERATIONS) == set(), ADD
    assert {str(route.pattern) for route in socket_urls} - set(SOCKETS) == set(), ADD
    assert set(PAGES) - {str(route.name) for route in routes()} == set(), "It is no page any more: take its rule away."
    assert set(OPERATIONS) - {name for *_, name in operations()} == set(), "It is no operation any more."


@pytest.mark.parametrize("person", PEOPLE)
def test_pages(world: World, person: str) -> None:
    faults = []
    for route in routes():
        name = str(route.name)
        at = address(world, str(route.pattern), person)
        query = queries(world).get(name, "")
        at = f"{at}?{query}" if query else at
        for method in METHODS:
            rule = PAGES.get(name, {}).get(method)
            if rule is None and person not in (ANONYMOUS, "admin"):
                continue
            with rolled_back() as written:
                data = form(world, name, person) if method == "POST" else {}
                response = send(world.clients[person], method, at, data)
                text = content_of(response)
            status = 0 if is_refused_to_sign_in(response) else response.status_code
            right = expected_page(route, method, rule, person, at) if rule else {0, 405}
            if status not in right:
                faults.append(f"{person} {method} {at}: {status}, not {right}")
            if method == "GET" and written - NOTED and not GIVES_OUT.match(name):
                faults.append(f"{person} {method} {at} writes {written - NOTED}")
            if person in (ANONYMOUS, OUTSIDER, OTHER) and status < 300 and MARK in text.lower():
                faults.append(f"{person} {method} {at} is shown rows of the other team")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("person", PEOPLE)
def test_operations(world: World, person: str) -> None:
    faults = []
    for method, template, name in operations():
        if name not in OPERATIONS:
            continue  # the first test covers it
        rule, at = OPERATIONS[name], path(world, template, name, person)
        with rolled_back() as written:
            response = ask(world, person, method, at, name)
            text = content_of(response)
        right = expected_operation(template, rule, person, name)
        if response.status_code not in right:
            faults.append(f"{person} {method} {at}: {response.status_code}, not {right}: {text[:300]}")
        if method == "GET" and written - NOTED and not GIVES_OUT.match(name):
            faults.append(f"{person} {method} {at} writes {written - NOTED}")
        if person == OTHER and response.status_code < 300 and MARK in text.lower():
            faults.append(f"{person} {method} {at} is shown rows of the other team: {text[:300]}")
    assert not faults, "\n".join(faults)


def ask(world: World, person: str, method: str, at: str, name: str) -> Any:
    """Call the operation with a full body. A person without a team has only a session."""
    secret = world.secrets.get(person)
    client = world.clients[person] if secret is None else Client(raise_request_exception=False)
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    headers["Sec-Fetch-Dest"] = "iframe"
    if files := uploads(world).get(name):
        return client.post(at, files, headers=headers)
    body = bodies(world, person).get(name)
    if body is None:
        return client.generic(method, at, headers=headers)
    return client.generic(method, at, json.dumps(body), content_type="application/json", headers=headers)


NAMES_A_ROW = {
    "compare_with_others",
    "list_history",
    "create_run",
    "create_schedule",
    "run_on_workbooks",
    "preview_workbook_prompts",
    "pull_model",
    "submit_prompt",
    "preview_prompt",
    "create_campaign",
    "add_answer",
    "make_share_link",
    "use_model_for",
    "import_preferences",
    "compare_answers",
    "get_workbook_matrix",
    "export_workbook_matrix",
    "compare_pair",
    "create_change",
    "get_figures",
    "get_task_results",
}


def expected_operation(template: str, rule: Rule, person: str, name: str) -> set[int]:
    """Return the expected statuses."""
    fine = {rule.refuses} if rule.refuses else {200, 201, 202, 204}
    if person in (ANONYMOUS, OUTSIDER):
        return {401}
    if rule.least == SIGNED_IN:
        return fine
    if person == "reviewer" and rule.least not in (REVIEWER, OWN):
        return {403, 404} if name == "revoke_token" else {403}
    if person == OTHER and "{" in template and "{purpose}" not in template:  # a purpose is no row of a team
        return {404}
    if person == OTHER and name in NAMES_A_ROW:
        return {404, 422}
    return fine if may(rule, person) else {403, 404}
