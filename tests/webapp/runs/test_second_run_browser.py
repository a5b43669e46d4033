"""The notice about the second run in Chromium: the open page follows its preparation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from evaluations import events
from evaluations.actions.run_beside import note_variant, start_pending, wait_for_variant
from evaluations.models import Run
from evaluations.runner.renamed_variant import make_variant
from tests import factories
from tests.runner.test_renamed_variant import task

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[..., str]
REASON = "Renaming took more than 300 s. Take tasks out of the suite."


@pytest.fixture
def run() -> Run:
    """A run whose renamed variant is asked for; it has ended, so that its page asks only when something changes."""
    version = factories.make_suite([task("add-0"), task("add-1")], slug="sums")
    row = factories.make_run(version, [factories.make_model()], created_by=factories.make_person("max"))
    wait_for_variant(row, 5)
    Run.objects.filter(pk=row.pk).update(state=Run.State.DONE)
    return row


def announce(run: Run) -> None:
    """Tell the open page, as the worker does."""
    events.run_changed(run.pk, run.team_id)


def test_open_page_follows_the_preparation_until_the_second_run_is_ready(
    page: Page, enter: Enter, mia: User, run: Run
) -> None:
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    notice = page.locator(".second-run")
    expect(notice).to_contain_text("A second run with renamed functions is being prepared. Step 1 of 3.")
    expect(notice.get_by_role("progressbar")).to_have_attribute("value", "0")
    assert note_variant(run, "making")
    announce(run)
    expect(notice).to_contain_text("Step 2 of 3. A worker began just now to rename the functions of 2 tasks")
    expect(notice.get_by_role("progressbar")).to_have_attribute("value", "1")
    second = start_pending(run, make_variant(run.suite_version, 5))
    assert second
    announce(run)
    link = page.get_by_role("link", name=second.title, exact=True)
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(second.title)


def test_failed_preparation_is_tried_again_from_the_page(page: Page, enter: Enter, mia: User, run: Run) -> None:
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    assert note_variant(run, "failed", REASON)
    announce(run)
    notice = page.locator(".second-run")
    expect(notice).to_contain_text(f"The second run with renamed functions could not be prepared. {REASON}")
    notice.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("The second run is being prepared again.")).to_be_visible()
    expect(notice).to_contain_text("is being prepared. Step 1 of 3.")


def test_failed_preparation_is_dismissed(page: Page, enter: Enter, mia: User, run: Run) -> None:
    assert note_variant(run, "failed", REASON)
    page.goto(f"{enter(page, mia)}/runs/{run.pk}/")
    page.locator(".second-run").get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("No second run will be started.")).to_be_visible()
    expect(page.locator(".second-run")).to_have_count(0)
    run.refresh_from_db()
    assert run.pending_variant is None
