"""The visual lane takes pictures and lines of text from outside the page. Hostile pages are in the golden corpus."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.visual_pictures import USUAL as SHIPPED
from evaluations import graders
from evaluations.execution_records import VIEWS, Outcome, Report, View
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from evaluations.runner.draw_pictures import pictures_of, upper_half
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite, load_task
from tests.environment import needs_time
from tests.golden.programs import REFERENCE
from tests.sandbox.full_chromium import full_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = Path(__file__).parents[1] / "golden"
SPEC = TaskSpec(
    slug="tickets",
    title="Tickets",
    kind=Kind.VISUAL,
    prompt="Rebuild it.",
    language="html",
    entry="index.html",
    reference={"index.html": REFERENCE},
)
# A checksum over each pixel and its place, because a data: page has no crypto.subtle.
DIGEST = """async (text) => {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  let sum = 7;
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  for (const value of data) sum = (Math.imul(sum, 31) + value) | 0;
  return `${bitmap.width} × ${bitmap.height}: ${sum}`;
}"""


def tried(page: str, sandbox: Sandbox, spec: TaskSpec = SPEC) -> tuple[Report, Outcome]:
    extraction = Extraction(files={"index.html": page}, entry="index.html", rule="given", reason="")
    [case] = graders.cases_for(spec, extraction, candidate_id="1")
    report = sandbox.execute(case)
    return report, graders.grade(spec, extraction, [report])


def faults(outcome: Outcome, view: int = 0) -> list[str]:
    return [fault["text"] for fault in outcome.details["views"][view]["faults"]]


def test_the_reference_itself_is_equal_in_both_windows(sandbox: Sandbox) -> None:
    report, outcome = tried(REFERENCE, sandbox)
    assert (outcome.verdict, outcome.score, outcome.cause) == (Verdict.PASSED, 1.0, "")
    assert [(view["name"], view["pixels"], view["n_lines"]) for view in outcome.details["views"]] == [
        ("wide", 1.0, 4),
        ("narrow", 1.0, 4),
    ]
    lines = report.captured["views"][0]["reference"]
    assert lines[0]["width"] == pytest.approx(211.64, abs=0.01), "Inter, and not a font of this machine"
    assert [line["text"] for line in lines] == ["Harbour tickets", "Two boats a day, all year", "Anna", "Book now"]
    assert lines[0]["text_colour"] == [17, 24, 39]
    assert lines[3]["behind"] == [29, 78, 216]
    assert report.screenshot is not None
    size = struct.unpack(">II", report.screenshot[16:24])
    assert size == (sum(view.width for view in VIEWS), 2 * max(view.height for view in VIEWS))


def test_text_is_drawn_in_the_one_font_whatever_family_is_named(sandbox: Sandbox) -> None:
    other = REFERENCE.replace("24px Inter;", "24px Georgia, system-ui, serif;")
    assert other != REFERENCE
    assert tried(other, sandbox)[1].score == 1.0


def test_page_that_is_one_picture_of_the_reference_has_no_lines(sandbox: Sandbox) -> None:
    wide = base64.b64encode(_picture(sandbox, VIEWS[0])).decode()
    image = f'<body style="margin:0"><img style="display:block" src="data:image/png;base64,{wide}">'
    _, outcome = tried(image, sandbox)
    view = outcome.details["views"][0]
    assert (outcome.verdict, view["pixels"], view["figures"]["blocks"]) == (Verdict.FAILED, 1.0, 0.0)
    assert view["score"] <= 0.2
    assert "“Harbour tickets” is not there." in faults(outcome)


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("z-index: -1", id="under its text"),
        pytest.param("z-index: 1", id="over its text", marks=needs_time),
    ],
)
def test_picture_with_the_same_text_under_or_over_it_does_not_pass(above: str, sandbox: Sandbox) -> None:
    wide = base64.b64encode(_picture(sandbox, VIEWS[0])).decode()
    image = f'<img style="position: fixed; left: 0; top: 0; {above}" src="data:image/png;base64,{wide}">'
    _, outcome = tried(REFERENCE.replace("background: #fff; color", "color") + image, sandbox)
    assert outcome.verdict is Verdict.FAILED
    assert outcome.details["views"][0]["figures"]["colour"] < 0.7


@needs_time
def test_reference_that_cannot_be_shown_is_not_the_answers_fault(sandbox: Sandbox) -> None:
    never = (GOLDEN / "failed_visual_never_still" / "candidate.html").read_text()
    spec = replace(SPEC, reference={"index.html": never})
    report, outcome = tried(REFERENCE, sandbox, spec)
    assert outcome.verdict is Verdict.UNSCORED
    assert "The reference cannot be shown" in report.cause


def test_pictures_of_a_shipped_prompt_are_those_of_its_reference(sandbox: Sandbox, browser: Browser) -> None:
    """After a change of a reference or of the font run `python -m bench.visual_pictures`."""
    spec = load_task(SHIPPED / "picture-sign-in")
    drawn = pictures_of(spec, sandbox.execute)
    assert sorted(drawn) == sorted(spec.fixtures) == ["narrow.png", "wide.png"]
    for name, content in drawn.items():
        assert pixels_of(content, browser) == pixels_of(spec.fixtures[name], browser)


@pytest.mark.timeout(180)
def test_full_chromium_and_the_headless_shell_give_equal_pixels(
    sandbox: Sandbox, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = full_chromium()
    here = _picture(sandbox, VIEWS[0])
    monkeypatch.setenv("CHROMIUM_PATH", str(program))
    with Sandbox(slots=1) as other:
        there = _picture(other, VIEWS[0])
    # The bytes depend on the program that packed them.
    assert pixels_of(there, browser) == pixels_of(here, browser)


@needs_time
@pytest.mark.timeout(1200)
def test_all_shipped_pictures_have_equal_pixels_in_full_chromium_and_the_headless_shell(
    sandbox: Sandbox, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = load_suite(SHIPPED).tasks
    program = full_chromium()
    here = _pixels_of_pictures(tasks, sandbox, browser)
    monkeypatch.setenv("CHROMIUM_PATH", str(program))
    with Sandbox(slots=1) as other:
        there = _pixels_of_pictures(tasks, other, browser)
    differing = [name for name, pixels in here.items() if there[name] != pixels]
    print(f"{len(here) - len(differing)} of {len(here)} pictures are equal in {program} and the headless shell")
    assert len(here) == len(tasks) * len(VIEWS)
    assert differing == []


def pixels_of(png: bytes, browser: Browser) -> str:
    """Return size and checksum of the decoded picture."""
    page = browser.new_page()
    try:
        page.goto("data:text/html,")
        return str(page.evaluate(DIGEST, base64.b64encode(png).decode()))
    finally:
        page.close()


def _pixels_of_pictures(tasks: Iterable[TaskSpec], sandbox: Sandbox, browser: Browser) -> dict[str, str]:
    return {
        f"{spec.slug}/{name}": pixels_of(content, browser)
        for spec in tasks
        for name, content in pictures_of(spec, sandbox.execute).items()
    }


def _picture(sandbox: Sandbox, view: View) -> bytes:
    extraction = Extraction(files=SPEC.reference, entry=SPEC.entry, rule="given", reason="")
    [case] = graders.cases_for(SPEC, extraction, candidate_id="1")
    report = sandbox.execute(replace(case, views=(view,)))
    assert report.screenshot is not None
    return upper_half(report.screenshot)
