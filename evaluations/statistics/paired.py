"""Compares A with B on their common tasks: the difference, how certain it is, and how many tasks would settle it.

Of each common task the difference of the two shares passed is taken, in [-1, 1]; a hard task is hard for both, so the
differences vary less than the shares do. A flip is a task at which one passed a larger share than the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import comb
from statistics import fmean
from typing import Any

from evaluations.statistics.bootstrap import bootstrap_interval
from evaluations.statistics.correction import holm
from evaluations.statistics.passes import Count
from evaluations.statistics.planning import ALPHA, MOST_TASKS, MoreTasks, more_tasks, smallest_visible
from evaluations.statistics.shares import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedComparison:
    """A against B. Differences are A's share minus B's, in [-1, 1]; 0.06 is said as 6 points.

    a_rate, b_rate: means over the common tasks. a_flips, b_flips: tasks at which A, or B, did better. p: exact McNemar;
    p_corrected: by Holm over the n_pairs shown together.
    """

    differences: tuple[float, ...]
    a_rate: float
    b_rate: float
    difference: Interval
    a_flips: tuple[Any, ...]
    b_flips: tuple[Any, ...]
    p: float
    p_corrected: float
    n_pairs: int = 1

    @property
    def n_tasks(self) -> int:
        """Tasks with a scored sample of both."""
        return len(self.differences)

    @property
    def is_sure(self) -> bool:
        """Whether the corrected p is below 0.05 and the interval does not contain 0."""
        return self.p_corrected < ALPHA and not self.difference.low <= 0 <= self.difference.high

    @property
    def is_worse(self) -> bool:
        """Whether A is significantly worse than B."""
        return self.is_sure and self.difference.share < 0

    @property
    def more_tasks(self) -> MoreTasks | None:
        """How many more tasks would settle it; None when it is settled, or when there is no difference to settle."""
        return None if self.is_sure else more_tasks(self.differences, ALPHA / self.n_pairs)

    @property
    def visible(self) -> float:
        """The smallest difference that this many tasks would show with 80 % probability."""
        return smallest_visible(self.differences, ALPHA / self.n_pairs)

    def sentence(self, a: str, b: str) -> str:
        """Say which of the two is better, or which is ahead and how many more tasks it would take to be sure.

        Every page, the API, the command line and reports use this sentence.
        """
        share, low, high = self.difference
        if share < 0:
            share, low, high, a, b = -share, -high, -low, b, a
        how_much = f"by {_points(share)} ({_number(low)} to {_number(high)})"
        if self.is_sure:
            return f"{a} is better than {b} {how_much}, a significant difference over {_tasks(self.n_tasks)}."
        few = f"{_tasks(self.n_tasks)} {'is' if self.n_tasks == 1 else 'are'} too few to"
        if share < 1e-9:
            return f"No difference seen between {a} and {b}; {few} see less than {_points(self.visible)}."
        chance = ", which may be chance" if low <= 0 else ""
        return f"{a} is ahead of {b} {how_much}{chance}; {few} be sure{_more_tasks_text(self.more_tasks)}."


def compare_paired(a: Mapping[Any, Count], b: Mapping[Any, Count]) -> PairedComparison | None:
    """Compare A with B: task to (n scored samples, c passed). None when they share no scored task."""
    common = [task for task, (n, _) in a.items() if n and b.get(task, (0, 0))[0]]
    if not common:
        return None
    shares = [(a[task][1] / a[task][0], b[task][1] / b[task][0]) for task in common]
    differences = tuple(first - second for first, second in shares)
    a_flips = tuple(task for task, d in zip(common, differences, strict=True) if d > 0)
    b_flips = tuple(task for task, d in zip(common, differences, strict=True) if d < 0)
    p = mcnemar(len(a_flips), len(b_flips))
    return PairedComparison(
        differences=differences,
        a_rate=fmean(x for x, _ in shares),
        b_rate=fmean(y for _, y in shares),
        difference=paired_interval(differences),
        a_flips=a_flips,
        b_flips=b_flips,
        p=p,
        p_corrected=p,
    )


def corrected(pairs: Sequence[PairedComparison | None]) -> list[PairedComparison | None]:
    """Return the same pairs, with p values corrected by Holm for their number; None stays None."""
    real = [pair for pair in pairs if pair is not None]
    fixed = iter(holm([pair.p for pair in real]))
    return [None if pair is None else replace(pair, p_corrected=next(fixed), n_pairs=len(real)) for pair in pairs]


def first_of_pairs(a: Mapping[Any, Count], others: Sequence[Mapping[Any, Count]]) -> PairedComparison | None:
    """Compare A with the first of the others, corrected as where it is shown against each of them.

    Equal to corrected([against(a, other) for other in others])[0], without the intervals of the other pairs.
    """
    if not others or (first := compare_paired(a, others[0])) is None:
        return None
    p_values = [first.p, *(p for other in others[1:] if (p := _p_value(a, other)) is not None)]
    return replace(first, p_corrected=holm(p_values)[0], n_pairs=len(p_values))


def _p_value(a: Mapping[Any, Count], b: Mapping[Any, Count]) -> float | None:
    """Return only the p value of McNemar's exact test. None without a common task."""
    common = [(*a[task], *b[task]) for task in a if a[task][0] and b.get(task, (0, 0))[0]]
    signs = [c * m - d * n for n, c, m, d in common]
    return mcnemar(sum(s > 0 for s in signs), sum(s < 0 for s in signs)) if signs else None


