"""Why an answer has no picture, and which pictures are empty."""

from __future__ import annotations

import pytest

from evaluations.models import Candidate
from evaluations.png import PALETTE, RGB, is_one_colour, png_of
from evaluations.queries.pictures import missing_picture_reason
from evaluations.records import Kind, Verdict
from evaluations.sandbox.lanes.evidence import white_picture
from tests import factories

V = Verdict
WHITE, BLACK = b"\xff\xff\xff", b"\0\0\0"
GREY_PAGE = png_of(8, 2, 1, PALETTE, b"\0\0" * 2, palette=b"\x80\x80\x80")
DOT = png_of(8, 2, 1, PALETTE, b"\0\x80" + b"\0\0", palette=WHITE + BLACK)
RGB_DOT = png_of(2, 2, 8, RGB, b"\0" + WHITE * 2 + b"\0" + WHITE + BLACK)


def test_pictures_of_one_colour_are_known() -> None:
    assert is_one_colour(white_picture())
    assert is_one_colour(GREY_PAGE)
    for other in (DOT, RGB_DOT, b"", b"picture", white_picture()[:40], GREY_PAGE[:20]):
        assert not is_one_colour(other)


def answered(verdict: Verdict, picture: bytes | None = None, kind: Kind = Kind.COMPONENT) -> str:
    run = factories.make_run(factories.make_suite([factories.make_spec(kind=kind)]), [factories.make_model()])
    grading = factories.finish(run.candidates.get(), verdict, screenshot=picture)
    return missing_picture_reason(Candidate.objects.select_related("task").get(run=run), grading)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verdict", "picture", "kind", "says"),
    [
        (V.RUNTIME_ERROR, white_picture(), Kind.COMPONENT, "no picture: the answer crashed"),
        (V.RUNTIME_ERROR, None, Kind.COMPONENT, "no picture: the answer crashed"),
        (V.RUNTIME_ERROR, DOT, Kind.COMPONENT, ""),  # it showed something before it crashed
        (V.TIMEOUT, None, Kind.PAGE, "no picture: the answer did not end in time"),
        (V.OVER_LIMIT, GREY_PAGE, Kind.PAGE, "no picture: the answer went over its limits"),
        (V.BUILD_ERROR, None, Kind.HOOK, "no picture: the code cannot be built"),
        (V.NO_CODE, None, Kind.COMPONENT, "no picture: the answer has no code"),
        (V.RUNTIME_ERROR, None, Kind.FUNCTION, ""),  # there never is a picture of a function
        (V.FAILED, white_picture(), Kind.COMPONENT, ""),  # it ran, and this is what it showed
        (V.PASSED, None, Kind.COMPONENT, ""),
        (V.UNSCORED, None, Kind.COMPONENT, ""),
    ],
)
def test_reason_is_given_where_an_answer_that_failed_has_no_picture(
    verdict: Verdict, picture: bytes | None, kind: Kind, says: str
) -> None:
    assert answered(verdict, picture, kind) == says


@pytest.mark.django_db
def test_answer_that_waits_gives_no_reason() -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    candidate = run.candidates.select_related("task")[0]
    assert missing_picture_reason(candidate, None) == ""
