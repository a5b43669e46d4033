"""Stored refusals of a server for a model. They are valid for one version of the server and one digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict

# A server that reports neither version nor digest may have changed without notice.
LONGEST_UNKNOWN = timedelta(days=7)


class Refusals(TypedDict, total=False):
    """fields: by the server's names; "think=high" is a setting of thinking. options: ours, each with the reason.

    of: address, version and digest that they belong to. is_dated: `of` has neither version nor digest. at: ISO 8601.
    """

    of: str
    is_dated: bool
    at: str
    fields: list[str]
    options: dict[str, str]


def place_of(base_url: str, version: str, digest: str) -> str:
    """Return what refusals belong to, as one text."""
    return "\n".join((base_url, version, digest))


def current(stored: Refusals, place: str, now: datetime) -> Refusals:
    """Return the stored refusals; empty once server or weights changed, because all is then tried again."""
    if stored.get("of") != place:
        return {}
    is_old = stored.get("is_dated", False) and now - datetime.fromisoformat(stored["at"]) > LONGEST_UNKNOWN
    return {} if is_old else stored


def merged(stored: Refusals, fields: tuple[str, ...], options: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Return fields and options with what one more answer showed."""
    return sorted({*stored.get("fields", []), *fields}), {**stored.get("options", {}), **options}
