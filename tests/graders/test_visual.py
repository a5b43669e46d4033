"""How the kind visual compares two pages' lines and pictures, with scripted reports."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations import graders
from evaluations.execution_records import Outcome, Report
from evaluations.graders.visual import bigrams, dice, grade_view, match_lines, oklab_distance
from evaluations.records import Extraction, Kind, TaskSpec, Verdict

SPEC = TaskSpec(
    slug="card",
    title="Card",
    kind=Kind.VISUAL,
    prompt="Rebuild it.",
    language="html",
    entry="index.html",
    reference={"index.html": "<p>Hello"},
)
DARK, WHITE, RED, BLUE = [17, 24, 39], [255, 255, 255], [220, 38, 38], [37, 99, 235]


def line(text: str, x: float = 0, y: float = 0, **fields: Any) -> dict[str, Any]:
    created = {"text": text, "x": x, "y": y, "width": 100, "height": 20, "painted": 0.2}
    return {**created, "text_colour": DARK, "behind": WHITE, **fields}


def view(answer: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    reference = [line("Orders"), line("New order", x=300), line("Paid", y=60)]
    created = {"name": "wide", "width": 1024, "height": 768, "pixels": 1.0, "similarity": 1.0, "places": []}
    return {**created, "reference": reference, "answer": answer, **fields}


SAME = [line("Orders"), line("New order", x=300), line("Paid", y=60)]


def graded(*views: dict[str, Any], spec: TaskSpec = SPEC, verdict: Verdict = Verdict.PASSED) -> Outcome:
    report = Report(id="1", verdict=verdict, cause="", captured={"views": list(views)})
    return graders.grade(spec, Extraction(files={"index.html": ""}, entry="index.html", rule="", reason=""), [report])


def test_equal_pages_score_1() -> None:
    outcome = graded(view(SAME), view(SAME))
    assert (outcome.verdict, outcome.score) == (Verdict.PASSED, 1.0)
    assert outcome.details["views"][0]["figures"] == dict.fromkeys(
        ("blocks", "text", "position", "colour", "picture"), 1.0
    )


@pytest.mark.parametrize(
    ("answer", "more", "sentence"),
    [
        (SAME[:2], {}, "“Paid” is not there."),
        ([*SAME, line("Advertisement", y=200)], {}, "“Advertisement” is not in the picture."),
        ([*SAME[:2], line("Paid", y=120)], {}, "“Paid” is 60 px from its place."),
        ([SAME[0], line("New border sets", x=300), SAME[2]], {}, "“New order” reads “New border sets”."),
        ([*SAME[:2], line("Paid", y=60, text_colour=RED)], {}, "“Paid” has the colour #dc2626 instead of #111827."),
        (
            [*SAME[:2], line("Paid", y=60, behind=BLUE)],
            {},
            "“Paid” has the colour #2563eb behind it instead of #ffffff.",
        ),
        ([*SAME[:2], line("Paid", y=60, painted=0.0)], {}, "“Paid” is not there."),
        (
            SAME,
            {"places": [{"x": 8, "y": 16, "width": 64, "height": 40}]},
            "An area of 64 × 40 px at 8, 16 looks different.",
        ),
    ],
)
def test_clear_fault_fails_and_is_named_with_its_window(
    answer: list[dict[str, Any]], more: dict[str, Any], sentence: str
) -> None:
    outcome = graded(view(SAME), view(answer, width=390, height=844, **more))
    assert (outcome.verdict, outcome.cause) == (Verdict.FAILED, f"390 × 844: {sentence}")
    assert outcome.score is not None
    assert outcome.score < 1


def test_many_small_differences_fail_by_the_threshold_of_the_task() -> None:
    near = [{**each, "y": each["y"] + 20} for each in SAME]
    blurred = view(near, pixels=0.6, similarity=0.1)
    assert grade_view(blurred)["score"] == pytest.approx((3 + (1 - 20 / 128) + 0.35) / 5)
    assert graded(blurred).verdict is Verdict.PASSED
    strict = TaskSpec(slug="a", title="a", kind=Kind.VISUAL, prompt="", language="html", truth={"threshold": 0.9})
    outcome = graded(blurred, spec=strict)
    assert outcome.verdict is Verdict.FAILED
    assert outcome.cause == "1024 × 768: 0.84 is below 0.90; the lowest figure is picture, 0.35."


def test_score_is_that_of_the_worse_window() -> None:
    worse = view(SAME, pixels=0.8, similarity=0.8)
    assert graded(view(SAME), worse).score == pytest.approx(0.96)


def test_page_that_was_never_shown_scores_0() -> None:
    outcome = graded(verdict=Verdict.TIMEOUT)
    assert (outcome.verdict, outcome.score) == (Verdict.TIMEOUT, 0.0)


def test_lines_that_read_the_same_go_to_the_nearest_one_each() -> None:
    reference = [line("Edit", y=0), line("Edit", y=100), line("Edit", y=200)]
    answer = [line("Edit", y=205), line("Edit", y=5), line("Edit", y=105)]
    assert sorted((pair.reference["y"], pair.answer["y"]) for pair in match_lines(reference, answer)) == [
        (0, 5),
        (100, 105),
        (200, 205),
    ]


def test_likeness_of_texts_is_that_of_their_pairs_of_characters() -> None:
    assert dice(bigrams("night"), bigrams("nacht")) == pytest.approx(2 * 1 / 8)
    assert dice(bigrams("a"), bigrams("a")) == 1.0


def test_distance_of_colours_is_oklabs() -> None:
    assert oklab_distance([255, 255, 255], [0, 0, 0]) == pytest.approx(1.0, abs=1e-4)
    # Ottosson's own table: pure red is L 0.627955, a 0.224863, b 0.125846.
    assert oklab_distance([255, 0, 0], [0, 0, 0]) == pytest.approx(
        (0.627955**2 + 0.224863**2 + 0.125846**2) ** 0.5, abs=1e-3
    )


def test_lines_of_a_hostile_page_are_matched_in_time() -> None:
    many = [line(f"row {i} of many that are alike", y=i) for i in range(200)]
    assert len(match_lines(many, many)) == 200
