"""The shapes of JSON columns, and decoders: rows of earlier releases may lack a key.

A column names its shape in its annotation, `JSONColumn[shape]`: mypy checks who reads and writes it.
Columns that a decoder elsewhere turns into records (sampling.py, models/suites.py, workbooks/, models/report_field.py)
are plain objects here. measured and refusals have their shapes in measurements.py and refusals.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, cast

from evaluations.records import VISUAL_FIGURES, Json, Think

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, Json]
"""An object that a special decoder turns into a record."""
StoredOptions: TypeAlias = dict[str, JsonValue]
"""Options as they were sent: every kind of server has its own names, and imported answers have any."""


class StoredMessage(TypedDict):
    """One turn of a chat, as it was sent."""

    role: Literal["system", "user", "assistant"]
    content: str


class RecordedMessage(TypedDict):
    """One turn of RecordedAnswer.messages, as an editor sent it."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str


class StoredPrompt(TypedDict, total=False):
    """Generation.prompt: records.Prompt. suffix, own_from: of a prompt whose gap is filled in; None for a chat.

    images: digests. Answers made elsewhere may have no messages.
    """

    messages: list[StoredMessage]
    strategy: str
    suffix: str | None
    own_from: int
    notes: list[str]
    images: list[str]


class StoredSampling(TypedDict, total=False):
    """Run.sampling: records.Sampling as it was stored; runs of earlier releases lack options that came later."""

    temperature: float | None
    top_p: float | None
    top_k: int | None
    min_p: float | None
    repeat_penalty: float | None
    seed: int | None
    stop: list[str]
    max_tokens: int | None
    context_tokens: int | None
    profile: Literal["pinned", "author"]
    think: Think | None
    max_thinking_tokens: int


class StoredRecommendation(TypedDict):
    """Where the options of the setting "as the model's author recommends" come from."""

    basis: str
    family: str
    source: str


class StoredSettings(TypedDict, total=False):
    """Generation.settings. not_taken: option to reason; parameters: the model's own.

    context_tokens: that the server used; None where it does not say.
    """

    asked: StoredSampling
    not_taken: dict[str, str]
    parameters: StoredOptions
    context_tokens: int | None
    recommended: StoredRecommendation | None


StoredSource = TypedDict(
    "StoredSource",
    {
        # of an answer that was asked for here: the server or host that answered, and calls of tools instead of code
        "answered on": str,
        "answered by": str,
        "tool call": str,
        # of an imported answer
        "answer_id": Json,
        "runtime": Json,
        "params_name": Json,
        "source_file": Json,
        "output_template": Json,
        "stored_status": Json,
        "passed": Json,
        "total": Json,
        "run_id": str,
        "asked_on": str,
        "weights": str,
    },
    total=False,
)
"""Generation.source: where, when and how an answer was made elsewhere."""


class StoredBlock(TypedDict):
    """A piece of an answer that may be code. start, end: characters of the raw answer, which has its text.

    source: of rows of earlier releases alone.
    """

    path: str | None
    language: str | None
    source: NotRequired[str]
    start: int
    end: int
    is_terminated: bool


class StoredExtraction(TypedDict, total=False):
    """GradedCode.extraction: the code, the rule that chose it, and why. Empty without an answer.

    blocks: everything that was considered; chosen: places in it. version: of rows of earlier releases alone.
    """

    files: dict[str, str]
    entry: str
    rule: str
    reason: str
    blocks: list[StoredBlock]
    chosen: list[int]
    version: str


