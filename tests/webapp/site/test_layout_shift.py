"""Layout shift, as the browser counts it: charts have their size before they are drawn, and news moves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, Route, expect

from evaluations import events
from evaluations.models import Candidate, LanguageModel, Run, State
from evaluations.records import Verdict
from tests import factories
from tests.environment import needs_time

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not Path(settings.BASE_DIR, "static/vendor/plot.js").exists(), reason="static/vendor is not built: make setup"
    ),
]
Enter = Callable[..., str]
V = Verdict
MOST = 0.01
# The page rests up to 3 s between two looks at a server that answers slowly (pauseByCost in static/js/run.js).
SHOWN_WITHIN_MS = 15_000
WATCH = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.shifts.push([entry.value, entry.sources.map(({ node, previousRect: a, currentRect: b }) =>
        `${[a.y, a.height, b.y, b.height]} ${(node?.outerHTML ?? node?.parentElement?.outerHTML)?.slice(0, 90)}`)]);
  }).observe({ type: "layout-shift", buffered: true });
"""
CHARTS = {"": 2, "pairs/": 1, "quantisations/": 1, "pictures/": 5, "advisor/": 2, "failures/": 1, "history/": 1}
ROOMS = """() => [...document.querySelectorAll(".chart-room")].map((room) => {
  const svg = room.querySelector("svg[role=group]");
  return svg ? Math.abs(room.getBoundingClientRect().height - svg.getBoundingClientRect().height) : -1;
})"""


PLACES = """() => [...document.querySelectorAll(".matrix th")].map((head) => {
  const { x, y, width, height } = head.getBoundingClientRect();
  return [x, y + scrollY, width, height].map(Math.round).join(" ");
})"""


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


@pytest.fixture
def run() -> Run:
    """A finished run of six models with speeds and sizes. Two of them are quantisations of one model."""
    models = [
        factories.make_model(f"a/large:{n}b", parameter_size=f"{n}B", size_bytes=n * 600_000_000) for n in (1, 3, 7, 13)
    ]
    models += [factories.make_model(f"a/code:7b-{bits}", parameter_size="7B") for bits in ("q4_0", "q8_0")]
    LanguageModel.objects.filter(name__endswith="q8_0").update(quantisation="Q8_0")
    new_run = factories.make_run(factories.make_suite([factories.make_spec(f"t{n}") for n in range(4)]), models)
    for candidate in new_run.candidates.select_related("task", "model"):
        ok = (candidate.pk * 7 + candidate.task.position) % 3
        factories.finish(candidate, V.PASSED if ok else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


def slowly(route: Route) -> None:
    """Answer so slowly that the page is painted first."""
    time.sleep(0.4)
    route.continue_()


def shifted(page: Page) -> float:
    shifts: list[Any] = page.evaluate("window.shifts")
    for value, sources in shifts:
        print(f"{value:.4f}", *sources, sep="\n  ")  # shows what moved when the test fails
    return sum(float(value) for value, _ in shifts)


@pytest.mark.parametrize("width", [pytest.param(1280, marks=[needs_time]), 390])
def test_space_of_pictures_is_reserved_before_they_are_drawn(
    page: Page, enter: Enter, mia: User, run: Run, width: int
) -> None:
    site = enter(page, mia)
    page.add_init_script(WATCH)
    page.route("**/vendor/plot.js", slowly)
    page.set_viewport_size({"width": width, "height": 900})
    for name, n in CHARTS.items():
        page.goto(f"{site}/compare/{name}?run={run.pk}", wait_until="commit")
        expect(page.locator(".chart-room svg[role=group]")).to_have_count(n)
        assert max(page.evaluate(ROOMS)) < 1, name
        assert shifted(page) < MOST, name


def test_there_is_no_empty_picture_without_javascript(browser: Browser, enter: Enter, mia: User, run: Run) -> None:
    context = browser.new_context(java_script_enabled=False)
    site = enter(context, mia)
    page = context.new_page()
    for name in CHARTS:
        page.goto(f"{site}/compare/{name}?run={run.pk}")
        assert page.locator(".chart").count() > 0, name
        assert not any(figure.is_visible() for figure in page.locator(".chart").all()), name
    context.close()


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=[needs_time])])
def test_arriving_verdicts_do_not_shift_an_open_run_page(page: Page, enter: Enter, mia: User, width: int) -> None:
    specs = [factories.make_spec(f"t{n}") for n in range(12)]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model("a/x"), factories.make_model("a/y")])
    first = run.candidates.order_by("pk").first()
    assert first
    Candidate.objects.filter(pk=first.pk).update(state=State.GENERATING)
    site = enter(page, mia)
    page.add_init_script(WATCH)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/runs/{run.pk}/")
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    places = page.evaluate(PLACES)
    kinds = [V.PASSED, V.FAILED, V.RUNTIME_ERROR, V.TIMEOUT, V.BUILD_ERROR, V.NO_CODE, V.OVER_LIMIT, V.PASSED]
    candidates = list(run.candidates.select_related("task").order_by("pk"))
    for number, candidate in enumerate(candidates, 1):
        verdict = kinds[(number - 1) % len(kinds)]
        factories.finish(candidate, verdict)
        if number % 4:
            continue
        if number == len(candidates):
            Run.objects.filter(pk=run.pk).update(state=Run.State.DONE, finished_at=candidate.run.created_at)
        events.run_changed(run.pk, run.team_id)
        expect(page.locator(f"#c{candidate.pk}")).to_contain_class(f"v-{verdict}", timeout=SHOWN_WITHIN_MS)
    expect(page.locator("#run-status")).to_contain_text("done", timeout=SHOWN_WITHIN_MS)
    expect(page.locator("#task-filters")).to_contain_text("they differ 6", timeout=SHOWN_WITHIN_MS)
    assert (
        page.evaluate(PLACES) == places
    )  # the browser does not count a replaced part as a shift, but a person sees it
    assert shifted(page) < MOST
