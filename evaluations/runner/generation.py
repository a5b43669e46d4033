"""Feeds one model server: all of one model's candidates, then the next model's, never more than it has slots."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import now

from evaluations import events
from evaluations.adapters import Adapter
from evaluations.errors import AdapterError
from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, Run, State
from evaluations.records import Completion, Piece, Prompt, Verdict, storable
from evaluations.runner.build_request import Asking
from evaluations.runner.loading import Loaded
from evaluations.runner.servers import adapter_for, refresh
from evaluations.runner.workers import LEASE_S, Liveness, own_connection, retried

MAX_ATTEMPTS = 3
BACK_OFF_S = 4  # doubles with each attempt
STREAM_EVERY_S = 0.12
LOOK_EVERY_S = 1.0
log = logging.getLogger(__name__)
_lock = threading.Lock()
_fed_here: set[int] = set()


@dataclass(frozen=True, slots=True)
class _Feeding:
    """What belongs to feeding one server."""

    server: ModelServer
    adapter: Adapter
    liveness: Liveness
    on_answer: Callable[[], None]


def feed(server: ModelServer, liveness: Liveness, on_answer: Callable[[], None]) -> int | None:
    """Asks this server until nothing is queued for it; returns the answers stored. None when somebody else feeds it.

    on_answer is called after each stored answer: something waits for the sandbox.
    """
    with _lock:
        if server.pk in _fed_here or not _take_lease(server, liveness.name):
            return None
        _fed_here.add(server.pk)
    try:
        with adapter_for(server) as adapter:
            return _feed_models(_Feeding(server, adapter, liveness, on_answer))
    finally:
        with _lock:
            _fed_here.discard(server.pk)
            ModelServer.objects.filter(pk=server.pk, fed_by=liveness.name).update(fed_by="", fed_until=None)


def _take_lease(server: ModelServer, name: str) -> bool:
    free = Q(fed_by="") | Q(fed_by=name) | Q(fed_until__lt=now())
    taken = ModelServer.objects.filter(free, pk=server.pk).update(
        fed_by=name, fed_until=now() + timedelta(seconds=LEASE_S)
    )
    return bool(taken)


def _feed_models(feeding: _Feeding) -> int:
    server, adapter, liveness = feeding.server, feeding.adapter, feeding.liveness
    n_stored, loaded = 0, Loaded(server, adapter)
    while not liveness.stop_requested.is_set() and _take_lease(server, liveness.name):
        first = _next_candidate(server, loaded.model)
        if first is None:
            break
        model, asking = first.model, Asking(adapter, first.model)
        try:
            loaded.load(model, asking.context_tokens(first.run), partial(_is_unwanted, first, liveness))
        except AdapterError as exc:
            if not _blame(server, model, exc):
                break
            continue
        n_stored += _feed_model(feeding, first, asking, loaded)
        if not refresh(server):
            break
    loaded.end()
    return n_stored


def _next_candidate(server: ModelServer, last: LanguageModel | None) -> Candidate | None:
    """The first that waits; those of the model that is loaded come before others."""
    waiting = Candidate.objects.waiting_for_model(server.pk).select_related("model__server", "run")
    same = waiting.filter(model=last).first() if last else None
    return same or waiting.first()


def _is_unwanted(candidate: Candidate, liveness: Liveness) -> bool:
    """Whether nothing of its model and run waits any more: a load takes minutes."""
    waiting = Candidate.objects.waiting_for_model(candidate.model.server_id)
    same = waiting.filter(model=candidate.model_id, run=candidate.run_id)
    return liveness.stop_requested.is_set() or not same.exists()


def _blame(server: ModelServer, model: LanguageModel, trouble: AdapterError) -> bool:
    """A model that would not load: False when the whole server is away (its rows wait), else they get a try less."""
    if not refresh(server):
        return False
    waiting = Candidate.objects.waiting_for_model(server.pk).filter(model=model)
    for pk in list(waiting.values_list("pk", flat=True)):
        _give_up_or_wait(pk, State.QUEUED, "", trouble)
    return True


class _Feeder:
    """The threads that ask one model for one run: its context is loaded. They share the lease and the claim."""

    def __init__(self, feeding: _Feeding, first: Candidate, asking: Asking, loaded: Loaded) -> None:
        self.server, self.adapter, self.liveness = feeding.server, feeding.adapter, feeding.liveness
        self.on_answer, self.model, self.run_id = feeding.on_answer, first.model, first.run_id
        self.asking, self.loaded = asking, loaded
        self.server_is_away = False

    def ask_until_empty(self) -> int:
        """One slot: claims and answers candidates one after the other; the number of answers stored."""
        with own_connection():
            n = 0
            while not self.server_is_away and not self.liveness.stop_requested.is_set():
                _take_lease(self.server, self.liveness.name)
                candidate = retried(self._claim, self.liveness.stop_requested)
                if candidate is None:
                    break
                try:
                    n += self._answer(candidate)
                finally:
                    self.liveness.let_go([candidate.pk])
            return n

    def _claim(self) -> Candidate | None:
        waiting = Candidate.objects.waiting_for_model(self.server.pk).filter(model=self.model, run=self.run_id)
        for pk in list(waiting.values_list("pk", flat=True)[:4]):
            self.liveness.take([pk])
            claimed = None
            try:
                if Candidate.objects.claim([pk], State.GENERATING, self.liveness.name):
                    claimed = Candidate.objects.select_related("run", "task").filter(pk=pk).first()
            finally:
                if claimed is None:
                    self.liveness.let_go([pk])
            if claimed is not None:  # else it was deleted with its workbook or run in between
                return claimed
        return None

    def _answer(self, candidate: Candidate) -> bool:
        events.run_moved(candidate.run_id, candidate.run.team_id)
        try:
            prompt, sampling = self.asking.question(candidate)
            stream = _Stream(candidate, self)
            completion = self.adapter.generate(self.model.name, prompt, sampling, stream.add, stream.should_stop)
        except AdapterError as exc:
            # First of all the row goes back: to look at a server that fails may take long.
            _give_up_or_wait(candidate.pk, State.GENERATING, self.liveness.name, exc)
            self.server_is_away = not refresh(self.server)
            return False
        except Exception as exc:
            log.exception("Candidate %s could not be asked.", candidate.pk)
            trouble = AdapterError(f"The question could not be asked ({type(exc).__name__}: {exc}). See the log.")
            _give_up_or_wait(candidate.pk, State.GENERATING, self.liveness.name, trouble)
            return False
        finally:
            events.drop_partial(candidate.pk)
            events.run_moved(candidate.run_id, candidate.run.team_id)
        if completion.stop_reason == "cancelled":
            _withdraw(candidate, self.liveness.name)
            return False
        completion = replace(completion, load_ms=self.loaded.take_load_ms())
        is_stored = retried(
            lambda: store(candidate, self.model, prompt, completion, self.liveness.name), self.liveness.stop_requested
        )
        if is_stored:
            self.on_answer()
        return is_stored


def _feed_model(feeding: _Feeding, first: Candidate, asking: Asking, loaded: Loaded) -> int:
    feeder = _Feeder(feeding, first, asking, loaded)
    n_slots = max(1, feeding.server.n_requests or feeding.adapter.n_slots())
    with ThreadPoolExecutor(n_slots, thread_name_prefix="generate") as pool:
        return sum(pool.map(lambda _: feeder.ask_until_empty(), range(n_slots)))


class _Stream:
    """Passes tokens on to open pages, and looks now and then whether the run still wants them."""

    def __init__(self, candidate: Candidate, feeder: _Feeder) -> None:
        self.candidate, self.feeder = candidate, feeder
        self.parts: list[str] = []
        self.length = self.sent = 0
        self.sent_at = self.looked_at = time.monotonic()

    def add(self, piece: Piece) -> None:
        """More from the model."""
        if piece.channel == "thinking":
            return
        self.parts.append(piece.text)
        self.length += len(piece.text)
        if time.monotonic() - self.sent_at >= STREAM_EVERY_S:
            self.sent_at = time.monotonic()
            whole = "".join(self.parts)
            self.parts = [whole]
            events.candidate_text(self.candidate.run_id, self.candidate.pk, self.sent, whole[self.sent :])
            events.keep_partial(self.candidate.pk, whole)
            self.sent = self.length

    def should_stop(self) -> bool:
        """True once the worker is to end, or the run was cancelled or deleted."""
        if self.feeder.liveness.stop_requested.is_set():
            return True
        if time.monotonic() - self.looked_at < LOOK_EVERY_S:
            return False
        self.looked_at = time.monotonic()
        _take_lease(self.feeder.server, self.feeder.liveness.name)
        wanted = Candidate.objects.filter(pk=self.candidate.pk).exclude(run__state=Run.State.CANCELLED)
        return not wanted.exists()


def store(candidate: Candidate, model: LanguageModel, prompt: Prompt, completion: Completion, worker: str) -> bool:
    """Keeps the answer and hands the row on, in one transaction. False when the row is no longer this worker's."""
    fields = {name: getattr(completion, name) for name in (
        "text", "stop_reason", "prompt_tokens", "completion_tokens", "load_ms", "first_token_ms", "generation_ms",
    )}  # fmt: skip
    with transaction.atomic():
        moved = Candidate.objects.filter(pk=candidate.pk, state=State.GENERATING, taken_by=worker).update(
            state=State.EXECUTING, taken_by="", taken_at=None, attempts=0, answered_at=now(),
            is_truncated=completion.stop_reason == "length",
        )  # fmt: skip
        if moved:
            Generation.objects.create(
                candidate=candidate, prompt=storable(prompt), options=storable(completion.options),
                model_digest=completion.model_digest or model.digest, quantisation=model.quantisation,
                is_trimmed=bool(prompt.notes),
                **storable(fields),
            )  # fmt: skip
    Candidate.objects.filter(pk=candidate.pk).leave_out_cancelled()
    return bool(moved)


