"""The answers to one task as running apps, side by side: what each card of the gallery shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString

from evaluations.actions.conversations import CAN_BE_FIXED
from evaluations.models import Candidate, Generation, Grading, Run, State, Task
from evaluations.queries.pictures import missing_picture_reason
from evaluations.queries.queue_order import Wait, waits_of
from evaluations.records import Kind
from evaluations.verdicts import EXCEEDED_LIMITS
from webapp.runs.partial_answers import PartialAnswer, partial_answers
from webapp.site.code_view import answer_code
from webapp.site.tags import milliseconds

CARDS = 24
WITHOUT_PAGE = (Kind.WRITE_TESTS, Kind.PYTHON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One answer. stage: what the card shows, `frame`, `writing`, `waiting` or `nothing`; stamp: changes with it.

    no_picture: why a failed answer has no picture; else empty.
    """

    candidate: Candidate
    stage: str
    stamp: str
    starts_on_click: bool
    partial: PartialAnswer
    wait: Wait | None
    generation: Generation | None
    grading: Grading | None
    files: list[tuple[str, SafeString]]
    n_console: int
    no_picture: str

    @property
    def can_be_fixed(self) -> bool:
        """Whether there is code that failed, and a model to send it back to."""
        return bool(self.files) and self.candidate.verdict in CAN_BE_FIXED and self.candidate.state == State.DONE

    @property
    def figures(self) -> list[str]:
        """What is known of time, speed and console, for the card's foot."""
        figures = []
        if self.generation and self.generation.generation_ms:
            figures.append(milliseconds(self.generation.generation_ms))
        if self.tokens_per_s:
            figures.append(f"{self.tokens_per_s:.0f} tok/s")
        if self.grading:
            figures.append(f"{self.n_console} console")
        return figures

    @property
    def tokens_per_s(self) -> float | None:
        """Speed of writing; None if the server reports too little."""
        generation = self.generation
        if generation is None or not generation.completion_tokens or not generation.generation_ms:
            return None
        return generation.completion_tokens / generation.generation_ms * 1000


def cards_of(run: Run, candidates: Sequence[Candidate]) -> list[Card]:
    """Return the cards of these answers of one run, in their order; each needs its model and task."""
    pks = [candidate.pk for candidate in candidates]
    generations = {
        row.candidate_id: row for row in Generation.objects.filter(candidate__in=pks).defer("prompt", "text")
    }
    rows = Grading.objects.filter(candidate__in=pks, is_current=True).select_related("screenshot")
    gradings = {row.candidate_id: row for row in rows}
    partials = partial_answers([row.pk for row in candidates if row.state == State.GENERATING])
    waits = waits_of(run, list(candidates))
    return [
        _card(
            row, generations.get(row.pk), gradings.get(row.pk), partials.get(row.pk, PartialAnswer()), waits.get(row.pk)
        )
        for row in candidates
    ]


def _card(
    row: Candidate, generation: Generation | None, grading: Grading | None, partial: PartialAnswer, wait: Wait | None
) -> Card:
    stage = _stage(row, grading)
    reports = grading.reports if grading else []
    return Card(
        candidate=row,
        stage=stage,
        stamp=f"{stage}-{grading.pk}" if grading and stage in ("frame", "nothing") else stage,
        starts_on_click=row.verdict in EXCEEDED_LIMITS,
        partial=partial,
        wait=wait,
        generation=generation,
        grading=grading,
        files=answer_code(grading),
        n_console=sum(len(report.get("console") or []) for report in reports),
        no_picture=missing_picture_reason(row, grading),
    )


def _stage(row: Candidate, grading: Grading | None) -> str:
    if row.state in (State.QUEUED, State.EXECUTING):
        return "waiting"
    if row.state == State.GENERATING:
        return "writing"
    has_page = grading and grading.files and can_run(row.task)
    return "frame" if has_page else "nothing"


def can_run(task: Task) -> bool:
    """Return whether answers to this task can run in a frame: pages by themselves, functions and hooks by calls."""
    return task.kind not in WITHOUT_PAGE


def cards_of_single(run: Run) -> list[Card]:
    """Return the cards of a run of one prompt: models in the order in which they were chosen, then answers made
    elsewhere.
    """
    positions = dict(run.run_models.values_list("model", "position"))
    stored_runs = Run.objects.filter(team=run.team_id, suite_version=run.suite_version_id, origin=Run.Origin.STORED)
    rows = Candidate.objects.filter(Q(run=run) | Q(run__in=stored_runs)).select_related("model__server", "task", "run")
    in_order = sorted(
        rows.order_by("pk")[:CARDS], key=lambda row: (row.run_id != run.pk, positions.get(row.model_id, 0), row.pk)
    )
    return cards_of(run, in_order)


def follow_up_choices(rows: Sequence[Candidate], n_samples: int) -> list[tuple[str, str]]:
    """Return what a follow-up of a run can go to: the prompt, then each of these answers."""
    labels = [
        f"{row.model.name}'s answer{f', sample {row.sample + 1}' if n_samples > 1 else ''}: {row.verdict}"
        for row in rows
    ]
    return [("prompt", "the prompt"), *((str(row.pk), label) for row, label in zip(rows, labels, strict=True))]
