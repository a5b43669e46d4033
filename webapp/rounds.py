"""Strategies that ask again: pass@1 after each round, and the earlier answers of one candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations import statistics as st
from evaluations.models import Candidate, Round, Run
from evaluations.models.rounds import passes_by_round
from evaluations.prompts import ROUNDS
from evaluations.statistics import Interval
from webapp.code import answer_code
from webapp.entries import Entry

Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """One entry of the comparison: its pass@1 after 0, 1, … rounds, and how many candidates had passed by then."""

    entry: Entry
    after: list[tuple[int, Interval | None, int]]


def repaired(runs: Sequence[Run], entries: Sequence[Entry], tasks: Mapping[Key, Mapping[int, Any]]) -> list[Repaired]:
    """For the entries whose strategy has rounds, over the tasks that are compared; empty when there are none."""
    names = sorted({entry.strategy for entry in entries} & set(ROUNDS))
    if not names:
        return []
    most = max(ROUNDS[name] for name in names)
    found = passes_by_round(Candidate.objects.filter(run__in=runs, strategy__in=names), most)
    rows = []
    for entry in entries:
        counts = [one for task, one in found.get(entry.key, {}).items() if task in tasks[entry.key]]
        if counts:
            after = [(k, st.rate([(c.n, c.passed[k]) for c in counts]), sum(c.passed[k] for c in counts))
                     for k in range(most + 1)]  # fmt: skip
            rows.append(Repaired(entry=entry, after=after))
    return rows


def earlier(candidate: Candidate) -> list[dict[str, Any]]:
    """Rounds of a candidate for its page: number, what was asked and answered, its code, how it was judged."""
    rows = Round.objects.filter(candidate=candidate).select_related("grading").order_by("number")
    return [{"round": row, "grading": row.grading, "files": answer_code(row.grading)} for row in rows]