def mcnemar(a_flips: int, b_flips: int) -> float:
    """Return two-sided p: how often flips would be this uneven, or more, if a coin decided each of them.

    Exact, by the binomial distribution; 1 when nothing flipped. With several samples a task it is the sign test over
    tasks. Raises ValueError for negative counts. Source: McNemar 1947, Psychometrika 12, 153-157.
    """
    if a_flips < 0 or b_flips < 0:
        raise ValueError(f"mcnemar(a_flips={a_flips}, b_flips={b_flips}): counts cannot be negative")
    n = a_flips + b_flips
    tail = sum(comb(n, flips) for flips in range(min(a_flips, b_flips) + 1))
    return float(min(1.0, 2 * tail / 2**n))


def paired_interval(differences: Sequence[float], confidence: float = 0.95) -> Interval:
    """Mean difference with its interval by bootstrap over tasks, each in [-1, 1].

    Where all tasks differ alike (say, by 0), drawing them again has no width: then up to 1 - (1 - confidence)^(1/n) of
    all tasks may still be others, each at worst a whole point away. Raises ValueError for no differences.
    Sources: Hesterberg 2014, arXiv 1411.5279; Hanley and Lippman-Hand 1983, JAMA 249, 1743-1745 (the rule of three).
    """
    if not differences:
        raise ValueError("paired_interval: there are no differences")
    interval = bootstrap_interval(differences, confidence)
    if interval:
        return interval
    same, others = differences[0], 1 - (1 - confidence) ** (1 / len(differences))
    return Interval(same, same - others * (1 + same), same + others * (1 - same))


def _more_tasks_text(more: MoreTasks | None) -> str:
    if more is None:
        return ""
    about, low, high = (f"over {n:,}" if n >= MOST_TASKS else f"{n:,}" for n in more)
    if more.about >= MOST_TASKS:
        return f", {about} more would be needed"
    spread = f" (some {low} to {high})" if low != high else ""
    return f", about {about} more{spread} would be enough"


def _tasks(n: int) -> str:
    return f"{n:,} task{'' if n == 1 else 's'}"


def _points(share: float) -> str:
    return f"{_number(share)} point{'' if _number(share) == '1' else 's'}"


def _number(share: float) -> str:
    """Return 0.06 as 6; below one point with a decimal; a real minus sign."""
    value = share * 100
    text = f"{value:.0f}" if abs(value) >= 0.95 or abs(value) < 0.05 else f"{value:.1f}"
    return text.replace("-0", "0") if text == "-0" else text.replace("-", "−")
