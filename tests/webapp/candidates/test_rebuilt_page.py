"""The page of an answer that rebuilds a picture: both pictures can be overlaid, by keyboard too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from evaluations.execution_records import Case, Report
from evaluations.graders.conditions import try_answer
from evaluations.models import Candidate
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_task
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
SUITE = Path(__file__).parents[3] / "suites" / "visual"


def a_wrong_answer(sandbox: Sandbox) -> Candidate:
    """An answer that was executed, graded and stored as usual. Its middle button has the wrong colour."""
    spec = load_task(SUITE / "picture-prices")
    reports: list[Report] = []

    def execute(case: Case) -> Report:
        reports.append(sandbox.execute(case))
        return reports[-1]

    outcome = try_answer(spec, spec.mutants["button-of-the-middle-is-black"], execute)
    candidate = factories.make_run(factories.make_suite([spec]), [factories.make_model()]).candidates.get()
    factories.finish(candidate, outcome.verdict, details=dict(outcome.details), screenshot=reports[0].screenshot)
    return candidate


def test_pictures_are_laid_over_each_other_by_keyboard(
    page: Page, enter: Callable[[Page, User], str], sandbox: Sandbox, mia: User
) -> None:
    candidate = a_wrong_answer(sandbox)
    page.goto(f"{enter(page, mia)}/candidates/{candidate.pk}/")
    window = page.get_by_role("region", name="1024 × 768")
    expect(window.get_by_text("has the colour #111827 behind it instead of #7c3aed")).to_be_visible()
    expect(window.get_by_role("img", name="The picture to rebuild")).to_be_visible()
    window.get_by_role("radio", name="side by side").focus()
    page.keyboard.press("ArrowRight")
    expect(window.get_by_role("radio", name="overlay")).to_be_checked()
    both = window.get_by_role("img", name="Picture and answer over each other")
    expect(both).to_be_visible()
    expect(window.get_by_role("img", name="The picture to rebuild")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    window.get_by_role("slider", name="How much of the answer is shown").press("Home")
    expect(both.locator("[data-above]")).to_have_attribute("width", "0.01")
    window.get_by_role("slider").press("End")
    expect(both.locator("[data-above]")).to_have_attribute("width", "1024")
    window.get_by_role("radio", name="heat map").check()
    blend = "node => getComputedStyle(node).mixBlendMode"
    assert both.locator("[data-above]").evaluate(blend) == "difference"
    expect(window.get_by_role("slider")).to_be_hidden()
