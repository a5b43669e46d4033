"""The form that runs a suite, in Chromium: strategies that cannot ask its tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from evaluations.models import Run
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
STUB = "/* Adds. */\nexport function add(a, b) {\n}\n"


@pytest.fixture
def address() -> str:
    """A suite of two tasks; `fill_in` can ask one of them, `words` and `images` none."""
    factories.make_model()
    function = {"kind": "function", "language": "js", "entry": "answer.js", "entry_point": "add"}
    specs = [
        factories.make_spec("stub", context={"answer.js": STUB}, **function),
        factories.make_spec("bare", **function),
    ]
    return f"/suites/{factories.make_suite(specs).suite.slug}/"


def open_form(page: Page, enter: Callable[..., str], address: str) -> None:
    page.goto(enter(page, factories.make_person("mia")) + address)


def test_strategy_that_can_ask_no_task_says_why_and_cannot_be_ticked(
    page: Page, enter: Callable[..., str], address: str
) -> None:
    open_form(page, enter, address)
    words = page.get_by_role("checkbox", name="words alone")
    expect(words).to_be_disabled()
    expect(words).to_have_accessible_description(
        "Can ask none of these tasks: no prompt shows a signature to leave out."
    )
    words.click(force=True)
    expect(words).not_to_be_checked()
    page.get_by_text("words alone").click(force=True)  # the label
    expect(words).not_to_be_checked()


def test_strategy_that_cannot_be_ticked_is_reached_by_keyboard(
    page: Page, enter: Callable[..., str], address: str
) -> None:
    open_form(page, enter, address)
    page.get_by_role("checkbox", name="plain").focus()
    page.keyboard.press("Tab")
    words = page.get_by_role("checkbox", name="words alone")
    expect(words).to_be_focused()
    page.keyboard.press("Space")
    expect(words).not_to_be_checked()


def test_strategy_that_can_ask_some_tasks_says_how_many_and_is_counted(
    page: Page, enter: Callable[..., str], address: str
) -> None:
    open_form(page, enter, address)
    page.get_by_role("checkbox", name="small:1b").check()
    fill_in = page.get_by_role("checkbox", name="fill in the middle")
    expect(fill_in).to_have_accessible_description("1 of 2 tasks; the others are left out.")
    fill_in.check()
    expect(page.locator("[data-count]")).to_have_text("3 answers")
    page.get_by_role("button", name="Run on 1 model").click()
    page.wait_for_url("**/runs/*/")
    assert Run.objects.get().candidates.count() == 3


def test_refused_tick_can_be_removed(browser: Browser, enter: Callable[..., str], address: str) -> None:
    with browser.new_context() as context:  # the browser logs the status of the refusal as an error
        page = context.new_page()
        open_form(page, enter, address)
        page.get_by_role("checkbox", name="small:1b").check()
        page.evaluate("document.querySelector('input[value=words]').checked = true")  # as without JavaScript
        page.get_by_role("button", name="Run on 1 model").click()
        alert = page.get_by_role("alert").filter(has_text="No task of this suite can be asked by words")
        expect(alert).to_be_visible()
        words = page.get_by_role("checkbox", name="words alone")
        expect(words).to_be_checked()
        words.click(force=True)
        expect(words).not_to_be_checked()
        assert not Run.objects.exists()
