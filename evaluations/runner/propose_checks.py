"""Ask a model for checks of a task, and keep those that can be used: they pass on the reference and refuse a mutant.

Two jobs under one token: a worker asks the model, then one with a sandbox tries each test by itself. Nothing is stored
as an answer of the model; the result is in `job_data` until the page or a program has taken it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import ModuleType
from typing import Any, cast

from evaluations import job_data
from evaluations.actions.probe_model import LATER
from evaluations.actions.proposed_checks import NO_MUTANTS, nothing_yet, prompt_for
from evaluations.adapters import Adapter
from evaluations.adapters.base import text_of
from evaluations.adapters.patience import AnswerStopped
from evaluations.errors import AdapterError, EvaluationError, SuiteError
from evaluations.execution_records import Outcome
from evaluations.extractors import check_files, python_check_files
from evaluations.extractors.check_files import FoundTest
from evaluations.graders.conditions import try_answer
from evaluations.job_results import ProposedChecks, ProposedTest
from evaluations.models import LanguageModel
from evaluations.records import EDIT_GROUPS, Checks, Kind, Piece, Prompt, Sampling, TaskSpec, Verdict, storable
from evaluations.runner.build_request import FRAME, window_for
from evaluations.runner.grading import Executor
from evaluations.runner.propose_mutants import QuickSandbox
from evaluations.runner.servers import adapter_for
from evaluations.runner.try_task import ANSWER_S, spec_of_order
from evaluations.runner.workers import release_lease, take_lease

ANSWER_TOKENS = 3000
FEWEST_TOKENS = 300  # with less room than that no test file is written
MOST_S = 900.0  # for the model's answer; it can be cancelled
LOOK_EVERY_S, LEASE_EVERY_S = 0.5, 5.0
MOST_TESTS = 24  # of one answer that are tried
MOST_MUTANTS = 40
BUDGET_S = 240  # for all executions
MOST_SHOWN = 20_000  # characters of the answer beside the progress
LONGEST_CAUSE = 400
CANCELLED = "Cancelled. Nothing was changed."
QUEUE_TOO_LONG = "The workers have a long queue. Ask again in a minute."


class _Progress:
    """The progress, stored where the page reads it."""

    def __init__(self, token: str, known: ProposedChecks) -> None:
        self.token, self.known = token, known
        self._looked_at, self._is_cancelled = 0.0, False
        self._lock = threading.Lock()

    def show(self, **changes: Any) -> None:
        """Store what is known, with these changes."""
        with self._lock:
            self.known = cast(ProposedChecks, {**self.known, **storable(changes)})
            job_data.store_answer(self.token, self.known, ANSWER_S)

    def count(self) -> None:
        """Note that one more test was tried."""
        with self._lock:
            self.known["n_done"] += 1
            job_data.store_answer(self.token, self.known, ANSWER_S)

    def end(self, error: str = "", **changes: Any) -> None:
        """Store the result."""
        self.show(**changes, error=error, stage="", is_done=True)

    def is_cancelled(self) -> bool:
        """Return whether somebody pressed Cancel; looked up now and then."""
        if not self._is_cancelled and time.monotonic() - self._looked_at > LOOK_EVERY_S:
            self._looked_at = time.monotonic()
            self._is_cancelled = job_data.is_cancelled(self.token)
        return self._is_cancelled


def ask(token: str) -> LanguageModel | None:
    """Ask the model of the job; what it wrote is the input of `try_proposed`. None when no model was asked."""
    order = job_data.take_input(token)
    if order is None:
        return None
    model = LanguageModel.objects.select_related("server").filter(pk=order["model"]).first()
    if model is None:
        _Progress(token, nothing_yet("", "")).end("The model's server was removed. Choose another model.")
        return None
    spec = replace(spec_of_order(order), fixtures={})
    prompt = prompt_for(spec, shows_checks=order["has_checks"])
    progress = _Progress(token, nothing_yet(text_of(prompt), model.model_id))
    try:
        answer = _Question(model, progress).ask(prompt)
    except AnswerStopped:
        progress.end(CANCELLED if progress.is_cancelled() else f"{model} wrote for longer than {MOST_S:.0f} s.")
        return model
    except AdapterError as exc:
        progress.end(str(exc))
        return model
    source = reader_of(spec).check_file_of(answer)
    if not source:
        progress.end(f"{model} wrote no test that can be read. Its answer is below. Ask again, or ask another model.")
        return model
    progress.show(source=source, stage="trying")
    job_data.store_input(order, token)
    return model


def reader_of(spec: TaskSpec) -> ModuleType:
    """Return what reads a file of tests in the task's language."""
    return python_check_files if spec.language == "py" else check_files


