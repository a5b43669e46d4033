"""Reads of quality profiles: figures of each model by rule, and the answers behind one figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, QuerySet, Sum
from django.db.models.expressions import RawSQL

from evaluations.models.quality import QualityProfile, QualityTally
from evaluations.models.quality_rules import BY_NAME, COUNTS, RULES, Rule, count_column
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


def quality_figures(runs: Iterable[int], tasks: Iterable[int] | None = None) -> Figures:
    """Run, model and strategy to each rule's figure, by one query over tallies. tasks: only of these."""
    rows = _of_task(QualityTally.objects.all(), runs, tasks)
    columns = [count_column(rule, count) for rule in RULES for count in COUNTS]
    # The sums have the names of the columns, which an annotation cannot use.
    sums: Any = rows.order_by().values("run", "model", "strategy").annotate(**{f"all_{c}": Sum(c) for c in columns})
    return {(row["run"], row["model"], row["strategy"]): _figures_of(row) for row in sums}


def _figures_of(row: Mapping[str, Any]) -> dict[str, RuleFigure]:
    figures = {}
    for rule in RULES:
        n, n_flawed, total = (row[f"all_{count_column(rule, count)}"] for count in COUNTS)
        figures[rule.name] = RuleFigure(n=n, n_flawed=n_flawed, mean=total / n if n else None)
    return figures


def _of_task(rows: QuerySet[Any], runs: Iterable[int], tasks: Iterable[int] | None) -> QuerySet[Any]:
    rows = rows.filter(run__in=list(runs))
    return rows if tasks is None else rows.filter(task__in=list(tasks))


def answers_behind(rule: Rule, key: Key, tasks: Iterable[int] | None = None) -> QuerySet[QualityProfile]:
    """Return the answers that a figure is made of: those with the flaw, or all that were measured; the worst first.

    The condition is the one of the rule's index, word for word: SQLite takes no index for one with a parameter.
    """
    column = f'"{QualityProfile._meta.db_table}"."{rule.name}"'
    rows = _of_task(QualityProfile.objects.all(), [key[0]], tasks).filter(model=key[1], strategy=key[2])
    # An answer that was deleted belongs to another run by now.
    rows = rows.filter(grading__is_current=True, candidate__run=F("run"))
    condition = f"{column} > 0" if rule.is_flaw else f"{column} IS NOT NULL"
    rows = rows.filter(RawSQL(condition, [], output_field=BooleanField()))
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
    """Return the rules of one profile in order; none without a profile."""
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
