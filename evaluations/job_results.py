"""The shapes of the results of jobs, which `job_data` keeps under the job's token.

`job_data` takes and gives only these shapes, so mypy checks the worker that writes one and the page that reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from evaluations.stored_json import StoredCondition, StoredPrompt


class TriedCheck(TypedDict):
    """One check of an answer that was tried."""

    name: str
    verdict: str
    message: str


class TriedWindow(TypedDict):
    """One window of a rebuilt picture. score, figures: in [0, 1]."""

    width: int
    height: int
    score: float
    figures: dict[str, float]
    n_faults: int


class TriedAnswer(TypedDict):
    """One answer that is tried. about: reference, empty, mutant, alternative, answer or stored; before: its verdict.

    is_met: whether it has the required result; None while that is not known, or if nothing is expected.
    """

    about: str
    name: str
    should_pass: bool | None
    is_met: bool | None
    verdict: str
    score: float | None
    cause: str
    checks: list[TriedCheck]
    duration_ms: float
    before: str
    candidate: int | None
    windows: list[TriedWindow]


class TryResult(TypedDict):
    """Results of a try so far. error: why it ended early. first_round_ms: until everything was tried once, or None."""

    rows: list[TriedAnswer]
    error: str
    is_done: bool
    first_round_ms: float | None
    conditions: list[StoredCondition]


class ProposedMutant(TypedDict):
    """The reference with one change. at: the line's text; text: the whole changed file."""

    path: str
    line: int
    at: str
    change: str
    mutator: str
    text: str
    is_refused: bool


class ProposedMutants(TypedDict):
    """Mutants of a reference. error: why there are none. n_left_out: not tried in time; is_untried: without checks."""

    mutants: list[ProposedMutant]
    error: str
    is_done: bool
    n_left_out: NotRequired[int]
    is_untried: NotRequired[bool]


class ProposedTest(TypedDict):
    """One test that a model wrote, as it was tried. at: its place in the file, from 0; text: as written.

    group: of a change of given files, change or kept: whether the files as given fail the test or pass it.
    catches: mutants that it refuses. missed: those of them that the task's own checks let pass. why_not: why it is
    not offered; empty when it is.
    """

    at: int
    name: str
    text: str
    group: str
    catches: list[str]
    missed: list[str]
    why_not: str


class ProposedChecks(TypedDict):
    """The progress of a request for checks. stage: waiting, loading, asking or trying; empty at the end.

    error: why nothing is offered. answer: the model's text so far; source: the file of tests in it. n_done of n_all
    tests are tried.
    """

    is_done: bool
    error: str
    stage: str
    model: str
    prompt: str
    answer: str
    source: str
    n_done: int
    n_all: int
    tests: Sequence[ProposedTest]


class ServerAnswer(TypedDict):
    """The answer of a server that somebody typed. message: why it counts as unreachable, or a remark."""

    ok: bool
    message: str
    version: str | None
    n_models: int


class PlainTokenCount(TypedDict):
    """tokens.TokenCount as plain data."""

    n: int
    is_exact: bool


class CountedPrompt(TypedDict):
    """A prompt as a model would get it, with its length by the model's own tokenizer."""

    prompt: StoredPrompt
    count: PlainTokenCount