class StoredWindow(TypedDict):
    """One window of a page that rebuilds a picture. All but sizes and counts are in 0…1 (graders/visual.py).

    figures: VISUAL_FIGURES. pixels, similarity: equal pixels and SSIM, whose mean is the figure picture.
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


class StoredDetails(TypedDict, total=False):
    """GradedCode.details: what a grader found beside the verdict. Each grader has its own keys.

    checks_of: the version of the suite whose checks were applied, if it is not the run's own.
    """

    n_checks: int
    n_passed: int
    killed: list[str]
    survived: list[str]
    comparison: dict[str, Json]
    variants: list[dict[str, Json]]
    is_unchecked: bool
    needs_props: bool
    screen: str
    way: str
    threshold: float
    views: list[StoredWindow]
    sheet: dict[str, int]
    checks_of: str


class StoredFinding(TypedDict):
    """One line of QualityProfile.findings."""

    rule: str
    text: str


class StoredPair(TypedDict):
    """One line of AdaptiveRound.decided: rows of two models. ahead: mean difference of their shares, in [0, 1]."""

    better: int
    worse: int
    ahead: float


class StoredPull(TypedDict, total=False):
    """LanguageModel.pull: a download. completed, total: bytes. Empty when there is none."""

    status: str
    completed: int
    total: int
    error: str


class StoredForecast(TypedDict):
    """Run.forecast. begun_at: ISO 8601, of the first question; low_s, high_s: 0 where no pace is known."""

    begun_at: str
    low_s: float
    high_s: float


VariantState = Literal["waiting", "making", "failed"]


class StoredPendingVariant(TypedDict):
    """Run.pending_variant. since: ISO 8601, of the state; reason: why it failed or still waits; may be empty."""

    seed: int
    state: VariantState
    reason: str
    since: str


class StoredExample(TypedDict):
    """One line of OwnStrategy.examples. source: suite/task, or empty."""

    request: str
    answer: str
    source: str


# The condition that a task without a reference does not meet. Nothing could be tried with such a task.
HAS_REFERENCE = "has a reference"


class StoredCondition(TypedDict):
    """One line of EntryCheck.conditions."""

    name: str
    is_met: bool
    message: str


class StoredSurvivor(TypedDict):
    """One line of MutationScore.survivors. at: the text of the line."""

    path: str
    line: int
    at: str
    change: str


class StoredMutation(TypedDict):
    """A mutation score that ships with a suite, as MutationScore has it. digest: of what decides it."""

    digest: str
    n_mutants: int
    n_refused: int
    survivors: list[StoredSurvivor]


class StoredFields(TypedDict, total=False):
    """TaskDraft.fields: texts as typed, valid or not, and lists of files: path and text, or name, path and text."""

    title: str
    slug: str
    kind: str
    language: str
    entry: str
    entry_point: str
    prompt: str
    checks: str
    timeout_ms: str
    memory_mb: str
    max_tokens: str
    tags: str
    licence: str
    source: str
    published: str
    context: list[list[str]]
    reference: list[list[str]]
    mutants: list[list[str]]
    alternatives: list[list[str]]


class StoredExtra(TypedDict, total=False):
    """TaskDraft.extra: parts of a task that are not typed. checks: fields of records.Checks without the source."""

    truth: Json
    turns: list[StoredMessage]
    checks: JsonObject


def read_prompt(value: Any) -> StoredPrompt:
    """Decode Generation.prompt; answers made elsewhere may have no messages."""
    data = value if isinstance(value, dict) else {}
    messages = [StoredMessage(role=m["role"], content=str(m["content"])) for m in data.get("messages") or []]
    return StoredPrompt(messages=messages, suffix=data.get("suffix"), own_from=int(data.get("own_from") or 0))


def read_extraction(value: Any) -> StoredExtraction:
    """Decode GradedCode.extraction; without code there are no files."""
    data = value if isinstance(value, dict) else {}
    return StoredExtraction(
        files=dict(data.get("files") or {}),
        entry=str(data.get("entry") or ""),
        rule=str(data.get("rule") or ""),
        reason=str(data.get("reason") or ""),
    )


def read_details(value: Any) -> StoredDetails:
    """Decode GradedCode.details."""
    return cast(StoredDetails, value) if isinstance(value, dict) else {}


def deciding_figures(windows: Sequence[StoredWindow] | None) -> dict[str, float] | None:
    """Return the five figures of the window with the lower score, which is the answer's; None where no page was
    seen.
    """
    if not windows:
        return None
    worse = min(windows, key=lambda window: window["score"])
    return {name: worse["figures"][name] for name in VISUAL_FIGURES}


def read_findings(value: Any) -> list[StoredFinding]:
    """Decode QualityProfile.findings."""
    return [StoredFinding(rule=str(row["rule"]), text=str(row["text"])) for row in value or []]


def read_decided(value: Any) -> list[StoredPair] | None:
    """Decode AdaptiveRound.decided; None while answers come in."""
    if value is None:
        return None
    return [StoredPair(better=row["better"], worse=row["worse"], ahead=row["ahead"]) for row in value]


def read_pull(value: Any) -> StoredPull:
    """Decode LanguageModel.pull."""
    return cast(StoredPull, value) if isinstance(value, dict) else {}
