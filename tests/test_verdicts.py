"""A verdict is described in one place, and every place that needs all verdicts has it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from evaluations.models import Tally
from evaluations.models.tally_triggers import STABLE_VERDICTS
from evaluations.verdicts import (
    ACCEPTABLE,
    CUT_SHORT,
    EXCEEDED_LIMITS,
    FLAKY,
    INFO,
    INFO_BY_KEY,
    RATED,
    REPAIRABLE,
    WITH_RESULT,
    Verdict,
    worst,
)
from webapp.candidates.schemas import VERDICTS

ROOT = Path(__file__).parent.parent
STYLES = ["static/css/components.css", "templates/share/report.css", "templates/compare/static/style.css"]


def test_every_verdict_is_described_once_and_in_the_order_of_precedence() -> None:
    assert list(INFO) == list(Verdict)
    assert list(INFO_BY_KEY) == [*Verdict, FLAKY]
    for values in ("glyph", "word", "colour", "heading", "meaning"):
        assert len({getattr(info, values) for info in INFO_BY_KEY.values()}) == len(INFO_BY_KEY), values


def test_later_verdict_wins() -> None:
    assert worst([]) is Verdict.PASSED
    assert worst([Verdict.TIMEOUT, Verdict.FAILED, Verdict.PASSED]) is Verdict.TIMEOUT


def test_only_what_a_model_did_wrong_goes_back_to_it() -> None:
    assert RATED - {Verdict.PASSED} == REPAIRABLE


def test_each_verdict_counts_where_it_should() -> None:
    assert set(Verdict) - RATED == {Verdict.UNCHECKED, Verdict.UNSCORED}
    assert not INFO_BY_KEY[FLAKY].is_rated
    assert {Verdict.PASSED, Verdict.UNCHECKED} == ACCEPTABLE
    assert {Verdict.OVER_LIMIT, Verdict.TIMEOUT, Verdict.BUILD_ERROR} == CUT_SHORT
    assert {Verdict.OVER_LIMIT, Verdict.TIMEOUT} == EXCEEDED_LIMITS
    assert {Verdict.FAILED, Verdict.PASSED, Verdict.UNCHECKED} == WITH_RESULT


def test_stored_counts_have_every_verdict() -> None:
    fields = {field.name for field in Tally._meta.get_fields()}
    assert {f"n_{key}" for key in INFO_BY_KEY} <= fields
    assert (*STABLE_VERDICTS, Verdict.UNSCORED) == tuple(Verdict)


def test_api_filter_takes_every_verdict() -> None:
    assert get_args(VERDICTS) == ("", *INFO_BY_KEY)


@pytest.mark.parametrize("path", STYLES)
def test_every_verdict_has_its_colour(path: str) -> None:
    text = (ROOT / path).read_text()
    assert [key for key in INFO_BY_KEY if not re.search(rf"\.v-{key}\b", text)] == []


def test_colours_of_verdicts_are_in_the_base_style() -> None:
    text = (ROOT / "static/css/base.css").read_text()
    assert [info.colour for info in INFO_BY_KEY.values() if f"--{info.colour}:" not in text] == []


def test_docs_explain_every_verdict() -> None:
    text = (ROOT / "docs/reference/verdicts.md").read_text()
    assert [verdict for verdict in Verdict if f"| `{verdict}` |" not in text] == []
