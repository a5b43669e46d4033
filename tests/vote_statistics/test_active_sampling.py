"""Which pair is assigned next."""

from __future__ import annotations

from evaluations.vote_statistics import expected_information, is_repeat_due


def test_pairs_of_close_models_with_few_votes_are_most_informative() -> None:
    ratings = {"a": 1200.0, "b": 1190.0, "c": 600.0}
    assert expected_information(ratings, "a", "b", 0) > expected_information(ratings, "a", "c", 0)
    assert expected_information(ratings, "a", "b", 0) > expected_information(ratings, "a", "b", 3)
    assert expected_information({}, "x", "y", 0) == 0.25
    assert expected_information({"a": 1e9}, "a", "b", 0) >= 0


def test_one_in_twenty_is_a_repeat_and_never_at_the_start() -> None:
    for reviewer in range(50):
        due = [n for n in range(400) if is_repeat_due(n, 0.05, f"1:{reviewer}")]
        assert len(due) == 20
        assert due[0] >= 5
        assert [n // 20 for n in due] == list(range(20))
    places = {next(n for n in range(20) if is_repeat_due(n, 0.05, f"1:{reviewer}")) for reviewer in range(50)}
    assert len(places) > 5


def test_without_a_share_no_pair_is_repeated() -> None:
    assert not any(is_repeat_due(n, 0.0, "k") for n in range(100))
