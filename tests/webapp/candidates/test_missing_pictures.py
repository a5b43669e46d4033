"""The page of an answer without a picture says why, as the run's page does."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Run
from evaluations.records import Verdict
from evaluations.sandbox.lanes.evidence import white_picture
from tests import factories
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    return factories.make_run(factories.make_suite([factories.make_spec()]), [factories.make_model("a/x")])


def screenshot_part(client: Client, run: Run) -> str:
    """Return the part of the page under “Screenshot”, or an empty text."""
    page = client.get(f"/candidates/{run.candidates.get().pk}/").content.decode()
    assert page.count('src="/candidates/') == page.count('class="shot"')
    return page.partition('id="screenshot"')[2].partition("</details>")[0]


def test_crashed_answer_has_a_reason_instead_of_an_empty_picture(run: Run) -> None:
    client = sign_in(factories.make_person("mia"))
    factories.finish(run.candidates.get(), Verdict.RUNTIME_ERROR, screenshot=white_picture())
    part = screenshot_part(client, run)
    assert "No picture: the answer crashed" in part
    assert "<img" not in client.get(f"/candidates/{run.candidates.get().pk}/").content.decode()


def test_empty_picture_of_an_answer_that_ran_is_shown(run: Run) -> None:
    client = sign_in(factories.make_person("mia"))
    factories.finish(run.candidates.get(), Verdict.FAILED, screenshot=white_picture())
    part = screenshot_part(client, run)
    assert "<img" in part
    assert "No picture" not in part
