"""Waits until a server has ended a request that was cut off, because the next one would share the processor with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from evaluations.adapters.fields import mapping, mappings, moment
from evaluations.adapters.patience import LOOK_EVERY_S

MOST_S = 60.0  # a server that is busy for longer probably works for another client
SAME_CLOCK_S = 2.0  # a Date header has whole seconds


@dataclass(frozen=True, slots=True)
class CutOff:
    """A request that this side ended. Times by the clock of this machine, in seconds."""

    model: str
    begun: float
    ended: float


def wait_until_idle(is_busy: Callable[[], bool], should_stop: Callable[[], bool]) -> None:
    """Wait, MOST_S at most. A server that does not answer is not waited for."""
    until = time.monotonic() + MOST_S
    try:
        while is_busy() and time.monotonic() < until and not should_stop():
            time.sleep(LOOK_EVERY_S)
    except (httpx.HTTPError, ValueError):
        return


class OllamaRunner:
    """Reads from /api/ps whether the runner of a model still has the request that was cut off.

    Ollama sets `expires_at` when it releases a runner, to that moment and keep_alive. Before the first release it
    reports the present time plus keep_alive, which moves on. Source: server/sched.go and routes.go of Ollama.
    """

    def __init__(self, http: httpx.Client, name: str, keep_alive_s: float, cut_off: CutOff) -> None:
        self.http, self.name, self.keep_alive_s, self.cut_off = http, name, keep_alive_s, cut_off
        self.last: Any = None

    def is_busy(self) -> bool:
        """Return whether the runner still has the request; False where the server does not report it."""
        response = self.http.get("/api/ps")
        rows = mappings(mapping(response.json()).get("models")) if response.status_code == 200 else []
        row = next((row for row in rows if self.name in (row.get("name"), row.get("model"))), {})
        expires_at = moment(row.get("expires_at"))
        if expires_at is None:
            return False
        is_fixed, self.last = expires_at == self.last, expires_at
        middle = (self.cut_off.begun + self.cut_off.ended) / 2 + _ahead_s(response)
        return not is_fixed or expires_at.timestamp() - self.keep_alive_s < middle


def _ahead_s(response: httpx.Response) -> float:
    """Return by how many seconds the server's clock is ahead of this machine's clock; 0 where it does not say."""
    try:
        ahead_s = parsedate_to_datetime(response.headers["Date"]).timestamp() - time.time()
    except (KeyError, ValueError, TypeError):
        return 0.0
    return 0.0 if abs(ahead_s) < SAME_CLOCK_S else ahead_s


class LlamaSlots:
    """Reads from llama.cpp's /slots whether more tasks of the first look still run than our own.

    n_ours: requests of this side that are under way. Tasks that began later belong to other clients.
    """

    def __init__(self, http: httpx.Client, n_ours: Callable[[], int]) -> None:
        self.http, self.n_ours = http, n_ours
        self.first: set[tuple[Any, Any]] | None = None

    def is_busy(self) -> bool:
        """Return whether such tasks still run; False where the server does not report it."""
        try:
            response = self.http.get("/slots")
        except httpx.ReadTimeout:
            return True  # it answers between two batches of a prompt
        rows = mappings(response.json()) if response.status_code == 200 else []
        busy = {(str(row.get("id")), str(row.get("id_task"))) for row in rows if row.get("is_processing")}
        self.first = busy if self.first is None else self.first & busy
        return len(self.first) > self.n_ours()
