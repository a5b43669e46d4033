"""Figures on counts: pure functions, each with its source. The page "How figures are made" explains every name below.

shares.py      one share with Wilson's interval, quantiles
passes.py      pass@k, strict accuracy, mean score: averages over tasks
bootstrap.py   intervals by drawing tasks again
paired.py      A against B on the tasks both were asked
planning.py    how many tasks it takes to be sure of a difference
sequential.py  A against B while samples still come in
adaptive.py    what the next round of such a run asks
correction.py  many comparisons at once
items.py       whether a task goes along with the others
ranks.py       the range of ranks that fits the data
"""

import os

# numpy reads this variable when it is first imported, which happens later. Its threads spin while they wait: products
# of this size took 80 times as much processor time with two threads as with one (2026-11-24, 2 busy processors).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from evaluations.statistics.bootstrap import bootstrap_interval, bootstrap_means, student_quantile
from evaluations.statistics.correction import holm
from evaluations.statistics.items import discrimination
from evaluations.statistics.paired import (
    PairedComparison,
    compare_paired,
    corrected,
    first_of_pairs,
    mcnemar,
    paired_interval,
)
from evaluations.statistics.passes import Count, mean_pass_at_k, mean_score, pass_at_k, rate, strict_accuracy
from evaluations.statistics.planning import (
    MoreTasks,
    least_flips,
    more_tasks,
    smallest_visible,
    tasks_range,
    tasks_to_settle,
)
from evaluations.statistics.ranks import rank_ranges
from evaluations.statistics.sequential import Look, first_decision
from evaluations.statistics.shares import Interval, quantile, wilson_interval

__all__ = [
    "Count",
    "Interval",
    "Look",
    "MoreTasks",
    "PairedComparison",
    "bootstrap_interval",
    "bootstrap_means",
    "compare_paired",
    "corrected",
    "discrimination",
    "first_decision",
    "first_of_pairs",
    "holm",
    "least_flips",
    "mcnemar",
    "mean_pass_at_k",
    "mean_score",
    "more_tasks",
    "paired_interval",
    "pass_at_k",
    "quantile",
    "rank_ranges",
    "rate",
    "smallest_visible",
    "strict_accuracy",
    "student_quantile",
    "tasks_range",
    "tasks_to_settle",
    "wilson_interval",
]
