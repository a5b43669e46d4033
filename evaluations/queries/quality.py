"""Reads of quality profiles: figures of each model by rule, and the answers behind one figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from evaluations.models.quality import BY_NAME, RULES, QualityProfile, Rule
from evaluations.queries.comparison import Key
from evaluations.stored_json import read_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigure:
    """One rule over the answers of one model. n_flawed: of the n that were measured. mean: of all that were."""

    n: int
    n_flawed: int
    mean: float | None

    @property
    def share(self) -> float | None:
        """Share of measured answers that have the flaw, in [0, 1]; None when none was measured."""
        return self.n_flawed / self.n if self.n else None


Figures = dict[Key, dict[str, RuleFigure]]


def current_profiles(runs: Iterable[int], tasks: Iterable[int] | None = None) -> QuerySet[QualityProfile]:
    """Profiles of the current gradings of these runs; tasks: only of these."""
    rows = QualityProfile.objects.filter(run__in=list(runs), grading__is_current=True)
    return rows if tasks is None else rows.filter(task__in=list(tasks))


def quality_figures(rows: QuerySet[QualityProfile]) -> Figures:
    """Run, model and strategy to each rule's figure, by one query."""
    sums: dict[str, Any] = {}
    for rule in RULES:
        sums[f"{rule.name}_n"] = Count(rule.name)
        sums[f"{rule.name}_flawed"] = Count("pk", filter=Q(**{f"{rule.name}__gt": 0}))
        sums[f"{rule.name}_mean"] = Avg(rule.name)
    result: Any = rows.order_by().values("run", "model", "strategy").annotate(**sums)
    return {
        (row["run"], row["model"], row["strategy"]): {
            rule.name: RuleFigure(
                n=row[f"{rule.name}_n"],
                n_flawed=row[f"{rule.name}_flawed"],
                mean=row[f"{rule.name}_mean"],
            )
            for rule in RULES
        }
        for row in result
    }


def answers_behind(rows: QuerySet[QualityProfile], rule: Rule, key: Key | None) -> QuerySet[QualityProfile]:
    """The answers that a figure is made of: those with the flaw, or all that were measured; the worst first."""
    if key is not None:
        rows = rows.filter(run=key[0], model=key[1], strategy=key[2])
    rows = rows.filter(**{f"{rule.name}__gt": 0}) if rule.is_flaw else rows.filter(**{f"{rule.name}__isnull": False})
    return rows.order_by(f"-{rule.name}", "candidate_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLine:
    """One rule of one answer. value: None when it was not measured. texts: what was found."""

    rule: Rule
    value: float | None
    texts: list[str]

    @property
    def is_flawed(self) -> bool:
        """Whether it has the flaw."""
        return self.rule.is_flaw and bool(self.value)


def profile_lines(profile: QualityProfile | None) -> list[ProfileLine]:
    """The rules of one profile in order; none without a profile."""
    if profile is None:
        return []
    return [
        ProfileLine(
            rule=rule,
            value=getattr(profile, rule.name),
            texts=[row["text"] for row in read_findings(profile.findings) if row["rule"] == rule.name],
        )
        for rule in BY_NAME.values()
    ]
