"""The stored result of a measurement of a model server, and the proposed settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, TypedDict

# Of the fastest: a setting that is nearly as fast and takes less of the machine is preferred.
TOLERATED_SHARE = 0.95
# A model stays in memory for 60 times as long as its load takes, so that loads take at most 2 % of the time.
KEEP_LOADS, LEAST_KEEP_S, MOST_KEEP_S = 60, 300, 3600
LONGEST = timedelta(minutes=15)  # a measurement that runs for longer has lost its worker


class Step(TypedDict):
    """One setting that was tried. n_threads None: the server's own choice. tokens_s: of all requests together."""

    n_threads: int | None
    n_requests: int
    tokens_s: float


class Proposal(TypedDict, total=False):
    """Settings by the names of the server's fields. What was not measured is left out."""

    n_threads: int | None
    n_requests: int
    keep_alive_s: int


class Measurement(TypedDict, total=False):
    """state: running, done or failed. at: start, in ISO 8601. load_ms: left out if the server loads by itself."""

    state: Literal["running", "done", "failed"]
    at: str
    model: str
    steps: list[Step]
    load_ms: float
    proposal: Proposal
    error: str


def is_running(measured: Measurement, now: datetime) -> bool:
    """Return whether a worker measures now."""
    return measured.get("state") == "running" and now - datetime.fromisoformat(measured["at"]) < LONGEST


def best_threads(steps: Sequence[Step]) -> int | None:
    """Return the threads to use: the server's own choice where that is as good, else the fewest that are."""
    single = [step for step in steps if step["n_requests"] == 1]
    good = [step["n_threads"] for step in _nearly_fastest(single)]
    return None if None in good or not good else min(n for n in good if n is not None)


def propose(steps: Sequence[Step], load_ms: float | None) -> Proposal:
    """Return the settings that these steps suggest."""
    proposal: Proposal = {}
    if any(step["n_threads"] is not None for step in steps):
        proposal["n_threads"] = best_threads(steps)
    same = [step for step in steps if step["n_threads"] == best_threads(steps)]
    if any(step["n_requests"] > 1 for step in same):
        proposal["n_requests"] = min(step["n_requests"] for step in _nearly_fastest(same))
    if load_ms is not None:
        minutes = math.ceil(load_ms / 1000 * KEEP_LOADS / 60)
        proposal["keep_alive_s"] = min(MOST_KEEP_S, max(LEAST_KEEP_S, minutes * 60))
    return proposal


def labelled(proposal: Proposal) -> list[tuple[str, str]]:
    """Return the label and value of each proposed setting, for people."""
    lines = []
    if "n_threads" in proposal:
        lines.append(("threads", str(proposal["n_threads"] or "the server's choice")))
    if "n_requests" in proposal:
        lines.append(("requests at once", str(proposal["n_requests"])))
    if "keep_alive_s" in proposal:
        lines.append(("keep in memory after an answer", f"{proposal['keep_alive_s']} s"))
    return lines


def _nearly_fastest(steps: Sequence[Step]) -> list[Step]:
    best = max((step["tokens_s"] for step in steps), default=0.0)
    return [step for step in steps if step["tokens_s"] >= TOLERATED_SHARE * best]
