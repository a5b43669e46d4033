"""Earlier answers of a candidate whose strategy asks again: what was said, and how it was judged."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from evaluations.models.candidates import Candidate, Generation, Grading
from evaluations.models.states import State
from evaluations.records import Verdict

KEPT = ("prompt", "options", "text", "stop_reason", "prompt_tokens", "completion_tokens", "generation_ms")


class Round(models.Model):
    """One answer that did not pass and went back to the model. The first is number 0; the last one is no row here."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    grading = models.OneToOneField(Grading, on_delete=models.CASCADE, related_name="round")
    prompt = models.JSONField()
    options = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    stop_reason = models.CharField(max_length=10)
    prompt_tokens = models.PositiveIntegerField(null=True, blank=True)
    completion_tokens = models.PositiveIntegerField(null=True, blank=True)
    generation_ms = models.FloatField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["candidate", "number"]
        constraints = [models.UniqueConstraint(fields=["candidate", "number"], name="one_round_per_number")]

    def __str__(self) -> str:
        return f"round {self.number} of candidate {self.candidate_id}"


def keep_round(candidate: Candidate, grading: Grading) -> Round:
    """Moves the answer into the history, so that the next one can be stored. Within the caller's transaction."""
    generation = Generation.objects.get(candidate=candidate)
    kept = Round.objects.create(
        candidate=candidate, number=candidate.rounds.count(), grading=grading, answered_at=candidate.answered_at,
        **{name: getattr(generation, name) for name in KEPT},
    )  # fmt: skip
    generation.delete()
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterRound:
    """How many of n scored candidates had passed once this many rounds were over."""

    number: int
    n_passed: int
    n: int


def passes_by_round(candidates: models.QuerySet[Candidate], n_rounds: int) -> list[AfterRound]:
    """pass@1 after 0, 1, … n_rounds rounds; flaky and unscored ones are left out, as everywhere. Empty without any."""
    scored = (
        candidates.filter(state=State.DONE, is_flaky=False)
        .order_by()
        .exclude(verdict__in=["", Verdict.UNSCORED])
        .annotate(n_before=models.Count("rounds"))
    )
    rows = list(scored.values_list("verdict", "n_before"))
    if not rows:
        return []
    return [
        AfterRound(
            number=number, n=len(rows),
            n_passed=sum(verdict == Verdict.PASSED and n_before <= number for verdict, n_before in rows),
        )
        for number in range(n_rounds + 1)
    ]  # fmt: skip
