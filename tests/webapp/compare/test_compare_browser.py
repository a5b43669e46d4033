"""Charts, the long matrix and the merge view in Chromium: content, links, and saved files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from evaluations.models import LanguageModel, Run
from evaluations.records import Verdict
from tests import factories
from tests.environment import needs_time

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not Path(settings.BASE_DIR, "static/vendor/merge.js").exists(), reason="static/vendor is not built: make setup"
    ),
]
Enter = Callable[..., str]
V = Verdict
AXE = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
SERIOUS = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}"""


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


@pytest.fixture
def run() -> Run:
    """A run of two models that differ in two of three tasks, with size, speed and weights."""
    models = [
        factories.make_model("a/small:1b", parameter_size="1B", size_bytes=700_000_000),
        factories.make_model("a/large:7b", parameter_size="7B", size_bytes=4_000_000_000),
    ]
    new_run = factories.make_run(factories.make_suite([factories.make_spec(f"t{n}") for n in range(3)]), models)
    for candidate in new_run.candidates.select_related("task", "model"):
        ok = "large" in candidate.model.name or candidate.task.position == 0
        factories.finish(candidate, V.PASSED if ok else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


def test_marks_of_the_interval_plot_lead_to_their_answers(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/compare/leaderboard/?run={run.pk}")
    mark = page.get_by_role("link", name="large:7b: 100 %")
    expect(mark).to_be_visible()
    mark.click()
    page.wait_for_url(f"{site}/candidates/*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Answers")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_a_model_has_one_colour_and_shape_in_table_and_picture(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/compare/leaderboard/?run={run.pk}")
    link = page.get_by_role("link", name="large:7b: 100 %").locator("path")
    drawn = link.evaluate("path => getComputedStyle(path).fill")
    row = page.locator("tbody tr", has_text="large:7b").locator("th .mark path")
    assert drawn == row.evaluate("path => getComputedStyle(path).fill")


@pytest.mark.parametrize("name", ["speed", "memory", "size", "tokens", "time"])
def test_every_picture_of_costs_is_drawn_and_saved(page: Page, enter: Enter, mia: User, run: Run, name: str) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/compare/pictures/?run={run.pk}")
    figure = page.locator(f'[data-chart="{name}"]')
    expect(figure.locator("svg a")).to_have_count(2)
    with page.expect_download() as svg:
        figure.get_by_role("button", name="Save SVG").click()
    text = svg.value.path().read_text()
    assert text.startswith("<svg")
    assert "var(--" not in text  # a separate file has no style sheet
    assert "/candidates/?run=" in text
    with page.expect_download() as table:
        figure.get_by_role("button", name="Save CSV").click()
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text())))
    assert {row["model"]: row["parameters, billions"] for row in rows} == {"large:7b": "7", "small:1b": "1"}


def test_a_formula_in_a_name_is_defused_in_csv(page: Page, enter: Enter, mia: User) -> None:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model('a/=HYPERLINK("http://x")')])
    factories.finish_run(new_run, [V.FAILED])
    site = enter(page, mia)
    page.goto(f"{site}/compare/failures/?run={new_run.pk}")
    with page.expect_download() as table:
        page.get_by_role("button", name="Save CSV").click()
    (row,) = csv.DictReader(io.StringIO(table.value.path().read_text()))
    assert row["model"].startswith("'=HYPERLINK")


def test_bars_of_failures_lead_to_that_verdict(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/compare/failures/?run={run.pk}")
    page.get_by_role("link", name="small:1b: 2 failed, 67 %").click()
    page.wait_for_url("**verdict=failed*")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_two_answers_merge_under_the_strict_policy(page: Page, enter: Enter, mia: User, run: Run) -> None:
    a, b = run.candidates.filter(task__slug="t1").order_by("pk")
    grading = b.gradings.get()
    grading.extraction["files"]["answer.tsx"] = factories.COMPONENT.replace("clicked", "pressed")
    grading.save()
    site = enter(page, mia)
    page.goto(f"{site}/candidates/against/?a={a.pk}&b={b.pk}")
    expect(page.locator("#plain-sides")).to_be_hidden()
    changed = page.locator(".cm-merge-b .cm-changedText")
    expect(changed.first).to_be_visible()
    assert page.locator(".cm-merge-b .cm-changedLine").count() == 1
    ground = page.locator(".cm-merge-b .cm-changedLine").evaluate("line => getComputedStyle(line).backgroundColor")
    assert ground != "rgba(0, 0, 0, 0)"  # its style sheets were applied


def test_long_matrix_contains_only_the_visible_rows(page: Page, enter: Enter, mia: User) -> None:
    specs = [factories.make_spec(f"t{n}", title=f"task number {n}") for n in range(330)]
    new_run = factories.make_run(factories.make_suite(specs), [factories.make_model("a/x")])
    site = enter(page, mia)
    page.goto(f"{site}/runs/{new_run.pk}/")
    rows = page.locator(".matrix tbody tr th a")
    expect(page.locator("tbody[data-page]")).to_have_count(9)
    assert rows.count() < 200
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # only the page scrolls vertically
    expect(page.get_by_role("link", name="task number 329")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="task number 0", exact=True)).to_have_count(0, timeout=20_000)
    assert rows.count() < 200
    assert page.locator("#run-matrix .table-wrap").evaluate("wrap => wrap.scrollHeight - wrap.clientHeight") <= 1
    expect(page.locator(".matrix thead th").first).to_be_in_viewport()


