"""WebSockets that announce changes. They send no rows: a page loads the part that changed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.urls import path, re_path

from evaluations import broker_names
from evaluations.models import Membership, Run
from webapp.site import audiences

SIGNED_OUT, NOT_YOURS = 4401, 4404


class Consumer(AsyncJsonWebsocketConsumer):
    """Joins the audiences of the groups that `find_groups` names and passes their messages on."""

    channel_layer_alias = ""  # no channel of its own: webapp/site/audiences.py
    joined: tuple[str, ...] = ()
    _writing: asyncio.Task[None] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unsent: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one socket; remove it from all groups when it ends."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()

    @property
    def person(self) -> Any:
        """The person who opened the socket; AnonymousUser without a sign-in."""
        return self.scope["user"]

    async def find_groups(self) -> tuple[str, ...]:
        """Return groups of this socket; empty when the person may not have it."""
        raise NotImplementedError

    async def connect(self) -> None:
        """Accept first, so that the browser learns why the socket is closed; join groups only after the check."""
        await self.accept()
        if not self.person.is_authenticated:
            await self.close(SIGNED_OUT)
            return
        groups = await self.find_groups()
        if not groups:
            await self.close(NOT_YOURS)
            return
        for group in groups:
            await audiences.join(group, self)
            self.joined = (*self.joined, group)
        await self.send_json({"type": "joined"})
        self._writing = asyncio.create_task(self._write())

    def hear(self, texts: list[str]) -> None:
        """Queue messages for the browser.

        Messages for a slow browser wait until webapp/connections.py ends the connection.
        """
        for text in texts:
            self._unsent.put_nowait(text)

    async def _write(self) -> None:
        with suppress(Exception):  # the browser has left; the disconnect event follows
            while True:
                await self.send(text_data=await self._unsent.get())

    async def disconnect(self, code: int) -> None:
        """Leave."""
        self._leave()

    def _leave(self) -> None:
        for group in self.joined:
            audiences.leave(group, self)
        self.joined = ()
        if self._writing:
            self._writing.cancel()

    async def receive(self, text_data: Any = None, bytes_data: Any = None, **kwargs: Any) -> None:
        """Ignore what a page sends, without reading it as JSON."""


class SiteConsumer(Consumer):
    """Every page: runs of all the person's teams, and models."""

    async def find_groups(self) -> tuple[str, ...]:
        """Return one group per team, and the models'."""
        return (*(broker_names.team_group(pk) for pk in await teams_of(self.person)), broker_names.MODELS_GROUP)


class RunConsumer(Consumer):
    """A run's page: its changes and the text of running answers."""

    async def find_groups(self) -> tuple[str, ...]:
        """Return the run's group, for members of its team."""
        pk = self.scope["url_route"]["kwargs"]["pk"]
        is_ours = await database_sync_to_async(Run.objects.filter(pk=pk, team__in=await teams_of(self.person)).exists)()
        return (broker_names.run_group(pk), broker_names.MODELS_GROUP) if is_ours else ()


class UnknownConsumer(AsyncJsonWebsocketConsumer):
    """Any other path: closed before it is accepted, which the browser sees as 403."""

    async def connect(self) -> None:
        """Refuse."""
        await self.close()


@database_sync_to_async
def teams_of(user: Any) -> list[int]:
    """Return teams whose runs the person may see now. Reviewers may not see runs, on pages and here."""
    memberships = Membership.objects.filter(user=user.pk).exclude(role=Membership.Role.REVIEWER)
    return list(memberships.values_list("team", flat=True))


site_socket: Any = SiteConsumer.as_asgi()
run_socket: Any = RunConsumer.as_asgi()
unknown_socket: Any = UnknownConsumer.as_asgi()
socket_urls: list[Any] = [
    path("ws/site/", site_socket),
    path("ws/runs/<int:pk>/", run_socket),
    re_path("", unknown_socket),
]
