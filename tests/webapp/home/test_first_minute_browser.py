"""From the sign-in link to the first own run in Chromium with two clicks; and the pages' JavaScript.

bench/first_minute.py does it with the real model, and counts the seconds.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from evaluations.models import Membership, Run, SignInLink, Team
from evaluations.queries.demonstrations import DEMONSTRATIONS
from evaluations.records import Verdict
from evaluations.runner.first_run import import_demonstration
from evaluations.runner.imports import SUITES
from tests.factories import finish
from tests.webapp.prompts.test_prompt_browser import enter
from tests.webapp.rows_for_pages import make_model, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("woken")]


def test_from_the_sign_in_link_to_the_first_own_run_in_two_steps(page: Page, live_server: Any) -> None:
    person = make_person("newcomer")
    make_model("embedded/smollm2:135m")
    slug, name = next(iter(DEMONSTRATIONS.items()))
    demonstration = import_demonstration(Team.objects.default(), slug, SUITES / "demonstrations" / name)
    assert demonstration is not None
    for candidate in demonstration.candidates.select_related("task"):
        candidate.generation.delete()
        finish(candidate, Verdict.PASSED)
    page.route_web_socket("**/ws/**", lambda socket: None)  # this server has no WebSockets
    page.goto(f"{live_server.url}/sign-in/{SignInLink.make(person)}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which local model writes browser code")
    expect(page.get_by_text("135M demonstration model, mostly fails").first).to_be_visible()
    page.get_by_role("link", name="stopwatch").first.click()
    expect(page.get_by_label("What should be built?")).not_to_be_empty()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/runs/*/")
    run = Run.objects.get(created_by=person)
    assert run.title.startswith("A stopwatch")
    page.goto(live_server.url)
    page.get_by_role("link", name="stopwatch").last.click()
    page.frame_locator("[data-preview] iframe").first.get_by_role("button", name="clicked 0 times").wait_for()


def test_page_opened_before_any_model_was_found_shows_it_when_it_comes(page: Page, live_server: Any) -> None:
    enter(page, make_person("newcomer", role=Membership.Role.ADMIN), live_server, "/")
    run = page.get_by_role("button", name="Choose models")
    page.get_by_label("What should be built?").fill("half a thought")
    page.get_by_label("Kind").select_option("function")
    expect(run).to_be_visible()
    make_model("embedded/smollm2:135m")
    page.evaluate("document.body.dispatchEvent(new Event('run-changed'))")
    expect(page.get_by_role("button", name="Run on 1 model")).to_be_visible()
    expect(page.get_by_label("What should be built?")).to_have_value("half a thought")
    expect(page.get_by_label("Kind")).to_have_value("function")


def test_theme_and_languages_change_at_once_and_typed_text_stays(page: Page, live_server: Any) -> None:
    make_model("box/a")
    enter(page, make_person("mia", role=Membership.Role.ADMIN), live_server, "/prompt/")
    page.get_by_label("What should it do?").fill("half a thought")
    page.locator(".site-me > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 21, 23)"
    page.get_by_label("Kind").select_option("page")
    shown = page.get_by_label("Language").locator("option:not([hidden])").all_inner_texts()
    assert shown[0] == "HTML page"
    assert "Vue 3 file" not in shown
    expect(page.locator("#prompt-preview")).to_contain_text("index.html")
    expect(page.get_by_label("What should it do?")).to_have_value("half a thought")
    expect(page.get_by_role("button", name="Run on 1 model")).to_contain_text("Ctrl+Enter")


def test_a_run_that_ends_changes_title_and_icon_of_the_persons_pages(page: Page, live_server: Any) -> None:
    person = make_person("mia")
    enter(page, person, live_server, "/runs/")
    tell = (
        """(by) => import("/static/js/notices.js").then(({ runEnded }) => runEnded({ run: 7, title: "A clock", by }))"""
    )
    page.evaluate(tell, person.pk + 1)
    assert "A clock" not in page.title()
    page.evaluate(tell, person.pk)
    assert page.title() == "✓ A clock ended · Bakeoff"
    assert page.locator('link[rel="icon"]').evaluate("(link) => link.href").endswith("/static/icon-ended.svg")
