"""Prompt, models and workbooks pages in Chromium: additions by JavaScript, and that nothing breaks without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from evaluations import prompts
from evaluations.models import Membership, Run, Workbook
from tests.webapp.rows_for_pages import make_model, make_person, sign_in
from tests.webapp.workbooks.test_workbooks_page import docx_bytes, encrypted_bytes, workbook_bytes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("woken")]


@pytest.fixture
def user() -> User:
    return make_person("mia", role=Membership.Role.ADMIN)


def enter(page: Page, user: User, live_server: Any, address: str) -> None:
    """Open a page as a signed-in person."""
    page.route_web_socket("**/ws/**", lambda socket: None)  # this server has no WebSockets
    value = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page.goto(live_server.url + address)


def test_preview_follows_typing_and_submission_opens_the_run(page: Page, user: User, live_server: Any) -> None:
    first, second = make_model("box/a"), make_model("box/b")
    enter(page, user, live_server, "/prompt/")
    page.get_by_label("What should it do?").fill("A button\nthat counts <b>clicks</b>")
    page.get_by_text("box/a").click()
    page.get_by_text("box/b").click()
    page.get_by_label("Samples").fill("2")
    expect(page.get_by_role("button", name="Run on 2 models")).to_be_visible()
    pane = page.locator("#prompt-preview")
    expect(pane.locator("pre")).to_contain_text("A button\nthat counts <b>clicks</b>")
    expect(pane).to_contain_text("of 2,048 that box/a takes")
    shown = [pre.evaluate("e => e.textContent") for pre in pane.locator("pre").all()]
    page.get_by_role("button", name="Run on 2 models").click()
    page.wait_for_url("**/runs/*/")
    run = Run.objects.get()
    spec = run.suite_version.tasks.get().to_spec()
    assert shown == [message.content for message in prompts.render("plain", spec).messages]
    got = set(run.candidates.values_list("model", "sample"))
    assert got == {(model.pk, sample) for model in (first, second) for sample in (0, 1)}


def test_draft_survives_a_reload_and_context_files_become_rows(
    page: Page, user: User, live_server: Any, tmp_path: Path
) -> None:
    (tmp_path / "useLog.ts").write_text("export const useLog = () => 1;")
    enter(page, user, live_server, "/prompt/")
    with page.expect_response("**/prompt/preview/"):
        page.get_by_label("What should it do?").fill("half a thought")
    page.get_by_text("Context files sent along").click()
    # The answer to the request with the file, not the late answer to the typed text.
    with page.expect_response(lambda answer: "useLog" in (answer.request.post_data or "")):
        page.get_by_label("Add context files").set_input_files(tmp_path / "useLog.ts")
    page.reload()
    expect(page.get_by_label("What should it do?")).to_have_value("half a thought")
    expect(page.locator("#context-rows").get_by_label("Path")).to_have_value("useLog.ts")
    expect(page.locator("#context-rows").get_by_label("Source")).to_have_value("export const useLog = () => 1;")


def test_enter_in_a_number_field_runs_and_does_not_rewrite_the_prompt(page: Page, user: User, live_server: Any) -> None:
    make_model("box/a")
    enter(page, user, live_server, "/prompt/")
    page.get_by_label("What should it do?").fill("Mine")
    page.get_by_role("checkbox", name="box/a").check()
    page.get_by_label("Samples").press("Enter")
    page.wait_for_url("**/runs/*/")
    assert Run.objects.get().title == "Mine"


def test_workbook_chosen_on_the_prompt_page_writes_the_prompt(
    page: Page, user: User, live_server: Any, tmp_path: Path
) -> None:
    (tmp_path / "sales.xlsx").write_bytes(workbook_bytes())
    enter(page, user, live_server, "/prompt/")
    page.get_by_label("Or upload one").set_input_files(tmp_path / "sales.xlsx")
    expect(page.get_by_label("Kind")).to_have_value("excel", timeout=15_000)
    expect(page.get_by_label("Excel file")).to_have_value(str(Workbook.objects.get().pk))
    expect(page.get_by_label("What should it do?")).not_to_be_empty()
    assert "foo" in page.get_by_label("What should it do?").input_value()


def test_bad_workbook_says_why_beside_the_form_and_keeps_the_page(
    browser: Browser, user: User, live_server: Any, tmp_path: Path
) -> None:
    (tmp_path / "letter.xlsx").write_bytes(docx_bytes())
    (tmp_path / "locked.xlsx").write_bytes(encrypted_bytes())
    (tmp_path / "good.xlsx").write_bytes(workbook_bytes())
    page = browser.new_page()  # the browser logs each 422 answer as an error
    enter(page, user, live_server, "/workbooks/")
    page.get_by_label("Choose a workbook").set_input_files(
        [tmp_path / n for n in ("letter.xlsx", "locked.xlsx", "good.xlsx")]
    )
    answers = page.locator(".upload-answers li")
    expect(answers).to_have_count(3, timeout=20_000)
    expect(answers.nth(0)).to_contain_text("Word document")
    expect(answers.nth(1)).to_contain_text("password")
    expect(answers.nth(2).get_by_role("link")).to_contain_text("good.xlsx")
    page.close()


def test_everything_works_without_javascript(browser: Browser, user: User, live_server: Any, tmp_path: Path) -> None:
    make_model("box/a", context_tokens=32768)
    (tmp_path / "sales.xlsx").write_bytes(workbook_bytes())
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, user, live_server, "/workbooks/")
    page.get_by_label("Choose a workbook").set_input_files(tmp_path / "sales.xlsx")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="sales.xlsx")).to_be_visible()
    page.get_by_role("link", name="Generate a parser").click()
    expect(page.get_by_label("Kind")).to_have_value("excel")
    page.get_by_role("button", name="Show what will be sent").click()
    expect(page.locator("#prompt-preview pre").first).to_contain_text("foo")
    page.get_by_role("checkbox", name="box/a").check()
    page.get_by_role("button", name="Run", exact=True).last.click()
    page.wait_for_url("**/runs/*/")
    assert Run.objects.get().candidates.count() == 1
    context.close()


@pytest.mark.parametrize("address", ["/prompt/", "/models/", "/workbooks/", "/suites/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(page: Page, user: User, live_server: Any, address: str, width: int) -> None:
    make_model("box/a-model-with-a-rather-long-name:33b-instruct-q4_K_M", quantisation="Q4_K_M", parameter_size="33B")
    page.set_viewport_size({"width": width, "height": 800})
    enter(page, user, live_server, address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
