"""Feeds one model server: all of one model's candidates, then the next model's, never more than it has slots."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from django.db import InterfaceError, OperationalError, connection

from evaluations import events, metrics, prompts
from evaluations.adapters import Adapter
from evaluations.adapters.patience import AnswerStopped
from evaluations.adapters.thinking_options import taken_settings
from evaluations.errors import AdapterError
from evaluations.log_lines import log_ids
from evaluations.models import Candidate, LanguageModel, ModelServer, State
from evaluations.models.candidates import CandidateQuerySet
from evaluations.queries.queue_order import must_give_way, next_candidate, rank_of
from evaluations.records import (
    Completion,
    Prompt,
    Sampling,
    Think,
)
from evaluations.runner.answer_stream import LOOK_EVERY_S, AnswerStream
from evaluations.runner.build_request import PLAN_TOKENS, RequestBuilder
from evaluations.runner.failed_requests import note_error, retry_or_end, withdraw
from evaluations.runner.forecast import save_forecast
from evaluations.runner.loading import LoadedModel
from evaluations.runner.refusals import note_refusals
from evaluations.runner.servers import adapter_for, refresh
from evaluations.runner.slots import Slot, Slots
from evaluations.runner.store_answer import Exchange, store
from evaluations.runner.thinking import TokenMeter, ask_to_think
from evaluations.runner.workers import Liveness, own_connection, release_lease, retried, take_lease
from evaluations.token_limits import TokenLimits

log = logging.getLogger(__name__)
_lock = threading.Lock()
_fed_here: set[int] = set()


@dataclass(frozen=True, slots=True)
class _ServerState:
    """The state of asking one server."""

    server: ModelServer
    adapter: Adapter
    liveness: Liveness
    on_answer: Callable[[], None]


def serve_queue(server: ModelServer, liveness: Liveness, on_answer: Callable[[], None]) -> int | None:
    """Ask this server until nothing is queued for it; return the answers stored. None when another worker feeds it.

    on_answer is called after each stored answer: something waits for the sandbox.
    """
    with _lock:
        if server.pk in _fed_here or not take_lease(server, liveness.name):
            return None
        _fed_here.add(server.pk)
    try:
        with adapter_for(server) as adapter:
            return _feed_models(_ServerState(server, adapter, liveness, on_answer))
    except AdapterError:  # no adapter could be made: the look stores why, and its candidates wait
        refresh(server)
        return 0
    finally:
        with _lock:
            _fed_here.discard(server.pk)
            # A lease that is left would be renewed as long as this worker lives: no other could feed the server.
            retried(lambda: release_lease(server, liveness.name), liveness.stop_requested)


def _feed_models(feeding: _ServerState) -> int:
    server, adapter, liveness = feeding.server, feeding.adapter, feeding.liveness
    n_stored, loaded = 0, LoadedModel(server, adapter)
    while not liveness.stop_requested.is_set() and take_lease(server, liveness.name):
        first = next_candidate(server.pk, loaded.model)
        if first is None:
            break
        model = LanguageModel.objects.on_server(server.pk, first.model)
        asking = RequestBuilder(adapter, model)
        adapter.refused[model.name] = frozenset(model.known_refusals.get("fields", []))
        try:
            if model.why_not_asked:  # its server or an admin changed it after the run was started
                raise AdapterError(model.why_not_asked)
            loaded.load(model, asking.context_tokens(first.run), _LoadWatch(server, first, liveness).should_stop)
        except AnswerStopped:
            continue
        except AdapterError as exc:
            if not _record_load_failure(server, model, first, exc):
                break
            continue
        n_slots = {server.pk: server.n_requests or adapter.n_slots()}
        retried(partial(save_forecast, first.run, n_slots), liveness.stop_requested)
        n_stored += _feed_model(feeding, first, asking, loaded)
        if not refresh(server):
            break
    loaded.end()
    return n_stored


class _LoadWatch:
    """Looks now and then, while a model loads, whether anything of its run still waits for it."""

    def __init__(self, server: ModelServer, candidate: Candidate, liveness: Liveness) -> None:
        self.server, self.candidate = server, candidate
        self.liveness, self.looked_at = liveness, time.monotonic()

    def should_stop(self) -> bool:
        """Return whether nothing waits any more, or the worker has to end. A short outage of the database stops no
        load.
        """
        if self.liveness.stop_requested.is_set():
            return True
        if time.monotonic() - self.looked_at < LOOK_EVERY_S:
            return False
        self.looked_at = time.monotonic()
        try:
            return not _waiting_like(self.server, self.candidate).exists()
        except (OperationalError, InterfaceError):
            log.warning("The database does not answer while a model loads.", exc_info=True)
            connection.close()
            return False


def _waiting_like(server: ModelServer, first: Candidate) -> CandidateQuerySet:
    """Return candidates that wait for this server, or for the one that it helps, of the first candidate's run and
    model.
    """
    is_helping = first.model.server_id != server.pk
    rows = Candidate.objects
    waiting = rows.waiting_for_help(server.pk) if is_helping else rows.waiting_for_model(server.pk)
    return waiting.filter(model=first.model_id, run=first.run_id)


def _record_load_failure(server: ModelServer, model: LanguageModel, first: Candidate, error: AdapterError) -> bool:
    """Record that a model would not load: False when the whole server is away (its rows wait), else its rows lose
    one try.
    """
    if not refresh(server):
        return False
    note_error(model, error)
    if model.pk != first.model_id:
        return True  # it helps no more, and the server that the rows wait for has not failed
    waiting = Candidate.objects.waiting_for_model(server.pk).filter(model=model)
    for pk in list(waiting.values_list("pk", flat=True)):
        retry_or_end(pk, State.QUEUED, "", error)
    return True


class _ModelThreads:
    """The threads that ask one model for one run: its context is loaded. They share the lease and the claim.

    There is one thread more than the server has slots: it prepares the next question while the server still answers.
    """

    def __init__(self, feeding: _ServerState, first: Candidate, asking: RequestBuilder, loaded: LoadedModel) -> None:
        self.server, self.adapter, self.liveness = feeding.server, feeding.adapter, feeding.liveness
        self.on_answer, self.first, self.model = feeding.on_answer, first, asking.model
        # The rows may wait for another server that has the same weights.
        self.is_helping = self.model.pk != first.model_id
        self.asking, self.loaded = asking, loaded
        self.slots = Slots(max(1, feeding.server.n_requests or feeding.adapter.n_slots()))
        self.rank = rank_of(first.run)
        self.server_is_away = False
        # What this model took of each setting of thinking: a refused one is tried once.
        self.taken: dict[Think, Think | None] = taken_settings(self.model.known_refusals.get("fields", []))

    def ask_until_empty(self) -> int:
        """Run one thread: claim and answer candidates one after the other; return the number of answers stored."""
        with own_connection():
            n = 0
            while (claimed := self._next()) is not None:
                candidate, slot = claimed
                try:
                    with log_ids(run=candidate.run_id, candidate=candidate.pk):
                        is_stored = self._answer(candidate, slot)
                    n += is_stored
                    if not is_stored:
                        # The next question would be computed beside the cancelled one, and its answer would be late
                        # too.
                        self.adapter.settle(self.liveness.stop_requested.is_set)
                finally:
                    self.liveness.let_go([candidate.pk])
                    slot.release()
            return n

    def _should_end(self) -> bool:
        return self.server_is_away or self.liveness.stop_requested.is_set()

    def _next(self) -> tuple[Candidate, Slot] | None:
        """Return the next candidate, claimed once a slot is free for it; None when none waits. The caller gives the
        slot back.

        It is claimed no sooner: until then pages say that it waits, and it can be cancelled, paused or asked by
        another server.
        """
        with self.slots.place_behind:
            if self._should_end():
                return None
            retried(lambda: take_lease(self.server, self.liveness.name), self.liveness.stop_requested)
            if not self._prepare():
                return None
            slot = self.slots.take(self._should_end)
            if slot is None:
                return None
            try:
                if candidate := retried(self._claim, self.liveness.stop_requested):
                    return candidate, slot
            except BaseException:
                slot.release()
                raise
            slot.release()
            return None

    def _prepare(self) -> bool:
        """Work out the next question, so that it is known when it is asked; False when no candidate waits.

        An error here is ignored: the question is made once more, and an error there is handled.
        """
        try:
            candidate = _waiting_like(self.server, self.first).select_related("run", "task").first()
            if candidate is None:
                return False
            self.asking.question(candidate)
        except AdapterError:
            pass
        except Exception:
            log.info("A question could not be prepared.", exc_info=True)
            connection.close()
        return True

    def _claim(self) -> Candidate | None:
        if must_give_way(self.server.pk, self.rank, is_helping=self.is_helping):
            return None  # the threads end after their answers, and the run that goes first is fed next
        for pk in list(_waiting_like(self.server, self.first).values_list("pk", flat=True)[:4]):
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

    def _answer(self, candidate: Candidate, slot: Slot) -> bool:
        """Return True once its answer is stored.

        The slot is free then; in all other cases the server has to finish the request first.
        """
        events.run_progressed(candidate.run_id, candidate.run.team_id)
        try:
            exchange = self._exchange(candidate, slot)
        except AdapterError as exc:
            if self.is_helping:  # the server that the row waits for has not failed; this one helps no more
                withdraw(candidate, self.liveness.name)
                note_error(self.model, exc)
                self.server_is_away = True
                return False
            # The row goes back first, because asking a failing server may take long.
            retry_or_end(candidate.pk, State.GENERATING, self.liveness.name, exc)
            note_error(self.model, exc)
            self.server_is_away = not refresh(self.server)
            return False
        except (OperationalError, InterfaceError):
            log.warning("The database was away; candidate %s is asked again.", candidate.pk, exc_info=True)
            retried(lambda: withdraw(candidate, self.liveness.name), self.liveness.stop_requested)
            return False
        except Exception as exc:
            log.exception("Candidate %s could not be asked.", candidate.pk)
            error = AdapterError(f"The question could not be asked ({type(exc).__name__}: {exc}). See the log.")
            retry_or_end(candidate.pk, State.GENERATING, self.liveness.name, error)
            return False
        finally:
            events.drop_partial(candidate.pk)
            events.run_progressed(candidate.run_id, candidate.run.team_id)
        if exchange.completion.stop_reason == "cancelled":
            withdraw(candidate, self.liveness.name)
            return False
        return self._store(candidate, exchange)

    def _exchange(self, candidate: Candidate, slot: Slot) -> Exchange:
        """Ask, once more if the model has to leave room for its answer. The slot is free then, unless cancelled."""
        exchange = self._ask(candidate)
        if self._has_learned_to_leave_room(exchange):
            exchange = self._ask(candidate)
        if exchange.completion.stop_reason == "cancelled":
            return exchange
        completion = replace(exchange.completion, load_ms=self.loaded.take_load_ms())
        slot.release()
        return replace(exchange, completion=completion)

    def _store(self, candidate: Candidate, exchange: Exchange) -> bool:
        """Store the answer, and what it tells about the model. False when the row is no longer this worker's."""
        is_stored = retried(
            lambda: store(candidate, self.model, exchange, self.liveness.name), self.liveness.stop_requested
        )
        if is_stored:
            _count(exchange.completion)
            retried(lambda: note_refusals(self.model, exchange.completion), self.liveness.stop_requested)
            note_error(self.model, None)
            self.on_answer()
        return is_stored

    def _ask(self, candidate: Candidate) -> Exchange:
        prompt, sampling = self.asking.question(candidate)
        if candidate.strategy not in prompts.PLANNED:
            return self._ask_once(candidate, prompt, sampling)
        thought = sampling.max_thinking_tokens
        most = min((sampling.max_tokens or 0) - thought, PLAN_TOKENS) + thought
        plan = self._ask_once(candidate, prompt, replace(sampling, max_tokens=most))
        if plan.completion.stop_reason == "cancelled":
            return plan
        second = self.asking.planned(candidate, prompt, plan.completion.text)
        exchange = self._ask_once(candidate, second, sampling)
        return replace(exchange, completion=with_plan(plan.completion, exchange.completion))

    def _ask_once(self, candidate: Candidate, prompt: Prompt, sampling: Sampling) -> Exchange:
        total, of_thought = sampling.max_tokens or 0, sampling.max_thinking_tokens
        meter = TokenMeter(TokenLimits(answer=total - of_thought, thinking=of_thought))
        stream = AnswerStream(candidate, meter, self.server, self.rank, self.liveness)

        def ask(settings: Sampling) -> Completion:
            return self.adapter.generate(self.model.name, prompt, settings, stream.add, stream.should_stop)

        completion = ask_to_think(ask, sampling, self.taken)
        if completion.stop_reason != "cancelled":
            self.asking.check_taken(candidate.run, prompt, completion)
        if meter.is_over():  # it was ended here, so no server has counted it
            completion = replace(completion, stop_reason="length", completion_tokens=meter.n)
        return Exchange(prompt, sampling, completion, meter.thinking_of(completion))

    def _has_learned_to_leave_room(self, exchange: Exchange) -> bool:
        """Return whether a model not known to think has thought: from now on its thought gets room of its own.

        True when this answer was cut because it lacked that room. With the same seed its next try begins alike.
        """
        if exchange.thinking is None:
            return False
        if self.model.can_think is None:
            self.model.can_think = True
            LanguageModel.objects.filter(pk=self.model.pk).update(can_think=True)
            self.asking.windows.clear()
        had_room, wants_none = exchange.sampling.max_thinking_tokens > 0, exchange.sampling.think == "off"
        is_cut = exchange.completion.stop_reason == "length"
        return is_cut and bool(self.model.can_think) and not had_room and not wants_none


