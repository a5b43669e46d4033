"""What is sent to a group reaches every socket that listens to it: encoded once, and merged where many listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.contrib.auth.models import User
from django.db import connections

from evaluations import broker_names, events
from evaluations.models import Run
from tests import factories
from tests.webapp.site.test_sockets import run
from webapp.site import audiences
from webapp.site.sockets import run_socket

CHANGED = {"type": "run.changed", "run": 1}


class Ear:
    """A listener that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def hear(self, texts: list[str]) -> None:
        """Keep them, decoded."""
        self.heard += [json.loads(text) for text in texts]


async def until(is_so: Callable[[], object], deadline_s: float = 10.0) -> None:
    end = asyncio.get_running_loop().time() + deadline_s
    while not is_so():
        assert asyncio.get_running_loop().time() < end
        await asyncio.sleep(0.005)


async def send(group: str, *messages: dict[str, Any]) -> None:
    layer = get_channel_layer()
    assert layer is not None
    for message in messages:
        await layer.group_send(group, message)


def test_only_members_of_a_group_receive_its_messages() -> None:
    async def scenario() -> None:
        ears, other = [Ear() for _ in range(3)], Ear()
        await asyncio.gather(*(audiences.join("ears", ear) for ear in ears), audiences.join("other", other))
        await send("ears", CHANGED, {"type": "run.ended", "run": 1})
        await until(lambda: all(len(ear.heard) == 2 for ear in ears))
        audiences.leave("ears", ears[0])
        await send("ears", CHANGED)
        await until(lambda: len(ears[1].heard) == 3)
        assert (len(ears[0].heard), other.heard) == (2, [])
        for ear in ears:
            audiences.leave("ears", ear)
        audiences.leave("other", other)
        assert audiences._audiences[asyncio.get_running_loop()] == {}
        await until(lambda: not layer_groups())

    run(scenario())


def layer_groups() -> object:
    """Groups that this process is subscribed to."""
    layer: Any = get_channel_layer()
    return layer.groups


def test_second_member_of_a_group_misses_no_message() -> None:
    """The first one's subscription is still under way when the second one comes."""

    async def scenario() -> None:
        first, second = Ear(), Ear()
        joining = asyncio.create_task(audiences.join("late", first))
        await asyncio.sleep(0)
        await audiences.join("late", second)
        await send("late", CHANGED)
        await until(lambda: second.heard and first.heard)
        await joining
        audiences.leave("late", first)
        await audiences.join("late", first)
        audiences.leave("late", second)
        audiences.leave("late", first)
        await audiences.join("late", second)  # subscribed again
        await send("late", CHANGED)
        await until(lambda: len(second.heard) == 2)
        audiences.leave("late", second)

    run(scenario())


def test_messages_of_one_moment_are_sent_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "PAUSE_A_SOCKET_S", 0.05)

    async def scenario() -> None:
        ears = [Ear() for _ in range(10)]
        for ear in ears:
            await audiences.join("many", ear)
        await send("many", *({**CHANGED, "verdicts": {str(number): "passed"}} for number in range(20)))
        verdicts = {str(number): "passed" for number in range(20)}
        await until(lambda: all(heard_verdicts(ear) == verdicts for ear in ears))
        assert all(len(ear.heard) <= 3 for ear in ears), "the first at once, the others after half a second"
        for ear in ears:
            audiences.leave("many", ear)

    run(scenario())


def heard_verdicts(ear: Ear) -> dict[str, str]:
    return {answer: verdict for message in ear.heard for answer, verdict in message.get("verdicts", {}).items()}


def text_of(candidate: int, start: int, text: str) -> dict[str, Any]:
    return {"type": "candidate.text", "candidate": candidate, "channel": "text", "start": start, "text": text}


def test_waiting_messages_are_merged_without_loss() -> None:
    merging = audiences.MessageQueue()
    for message in (
        {**CHANGED, "verdicts": {"1": "passed"}},
        text_of(5, 0, "ab"),
        text_of(5, 2, "c"),
        {"type": "run.moved", "run": 1},
        {**CHANGED, "verdicts": {"2": "failed"}},
        {**CHANGED, "run": 2},
        text_of(5, 3, "d"),
        text_of(5, 0, "again"),
        CHANGED | {"type": "run.ended", "title": "a"},
        CHANGED | {"type": "run.ended", "title": "b"},
        {"type": "models.changed"},
        {"type": "models.changed"},
    ):
        merging.add(dict(message))
    assert merging.take_all() == [
        {**CHANGED, "verdicts": {"1": "passed", "2": "failed"}},
        text_of(5, 0, "abc"),
        {"type": "run.moved", "run": 1},
        {**CHANGED, "run": 2},
        text_of(5, 3, "d"),
        text_of(5, 0, "again"),
        CHANGED | {"type": "run.ended", "title": "a"},
        CHANGED | {"type": "run.ended", "title": "b"},
        {"type": "models.changed"},
    ]
    assert merging.take_all() == []
    merging.add(dict(CHANGED))
    assert merging.take_all() == [CHANGED]


@pytest.mark.django_db(transaction=True)
def test_open_run_page_gets_messages_and_a_broken_one_delays_no_other() -> None:
    row = factories.make_run(factories.make_suite(), [factories.make_model()])
    person = factories.make_person("ada")

    async def scenario() -> None:
        broken, whole = opened(row, person), opened(row, person)
        for socket in (broken, whole):
            await socket.send_input({"type": "websocket.connect"})
            assert (await socket.receive_output(10))["type"] == "websocket.accept"
            assert json.loads((await socket.receive_output(10))["text"]) == {"type": "joined"}
        broken.future.cancel()  # its task ends without a disconnect
        await until(broken.future.done)
        events.run_changed(row.pk, row.team_id, {7: "passed"})
        message = json.loads((await whole.receive_output(10))["text"])
        assert message == {"type": "run.changed", "run": row.pk, "verdicts": {"7": "passed"}}
        [group] = [group for group in kept() if group == broker_names.run_group(row.pk)]
        assert len(kept()[group].listeners) == 1
        await whole.send_input({"type": "websocket.disconnect", "code": 1000})
        await whole.wait(10)
        assert kept() == {}

    try:
        run(scenario())
    finally:
        connections.close_all()


def kept() -> dict[str, audiences.Audience]:
    """The audiences of this event loop."""
    return audiences._audiences[asyncio.get_running_loop()]


def opened(row: Run, person: User) -> Any:
    """A socket of the run's page."""
    scope: dict[str, Any] = {"type": "websocket", "path": "/", "headers": [], "user": person}
    scope["url_route"] = {"kwargs": {"pk": row.pk}}
    return ApplicationCommunicator(run_socket, scope)  # type: ignore[no-untyped-call]  # asgiref has no types here
