"""The sockets of this process that listen to a group: each message is received and encoded once for all of them.

With a channel for each socket, as Channels gives it, a message to 200 sockets is 200 messages: each is decoded, handed
to a thread that looks after database connections, and encoded again. Here it costs a queue entry a socket. With many
sockets, messages of a moment are sent as one.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer

# Messages of this time are merged for each socket that listens: two hundred sockets get one in 0.1 s, a few
# immediately.
PAUSE_A_SOCKET_S, LONGEST_PAUSE_S = 0.0005, 1.0
Message = dict[str, Any]
log = logging.getLogger(__name__)


class Listener(Protocol):
    """A socket."""

    def hear(self, texts: list[str]) -> None:
        """Queue these messages, encoded, for the browser."""


class Audience:
    """The listeners of one group. It is subscribed while there is at least one."""

    def __init__(self, group: str) -> None:
        self.listeners: set[Listener] = set()
        self._group = group
        self._merging = MessageQueue()
        self._flushing: asyncio.TimerHandle | None = None
        self._flushed_at = 0.0
        self._is_subscribed = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._receive())

    async def wait_until_subscribed(self) -> None:
        """Return when no further message is missed. Raises what the broker's client raises."""
        await asyncio.shield(self._is_subscribed)

    def end(self) -> None:
        """Unsubscribe."""
        self._task.cancel()
        if self._flushing:
            self._flushing.cancel()

    async def _receive(self) -> None:
        layer = get_channel_layer()
        assert layer is not None
        try:
            channel = await layer.new_channel()
            await layer.group_add(self._group, channel)
        except Exception as exc:
            self._is_subscribed.set_exception(exc)
            return
        self._is_subscribed.set_result(None)
        try:
            while True:
                try:
                    self._take(await layer.receive(channel))
                except Exception:  # of one message; later messages are received
                    log.exception("A message to %s could not be read.", self._group)
        finally:
            await layer.group_discard(self._group, channel)

    def _take(self, message: Message) -> None:
        self._merging.add(message)
        if self._flushing is None:
            loop = asyncio.get_running_loop()
            pause_s = min(LONGEST_PAUSE_S, PAUSE_A_SOCKET_S * len(self.listeners))
            self._flushing = loop.call_at(max(loop.time(), self._flushed_at + pause_s), self._flush)

    def _flush(self) -> None:
        self._flushing, self._flushed_at = None, asyncio.get_running_loop().time()
        texts = [json.dumps(message) for message in self._merging.take_all()]
        for listener in self.listeners:
            listener.hear(texts)


class MessageQueue:
    """Messages that wait, in the order of the first of each kind: a later one of a run joins the one that waits."""

    def __init__(self) -> None:
        self._waiting: list[Message] = []
        self._by_kind: dict[tuple[str, int | None], Message] = {}

    def add(self, message: Message) -> None:
        """Keep a message, or merge it with a waiting one."""
        if self._continues(message):
            self._waiting[-1]["text"] += message["text"]
            return
        kind = (message["type"], message.get("run"))
        if message["type"] in ("run.changed", "run.moved", "run.verdicts", "models.changed"):
            if earlier := self._by_kind.get(kind):
                if verdicts := message.get("verdicts"):
                    earlier["verdicts"] = earlier.get("verdicts", {}) | verdicts
                return
            self._by_kind[kind] = message
        self._waiting.append(message)

    def _continues(self, message: Message) -> bool:
        """Return whether it is the next piece of the text that came last."""
        if message["type"] != "candidate.text" or not self._waiting:
            return False
        last = self._waiting[-1]
        is_same = all(last.get(key) == message[key] for key in ("type", "candidate", "channel"))
        return is_same and last["start"] + len(last["text"]) == message["start"]

    def take_all(self) -> list[Message]:
        """Return the waiting messages, and clear them."""
        waiting, self._waiting = self._waiting, []
        self._by_kind.clear()
        return waiting


_audiences: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Audience]] = WeakKeyDictionary()


async def join(group: str, listener: Listener) -> None:
    """Subscribe a socket to a group. Raises what the broker's client raises."""
    audiences = _audiences.setdefault(asyncio.get_running_loop(), {})
    audience = audiences.get(group)
    if audience is None:
        audience = audiences[group] = Audience(group)
    audience.listeners.add(listener)
    try:
        await audience.wait_until_subscribed()
    except BaseException:
        leave(group, listener)
        raise


def leave(group: str, listener: Listener) -> None:
    """Remove a socket from a group."""
    audiences = _audiences.get(asyncio.get_running_loop(), {})
    if (audience := audiences.get(group)) is None:
        return
    audience.listeners.discard(listener)
    if not audience.listeners:
        del audiences[group]
        audience.end()
