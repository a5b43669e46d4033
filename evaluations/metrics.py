"""Event counters and histograms. Each process has its own; `metrics_store` moves them to the broker for /metrics."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Fault = Literal["sandbox", "stored_file", "model_server", "other"]
Key = tuple[str, tuple[str, ...]]  # name and values of its labels


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: what it counts, and the names of its labels."""

    meaning: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observed:
    """One histogram of seconds: what it measures, and the largest value of each bucket but the last, in order."""

    meaning: str
    buckets: tuple[float, ...]


# Names without the prefix bakeoff_ and the ending _total, which /metrics adds.
COUNTERS: Mapping[str, Counter] = {
    "verdicts": Counter("Verdicts given to answers, by kind; a regrade counts again.", ("verdict",)),
    "our_faults": Counter("Tries that ended without a verdict by our fault or a server's, by where.", ("where",)),
    "answers": Counter("Answers of models that were stored."),
    "tokens": Counter("Tokens that model servers counted: read (prompt) and written (completion).", ("kind",)),
    "generation_seconds": Counter("Seconds in which model servers wrote completion tokens."),
    "execution_seconds": Counter("Seconds of executing and grading, over all slots."),
    "browser_restarts": Counter("Browsers of the sandbox that were replaced because they ended or hung."),
    "limits_reached": Counter("Requests refused by a limit of a person or a team, by status.", ("status",)),
    "http_requests": Counter("Requests to the site, by class of the status.", ("status",)),
    "http_seconds": Counter("Seconds of answering requests, until the response is ready to be sent."),
}
HISTOGRAMS: Mapping[str, Observed] = {
    "grading_duration_seconds": Observed(
        "Seconds of executing and grading one answer.",
        (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0),
    ),
    "generation_duration_seconds": Observed(
        "Seconds from the request to the end of one answer of a model.",
        (0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0),
    ),
}
SUM, LAST = "sum", "+Inf"  # instead of a bucket's largest value: the sum of all values, and the bucket without a limit
_pending: defaultdict[Key, float] = defaultdict(float)
_lock = threading.Lock()


def add(name: str, *labels: str, n: float = 1) -> None:
    """Count n more. Costs one addition: nothing is sent here."""
    assert len(labels) == len(COUNTERS[name].labels)
    with _lock:
        _pending[name, labels] += n


def observe(name: str, seconds: float) -> None:
    """Add one value to a histogram. Costs two additions: nothing is sent here."""
    buckets = HISTOGRAMS[name].buckets
    number = bisect_left(buckets, seconds)
    bucket = str(buckets[number]) if number < len(buckets) else LAST
    with _lock:
        _pending[name, (bucket,)] += 1
        _pending[name, (SUM,)] += seconds


def take_pending() -> dict[Key, float]:
    """Return what was counted since the last call, and start again from zero."""
    with _lock:
        pending = dict(_pending)
        _pending.clear()
    return pending


def give_back(pending: Mapping[Key, float]) -> None:
    """Count again what could not be handed on."""
    with _lock:
        for key, n in pending.items():
            _pending[key] += n
