"""Candidates as plain data for files that leave the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from evaluations.licences import forbids_training
from evaluations.models.candidates import Candidate, CandidateQuerySet, Grading
from evaluations.models.states import State
from evaluations.models.suites import Task
from evaluations.records import Verdict
from evaluations.stored_json import read_prompt

BATCH = 200


def finished(candidates: CandidateQuerySet) -> CandidateQuerySet:
    """Return candidates with a verdict about the model's answer."""
    return candidates.with_verdict().filter(state=State.DONE)


def answers_for_pairs(candidates: CandidateQuerySet, *, code_only: bool = False) -> Iterator[dict[str, Any]]:
    """Yield finished candidates with the fields of preferences.Answer, by number: what pairs are made of.

    code_only: the extracted files instead of the raw answer; candidates without code are left out. So are those of
    tasks whose licence forbids training.
    """
    rows = finished(candidates).select_related("task__version__suite", "model__server", "generation")
    if code_only:
        gradings = Grading.objects.filter(is_current=True).only("candidate_id", "extraction")
        rows = rows.prefetch_related(Prefetch("gradings", gradings, to_attr="current"))
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        licence = licence_of(row.task)
        if forbids_training(licence):
            continue
        text = _code(next(iter(getattr(row, "current", ())), None)) if code_only else row.generation.text
        if not text:
            continue
        spec, messages = row.task.spec, tuple(read_prompt(row.generation.prompt)["messages"])
        yield {
            "candidate": row.pk,
            "run": row.run_id,
            "model": row.model.model_id,
            "task": row.task.slug,
            "kind": row.task.kind,
            "tags": tuple(row.task.tags),
            "prompt": "\n\n".join(message["content"] for message in messages) or spec["prompt"],
            "task_prompt": spec["prompt"],
            "messages": messages or ({"role": "user", "content": spec["prompt"]},),
            "text": text,
            "has_passed": row.verdict == Verdict.PASSED,
            "score": row.score or 0.0,
            "licence": licence,
            "source": spec.get("source") or f"suite {row.task.version}",
        }


def licence_of(task: Task) -> str:
    """Return the licence of a task's prompt: its own, else its suite's."""
    return str(task.spec.get("licence") or task.version.suite.licence or "not stated")


def n_not_for_training(candidates: CandidateQuerySet) -> int:
    """Return how many finished candidates `answers_for_pairs` leaves out for their tasks' licence."""
    tasks = Task.objects.filter(candidates__in=candidates).select_related("version__suite").distinct()
    closed = [task.pk for task in tasks if forbids_training(licence_of(task))]
    return finished(candidates).filter(task__in=closed).count()


def code_text(candidate: Candidate) -> str:
    """Return the extracted files of a candidate as one text, as `code_only` exports them; empty without code."""
    return _code(candidate.gradings.filter(is_current=True).first())


def _code(grading: Grading | None) -> str:
    files = grading.files if grading else {}
    if len(files) == 1:
        return next(iter(files.values()))
    return "\n\n".join(f"// {path}\n{source}" for path, source in sorted(files.items()))
