"""A against B on the tasks both were asked: how far apart, how sure, and what it would take to be sure.

Of each common task the difference of the two shares passed is taken, in [-1, 1]; hard tasks are hard for both, so that
differences spread less than the shares themselves. A flip is a task at which one passed a larger share than the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, comb, sqrt
from statistics import NormalDist, fmean
from typing import Any

from evaluations.statistics.bootstrap import bootstrap_interval
from evaluations.statistics.correction import holm
from evaluations.statistics.passes import Count
from evaluations.statistics.shares import Interval

ALPHA, POWER = 0.05, 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
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
        """Whether the corrected p is below 0.05 and the interval leaves 0 out."""
        return self.p_corrected < ALPHA and not self.difference.low <= 0 <= self.difference.high

    @property
    def more_tasks(self) -> int | None:
        """About how many more tasks would settle it; 0 when sure, None when there is no difference to settle."""
        needed = tasks_to_settle(self.differences, ALPHA / self.n_pairs)
        if self.is_sure or needed is None:
            return None if needed is None else 0
        return max(1, needed - self.n_tasks)

    @property
    def visible(self) -> float:
        """The smallest difference that so many tasks would show four times in five."""
        return smallest_visible(self.differences, ALPHA / self.n_pairs)

    def sentence(self, a: str, b: str) -> str:
        """What a person needs to know: who is better, by how much, how sure; or what it would take."""
        share, low, high = self.difference
        ahead, behind = (a, b) if share >= 0 else (b, a)
        if share < 0:
            share, low, high = -share, -high, -low
        seen = f"by {_points(share)} ({_number(low)} to {_number(high)})"
        if self.is_sure:
            return f"{ahead} is better than {behind} {seen}, sure over {_tasks(self.n_tasks)}."
        more = f"it would take about {_tasks(self.more_tasks or 0, 'more ')} to be sure"
        if low > 0:
            return f"{ahead} is better than {behind} {seen}; {more}."
        few = f"{_tasks(self.n_tasks)} {'is' if self.n_tasks == 1 else 'are'} too few to see less than"
        none = f"No difference seen between {a} and {b}; {few} {_points(self.visible)}."
        if self.more_tasks is None:
            return none
        return f"{none} {ahead} is ahead {seen}; if that is real, {more}."


def against(a: Mapping[Any, Count], b: Mapping[Any, Count]) -> Against | None:
    """A against B: task to (n scored samples, c passed). None when they share no scored task."""
    common = [task for task, (n, _) in a.items() if n and b.get(task, (0, 0))[0]]
    if not common:
        return None
    shares = [(a[task][1] / a[task][0], b[task][1] / b[task][0]) for task in common]
    differences = tuple(first - second for first, second in shares)
    a_flips = tuple(task for task, d in zip(common, differences, strict=True) if d > 0)
    b_flips = tuple(task for task, d in zip(common, differences, strict=True) if d < 0)
    p = mcnemar(len(a_flips), len(b_flips))
    return Against(
        differences=differences, a_rate=fmean(x for x, _ in shares), b_rate=fmean(y for _, y in shares),
        difference=paired_interval(differences), a_flips=a_flips, b_flips=b_flips, p=p, p_corrected=p,
    )  # fmt: skip


def corrected(pairs: Sequence[Against | None]) -> list[Against | None]:
    """The same pairs, their p values corrected by Holm for how many are shown together; None stays None."""
    real = [pair for pair in pairs if pair is not None]
    fixed = iter(holm([pair.p for pair in real]))
    return [None if pair is None else replace(pair, p_corrected=next(fixed), n_pairs=len(real)) for pair in pairs]


def first_of_pairs(a: Mapping[Any, Count], others: Sequence[Mapping[Any, Count]]) -> Against | None:
    """A against the first of the others, corrected as where it is shown against each of them.

    Equal to corrected([against(a, other) for other in others])[0], without the intervals of the other pairs.
    """
    if not others or (found := against(a, others[0])) is None:
        return None
    p_values = [found.p, *(p for other in others[1:] if (p := _p_of(a, other)) is not None)]
    return replace(found, p_corrected=holm(p_values)[0], n_pairs=len(p_values))


def _p_of(a: Mapping[Any, Count], b: Mapping[Any, Count]) -> float | None:
    """Exact McNemar alone; None without a common task."""
    common = [(*a[task], *b[task]) for task in a if a[task][0] and b.get(task, (0, 0))[0]]
    signs = [c * m - d * n for n, c, m, d in common]
    return mcnemar(sum(s > 0 for s in signs), sum(s < 0 for s in signs)) if signs else None


def mcnemar(a_flips: int, b_flips: int) -> float:
    """Two-sided p: how often flips would be so uneven, or more, if each went either way by a toss of a coin.

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
    found = bootstrap_interval(differences, confidence)
    if found:
        return found
    same, others = differences[0], 1 - (1 - confidence) ** (1 / len(differences))
    return Interval(same, same - others * (1 + same), same + others * (1 - same))


def tasks_to_settle(differences: Sequence[float], alpha: float = ALPHA, power: float = POWER) -> int | None:
    """Tasks at which a difference like this is found at level alpha so often as power says; None when it is 0.

    Counts all tasks, those at hand included. Source: Connor 1987, Biometrics 43, 207-211, equation for McNemar's test,
    with mean squared differences for the share of flips, which they are when each task has one sample.
    """
    mean, square = fmean(differences), fmean(d * d for d in differences)
    if abs(mean) < 1e-9:
        return None
    normal = NormalDist().inv_cdf
    reach = normal(1 - alpha / 2) * sqrt(square) + normal(power) * sqrt(max(0.0, square - mean * mean))
    return max(ceil(reach * reach / (mean * mean)), least_flips(alpha))


def smallest_visible(differences: Sequence[float], alpha: float = ALPHA, power: float = POWER) -> float:
    """The smallest mean difference that so many tasks would show at level alpha so often as power says, in [0, 1].

    Never less than the fewest flips that could count (6 at 5 %) over all tasks, each as large as those seen.
    Source: the same as tasks_to_settle, solved for the difference.
    """
    n, square = len(differences), fmean(d * d for d in differences)
    normal = NormalDist().inv_cdf
    za, zb = normal(1 - alpha / 2), normal(power)
    # With s the mean square: sqrt(n) d = za sqrt(s) + zb sqrt(s - d^2), a quadratic equation in d.
    root = za * za * square * n - (n + zb * zb) * (za * za - zb * zb) * square
    by_spread = (za * sqrt(square * n) + sqrt(max(0.0, root))) / (n + zb * zb)
    flips = [abs(d) for d in differences if d]
    by_flips = least_flips(alpha) / n * (fmean(flips) if flips else 1.0)
    return min(1.0, max(by_spread, by_flips))


def least_flips(alpha: float = ALPHA) -> int:
    """The fewest flips, all one way, that McNemar's exact test calls real at this level."""
    flips = 1
    while mcnemar(flips, 0) >= alpha:
        flips += 1
    return flips


def _tasks(n: int, which: str = "") -> str:
    return f"{n:,} {which}task{'' if n == 1 else 's'}"


def _points(share: float) -> str:
    return f"{_number(share)} point{'' if _number(share) == '1' else 's'}"


def _number(share: float) -> str:
    """0.06 as 6; below one point with a decimal; a real minus sign."""
    value = share * 100
    text = f"{value:.0f}" if abs(value) >= 0.95 or abs(value) < 0.05 else f"{value:.1f}"
    return text.replace("-0", "0") if text == "-0" else text.replace("-", "−")
