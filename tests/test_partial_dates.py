"""Dates of which only a part is known."""

from __future__ import annotations

from datetime import date

import pytest

from evaluations.partial_dates import may_be_before, span_of


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-06-14", date(2023, 6, 14), date(2023, 6, 14)),
    ],
)
def test_incomplete_date_covers_each_possible_day(text: str, first: date, last: date) -> None:
    assert span_of(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "soon", "2023-13", "2023-02-30", "2023-6", "23-06", "0000", "٢٠٢٣", "2023-06-14T00"]
)
def test_other_texts_are_no_dates(text: str) -> None:
    assert span_of(text) is None


@pytest.mark.parametrize(
    ("published", "cutoff", "is_before"),
    [
        ("2021-07", "2023-12", True),
        ("2024-01", "2023-12", False),
        ("2023-12-31", "2023-12", True),
        ("2023", "2023-03", True),  # it may have been in January
        ("2024", "2023", False),
        ("", "2023", False),
        ("2021", "", False),
    ],
)
def test_task_that_a_model_may_have_seen_counts_as_seen(published: str, cutoff: str, is_before: bool) -> None:
    assert may_be_before(published, cutoff) is is_before
