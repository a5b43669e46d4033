"""The discrimination of tasks is compared with scipy."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import pearsonr

from evaluations.statistics import discrimination

SHARES = st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=4, max_size=4), min_size=3, max_size=8)


@given(SHARES)
def test_discrimination_is_the_correlation_with_the_other_tasks(rows: list[list[float]]) -> None:
    ours = discrimination([dict(enumerate(row)) for row in rows])
    for task in range(4):
        own = [row[task] for row in rows]
        others = [fmean(share for at, share in enumerate(row) if at != task) for row in rows]
        value = ours[task]
        if len(set(own)) == 1 or len({round(share, 9) for share in others}) == 1:
            assert value is None
        else:
            assert value == pytest.approx(float(pearsonr(own, others).statistic), abs=1e-6)


def test_discrimination_needs_three_models_and_two_tasks() -> None:
    assert discrimination([{"a": 1.0, "b": 1.0}, {"a": 0.0, "b": 0.0}]) == {"a": None, "b": None}
    assert discrimination([{"a": 1.0}, {"a": 0.0}, {"a": 1.0}]) == {"a": None}
    assert discrimination([]) == {}


def test_task_that_better_models_fail_is_negative() -> None:
    shares: list[dict[str, float]] = [
        {"good": 1.0, "wrong": 0.0, "x": 1.0},
        {"good": 0.5, "wrong": 0.5, "x": 0.5},
        {"good": 0, "wrong": 1, "x": 0},
    ]
    values = discrimination(shares)
    assert values["wrong"] is not None
    assert values["wrong"] < 0
