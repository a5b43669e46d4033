"""Feeds the sandbox: stored answers → extraction → execution → verdict. A regrade takes the same steps again."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from evaluations import events, metrics
from evaluations.errors import StoredFileError
from evaluations.execution_records import Outcome
from evaluations.explanations import TOOL_CALL, called_tool, only_thought
from evaluations.extractors import Gap
from evaluations.log_lines import log_ids
from evaluations.models import Candidate, Generation, Grading, State
from evaluations.records import Verdict
from evaluations.runner import edited_answers, repair_policy
from evaluations.runner.arrivals import Arrivals
from evaluations.runner.attempts import MAX_ATTEMPTS, attempt_later, end_unscored
from evaluations.runner.grading import Executor, GradedAnswer, grade_answer
from evaluations.runner.grading_fields import evidence_wanted, spec_of
from evaluations.runner.store_verdicts import GradedCandidate, VerdictWriter
from evaluations.runner.workers import Liveness, own_connection, retried
from evaluations.stored_json import read_prompt

FIRST_CLAIM, LEAST_CLAIM, MOST_CLAIM = 8, 4, 24
MANY_WAITING = 24  # answers that wait, for which other workers are woken
CLAIM_FOR_S = 0.4  # a claim takes as many answers as the last ones let expect for this time
# What a verdict needs of the rows; all of it takes 2 ms an answer. Anything else is read when it is asked for.
NEEDED = ("run", "task", "model", "strategy", "sample", "attempts", "state")
OF_GENERATION = ("candidate", "text", "prompt", "source", "stop_reason", "completion_tokens", "is_thought_only")
OF_RUN = ("team", "title", "origin", "state", "until_settled", "created_by")
BACK_OFF_S = 2
log = logging.getLogger(__name__)


def gap_of(prompt: Any) -> Gap | None:
    """Return the text around the gap in the sent prompt; None for a chat, and for answers made elsewhere."""
    stored = read_prompt(prompt)
    if stored["suffix"] is None:
        return None
    return Gap(before=stored["messages"][0]["content"][stored["own_from"] :], after=stored["suffix"])


def no_code_cause(generation: Generation) -> str:
    """Return why an answer has no code, if something other than its text tells it; else empty."""
    if call := generation.source.get(TOOL_CALL):
        return called_tool(call)
    if not generation.is_thought_only:
        return ""
    return only_thought(generation.completion_tokens, is_cut=generation.stop_reason == "length")


def process_queue(
    executor: Executor,
    liveness: Liveness,
    *,
    n_threads: int,
    call_for_help: Callable[[], None],
    call_model: Callable[[], None] = lambda: None,
    arrivals: Arrivals | None = None,
) -> int:
    """Execute answers until no answer waits; return how many.

    call_for_help: called when more answers wait than one claim takes. call_model: called when an answer goes back to
    its model. arrivals: lets the threads wait for more answers; without it they end when none wait.
    """
    drainer = _QueueWorker(executor, liveness, call_for_help, call_model, arrivals or Arrivals())
    drainer.arrivals.open()
    try:
        with drainer.writer, ThreadPoolExecutor(n_threads, thread_name_prefix="execute") as pool:
            n = sum(pool.map(lambda _: drainer.work(), range(n_threads)))
        drainer.put_back_rest()
        return n
    finally:
        liveness.let_go(candidate.pk for candidate in drainer.claimed)


class _QueueWorker:
    """Threads that share one claim, so that a claim is one transaction for several candidates."""

    def __init__(
        self,
        executor: Executor,
        liveness: Liveness,
        call_for_help: Callable[[], None],
        call_model: Callable[[], None],
        arrivals: Arrivals,
    ) -> None:
        self.executor, self.liveness = executor, liveness
        self.call_for_help, self.arrivals = call_for_help, arrivals
        self.claimed: deque[Candidate] = deque()
        self.writer = VerdictWriter(
            liveness,
            has_more=lambda: bool(self.claimed),
            call_model=call_model,
            reschedule=self._retry_or_end,
        )
        self.lock = threading.Lock()
        self.may_need_help = True
        self.n_asked, self.n_claimed, self.claimed_at = FIRST_CLAIM, 0, time.monotonic()

    def work(self) -> int:
        """Work as one slot: take candidates one after the other until none are left; edited versions come first."""
        with own_connection():
            n = 0
            while True:
                n_announced = self.arrivals.n
                if not self.claimed:  # once for each batch: a query for each candidate would slow all of them
                    n += edited_answers.grade_waiting(self.executor, self.liveness)
                if (candidate := self._next()) is None:
                    self.may_need_help = True
                    if not self.arrivals.wait_after(n_announced, self.liveness.stop_requested.is_set):
                        return n
                    continue
                self._grade_and_hand_over(candidate)
                n += 1

    def put_back_rest(self) -> None:
        """Let other workers have what was claimed and not begun, because this worker has to end."""
        if self.claimed:
            unfinished = Candidate.objects.filter(pk__in=[candidate.pk for candidate in self.claimed])
            retried(lambda: unfinished.put_back(self.liveness.name), self.liveness.stop_requested)

    def _next(self) -> Candidate | None:
        with self.lock:
            if self.liveness.stop_requested.is_set():
                return None
            if not self.claimed:
                self._adapt_claim()
                self.claimed.extend(retried(self._claim, self.liveness.stop_requested))
                self.n_claimed = len(self.claimed)
                if len(self.claimed) > 1:
                    self._call_others()
            return self.claimed.popleft() if self.claimed else None

    def _call_others(self) -> None:
        """Wake the other threads; also other workers, the first time that many candidates wait after a pause."""
        self.arrivals.announce(len(self.claimed) - 1)
        if self.may_need_help and self.n_claimed == self.n_asked:
            self.may_need_help = False
            if Candidate.objects.waiting_for_sandbox()[:MANY_WAITING].count() == MANY_WAITING:
                self.call_for_help()

    def _adapt_claim(self) -> None:
        """Claim many quick answers at once, and few slow ones, so that they stay free for other workers."""
        if self.n_claimed:
            rate = self.n_claimed / max(0.001, time.monotonic() - self.claimed_at)
            self.n_asked = max(LEAST_CLAIM, min(MOST_CLAIM, round(rate * CLAIM_FOR_S)))
        self.claimed_at = time.monotonic()

    def _claim(self) -> list[Candidate]:
        """Claim some of those that wait. They are read first, by one query, and what is read stays valid.

        Only a row that still waits for the sandbox is claimed, and its answer does not change while it does.
        """
        waiting = Candidate.objects.waiting_for_sandbox().select_related("generation", "run")
        fields = [*NEEDED, *(f"generation__{name}" for name in OF_GENERATION), *(f"run__{name}" for name in OF_RUN)]
        free = {row.pk: row for row in waiting.only(*fields)[: self.n_asked]}
        self.liveness.take(free)
        claimed: list[int] = []
        try:
            claimed = Candidate.objects.claim(list(free), State.EXECUTING, self.liveness.name)
        finally:
            self.liveness.let_go(set(free) - set(claimed))
        return [row for pk, row in free.items() if pk in claimed]

    def _grade_and_hand_over(self, candidate: Candidate) -> None:
        """Execute and grade a claimed answer. The writer stores its verdict and lets go of it then."""
        graded = None
        try:
            with log_ids(candidate=candidate.pk, run=candidate.run_id):
                graded = self._execute(candidate)
        finally:
            if graded is None:
                self.liveness.let_go([candidate.pk])
        if graded is not None:
            self.writer.add(GradedCandidate(candidate, graded))

    def _execute(self, candidate: Candidate) -> GradedAnswer | None:
        """Return the graded answer; None if there is no verdict to store."""
        try:
            graded = retried(lambda: self._grade(candidate), self.liveness.stop_requested)
        except Exception as exc:
            if not retried(Candidate.objects.filter(pk=candidate.pk).exists, self.liveness.stop_requested):
                return None  # its workbook or run was deleted after it was claimed
            log.exception("Candidate %s could not be executed.", candidate.pk)
            metrics.add("our_faults", "stored_file" if isinstance(exc, StoredFileError) else "other")
            self._retry_or_end(candidate, f"It could not be executed: {exc}")
            return None
        metrics.add("execution_seconds", n=graded.duration_ms / 1000)
        metrics.observe("grading_duration_seconds", graded.duration_ms / 1000)
        is_unscored = graded.outcome.verdict is Verdict.UNSCORED
        if is_unscored:
            metrics.add("our_faults", "sandbox")
        if is_unscored and (candidate.attempts + 1 < MAX_ATTEMPTS or _known_verdict(candidate)):
            self._retry_or_end(candidate, graded.outcome.cause)
            return None
        return graded

    def _grade(self, candidate: Candidate) -> GradedAnswer:
        generation = candidate.generation
        return grade_answer(
            generation.text,
            spec_of(candidate.task_id),
            self.executor,
            candidate_id=str(candidate.pk),
            gap=gap_of(generation.prompt),
            evidence=evidence_wanted(candidate.sample),
            no_code_cause=no_code_cause(generation),
            # While more answers wait, verdicts are stored and shown together: nobody waits for a single one.
            on_outcome=None if self.claimed else partial(_announce, candidate),
        )

    def _retry_or_end(self, candidate: Candidate, cause: str) -> None:
        retried(lambda: _retry_or_end(candidate, cause, self.liveness.name), self.liveness.stop_requested)


def _announce(candidate: Candidate, outcome: Outcome) -> None:
    """Tell the run's page a verdict whose evidence is still recorded, unless the model may be asked again."""
    if outcome.verdict is Verdict.UNSCORED or repair_policy.may_need_repair(candidate, outcome.verdict):
        return
    events.verdict_known(candidate.run_id, candidate.pk, outcome.verdict)


def _known_verdict(candidate: Candidate) -> dict[str, Any] | None:
    """Return the result that counted before a regrade; None for an answer that was never scored.

    The row itself still says whether it was flaky.
    """
    current = Grading.objects.filter(candidate=candidate, is_current=True).exclude(verdict=Verdict.UNSCORED)
    earlier = current.values("verdict", "score", "cause").first()
    return dict(earlier) if earlier else None


def _retry_or_end(candidate: Candidate, cause: str, worker: str) -> None:
    """Execute it again later: our own work failed. After the last attempt the earlier verdict stays, else unscored."""
    claimed = Candidate.objects.filter(pk=candidate.pk, state=State.EXECUTING, taken_by=worker)
    if attempt_later(candidate, claimed, cause, state=State.EXECUTING, back_off_s=BACK_OFF_S):
        return
    earlier = _known_verdict(candidate)
    if end_unscored(candidate, claimed, cause, earlier) and earlier:
        log.warning("Candidate %s could not be regraded and keeps its verdict: %s", candidate.pk, cause)
