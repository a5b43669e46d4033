"""Reads single fields of a model server's JSON. A server is not trusted, so any field may have any value."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

LARGEST_INTEGER = 2**63 - 1  # of a database column
MOST_TOKENS = 2**31 - 1  # of a database column
LONGEST_TEXT = 200_000  # characters of a template or licence
LONGEST_VERSION = 80


def text(value: object, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text that a database takes, cut to `longest` characters; None for an empty one and anything else."""
    if not isinstance(value, str):
        return None
    cleaned = value.replace("\0", "").encode("utf-8", "replace").decode().strip()
    return cleaned[:longest] or None


def positive_integer(value: object) -> int | None:
    """Return a count or size as a positive integer; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return int(value) if 0 < value <= LARGEST_INTEGER else None


def count(value: object) -> int | None:
    """Return a number of tokens or bytes, which may be 0 or written as 40.0; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return 0 if value == 0 else positive_integer(value)


def tokens(value: object) -> int | None:
    """Return a number of tokens that a database column takes; None for anything else."""
    n = count(value)
    return n if n is not None and n <= MOST_TOKENS else None


def duration(value: object) -> float | None:
    """Return a positive time in the server's unit; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value < 1e18 else None


def mapping(value: object) -> dict[str, Any]:
    """Return an object; empty for anything else."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list, without other values; empty for null."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> tuple[str, ...]:
    """Return the short texts of a list, each once and in their order."""
    items = value if isinstance(value, list) else []
    return tuple(dict.fromkeys(part for item in items[:50] if (part := text(item, 40))))


def moment(value: object) -> datetime | None:
    """Return a time like 2026-11-03T10:11:12.123456789Z; None for year 1, which Go writes for "no time"."""
    try:
        parsed = datetime.fromisoformat(value) if isinstance(value, str) else None
        if parsed is None or parsed.year < 1970:
            return None
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
