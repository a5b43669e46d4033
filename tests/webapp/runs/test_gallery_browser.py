"""A run's gallery in Chromium: answers run side by side, and an answer that is being written turns into its app."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, FloatRect, Page, expect

from evaluations import events
from evaluations.models import Candidate, Run, State, Suite
from evaluations.records import Kind, Verdict
from evaluations.sandbox import find_chromium
from tests import factories
from tests.webapp.site.test_pages_browser import is_built

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_built(), reason="The preview bundle is not built: make setup"),
]
Enter = Callable[..., str]
FIELD = """import { useState } from "react";
export default function App() {
  const [text, setText] = useState("");
  return <label>Item <input value={text} onChange={(e) => setText(e.target.value)} /> <b>{text}</b></label>;
}
"""
SPINS = "export default function App() { for (;;) {} }\n"


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


def make_prompt_run(n_models: int) -> Run:
    """A run of a single prompt without an answer."""
    version = factories.make_suite([factories.unchecked_spec()], slug="a-todo-list")
    Suite.objects.filter(pk=version.suite_id).update(origin=Suite.Origin.PROMPT)
    version.suite.refresh_from_db()
    return factories.make_run(version, [factories.make_model(f"a/m{n}") for n in range(n_models)], "a todo list")


def finish(candidate: Candidate, verdict: Verdict = Verdict.UNCHECKED, code: str = FIELD) -> None:
    grading = factories.finish(candidate, verdict)
    assert grading
    grading.extraction |= {"files": {"answer.tsx": code}, "entry": "answer.tsx"}
    grading.save(update_fields=["extraction"])


def finish_all(run: Run) -> list[Candidate]:
    rows = list(run.candidates.order_by("pk"))
    for row in rows:
        finish(row)
    return rows


def test_answers_run_side_by_side_and_one_input_reaches_all(page: Page, enter: Enter, mia: User) -> None:
    run = make_prompt_run(3)
    rows = finish_all(run)
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(3)
    for row in rows:
        frame = page.frame_locator(f'[data-card="{row.pk}"] iframe')
        expect(frame.get_by_label("Item")).to_be_visible()
    sizes = {(round(box["width"]), round(box["height"])) for box in _boxes(page)}
    assert len(sizes) == 1
    page.get_by_placeholder("Type into all").fill("milk")
    for row in rows:
        expect(page.frame_locator(f'[data-card="{row.pk}"] iframe').locator("b")).to_have_text("milk")
    page.get_by_role("button", name="code", exact=True).click()
    expect(cards.first.locator("pre.code")).to_contain_text("useState")
    expect(cards.first.locator("iframe")).to_be_hidden()


def _boxes(page: Page) -> list[FloatRect]:
    boxes = [place.bounding_box() for place in page.locator(".gallery-stage").all()]
    return [box for box in boxes if box]


def test_written_answer_turns_into_its_app_and_others_keep_their_state(page: Page, enter: Enter, mia: User) -> None:
    run = make_prompt_run(2)
    done, late = run.candidates.order_by("pk")
    finish(done, Verdict.UNCHECKED, FIELD)
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    expect(page.locator(f'[data-card="{late.pk}"]')).to_contain_text("Queued: next on its server.")
    before = _boxes(page)
    field = page.frame_locator(f'[data-card="{done.pk}"] iframe').get_by_label("Item")
    field.fill("kept")
    Candidate.objects.filter(pk=late.pk).update(state=State.GENERATING)
    events.store_partial_answer(late.pk, "Here is ")
    events.run_changed(run.pk, run.team_id)
    writing = page.locator(f"#text-{late.pk}")
    expect(writing).to_have_text("Here is")
    events.candidate_text(run.pk, late.pk, 8, "the app", "text")
    expect(writing).to_have_text("Here is the app")
    finish(late, Verdict.UNCHECKED, FIELD)
    events.run_changed(run.pk, run.team_id)
    expect(page.frame_locator(f'[data-card="{late.pk}"] iframe').get_by_label("Item")).to_be_visible()
    expect(field).to_have_value("kept")
    assert _boxes(page) == before


def test_frames_below_the_view_are_not_started(page: Page, enter: Enter, mia: User) -> None:
    run = make_prompt_run(20)
    finish_all(run)
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    expect(page.locator("[data-card] iframe").first).to_be_visible()
    assert page.locator("[data-card] iframe").count() < 5
    page.locator("[data-card]").last.scroll_into_view_if_needed()
    expect(page.locator("[data-card]").last.locator("iframe")).to_be_visible()


def test_answer_that_never_came_to_rest_is_not_started_by_itself(page: Page, enter: Enter, mia: User) -> None:
    run = make_prompt_run(2)
    spins, calm = run.candidates.order_by("pk")
    finish(spins, Verdict.TIMEOUT, SPINS)
    finish(calm, Verdict.UNCHECKED, FIELD)
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    expect(page.frame_locator(f'[data-card="{calm.pk}"] iframe').get_by_label("Item")).to_be_visible()
    card = page.locator(f'[data-card="{spins.pk}"]')
    expect(card).to_contain_text("Not started")
    expect(card.locator("iframe")).to_have_count(0)


def test_frame_that_spins_is_stopped(browser: Browser, enter: Enter, mia: User) -> None:
    """In a browser that runs sandboxed frames in another process. In other browsers a loop also stops the page."""
    run = make_prompt_run(2)
    spins, calm = run.candidates.order_by("pk")
    finish(spins, Verdict.UNCHECKED, SPINS)
    finish(calm)
    args = ["--no-sandbox", "--site-per-process", "--enable-features=IsolateSandboxedIframes"]
    isolating = browser.browser_type.launch(executable_path=find_chromium(), args=args)
    page = isolating.new_page()
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    card = page.locator(f'[data-card="{spins.pk}"]')
    expect(card).to_contain_text("kept the browser busy for too long", timeout=35_000)
    expect(page.locator(f'[data-card="{calm.pk}"]')).not_to_contain_text("Stopped: it kept")
    isolating.close()


def test_an_error_is_a_sentence(browser: Browser, enter: Enter, mia: User) -> None:
    page = browser.new_page()  # not the fixture, because the answer logs an error
    run = make_prompt_run(1)
    (row,) = run.candidates.all()
    finish(row, Verdict.RUNTIME_ERROR, 'export default function App() { throw new Error("no rows"); }\n')
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    frame = page.frame_locator(f'[data-card="{row.pk}"] iframe')
    expect(frame.get_by_text("Error: no rows").first).to_be_visible()
    expect(frame.locator("body")).not_to_contain_text("$error")
    expect(frame.locator("body")).not_to_contain_text("Script error.")
    page.close()


def test_functions_are_called_with_the_same_arguments(page: Page, enter: Enter, mia: User) -> None:
    spec = factories.make_spec("add", kind=Kind.FUNCTION, prompt="Write add(a, b).")
    version = factories.make_suite([spec], slug="add")
    Suite.objects.filter(pk=version.suite_id).update(origin=Suite.Origin.PROMPT)
    version.suite.refresh_from_db()
    run = factories.make_run(version, [factories.make_model(f"a/m{n}") for n in range(2)], "add")
    right, wrong = run.candidates.order_by("pk")
    finish(right, Verdict.PASSED, "export const add = (a, b) => a + b;")
    finish(
        wrong,
        Verdict.FAILED,
        "export async function add(a, b) { if (!b) throw new Error('b is missing'); return [a]; }",
    )
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    results = [page.frame_locator(f'[data-card="{row.pk}"] iframe').locator("output") for row in (right, wrong)]
    for result in results:
        expect(result).to_have_text("Type its arguments.")
    page.get_by_placeholder("Type into all").fill("1, 2")
    expect(results[0]).to_have_text("3")
    expect(results[1]).to_have_text("[1]")
    page.get_by_placeholder("Type into all").fill("1")
    expect(results[1]).to_have_text("Error: b is missing")


def test_two_answers_are_compared_in_the_gallery(page: Page, enter: Enter, mia: User) -> None:
    run = make_prompt_run(3)
    for number, row in enumerate(run.candidates.order_by("pk")):
        finish(row, code=FIELD.replace("Item", f"Item {number}"))
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    expect(page.locator("[data-card] iframe").first).to_be_visible()
    page.get_by_role("button", name="Compare code").click()
    diff = page.locator("[data-diff]")
    expect(diff.locator(".cm-changedText").first).to_have_text("0")
    expect(page.locator(".gallery-cards")).to_be_hidden()
    page.locator('.gallery-diff select[name="b"]').select_option(index=2)
    expect(diff.locator(".cm-changedText").last).to_have_text("2")
    page.get_by_role("button", name="running").click()
    expect(diff).to_be_hidden()
    expect(page.frame_locator("[data-card] iframe").first.get_by_label("Item 0")).to_be_visible()
