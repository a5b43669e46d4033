"""Announces changes to the channel layer. Never raises, because a broker that does not answer must not stop an
evaluation.

One background thread per process keeps one connection. Repeats of a message within THROTTLE_S are sent once.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import threading
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from channels.layers import get_channel_layer
from django.core.cache import cache as shared_cache
from redis.exceptions import RedisError

from evaluations import broker_names
from evaluations.broker_cache import count
from evaluations.records import Channel

THROTTLE_S = 0.05
CLOSE_S = 2.0
PARTIAL_LIFETIME_S = 600
COUNT_LIFETIME_S = 24 * 3600
COUNTED = {"run.changed", "run.moved"}
PARTIAL_THOUGHT = 4000  # characters: it is written eight times a second, and a thought may have a hundred thousand
log = logging.getLogger(__name__)


class Publisher:
    """Sends messages to groups from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._sent: dict[tuple[str, str], float] = {}
        self._pending: dict[tuple[str, str], dict[str, Any]] = {}
        self._is_closing = False
        self._thread = threading.Thread(target=self._loop.run_forever, name="events", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def close(self) -> None:
        """End the thread. If Python itself ends it at exit, the process may abort, even if its work is done."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._end(), self._loop)
            self._thread.join(CLOSE_S)

    async def _end(self) -> None:
        self._is_closing = True
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._loop.call_soon(self._loop.stop)

    def send(self, group: str, message: dict[str, Any]) -> None:
        """Hand the message over and return at once."""
        asyncio.run_coroutine_threadsafe(self._deliver(group, message), self._loop)

    def send_throttled(self, group: str, message: dict[str, Any]) -> None:
        """Send at most once in THROTTLE_S for a group and kind; repeats within that time are sent once, at its end.

        That one message has the verdicts of all of them.
        """
        self._loop.call_soon_threadsafe(self._schedule, group, message)

    def _schedule(self, group: str, message: dict[str, Any]) -> None:
        kind = (group, message["type"])
        if waiting := self._pending.get(kind):
            if message.get("verdicts"):
                waiting["verdicts"] = waiting.get("verdicts", {}) | message["verdicts"]
            return
        wait = max(0.0, self._sent.get(kind, 0.0) + THROTTLE_S - time.monotonic())
        self._pending[kind] = message
        self._loop.call_later(wait, self._flush, kind)

    def _flush(self, kind: tuple[str, str]) -> None:
        group, message = kind[0], self._pending.pop(kind)
        self._sent[kind] = time.monotonic()
        if self._is_closing:
            return
        self._loop.create_task(self._deliver(group, message))

    async def _deliver(self, group: str, message: dict[str, Any]) -> None:
        layer = get_channel_layer()
        if layer is None:
            return
        try:
            if message["type"] in COUNTED and group == broker_names.run_group(message["run"]):
                # Earlier renderings are out of date then (webapp/runs/shared_part.py).
                await asyncio.to_thread(count, broker_names.run_changes(message["run"]), COUNT_LIFETIME_S)
            await asyncio.wait_for(layer.group_send(group, message), timeout=5)
        except (OSError, TimeoutError, RedisError) as exc:
            why = str(exc) or type(exc).__name__
            log.warning("The broker did not take a message for %s; open pages will be late. %s", group, why)
        except Exception:
            log.warning("A message for %s was not sent; open pages will be late.", group, exc_info=True)


@cache
def _publisher() -> Publisher:
    return Publisher()


def run_changed(run_id: int, team_id: int, verdicts: Mapping[int, str] | None = None) -> None:
    """Tell the run's page and the team's dashboard to reload: a verdict was stored, or somebody changed the run.

    verdicts: those stored just now, by candidate; "flaky" for a flaky one. The run's page shows them at once.
    """
    _announce(run_id, team_id, "run.changed", verdicts)


def verdict_known(run_id: int, candidate_id: int, verdict: str) -> None:
    """Tell the run's page a verdict before it is stored: its picture and other evidence are still being recorded."""
    message = {"type": "run.verdicts", "run": run_id, "verdicts": {str(candidate_id): verdict}}
    _publisher().send_throttled(broker_names.run_group(run_id), message)


def run_progressed(run_id: int, team_id: int) -> None:
    """Tell pages that an answer began or ended. They reload after a pause, so that they are ready for its verdict."""
    _announce(run_id, team_id, "run.moved")


def run_ended(run_id: int, team_id: int, title: str, by: int | None) -> None:
    """Tell open pages that a run ended: what it is called and who started it, so that they can give notice."""
    message = {"type": "run.ended", "run": run_id, "title": title, "by": by}
    for group in (broker_names.run_group(run_id), broker_names.team_group(team_id)):
        _publisher().send(group, message)


def _announce(run_id: int, team_id: int, kind: str, verdicts: Mapping[int, str] | None = None) -> None:
    message: dict[str, Any] = {"type": kind, "run": run_id}
    news = {"verdicts": {str(candidate): verdict for candidate, verdict in verdicts.items()}} if verdicts else {}
    _publisher().send_throttled(broker_names.run_group(run_id), message | news)
    _publisher().send_throttled(broker_names.team_group(team_id), message)


def models_changed() -> None:
    """Tell pages that a server or model changed."""
    _publisher().send_throttled(broker_names.MODELS_GROUP, {"type": "models.changed"})


def candidate_text(run_id: int, candidate_id: int, start: int, text: str, channel: Channel = "text") -> None:
    """Send more of an answer that is being generated, or of its thought; start: its offset in characters."""
    message = {"type": "candidate.text", "candidate": candidate_id, "channel": channel, "start": start, "text": text}
    _publisher().send(broker_names.run_group(run_id), message)


def store_partial_answer(candidate_id: int, text: str, thinking: str = "") -> None:
    """Store the text so far, and the end of the thought, for a page that is opened now."""
    partial = {"text": text, "thinking": thinking[-PARTIAL_THOUGHT:], "n_thinking": len(thinking)}
    try:
        shared_cache.set(broker_names.partial_answer(candidate_id), partial, PARTIAL_LIFETIME_S)
    except Exception:
        log.warning("The broker did not take the text of candidate %s so far.", candidate_id, exc_info=True)


def drop_partial(candidate_id: int) -> None:
    """Remove the text so far: the answer is stored, or will be asked for again."""
    try:
        shared_cache.delete(broker_names.partial_answer(candidate_id))
    except Exception:
        log.warning("The broker did not answer.", exc_info=True)
