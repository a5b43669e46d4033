"""The shapes of JSON columns, and a decoder for each: rows of earlier releases may lack a key.

Columns with a home of their own: sampling (sampling.py), spec (models/suites.py), measured (measurements.py),
refusals (refusals.py), preview and expected data (workbooks/), reports (models/report_field.py).
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict, cast

from evaluations.records import Json


class StoredMessage(TypedDict):
    """One turn of a chat, as it was sent."""

    role: Literal["system", "user", "assistant"]
    content: str


class StoredPrompt(TypedDict):
    """Generation.prompt. suffix, own_from: of a prompt whose gap is filled in (records.Prompt); None for a chat."""

    messages: list[StoredMessage]
    suffix: str | None
    own_from: int


class StoredExtraction(TypedDict):
    """Judgement.extraction: the code, the rule that chose it, and why."""

    files: dict[str, str]
    entry: str
    rule: str
    reason: str


class StoredDetails(TypedDict, total=False):
    """Judgement.details: what a grader found besides the verdict. Each grader has its own keys."""

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
    views: list[dict[str, Json]]
    sheet: dict[str, int]


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


def read_prompt(value: Any) -> StoredPrompt:
    """Decode Generation.prompt; answers made elsewhere may have no messages."""
    data = value if isinstance(value, dict) else {}
    messages = [StoredMessage(role=m["role"], content=str(m["content"])) for m in data.get("messages") or []]
    return StoredPrompt(messages=messages, suffix=data.get("suffix"), own_from=int(data.get("own_from") or 0))


def read_extraction(value: Any) -> StoredExtraction:
    """Decode Judgement.extraction; without code there are no files."""
    data = value if isinstance(value, dict) else {}
    return StoredExtraction(
        files=dict(data.get("files") or {}),
        entry=str(data.get("entry") or ""),
        rule=str(data.get("rule") or ""),
        reason=str(data.get("reason") or ""),
    )


def read_details(value: Any) -> StoredDetails:
    """Decode Judgement.details."""
    return cast(StoredDetails, value) if isinstance(value, dict) else {}


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
