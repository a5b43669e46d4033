"""Figures on counts: pure functions, each with its source. The page "How figures are made" explains every name below.

shares.py      one share with Wilson's interval, quantiles
passes.py      pass@k, strict accuracy, mean score: averages over tasks
bootstrap.py   intervals by drawing tasks again
paired.py      A against B on the tasks both were asked
correction.py  many comparisons at once
"""

from evaluations.statistics.bootstrap import bootstrap_interval, bootstrap_means, student_quantile
from evaluations.statistics.correction import holm
from evaluations.statistics.paired import (
    Against,
    against,
    corrected,
    least_flips,
    mcnemar,
    paired_interval,
    smallest_visible,
    tasks_to_settle,
)
from evaluations.statistics.passes import Count, mean_pass_at_k, mean_score, pass_at_k, rate, strict_accuracy
from evaluations.statistics.shares import Interval, quantile, wilson_interval

__all__ = [
    "Against",
    "Count",
    "Interval",
    "against",
    "bootstrap_interval",
    "bootstrap_means",
    "corrected",
    "holm",
    "least_flips",
    "mcnemar",
    "mean_pass_at_k",
    "mean_score",
    "paired_interval",
    "pass_at_k",
    "quantile",
    "rate",
    "smallest_visible",
    "strict_accuracy",
    "student_quantile",
    "tasks_to_settle",
    "wilson_interval",
]
