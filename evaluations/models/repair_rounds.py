"""Earlier answers of a candidate whose strategy asks again, with their gradings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from evaluations.models.candidates import Candidate, CandidateQuerySet, Generation, Grading
from evaluations.models.json_column import JSONColumn
from evaluations.models.packed_json import PackedJSONField
from evaluations.models.states import State
from evaluations.records import Verdict
from evaluations.stored_json import StoredOptions, StoredPrompt

ROUND_FIELDS = (
    "prompt",
    "options",
    "text",
    "stop_reason",
    "prompt_tokens",
    "completion_tokens",
    "generation_ms",
    "thinking_tokens",
    "thinking_ms",
)


class Round(models.Model):
    """One answer that did not pass and went back to the model. The first is number 0; the last one is no row here."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    grading = models.OneToOneField(Grading, on_delete=models.CASCADE, related_name="round")
    prompt: JSONColumn[StoredPrompt] = PackedJSONField()
    options: JSONColumn[StoredOptions] = PackedJSONField(default=dict)
    text = models.TextField(blank=True)
    stop_reason = models.CharField(max_length=10)
    prompt_tokens = models.PositiveIntegerField(null=True, blank=True)
    completion_tokens = models.PositiveIntegerField(null=True, blank=True)
    generation_ms = models.FloatField(null=True, blank=True)
    thinking_tokens = models.PositiveIntegerField(null=True, blank=True)
    thinking_ms = models.FloatField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["candidate", "number"]
        constraints = [models.UniqueConstraint(fields=["candidate", "number"], name="one_round_per_number")]

    def __str__(self) -> str:
        return f"round {self.number} of candidate {self.candidate_id}"


class Thought(models.Model):
    """A model's thought before one of its answers. It has its own table, because it may be long and no list shows it.

    round: the earlier answer it belongs to; None for the current one. It may name its model: blind pages never show it.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="thoughts")
    round = models.OneToOneField(Round, null=True, blank=True, on_delete=models.CASCADE, related_name="thought")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate"], condition=models.Q(round=None), name="one_current_thought")
        ]

    def __str__(self) -> str:
        return f"thought of candidate {self.candidate_id}"


def thought_of(candidate: Candidate) -> str:
    """Return what the model thought before its current answer; empty when it did not think."""
    row = Thought.objects.filter(candidate=candidate, round=None).only("text").first()
    return row.text if row else ""


def save_round(candidate: Candidate, grading: Grading) -> Round:
    """Move the answer into the history, so that the next one can be stored. Needs the caller's transaction."""
    generation = Generation.objects.get(candidate=candidate)
    round_row = Round.objects.create(
        candidate=candidate,
        number=candidate.rounds.count(),
        grading=grading,
        answered_at=candidate.answered_at,
        **{name: getattr(generation, name) for name in ROUND_FIELDS},
    )
    generation.delete()
    Thought.objects.filter(candidate=candidate, round=None).update(round=round_row)
    return round_row


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRound:
    """Number of scored candidates of one task, and how many had passed after 0, 1, … rounds."""

    n: int
    passed: tuple[int, ...]


def passes_by_round(candidates: CandidateQuerySet, most: int) -> dict[tuple[int, int, str], dict[int, ByRound]]:
    """Return the passes by run, model and strategy, then by task. Only scored candidates count."""
    scored = (
        candidates.scored()
        .filter(state=State.DONE)
        .order_by()
        .annotate(n_before=models.Count("rounds"))
        .values_list("run", "model", "strategy", "task", "verdict", "n_before")
    )
    ends: dict[tuple[int, int, str], dict[int, list[int]]] = {}
    for run, model, strategy, task, verdict, n_before in scored:
        passed_after = n_before if verdict == Verdict.PASSED else most + 1
        ends.setdefault((run, model, strategy), {}).setdefault(task, []).append(passed_after)
    return {
        key: {
            task: ByRound(n=len(after), passed=tuple(sum(n_rounds <= k for n_rounds in after) for k in range(most + 1)))
            for task, after in of_task.items()
        }
        for key, of_task in ends.items()
    }
