"""Strategies that ask again: pass@1 after each round, and the earlier answers of one candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.db.models import Sum
from django.utils.safestring import SafeString

from evaluations import statistics as st
from evaluations.models import Candidate, Grading, LanguageModel, Round, Run, Thought
from evaluations.models.repair_rounds import ByRound, passes_by_round
from evaluations.prompts import REPAIR_ROUNDS
from evaluations.statistics import Interval
from webapp.compare.entry import Entry
from webapp.site.code_view import answer_code

Key = tuple[int, int, str]


MOST_ANSWERS = 20_000  # of a run whose page counts its rounds at each request


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairEntry:
    """A model of a run with a strategy that has rounds."""

    run: Run
    model: LanguageModel
    strategy: str

    @property
    def query(self) -> str:
        """Return the query of its answers on the answers page."""
        return urlencode({"run": self.run.pk, "model": self.model.pk, "strategy": self.strategy})


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairRates:
    """One entry of the comparison: its pass@1 after 0, 1, … rounds, and how many candidates had passed by then."""

    entry: Entry | RepairEntry
    after: list[tuple[int, Interval | None, int]]


def repair_pass_rates(
    runs: Sequence[Run], entries: Sequence[Entry], tasks: Mapping[Key, Mapping[int, Any]]
) -> list[RepairRates]:
    """Return rates for the entries whose strategy has rounds, over the compared tasks; empty when there are none."""
    names = sorted({entry.strategy for entry in entries} & set(REPAIR_ROUNDS))
    if not names:
        return []
    most = max(REPAIR_ROUNDS[name] for name in names)
    by_round = passes_by_round(Candidate.objects.filter(run__in=runs, strategy__in=names), most)
    rows = []
    for entry in entries:
        counts = [
            counts_of_task for task, counts_of_task in by_round.get(entry.key, {}).items() if task in tasks[entry.key]
        ]
        if counts:
            rows.append(RepairRates(entry=entry, after=_rates_after_rounds(counts, most)))
    return rows


def _rates_after_rounds(counts: Sequence[ByRound], most: int) -> list[tuple[int, Interval | None, int]]:
    return [
        (k, st.rate([(c.n, c.passed[k]) for c in counts]), sum(c.passed[k] for c in counts)) for k in range(most + 1)
    ]


def repair_pass_rates_of_run(run: Run) -> list[RepairRates]:
    """Return the same for one run's page, its models in the order chosen; empty where no strategy of it has rounds."""
    names = sorted(set(run.strategies) & set(REPAIR_ROUNDS))
    if not names or run.tallies.filter(strategy__in=names).aggregate(n=Sum("n"))["n"] > MOST_ANSWERS:
        return []
    most = max(REPAIR_ROUNDS[name] for name in names)
    by_round = passes_by_round(run.candidates.filter(strategy__in=names), most)
    models = LanguageModel.objects.filter(runmodel__run=run).select_related("server").order_by("runmodel__position")
    return [
        RepairRates(
            entry=RepairEntry(run=run, model=model, strategy=name),
            after=_rates_after_rounds(list(by_round[run.pk, model.pk, name].values()), most),
        )
        for model in models
        for name in names
        if (run.pk, model.pk, name) in by_round
    ]


class PreviousRound(TypedDict):
    """An answer that did not pass, with its code and what the model thought before it."""

    round: Round
    grading: Grading
    files: list[tuple[str, SafeString]]
    thought: str


def previous_rounds(candidate: Candidate) -> list[PreviousRound]:
    """Return the rounds of a candidate for its page: number, what was asked and answered, its code, how it was
    graded.
    """
    rows = Round.objects.filter(candidate=candidate).select_related("grading").order_by("number")
    thoughts = dict(Thought.objects.filter(round__in=rows).values_list("round", "text")) if rows else {}
    return [
        {"round": row, "grading": row.grading, "files": answer_code(row.grading), "thought": thoughts.get(row.pk, "")}
        for row in rows
    ]