def with_plan(plan: Completion, answer: Completion) -> Completion:
    """Return the answer with the times and tokens of both calls, plan and answer. The text is only the answer's."""
    plan_ms = (plan.first_token_ms or 0) + (plan.generation_ms or 0)
    tokens = [row.completion_tokens for row in (plan, answer)]
    return replace(
        answer,
        completion_tokens=None if None in tokens else sum(n or 0 for n in tokens),
        first_token_ms=plan.first_token_ms,
        first_text_ms=None if answer.first_text_ms is None else plan_ms + answer.first_text_ms,
        generation_ms=None if answer.generation_ms is None else (plan.generation_ms or 0) + answer.generation_ms,
    )


def _feed_model(feeding: _ServerState, first: Candidate, asking: RequestBuilder, loaded: LoadedModel) -> int:
    feeder = _ModelThreads(feeding, first, asking, loaded)
    n_threads = feeder.slots.n_threads
    with ThreadPoolExecutor(n_threads, thread_name_prefix="generate") as pool:
        return sum(pool.map(lambda _: feeder.ask_until_empty(), range(n_threads)))


def _count(completion: Completion) -> None:
    metrics.add("answers")
    metrics.add("tokens", "prompt", n=completion.prompt_tokens or 0)
    metrics.add("tokens", "completion", n=completion.completion_tokens or 0)
    metrics.add("generation_seconds", n=(completion.generation_ms or 0.0) / 1000)
    if completion.generation_ms is not None:
        metrics.observe(
            "generation_duration_seconds", ((completion.first_token_ms or 0.0) + completion.generation_ms) / 1000
        )
