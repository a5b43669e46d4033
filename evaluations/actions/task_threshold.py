"""The threshold of a page to rebuild, as it is typed. A draft has it in `extra`, so that older processes read it."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TypeGuard, cast

from evaluations.records import Json, Kind
from evaluations.stored_json import StoredExtra

THRESHOLD = "threshold"  # its name in truth.json and among the fields of the editor
MAX_LENGTH = 10


def threshold_text(extra: StoredExtra) -> str:
    """Return the threshold as typed; empty for the usual one."""
    truth = extra.get("truth")
    value = truth[THRESHOLD] if _is_threshold(truth) else ""
    return value if isinstance(value, str) else f"{value:g}"


def with_threshold(extra: StoredExtra, text: str) -> StoredExtra:
    """Return the parts with this threshold; text that is no number stays as it is, and expected data is kept."""
    truth = extra.get("truth")
    if truth is not None and not _is_threshold(truth):
        return extra
    return cast(StoredExtra, {**extra, "truth": {THRESHOLD: _value(text.strip())} if text.strip() else None})


def truth_for(kind: Kind, extra: StoredExtra, promises: Mapping[str, str]) -> Json:
    """Return the truth of a task of this kind: a threshold for a page to rebuild, else expected data and promises."""
    truth = extra.get("truth")
    if kind is Kind.VISUAL:
        return truth
    return {**truth, **promises} if truth and not _is_threshold(truth) else None


def _is_threshold(truth: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(truth, dict) and set(truth) == {THRESHOLD}


def _value(text: str) -> float | str:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return value if isfinite(value) else text  # a database takes no NaN
