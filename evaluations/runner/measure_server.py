"""Measures a model server: tokens per second by threads and parallel requests, and how long a load takes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.utils.timezone import now

from evaluations import events, host_limits
from evaluations.actions.measure_server import LATER, NO_MODEL, model_to_measure
from evaluations.adapters import Adapter
from evaluations.adapters.patience import AnswerStopped
from evaluations.errors import AdapterError
from evaluations.measurements import Measurement, Step, best_threads, propose
from evaluations.models import LanguageModel, ModelServer
from evaluations.records import Message, Piece, Prompt, Sampling
from evaluations.runner.build_request import SMALLEST_WINDOW
from evaluations.runner.servers import adapter_for, info_of, settings_of
from evaluations.runner.workers import own_connection, release_lease, take_lease

ASK = Prompt(messages=(Message(role="user", content="Count from 1 to 200. Write the numbers alone, one a line."),))
MEASURED = Sampling(temperature=0.0, seed=1, max_tokens=64, context_tokens=SMALLEST_WINDOW)
WARM_UP = replace(MEASURED, max_tokens=4)
MOST_S, STEP_S, LEASE_EVERY_S = 300.0, 60.0, 5.0
UNLOAD_S = 10.0
REQUESTS = (2, 4)
MOST_THREADS = 16  # tried on another machine, whose number of cores is unknown
SLOWER = 0.7  # of the best so far: more threads are not tried
# A step that took less time is measured twice and the better result counts, because other programs disturb it.
QUICK_S = 10.0


def measure(server: ModelServer, model: LanguageModel | None = None) -> Measurement:
    """Measure a server; store and return the result, with the error when the server failed."""
    begun: Measurement = {"state": "running", "at": now().isoformat()}
    chosen = model or model_to_measure(server)
    if chosen is None:
        return _store(server, {**begun, "state": "failed", "error": f"{server.slug} {NO_MODEL}"})
    _store(server, begun)
    name = f"measure-{os.getpid()}-{time.monotonic_ns()}"
    if not take_lease(server, name):
        return _store(server, {**begun, "state": "failed", "error": f"{server.slug} is answering a run. {LATER}"})
    try:
        figures = _Measurement(server, chosen, name).run()
        return _store(server, {**begun, **figures, "state": "done"})
    except AdapterError as exc:
        return _store(server, {**begun, "state": "failed", "error": str(exc)})
    except AnswerStopped:
        error = f"{server.slug} took longer than {MOST_S:.0f} s to load {chosen}. Measure it with a smaller model."
        return _store(server, {**begun, "state": "failed", "error": error})
    finally:
        release_lease(server, name)


def _store(server: ModelServer, measured: Measurement) -> Measurement:
    server.measured = measured
    ModelServer.objects.filter(pk=server.pk).update(measured=measured)
    events.models_changed()
    return measured


@dataclass
class _Measurement:
    """One measurement under a lease, which is renewed while it waits."""

    server: ModelServer
    model: LanguageModel
    lease: str
    begun: float = field(default_factory=time.monotonic)
    renewed: float = field(default_factory=time.monotonic)
    steps: list[Step] = field(default_factory=list)

    @property
    def _has_threads(self) -> bool:
        return self.server.kind == ModelServer.Kind.OLLAMA

    def run(self) -> Measurement:
        """Measure threads one after the other, then requests at once with the best of them."""
        load_ms = self._load_ms() if self._has_threads else None
        for n_threads in self._threads():
            self._step(n_threads, 1)
            best = max(step["tokens_s"] for step in self.steps)
            if self._is_late() or (n_threads and self.steps[-1]["tokens_s"] < SLOWER * best):
                break
        for n_requests in self._requests():
            if not self._is_late():
                self._step(best_threads(self.steps), n_requests)
        measurement: Measurement = {
            "model": self.model.model_id,
            "steps": self.steps,
            "proposal": propose(self.steps, load_ms),
        }
        return {**measurement, "load_ms": load_ms} if load_ms is not None else measurement

    def _threads(self) -> list[int | None]:
        """Return the server's own choice, then 1, 2, 4 … as far as there are cores."""
        if not self._has_threads:
            return [None]
        is_here = (urlsplit(self.server.base_url).hostname or "") in ("127.0.0.1", "localhost", "::1")
        most = host_limits.processors() if is_here else MOST_THREADS
        return [None, *(2**power for power in range(most.bit_length()) if 2**power <= most)]

    def _requests(self) -> list[int]:
        """Return as many parallel requests as the server reports slots; more would only wait there."""
        with adapter_for(self.server) as adapter:
            slots = adapter.known_slots()
        return [n for n in REQUESTS if slots is None or n <= slots]

    def _is_late(self) -> bool:
        return time.monotonic() - self.begun > MOST_S

    def _load_ms(self) -> float:
        """Return the time of the load, measured by our clock, beginning without the model in memory."""
        with adapter_for(self.server) as adapter:
            with suppress(AdapterError):
                adapter.unload(self.model.name)
            self._wait_until_unloaded(adapter)
            begun = time.perf_counter()
            adapter.load(self.model.name, SMALLEST_WINDOW, self._should_stop(MOST_S))
            return round((time.perf_counter() - begun) * 1000, 1)

    def _wait_until_unloaded(self, adapter: Adapter) -> None:
        known = {row.name: info_of(row) for row in self.server.models.all()}
        until = time.monotonic() + UNLOAD_S
        while time.monotonic() < until:
            if not any(info.is_loaded for info in adapter.list_models(known) if info.name == self.model.name):
                return
            time.sleep(0.2)

    def _step(self, n_threads: int | None, n_requests: int) -> None:
        """Ask n_requests at once, after a short question that is not counted: it may load the model."""
        server_settings = replace(settings_of(self.server), n_threads=n_threads)
        with adapter_for(self.server, server_settings) as adapter:
            stop = self._should_stop(STEP_S)
            adapter.load(self.model.name, SMALLEST_WINDOW, stop)
            self._ask(adapter, WARM_UP, stop)
            tokens_s, took_s = self._speed(adapter, n_requests, stop)
            if took_s < QUICK_S and not self._is_late():
                tokens_s = max(tokens_s, self._speed(adapter, n_requests, stop)[0])
        self.steps.append({"n_threads": n_threads, "n_requests": n_requests, "tokens_s": round(tokens_s, 2)})

    def _speed(self, adapter: Adapter, n_requests: int, stop: Callable[[], bool]) -> tuple[float, float]:
        """Return the tokens per second of n requests at once, all together, and the seconds that they took."""
        begun = time.perf_counter()
        with ThreadPoolExecutor(n_requests) as pool:
            n_tokens = sum(pool.map(lambda _: self._ask_apart(adapter, stop), range(n_requests)))
        took_s = time.perf_counter() - begun
        return n_tokens / took_s, took_s

    def _ask_apart(self, adapter: Adapter, should_stop: Callable[[], bool]) -> int:
        """Run the function in its own thread, which renews the lease over its own database connection."""
        with own_connection():
            return self._ask(adapter, MEASURED, should_stop)

    def _ask(self, adapter: Adapter, sampling: Sampling, should_stop: Callable[[], bool]) -> int:
        """Return the tokens of one answer, also of one that was stopped."""
        pieces: list[Piece] = []
        without_thinking = replace(sampling, think="off" if self.model.can_think else None)
        completion = adapter.generate(self.model.name, ASK, without_thinking, pieces.append, should_stop)
        return completion.completion_tokens or len(pieces)

    def _should_stop(self, seconds: float) -> Callable[[], bool]:
        """Return a function that renews the lease every LEASE_EVERY_S, and returns True after the given seconds."""
        until = time.monotonic() + seconds

        def should_stop() -> bool:
            if time.monotonic() - self.renewed > LEASE_EVERY_S:
                self.renewed = time.monotonic()
                take_lease(self.server, self.lease)
            return time.monotonic() > until

        return should_stop
