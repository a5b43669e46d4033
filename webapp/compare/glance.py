"""The one-line answers on the first page of comparison: best model, significance, best in little memory, cost of Q4,
next step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from evaluations.queries.counts import Counts
from evaluations.queries.model_size import bits
from evaluations.statistics import MoreTasks
from webapp.compare.entry import Entry
from webapp.compare.pairwise import Pairs
from webapp.compare.selection import Selection
from webapp.compare.variant_groups import by_weights

SMALL_GB = 8.0  # the memory that the line uses; the advisor takes any other
MOST_SMALL_BITS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShorterWeights:
    """Models with 4 or 5 bits a weight against the same with more: mean difference of pass@1, over n pairs."""

    difference: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """small: the best whose weights fit into SMALL_GB; n_unknown: entries with weights of unknown size.

    sentence: whether the best is significantly better than the next. more: further tasks that would make it sure; None
    when it is sure or there is no difference. n_failed: answers of the best that did not pass.
    """

    best: Entry
    sentence: str
    n_pairs: int
    second: Entry | None
    more: MoreTasks | None
    is_sure: bool
    small: Entry | None
    n_unknown: int
    weights: ShorterWeights | None
    n_failed: int


def glance(chosen: Selection, pairs: Pairs | None) -> Glance | None:
    """Return None when nothing is scored."""
    best = next((entry for entry in chosen.entries if entry.figures.pass_1), None)
    if best is None:
        return None
    first = pairs.shown[0] if pairs and pairs.a is best and pairs.shown else None
    known = [(entry, weights.gb) for entry in chosen.entries if (weights := entry.weights)]
    return Glance(
        best=best,
        sentence=first.sentence if first else "",
        n_pairs=pairs.n_paired if pairs else 0,
        second=first.entry if first else None,
        more=first.comparison.more_tasks if first and first.comparison else None,
        is_sure=bool(first and first.comparison and first.comparison.is_sure),
        small=next((entry for entry, gb in known if gb <= SMALL_GB and entry.figures.pass_1), None),
        n_unknown=len(chosen.entries) - len(known),
        weights=_shorter_weights(chosen),
        n_failed=best.counts.n_scored - best.counts.n_passed,
    )


def _shorter_weights(chosen: Selection) -> ShorterWeights | None:
    """Return each group's form with most bits against its forms with few."""
    differences = []
    for base, *others in by_weights(chosen.entries):
        if (bits(base.model.quantisation) or MOST_SMALL_BITS) <= MOST_SMALL_BITS:
            continue
        for other in others:
            if (bits(other.model.quantisation) or 99) <= MOST_SMALL_BITS:
                shared = _differences(chosen.of_tasks[other.key], chosen.of_tasks[base.key])
                if shared:
                    differences.append(fmean(shared))
    return ShorterWeights(difference=fmean(differences), n=len(differences)) if differences else None


def _differences(a: Mapping[int, Counts], b: Mapping[int, Counts]) -> list[float]:
    """Return A's share minus B's, at each task with something scored of both."""
    return [
        counts.n_passed / counts.n_scored - b[task].n_passed / b[task].n_scored
        for task, counts in a.items()
        if counts.n_scored and task in b and b[task].n_scored
    ]
