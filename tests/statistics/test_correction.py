"""Holm's correction is compared with the closed test procedure over all subsets."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.statistics import holm


@given(st.lists(st.floats(0, 1), max_size=6))
def test_holm_equals_the_closure_of_bonferroni(p_values: list[float]) -> None:
    places = range(len(p_values))
    subsets = [chosen for size in range(1, len(p_values) + 1) for chosen in combinations(places, size)]
    closed = [
        max(min(1.0, len(chosen) * min(p_values[j] for j in chosen)) for chosen in subsets if place in chosen)
        for place in places
    ]
    assert holm(p_values) == pytest.approx(closed)


def test_holm_of_the_textbook() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    with pytest.raises(ValueError, match="outside"):
        holm([1.2])
