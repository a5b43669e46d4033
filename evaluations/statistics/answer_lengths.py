"""How long the answers of a model are likely to be, before it is asked, by everything that is known of it.

The logarithm of an answer's length is taken as a sum: the usual length for such a task, what the model is used to
write, what the suite asks for beside other suites, and chance. The deviations were fitted to 7,300 answers of 390
models to 17 tasks (can-ai-code); `bench/answer_lengths.py` replays them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from evaluations.records import Kind

# Standard deviations of the logarithm of a length: between models, between suites, between answers of one model to
# usual tasks, and between two runs of one model over one suite.
MODELS, SUITES, ANSWERS, RUNS = 0.74, 0.3, 0.46, 0.25
MORE_THAN_CHANCE = 1.15  # deviations to each side: eight to nine of ten real lengths are in the range
CHARS_PER_TOKEN = 3.3  # of code and of the prose around it
# Tokens of a reference where a task has none: the middle of those that ship.
REFERENCE_TOKENS = {
    Kind.FUNCTION: 145,
    Kind.COMPONENT: 262,
    Kind.HOOK: 300,
    Kind.PAGE: 545,
    Kind.EXCEL: 395,
    Kind.WRITE_TESTS: 271,
    Kind.EDIT: 235,
    Kind.VISUAL: 484,
    Kind.PYTHON: 145,
    Kind.FREE: 145,
}
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedLengths:
    """Answers that are known: their mean tokens, and the mean of what is usual for their tasks.

    n: of how many tasks. is_cut: the limit ended the answer, so it would have been longer.
    """

    tokens: float
    usual: float
    n: int = 1
    is_cut: bool = False

    @property
    def ratio(self) -> float:
        """Logarithm of how much longer than usual they are."""
        return math.log(max(self.tokens, 1) / self.usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthRatio:
    """How much longer than usual answers will be: logarithm of the likely value, and its standard deviation."""

    mean: float
    deviation: float

    def joined(self, other: LengthRatio) -> LengthRatio:
        """Return the estimate of two independent sources together."""
        weight, other_weight = 1 / self.deviation**2, 1 / other.deviation**2
        mean = (self.mean * weight + other.mean * other_weight) / (weight + other_weight)
        return LengthRatio(mean=mean, deviation=(weight + other_weight) ** -0.5)

    def plus(self, other: LengthRatio) -> LengthRatio:
        """Return the sum of two independent parts."""
        return LengthRatio(mean=self.mean + other.mean, deviation=math.hypot(self.deviation, other.deviation))

    def factors(self) -> tuple[float, float, float]:
        """Return the shortest, the middle and the longest likely length, as multiples of the usual one."""
        reach = MORE_THAN_CHANCE * self.deviation
        return math.exp(self.mean - reach), math.exp(self.mean), math.exp(self.mean + reach)


def usual_tokens(reference_chars: int, kind: str) -> float:
    """Return the usual tokens of an answer: prose, and code that is longer than a short reference.

    reference_chars: of the task's reference; 0 where it has none.
    """
    tokens = reference_chars / CHARS_PER_TOKEN if reference_chars else REFERENCE_TOKENS[Kind(kind)]
    return 60 + 3 * min(tokens, 100) + 1.2 * max(0.0, tokens - 100)


def length_ratio(
    n_tasks: int,
    *,
    probe: Sequence[ObservedLengths] = (),
    elsewhere: ObservedLengths | None = None,
    here: ObservedLengths | None = None,
    others: Sequence[ObservedLengths] = (),
) -> LengthRatio:
    """Return how much longer than usual a model's answers to n_tasks tasks of a suite will be.

    probe: the model's answers to the probe's questions. elsewhere, here: its answers in another suite, in this one.
    others: one for each other model that answered this suite.
    """
    chance = LengthRatio(mean=0.0, deviation=ANSWERS / math.sqrt(n_tasks))
    result = _model(probe, elsewhere).plus(_suite(others)).plus(chance)
    if here is None:
        return result
    unknown_tasks = ANSWERS * math.sqrt(max(0.0, 1 / here.n - 1 / n_tasks))
    return result.joined(LengthRatio(mean=here.ratio, deviation=math.hypot(RUNS, unknown_tasks)))


def _model(probe: Sequence[ObservedLengths], elsewhere: ObservedLengths | None) -> LengthRatio:
    """Return the model's usual length of answers, over all suites."""
    known = LengthRatio(mean=0.0, deviation=MODELS)
    if elsewhere:
        deviation = math.hypot(SUITES, ANSWERS / math.sqrt(elsewhere.n))
        known = known.joined(LengthRatio(mean=elsewhere.ratio, deviation=deviation))
    if not probe:
        return known
    result = known
    for _ in range(6):  # each time with a better idea of how long the cut answers would have been
        mean = sum(_whole_ratio(answer, result) for answer in probe) / len(probe)
        deviation = math.hypot(SUITES, ANSWERS / math.sqrt(len(probe)))
        result = known.joined(LengthRatio(mean=mean, deviation=deviation))
    return result


def _whole_ratio(answer: ObservedLengths, believed: LengthRatio) -> float:
    """Return the ratio of an answer, or the one to expect of an answer that was cut: the mean of what is longer."""
    if not answer.is_cut:
        return answer.ratio
    deviation = math.hypot(believed.deviation, ANSWERS)
    limit = (answer.ratio - believed.mean) / deviation
    share_longer = max(1e-6, 1 - _NORMAL.cdf(limit))
    return max(answer.ratio, believed.mean + deviation * _NORMAL.pdf(limit) / share_longer)


def _suite(others: Sequence[ObservedLengths]) -> LengthRatio:
    """Return the suite's length compared with other suites. The more answers of other models exist, the more they
    count.
    """
    prior = LengthRatio(mean=0.0, deviation=SUITES)
    if not others:
        return prior
    mean = sum(answer.ratio for answer in others) / len(others)
    return prior.joined(LengthRatio(mean=mean, deviation=MODELS / math.sqrt(len(others))))