class _Question:
    """One question to a model, under its server's lease, so that it slows no active run."""

    def __init__(self, model: LanguageModel, progress: _Progress) -> None:
        self.model, self.progress = model, progress
        self.lease = f"checks-{os.getpid()}-{time.monotonic_ns()}"
        self.until = time.monotonic() + MOST_S
        self.renewed_at = self.shown_at = time.monotonic()
        self.text = ""

    def ask(self, prompt: Prompt) -> str:
        """Return the answer. Raises AdapterError, and Stopped when it was cancelled or took too long."""
        server = self.model.server
        if self.model.why_not_asked:
            raise AdapterError(self.model.why_not_asked)
        if not take_lease(server, self.lease):
            raise AdapterError(f"{server.slug} is answering a run. {LATER}")
        try:
            self.progress.show(stage="loading")
            with adapter_for(server) as adapter:
                return self._ask(adapter, prompt)
        finally:
            release_lease(server, self.lease)

    def _ask(self, adapter: Adapter, prompt: Prompt) -> str:
        n_prompt = adapter.count_prompt(self.model.name, prompt).n + FRAME
        window = window_for(n_prompt + ANSWER_TOKENS, self.model.context_tokens)
        if window - n_prompt < FEWEST_TOKENS:
            raise AdapterError(
                f"The prompt has about {n_prompt:,} tokens, the context of {self.model} only {window:,}. "
                "Ask a model with a longer context, or shorten prompt, reference or checks."
            )
        adapter.load(self.model.name, window if adapter.sets_context else None, self._should_stop)
        sampling = Sampling(
            max_tokens=min(ANSWER_TOKENS, window - n_prompt),
            context_tokens=window if adapter.sets_context else None,
            think="off" if self.model.can_think else None,
        )
        self.progress.show(stage="asking")
        completion = adapter.generate(self.model.name, prompt, sampling, self._take, self._should_stop)
        if completion.stop_reason == "cancelled":
            raise AnswerStopped
        self.progress.show(answer=completion.text[:MOST_SHOWN])
        return completion.text

    def _take(self, piece: Piece) -> None:
        self.text += piece.text if piece.channel == "text" else ""
        if time.monotonic() - self.shown_at > LOOK_EVERY_S:
            self.shown_at = time.monotonic()
            self.progress.show(answer=self.text[:MOST_SHOWN])

    def _should_stop(self) -> bool:
        if time.monotonic() - self.renewed_at > LEASE_EVERY_S:
            self.renewed_at = time.monotonic()
            take_lease(self.model.server, self.lease)
        return self.progress.is_cancelled() or time.monotonic() > self.until


def try_proposed(token: str, executor: Executor, *, n_threads: int) -> None:
    """Try each test that `ask` got; do nothing if it got none, or ended with a reason."""
    proposal = job_data.answer_of(token, ProposedChecks)
    if proposal is None or proposal["is_done"]:
        return
    progress, order = _Progress(token, proposal), job_data.take_input(token)
    if order is None:
        progress.end(QUEUE_TOO_LONG)
        return
    try:
        trial = _Trial(spec_of_order(order), proposal["source"], progress, executor, n_threads)
        tests = trial.run(has_checks=order["has_checks"])
    except EvaluationError as exc:
        progress.end(str(exc))
        return
    if progress.is_cancelled():
        progress.end(CANCELLED)
        return
    progress.end("" if any(not test["why_not"] for test in tests) else _no_test_sentence(tests), tests=tests)


def _no_test_sentence(tests: Sequence[ProposedTest]) -> str:
    count = "The one proposed test" if len(tests) == 1 else f"None of the {len(tests)} proposed tests"
    verb = "cannot be used" if len(tests) == 1 else "can be used"
    return f"{count} {verb}. Below is what each failed at. Ask again, or ask another model."


