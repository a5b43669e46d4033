"""Our figures equal those of statsmodels and evalica, which make_reference.py stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluations.statistics import holm, mcnemar, wilson_interval
from evaluations.vote_statistics import davidson

TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("reference.json").read_text())


def test_wilson_equals_statsmodels() -> None:
    assert len(TABLE["wilson"]) == 60
    for passed, n, level, low, high in TABLE["wilson"]:
        interval = wilson_interval(passed, n, 1 - level)
        assert interval
        assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-12)


def test_mcnemar_equals_statsmodels() -> None:
    assert len(TABLE["mcnemar"]) == 60
    for a, b, p in TABLE["mcnemar"]:
        assert mcnemar(a, b) == pytest.approx(p, rel=1e-11)


def test_holm_equals_statsmodels() -> None:
    assert len(TABLE["holm"]) == 40
    for p_values, corrected in TABLE["holm"]:
        assert holm(p_values) == pytest.approx(corrected, abs=1e-14)


@pytest.mark.parametrize("number", range(5))
def test_strengths_equal_evalica(number: int) -> None:
    rows, shares = TABLE["bradley_terry"][number]
    left, right = (np.array([row[side] for row in rows]) for side in (0, 1))
    weights = np.array([[[a, b, 0] for _, _, a, b in rows]], dtype=float)
    fit = davidson.fit(len(shares), left, right, np.zeros((len(rows), 0)), weights)
    strengths = np.exp(fit.strengths[0])
    assert strengths / strengths.sum() == pytest.approx(shares, abs=1e-9)