def _give_up_or_wait(pk: int, state: State, worker: str, trouble: AdapterError) -> None:
    """A try that failed by our fault or the server's: back to the queue for later, or unscored after the last."""
    row = Candidate.objects.filter(pk=pk, state=state, taken_by=worker)
    candidate = row.select_related("run").first()
    if candidate is None:
        return
    attempts = candidate.attempts + 1
    if trouble.retryable and attempts < MAX_ATTEMPTS:
        later = now() + timedelta(seconds=BACK_OFF_S * 2 ** (attempts - 1))
        row.update(
            state=State.QUEUED, taken_by="", taken_at=None, attempts=F("attempts") + 1, not_before=later,
            cause=str(trouble),
        )  # fmt: skip
        Candidate.objects.filter(pk=pk).leave_out_cancelled()
        return
    row.update(
        state=State.DONE, taken_by="", taken_at=None, attempts=F("attempts") + 1, verdict=Verdict.UNSCORED,
        cause=str(trouble), finished_at=now(),
    )  # fmt: skip
    candidate.run.finish_if_complete()
    events.run_changed(candidate.run_id, candidate.run.team_id)


def _withdraw(candidate: Candidate, worker: str) -> None:
    """The answer is not wanted any more, or this worker ends: nothing is stored, the row is free again."""
    is_cancelled = Run.objects.filter(pk=candidate.run_id, state=Run.State.CANCELLED).exists()
    Candidate.objects.filter(pk=candidate.pk, state=State.GENERATING, taken_by=worker).update(
        state=State.CANCELLED if is_cancelled else State.QUEUED, taken_by="", taken_at=None
    )