PAGES = ["", "advisor/", "pairs/", "quantisations/", "pictures/", "failures/", "history/", "in-use/", "week/"]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make setup")
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=[needs_time])])
def test_pages_of_comparison_have_no_serious_finding_and_fit_a_phone(
    page: Page, enter: Enter, mia: User, run: Run, scheme: str
) -> None:
    site = enter(page, mia)
    a, b = run.candidates.filter(task__slug="t1").order_by("pk")
    task = run.suite_version.tasks.get(slug="t1")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    addresses = [f"/compare/{name}?run={run.pk}" for name in PAGES]
    addresses += [
        f"/candidates/against/?a={a.pk}&b={b.pk}",
        f"/runs/{run.pk}/?base={a.model_id}-plain",
        "/figures/",
        "/",
        f"/runs/{run.pk}/tasks/{task.pk}/",
        f"/candidates/?run={run.pk}",
    ]
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + address)
        page.evaluate(AXE.read_text())
        assert page.evaluate(SERIOUS) == [], address
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_escape_leads_back_from_pages_without_a_parent(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/runs/{run.pk}/")
    page.get_by_role("link", name="Compare", exact=True).last.click()
    page.wait_for_url("**/compare/?run=*")
    page.get_by_role("link", name="What goes wrong").click()
    page.wait_for_url("**/failures/?run=*")
    for key in "jj":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/candidates/?*")
    page.go_back()
    page.keyboard.press("Escape")
    page.wait_for_url("**/compare/?run=*")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{site}/runs/{run.pk}/")


OVERLAPS = """(selector) => {
  const texts = [...document.querySelectorAll(selector)];
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  const meets = (a, b) =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  return boxes.flatMap(([one, a], at) =>
    boxes.slice(at + 1).filter(([, b]) => meets(a, b)).map(([other]) => `${one} × ${other}`));
}"""
CUT_OFF = """(selector) => [...document.querySelectorAll(selector)].filter((text) => {
  const a = text.getBoundingClientRect(), b = text.ownerSVGElement.getBoundingClientRect();
  return a.left < b.left - 1 || a.right > b.right + 1;
}).map((text) => text.textContent)"""
CUT_WEIGHTS = """() => [...document.querySelectorAll(".heat-names .model-weights")].filter((name) =>
  name.scrollWidth > name.clientWidth + 1
  || name.getBoundingClientRect().right > name.closest("li").getBoundingClientRect().right + 1)
  .map((name) => name.textContent)"""
QUANTISATIONS = ("Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "AWQ", "GPTQ")


@pytest.fixture
def forty() -> Run:
    """A run of forty models with names that differ only at the end, few sizes, and close rates."""
    specs = [factories.make_spec(f"t{n}") for n in range(6)]
    models = []
    for n in range(40):
        kind, size = QUANTISATIONS[n % 6], (1.3, 7, 7, 13, 34)[n % 5]
        name = f"stored/SomeMaker/deepseek-coder-instruct-long-name-v0.{n}-{size:g}b-{kind}"
        models.append(factories.make_model(name, parameter_size=f"{size:g}B", size_bytes=int(size * 6e8)))
        LanguageModel.objects.filter(pk=models[-1].pk).update(quantisation=kind)
    new_run = factories.make_run(factories.make_suite(specs), models)
    for candidate in new_run.candidates.select_related("task"):
        ok = (candidate.model_id * 7 + candidate.task.position * 5) % 6 < 1 + candidate.model_id % 5
        factories.finish(candidate, V.PASSED if ok else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


def test_labels_never_collide_and_never_lose_the_quantisation(page: Page, enter: Enter, mia: User, forty: Run) -> None:
    site = enter(page, mia)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        _check_labels(page, site, width)


def _check_labels(page: Page, site: str, width: int) -> None:
    page.goto(f"{site}/compare/")
    answers = page.locator(".glance").bounding_box()
    assert answers
    assert width < 1280 or answers["y"] + answers["height"] < 500, "the five answers need no scrolling"
    for chart, n in (("board", 40), ("pairs", 12)):
        labels = page.locator(f'[data-chart="{chart}"] svg[role=group] text').filter(has_text="B ")
        expect(labels).to_have_count(n)
        texts = labels.all_text_contents()
        assert all(text.endswith(QUANTISATIONS) for text in texts), texts
        assert len(set(texts)) > n / 2
        assert page.evaluate(OVERLAPS, f'[data-chart="{chart}"] svg[role=group] text') == []
        assert page.evaluate(CUT_OFF, f'[data-chart="{chart}"] svg[role=group] text') == []
    weights = page.locator(".heat-names .model-weights")
    expect(weights).to_have_count(40)
    assert page.evaluate(CUT_WEIGHTS) == []
    page.goto(f"{site}/compare/pictures/")
    names = page.locator('[data-chart="memory"] .mark-name')
    expect(names.first).to_be_visible()
    assert all(text.endswith(QUANTISATIONS) for text in names.all_text_contents())
    assert page.evaluate(OVERLAPS, '[data-chart="memory"] .mark-name') == []
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".mark-name")].filter((name) => {
          const a = name.getBoundingClientRect(), b = name.closest("svg").getBoundingClientRect();
          return a.left < b.left + 44 || a.right > b.right || a.top < b.top;
        }).length"""
    )
    assert outside == 0


def test_history_has_a_legend(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/compare/history/?run={run.pk}")
    legend = page.get_by_role("list", name="Models in the picture").get_by_role("link")
    expect(legend).to_have_count(2)
    legend.first.click()
    page.wait_for_url("**/models/*/")


def test_printed_page_is_whole_and_in_light_colours(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/compare/?run={run.pk}")
    expect(page.locator('[data-chart="board"] svg[role=group]')).to_be_visible()
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".site-head", ".compare-tabs", ".compare-filter", ".chart-tools"):
        expect(page.locator(selector).first).to_be_hidden()
    for selector in (".glance", ".heat-map", "#board-table"):
        expect(page.locator(selector)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 250, 249)"
    assert len(page.pdf()) > 10_000
