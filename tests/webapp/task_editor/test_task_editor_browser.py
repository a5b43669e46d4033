"""The task editor in Chromium: typed code is saved, words are completed, two people see each other's changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from evaluations import job_data, tasks
from evaluations.actions.proposed_checks import nothing_yet
from evaluations.actions.task_drafts import new_draft, save_draft
from evaluations.job_results import TryResult
from evaluations.models import Suite, TaskDraft
from evaluations.tasks import suite_jobs
from tests import factories
from tests.task_drafts import FUNCTION
from tests.webapp.prompts.test_prompt_browser import enter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("woken")]
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def draft() -> TaskDraft:
    suite = Suite.objects.create(team=factories.make_team(), slug="own", title="Own")
    return new_draft(suite, FUNCTION, None)


PASSED_MUTANT: Any = {
    "about": "mutant",
    "name": "m0",
    "verdict": "passed",
    "is_met": False,
    "should_pass": False,
    "cause": "",
}


def test_typed_text_is_saved_and_tried(
    page: Page, draft: TaskDraft, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[str] = []

    def keep(token: str) -> bool:
        tokens.append(token)
        return True

    monkeypatch.setattr(suite_jobs.execute_try, "delay", keep)
    enter(page, factories.make_person("mia"), live_server, f"/suites/own/drafts/{draft.pk}/")
    code = page.locator('[data-field="checks"] .cm-content')
    code.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("pickEx")
    # Enter takes a word only after the list was shown for a moment. A click takes it at once.
    with page.expect_response(lambda answer: "pickExport" in (answer.request.post_data or "")):
        page.locator(".cm-tooltip-autocomplete li", has_text="pickExport").first.click()
    expect(page.locator("[data-saved]")).to_have_text("Saved")
    draft.refresh_from_db()
    assert draft.fields["checks"].endswith("pickExport")
    page.locator('[data-list="mutants"] [data-remove-row]').last.click()
    with page.expect_response("**/save/"):
        page.get_by_label("Time limit").evaluate("e => e.closest('details').open = true")
        page.get_by_label("Time limit").fill("soon")
    expect(page.locator('[data-field="timeout_ms"]')).to_contain_text('"soon" is not a whole number')
    page.get_by_label("Time limit").fill("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#try-result")).to_contain_text("Waiting for the sandbox")
    job_data.store_answer(
        tokens[0], TryResult(rows=[PASSED_MUTANT], is_done=True, error="", first_round_ms=9, conditions=[]), 60
    )
    expect(page.locator('[data-list="mutants"] [data-said]').first).to_have_text("✕ The checks let this mutant pass.")
    draft.refresh_from_db()
    assert len(draft.fields["mutants"]) == 4


def test_second_person_sees_both_texts(page: Page, draft: TaskDraft, live_server: Any) -> None:
    olga = factories.make_person("olga")
    enter(page, factories.make_person("mia"), live_server, f"/suites/own/drafts/{draft.pk}/")
    expect(page.locator(".code-host").first).to_be_visible()
    save_draft(draft.pk, 1, {"prompt": "Olga's prompt", "tags": "olga"}, olga)
    page.on("console", lambda message: None)
    page.evaluate("() => { const e = document.querySelector('#f-prompt'); e.value = 'Mine'; }")
    with page.expect_response(re.compile("/save/")):
        page.locator("#f-title").fill("Another title")
    theirs = page.locator('[data-field="prompt"] .theirs')
    expect(theirs).to_contain_text("olga wrote in the meantime")
    expect(theirs).to_contain_text("Olga's prompt")
    expect(page.locator("#f-prompt")).to_have_value("Mine")
    expect(page.locator("#f-tags")).to_have_value("olga")  # unchanged here, so it gets the other person's text
    with page.expect_response(re.compile("/save/")):
        theirs.get_by_role("button", name="Keep mine").click()
    expect(page.locator("[data-saved]")).to_have_text("Saved")
    draft.refresh_from_db()
    assert (draft.fields["prompt"], draft.fields["title"], draft.fields["tags"]) == ("Mine", "Another title", "olga")


def test_proposed_checks_are_added_where_they_are_shown(
    page: Page, draft: TaskDraft, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens: list[str] = []

    def keep(words: tuple[str], **_: str) -> bool:
        tokens.extend(words)
        return True

    monkeypatch.setattr(tasks.ask_for_checks, "apply_async", keep)
    factories.make_model()
    enter(page, factories.make_person("mia"), live_server, f"/suites/own/drafts/{draft.pk}/")
    page.get_by_text("Ask a model for checks").click()
    page.get_by_role("button", name="Ask for checks").click()
    room = page.locator("#checks-result")
    expect(room).to_contain_text("Waiting for a worker")
    progress: Any = {**nothing_yet("The prompt", "box/small:1b"), "stage": "trying", "n_done": 1, "n_all": 2}
    job_data.store_answer(tokens[0], progress, 60)
    expect(room).to_contain_text("1 of 2")
    room.get_by_role("button", name="Cancel").click()
    test = {"at": 0, "name": "five", "text": "…", "group": "", "catches": ["m0"], "missed": [], "why_not": ""}
    source = 'import { twice } from "./answer";\ntest("five", () => expect(twice(5)).toBe(10));\n'
    job_data.store_answer(tokens[0], progress | {"tests": [test], "source": source, "is_done": True, "stage": ""}, 60)
    expect(room).to_contain_text("refuses m0")
    room.get_by_role("button", name="Add selected to the checks").click()
    expect(room).to_contain_text("1 test added to the checks")
    expect(page.locator('[data-field="checks"] .cm-content')).to_contain_text("Proposed by box/small:1b")
    assert job_data.is_cancelled(tokens[0])
    draft.refresh_from_db()
    assert "expect(twice(5)).toBe(10)" in draft.fields["checks"]


def test_completed_words_are_those_of_the_module_bakeoff() -> None:
    typings = (ROOT / "evaluations/sandbox/harness/bakeoff.d.ts").read_text()
    exported = set(re.findall(r"^  export (?:function|const) (\w+)", typings, re.MULTILINE))
    words = re.search(r'BAKEOFF_WORDS =\s*"([^"]+)"', (ROOT / "static/js/check_words.js").read_text())
    assert words is not None
    assert set(words[1].split()) == exported
