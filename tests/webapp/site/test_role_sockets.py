"""Every WebSocket route for every person: who may connect, and which messages they get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser, User
from django.db import connections

from evaluations.models import Membership, Run
from tests import factories
from tests.webapp.matrix_table import SOCKETS
from tests.webapp.matrix_world import ANONYMOUS, OTHER, OUTSIDER, PEOPLE, ROLES
from tests.webapp.site.test_sockets import run
from webapp.site.sockets import NOT_YOURS, SIGNED_OUT, socket_urls, teams_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row() -> Run:
    return factories.make_run(factories.make_suite(), [factories.make_model()])


@pytest.fixture
def persons(row: Run) -> Iterator[dict[str, User | AnonymousUser]]:
    """A person for each role. Their connections in other threads are closed afterwards."""
    by_role: dict[str, User | AnonymousUser] = {role: factories.make_person(role, role=role) for role in ROLES}
    by_role[OTHER] = factories.make_person("olga", factories.make_team("Other"), "admin")
    by_role |= {OUTSIDER: User.objects.create_user("lone"), ANONYMOUS: AnonymousUser()}
    yield by_role
    connections.close_all()
    run(sync_to_async(connections.close_all)())


async def answers(path: str, user: User | AnonymousUser) -> list[str | int]:
    """Return the types of the first two answers; for a close its code."""
    scope: dict[str, Any] = {"type": "websocket", "path": f"/{path}", "headers": [], "user": user}
    socket: Any = ApplicationCommunicator(URLRouter(socket_urls), scope)  # type: ignore[no-untyped-call]  # asgiref has no types here
    await socket.send_input({"type": "websocket.connect"})
    types: list[str | int] = []
    for _ in range(2):
        answer = await socket.receive_output(timeout=10)
        types.append(answer.get("code", answer["type"]) if answer["type"] == "websocket.close" else answer["type"])
        if answer["type"] == "websocket.close":
            break
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait(timeout=10)
    return types


LET_IN = ["websocket.accept", "websocket.send"]


@pytest.mark.parametrize("person", PEOPLE)
def test_messages_about_a_run_go_to_its_team_only(row: Run, persons: dict[str, User], person: str) -> None:
    assert "ws/runs/<int:pk>/" in SOCKETS
    refused = SIGNED_OUT if person == ANONYMOUS else NOT_YOURS
    is_let_in = person in ("viewer", "member", "admin")
    expected = LET_IN if is_let_in else ["websocket.accept", refused]
    assert run(answers(f"ws/runs/{row.pk}/", persons[person])) == expected
    absent = [*LET_IN[:1], refused]
    assert run(answers(f"ws/runs/{row.pk + 999}/", persons[person])) == absent


@pytest.mark.parametrize("person", PEOPLE)
def test_other_sockets(persons: dict[str, User], person: str) -> None:
    assert {str(route.pattern) for route in socket_urls} == set(SOCKETS)
    expected = ["websocket.accept", SIGNED_OUT] if person == ANONYMOUS else LET_IN
    assert run(answers("ws/site/", persons[person])) == expected
    assert run(answers("ws/nothing/", persons[person])) == ["websocket.close"]


def test_the_site_socket_joins_the_groups_of_own_teams(row: Run, persons: dict[str, User]) -> None:
    """Group names contain the team's id, and a client cannot choose them."""
    teams = {name: run(teams_of(person)) for name, person in persons.items() if name != ANONYMOUS}
    assert teams["viewer"] == teams["admin"] == [row.team_id]
    assert teams["reviewer"] == teams[OUTSIDER] == []
    assert teams[OTHER] == list(Membership.objects.filter(user=persons[OTHER].pk).values_list("team", flat=True))
    assert row.team_id not in teams[OTHER]