class _Trial:
    """Try each test separately: on the reference, on each mutant, and once more on the reference."""

    def __init__(self, spec: TaskSpec, source: str, progress: _Progress, executor: Executor, n_threads: int) -> None:
        if not spec.mutants:
            raise SuiteError(NO_MUTANTS)
        self.spec, self.source, self.progress, self.n_threads = spec, source, progress, n_threads
        self.reader = reader_of(spec)
        self.executor, self.quick_sandbox = executor, QuickSandbox(executor)
        self.mutants = dict(list(spec.mutants.items())[:MOST_MUTANTS])
        self.until = time.monotonic() + BUDGET_S
        self.missed: set[str] = set()

    def run(self, *, has_checks: bool) -> list[ProposedTest]:
        """Return the result of each test, offered ones first. Raises SuiteError when the time is over."""
        numbered_tests = list(enumerate(self.reader.find_tests(self.source)))[:MOST_TESTS]
        with ThreadPoolExecutor(self.n_threads, thread_name_prefix="checks") as pool:
            if has_checks and self._passes(self.spec.checks, self.spec.reference):
                let_pass = pool.map(lambda name: self._passes(self.spec.checks, self._files(name)), self.mutants)
                self.missed = {name for name, passed in zip(self.mutants, let_pass, strict=True) if passed}
            self.progress.show(n_all=len(numbered_tests))
            tests = list(pool.map(self._counted(lambda pair: self._try(*pair)), numbered_tests))
        return sorted(tests, key=lambda test: (bool(test["why_not"]), -len(test["missed"]), -len(test["catches"])))

    def _counted(self, act: Callable[[Any], ProposedTest]) -> Callable[[Any], ProposedTest]:
        def counted(value: Any) -> ProposedTest:
            test = act(value)
            self.progress.count()
            return test

        return counted

    def _try(self, at: int, test: FoundTest) -> ProposedTest:
        checks = self._checks(self.reader.only(self.source, {at}))
        catches, why_not = self._caught_by(checks)
        missed = [name for name in catches if name in self.missed]
        return {
            "at": at,
            "name": test.name,
            "text": test.text,
            "group": "" if why_not else self._group_of(checks),
            "catches": catches,
            "missed": missed,
            "why_not": why_not,
        }

    def _group_of(self, checks: Checks) -> str:
        """Return, for a change of given files, whether the test is about the change, or about what must not change."""
        if self.spec.kind is not Kind.EDIT:
            return ""
        change, kept = EDIT_GROUPS
        return kept if self._passes(checks, self.spec.context) else change

    def _caught_by(self, checks: Checks) -> tuple[list[str], str]:
        """Return the mutants that these checks refuse; if they cannot be used, none and the reason."""
        if reason := _refusal_reason(self._outcome(checks, self.spec.reference)):
            return [], reason
        catches = [name for name in self.mutants if not self._passes(checks, self._files(name), is_unknown=True)]
        if not catches:
            n = len(self.mutants)
            mutants = "the mutant" if n == 1 else f"each of the {n} mutants"
            return [], f"It passes on the reference, and on {mutants} too."
        if self._outcome(checks, self.spec.reference).verdict is not Verdict.PASSED:
            return [], "It passed on the reference once, and failed the second time."
        return catches, ""

    def _files(self, mutant: str) -> Mapping[str, str]:
        return {**self.spec.reference, **self.mutants[mutant]}

    def _checks(self, source: str) -> Checks:
        assert self.spec.checks is not None  # the order has a file of checks, even if none is written yet
        return replace(self.spec.checks, source=source)

    def _passes(self, checks: Checks | None, files: Mapping[str, str], *, is_unknown: bool = False) -> bool:
        """Return whether these files pass. is_unknown: what to say where the sandbox gave no verdict."""
        outcome = self._outcome(checks, files, is_quick=True)
        return is_unknown if outcome.verdict is Verdict.UNSCORED else outcome.verdict is Verdict.PASSED

    def _outcome(self, checks: Checks | None, files: Mapping[str, str], *, is_quick: bool = False) -> Outcome:
        if self.progress.is_cancelled():
            return Outcome(verdict=Verdict.UNSCORED, score=None, cause=CANCELLED)
        if time.monotonic() > self.until:
            raise SuiteError(f"Trying took more than {BUDGET_S} s. Lower the time limit, or take mutants out.")
        executor = self.quick_sandbox if is_quick and self.spec.language != "html" else self.executor
        return try_answer(replace(self.spec, checks=checks), files, executor.execute)


def _refusal_reason(outcome: Outcome) -> str:
    """Return why a test cannot be used, from its result on the reference; empty when it passed there."""
    if outcome.verdict is Verdict.PASSED:
        return ""
    return f"On the reference: {outcome.verdict}. {outcome.cause}"[:LONGEST_CAUSE].strip()
