"""The code in a raw answer that belongs to no run, as a task's reference."""

from __future__ import annotations

from evaluations.extractors import extract
from evaluations.records import Extraction, TaskSpec


def code_of_answer(text: str, spec: TaskSpec) -> Extraction:
    """Return what the task would take out of the answer; no files when it has no code."""
    return extract(text, spec)
