"""One part of the site, as a health check found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. note: something to know, but nothing is broken. hint: what to do, empty when nothing."""

    name: str
    state: State
    found: str
    hint: str = ""


def first_line(exc: Exception) -> str:
    """Return what an exception says, cut to a line."""
    return (str(exc).strip() or type(exc).__name__).splitlines()[0]
