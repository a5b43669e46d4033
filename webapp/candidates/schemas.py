"""Answers in the API: what is asked for and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import Schema

from evaluations.models import Candidate
from webapp.api.schemas import (
    Json,
    JsonObject,
    Number,
    Word,
    url_of,
)

VERDICTS = Literal[
    "",
    "passed",
    "unchecked",
    "failed",
    "runtime_error",
    "over_limit",
    "timeout",
    "build_error",
    "no_code",
    "unscored",
    "flaky",
]


class CandidateFilters(Schema):
    """The filters of the page /candidates/, with the same names. model: id or number. q: task, model or cause."""

    run: list[Number] = []
    model: list[Word] = []
    strategy: Word = ""
    task: Number | None = None
    verdict: VERDICTS = ""
    truncated: Literal["", "1"] = ""
    trimmed: Literal["", "1"] = ""
    thought_only: Literal["", "1"] = ""
    cause: Word = ""
    mark: Literal["", "reference"] = ""
    rounds: int | None = None
    q: Word = ""
    tag: Word = ""
    kind: Word = ""
    language: Word = ""
    tasks: Word = ""


def filters_of(body: CandidateFilters, *, without: str = "") -> MultiValueDict[str, str]:
    """Return the filters of a body by their names in an address, those that are set.

    without: a name that means something else in this body.
    """
    fields = body.dict(include=set(CandidateFilters.model_fields) - {without})
    lists = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    texts = {name: [str(value) for value in values if value not in ("", None)] for name, values in lists.items()}
    return MultiValueDict({name: values for name, values in texts.items() if values})


class CandidateOut(Schema):
    """One answer. verdict: empty until there is one. score: in [0, 1]; null for an unchecked or unscored one."""

    id: int
    url: str
    run: int
    task: str
    task_id: int
    title: str
    model: str
    strategy: str
    sample: int
    state: str
    verdict: str
    score: float | None
    cause: str
    is_truncated: bool
    is_flaky: bool
    answered_at: datetime | None
    finished_at: datetime | None


class GenerationOut(Schema):
    """The request and its result; times in ms.

    completion_tokens: thought and answer together; thinking_tokens: the thought's part; null without a thought.
    first_token_ms: to the first token of thought or answer; first_text_ms: to the first one of the answer.
    is_thought_only: it contains a thought and no answer.
    """

    prompt: Json
    options: dict[str, Json]
    stop_reason: str
    model_digest: str
    quantisation: str
    prompt_tokens: int | None
    completion_tokens: int | None
    load_ms: float | None
    first_token_ms: float | None
    first_text_ms: float | None
    thinking_tokens: int | None
    thinking_ms: float | None
    is_thought_only: bool | None
    generation_ms: float | None
    source: dict[str, Json]


class WindowOut(Schema):
    """A page that rebuilds a picture, in one window. score: the mean of its five figures.

    figures: blocks (lines of text found in both), their text, position and colour, and picture (the mean of pixels
    and similarity). pixels: share of equal pixels; similarity: SSIM. n_lines: lines of the picture; n_matched: those
    found in the answer. n_faults: clear faults, any of which fails the answer; faults: the first of them.
    """

    name: str
    width: int
    height: int
    score: float
    figures: dict[str, float]
    pixels: float
    similarity: float
    n_lines: int
    n_matched: int
    n_faults: int
    faults: list[dict[str, Json]]


class GradingOut(Schema):
    """One grading; is_current: the one that counts. score: null for an unchecked answer.

    why: a sentence that explains the verdict, with the graded code. rule, reason: how that code was found.
    change_score, kept_score: of a change of given files, whose score is the smaller one; null for other kinds.
    figures: of a rebuilt picture, the five of the window with the lower score, which is the answer's; null for other
    kinds. windows: all five figures in each window; empty for other kinds.
    """

    id: int
    is_current: bool
    verdict: str
    score: float | None
    change_score: float | None
    kept_score: float | None
    figures: dict[str, float] | None
    windows: list[WindowOut]
    cause: str
    why: str
    rule: str
    reason: str
    is_flaky: bool
    extractor_version: str
    harness_version: str
    browser_version: str
    grader_version: str
    duration_ms: float
    created_at: datetime


class CheckOut(Schema):
    """One check. message: why it did not pass. duration_ms: null where it was not measured."""

    name: str
    verdict: str
    message: str = ""
    duration_ms: float | None = None


class CandidateDetail(CandidateOut):
    """One answer with its request and its grading. reports: the sandbox's reports.

    why: a sentence that explains the verdict; empty until there is one. checks: those of all reports; of a workbook
    also the comparison of its cells.
    """

    why: str
    checks: list[CheckOut]
    generation: GenerationOut | None
    grading: GradingOut | None
    reports: list[dict[str, Json]]


class QualityLine(Schema):
    """One rule. value: null when it was not measured. texts: the first findings."""

    rule: str
    value: float | None
    unit: str
    texts: list[str]
    help: str


class Code(Schema):
    """The code of the answer. reason: why these parts of the answer were chosen."""

    entry: str | None
    reason: str
    files: dict[str, str]


class Answer(Schema):
    """The raw text, unchanged. thinking: the model's thought before it; empty without one."""

    text: str
    thinking: str
    stop_reason: str


class TwoAnswers(Schema):
    """a and b: numbers of answers to one task. show: their code, or the raw answers."""

    a: Number
    b: Number
    show: Literal["code", "answer"] = "code"


class MergedFile(Schema):
    """One file, or the only files of both; empty if one of them has no such file."""

    path: str
    a: str
    b: str


class CheckOfBoth(Schema):
    """The result of one check for each answer; empty where it was not run."""

    name: str
    a: str
    a_message: str
    b: str
    b_message: str


class PairedComparison(Schema):
    """A comparison of two answers."""

    task: str
    a: CandidateOut
    b: CandidateOut
    files: list[MergedFile]
    checks: list[CheckOfBoth]


def candidate_to_json(request: HttpRequest, row: Candidate) -> JsonObject:
    """Return a candidate as plain data. It needs task and model__server."""
    names = (
        "strategy",
        "sample",
        "state",
        "verdict",
        "score",
        "cause",
        "is_truncated",
        "is_flaky",
        "answered_at",
        "finished_at",
    )
    return {
        "id": row.pk,
        "url": url_of(request, f"/candidates/{row.pk}/"),
        "run": row.run_id,
        "task": row.task.slug,
        "task_id": row.task_id,
        "title": row.task.title,
        "model": row.model.model_id,
        **{name: getattr(row, name) for name in names},
    }
