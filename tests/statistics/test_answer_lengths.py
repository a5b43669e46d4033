"""How long answers will be: held against stored answers of real models, and by what each thing known brings."""

from __future__ import annotations

from typing import Any

import pytest

from bench.answer_lengths import Answers, nothing_known, probed, simulate
from bench.stored_answers import SUITE, read
from evaluations.records import Kind
from evaluations.statistics.answer_lengths import LengthRatio, ObservedLengths, length_ratio, usual_tokens

USUAL = 200.0


def observed(tokens: float, n: int = 1, *, is_cut: bool = False) -> ObservedLengths:
    return ObservedLengths(tokens=tokens, usual=USUAL, n=n, is_cut=is_cut)


def width(ratio: LengthRatio) -> float:
    low, _, high = ratio.factors()
    return high / low


def test_stored_answers_of_real_models_are_in_the_range_after_three_of_a_probe() -> None:
    now, before = simulate(Answers(read(SUITE / "answers.jsonl.gz")), probed, 600)
    assert 0.8 <= now.inside <= 0.97, "a range that held nearly all would be too wide to help"
    assert now.width < 3.5
    assert now.inside > before.inside + 0.2, "400 tokens for every model, 0.4 to 1.6 times"


def test_without_a_probe_the_range_is_wide_and_still_contains_most_answers() -> None:
    now, _ = simulate(Answers(read(SUITE / "answers.jsonl.gz")), nothing_known, 600)
    assert now.inside >= 0.75
    assert now.width > 5


def test_short_and_long_answers_of_a_probe_move_the_range() -> None:
    short, usual, long = (length_ratio(12, probe=[observed(tokens)] * 2) for tokens in (50, 200, 800))
    assert short.factors()[2] < long.factors()[0]
    assert usual.factors()[1] == pytest.approx(1)


def test_answer_that_the_limit_cut_counts_as_longer_than_its_tokens() -> None:
    whole, cut = (length_ratio(12, probe=[observed(256, is_cut=is_cut)] * 2) for is_cut in (False, True))
    assert cut.factors()[1] > 1.2 * whole.factors()[1]
    assert cut.factors()[1] < 4


def test_each_thing_that_is_known_narrows_the_range() -> None:
    probe = [observed(200)] * 2
    widths = [
        width(length_ratio(12)),
        width(length_ratio(12, probe=probe)),
        width(length_ratio(12, probe=probe, elsewhere=observed(200, 12))),
        width(length_ratio(12, probe=probe, elsewhere=observed(200, 12), others=[observed(200, 12)] * 9)),
        width(length_ratio(12, here=observed(200, 12))),
    ]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 5
    assert widths[-1] < 1.8


def test_own_answers_to_the_suite_weigh_more_than_anything_else() -> None:
    elsewhere: dict[str, Any] = {"probe": [observed(100)] * 2, "elsewhere": observed(100, 12)}
    assert length_ratio(12, here=observed(400, 12), **elsewhere).factors()[1] > 1.3
    assert length_ratio(12, **elsewhere).factors()[1] < 0.7


def test_few_answers_to_a_suite_change_the_prediction_little() -> None:
    few, all_of_them = (width(length_ratio(100, here=observed(400, n))) for n in (2, 100))
    assert few > 1.2 * all_of_them


def test_long_answers_of_other_models_make_longer_ones_likely() -> None:
    others = [observed(600, 12)] * 6
    assert length_ratio(12, others=others).factors()[1] > 1.3 * length_ratio(12, others=others[:1]).factors()[1]


def test_usual_length_grows_with_the_reference_and_is_known_for_every_kind() -> None:
    assert 80 < usual_tokens(46, Kind.FUNCTION) < 150
    assert usual_tokens(46, Kind.FUNCTION) < usual_tokens(600, Kind.FUNCTION) < usual_tokens(3000, Kind.FUNCTION)
    assert {usual_tokens(0, kind) > 300 for kind in Kind} == {True}
