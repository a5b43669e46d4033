"""Asking a model for checks in the editor: refusals, progress, adding, cancelling, and the API."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.test import Client

from evaluations import job_data, tasks
from evaluations.actions.proposed_checks import nothing_yet
from evaluations.actions.task_drafts import new_draft
from evaluations.actions.task_fields import new_fields
from evaluations.job_results import ProposedChecks
from evaluations.models import Suite, TaskDraft
from evaluations.tasks import suite_jobs
from tests import factories
from tests.task_drafts import FUNCTION
from tests.webapp.api_client import Caller, body_of, caller

pytestmark = pytest.mark.django_db
SOURCE = 'import { twice } from "./answer";\n\ntest("five", () => expect(twice(5)).toBe(10));\ntest("odd", () => {});\n'
HTMX = {"HX-Request": "true"}


def proposal(**fields: Any) -> ProposedChecks:
    """Return a worker's result: one test is offered, the other one is not."""
    first = {
        "at": 0,
        "name": "five",
        "text": "…",
        "group": "",
        "catches": ["m0", "m1"],
        "missed": ["m1"],
        "why_not": "",
    }
    second = {
        "at": 1,
        "name": "odd",
        "text": "<b>",
        "group": "",
        "catches": [],
        "missed": [],
        "why_not": "On each mutant <too>.",
    }
    start: Any = {**nothing_yet("The prompt", "box/small:1b"), "source": SOURCE, "tests": [first, second]}
    return cast(ProposedChecks, {**start, "is_done": True, "stage": "", **fields})


@pytest.fixture
def draft() -> TaskDraft:
    return new_draft(Suite.objects.create(team=factories.make_team(), slug="own", title="Own"), FUNCTION, None)


@pytest.fixture
def mia(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tasks.ask_for_checks, "delay", lambda token: token)
    client = Client()
    client.force_login(factories.make_person("mia"))
    return client


def test_question_goes_to_a_worker_and_its_prompt_is_shown(mia: Client, draft: TaskDraft) -> None:
    model = factories.make_model()
    at = f"/suites/own/drafts/{draft.pk}/"
    assert "box/small:1b" in mia.get(at).content.decode()
    started = mia.post(f"{at}checks/", {"model": model.pk})
    page = mia.get(started["Location"])
    assert page["Refresh"] == "1"
    text = page.content.decode()
    assert "Waiting for a worker" in text
    assert "Write tests for the code below." in text
    token = started["Location"].split("/")[-2]
    order = job_data.take_input(token)
    assert order is not None
    assert (order["model"], order["has_checks"]) == (model.pk, True)
    job_data.store_answer(token, proposal(is_done=False, stage="trying", n_done=1, n_all=4), 60)
    assert "tried by itself: 1 of 4" in " ".join(mia.get(started["Location"], headers=HTMX).content.decode().split())
    mia.post(started["Location"], {"act": "cancel"})
    assert job_data.is_cancelled(token)


def test_ticked_tests_are_added_and_others_say_why_not(mia: Client, draft: TaskDraft) -> None:
    at = f"/suites/own/drafts/{draft.pk}/"
    token = job_data.store_input({})
    job_data.store_answer(token, proposal(), 60)
    text = " ".join(mia.get(f"{at}checks/{token}/").content.decode().split())
    assert "refuses m0, m1; your checks let pass <strong>m1</strong>" in text
    assert "On each mutant &lt;too&gt;." in text
    assert 'value="1"' not in text  # a test that is not offered cannot be ticked
    refused = mia.post(f"{at}checks/{token}/", {"test": ["1"]})
    assert refused.status_code == 422
    assert "No test is chosen" in refused.content.decode()
    assert mia.post(f"{at}checks/{token}/", {"test": ["0", "1"]})["Location"] == at
    draft.refresh_from_db()
    checks = draft.fields["checks"]
    assert checks.startswith(FUNCTION["checks"].strip())
    assert checks.count("import { twice }") == 1
    assert "// Proposed by box/small:1b." in checks
    assert '"five"' in checks
    assert '"odd"' not in checks


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"mutants": []}, "Press Propose mutants first"),
        ({"reference": [], "mutants": []}, "There is no reference yet"),
        ({"kind": "free", "checks": ""}, "People judge a free task"),
    ],
)
def test_reason_for_no_proposal_is_shown(mia: Client, draft: TaskDraft, change: dict[str, Any], words: str) -> None:
    model = factories.make_model()
    draft.fields = new_fields(**{**draft.fields, **change})
    draft.save()
    at = f"/suites/own/drafts/{draft.pk}/checks/"
    assert words in mia.post(at, {"model": model.pk}).content.decode()
    part = mia.post(at, {"model": model.pk}, headers=HTMX)
    assert part.status_code == 200
    assert "data-done" in part.content.decode()


def test_without_an_available_model_no_request_is_sent(mia: Client, draft: TaskDraft) -> None:
    at = f"/suites/own/drafts/{draft.pk}/"
    assert "No model can be asked now" in mia.get(at).content.decode()
    assert "No model is chosen" in mia.post(f"{at}checks/", {"model": "1"}).content.decode()
    assert "Nothing is known of this question" in mia.get(f"{at}checks/gone/").content.decode()


def test_mutants_come_before_the_first_checks(mia: Client, draft: TaskDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants can be proposed without checks, because checks can only be proposed with mutants."""
    monkeypatch.setattr(suite_jobs.execute_mutants, "delay", lambda token: token)
    draft.fields["checks"] = ""
    draft.save()
    started = mia.post(f"/suites/own/drafts/{draft.pk}/mutants/")
    order = job_data.take_input(started["Location"].split("/")[-2])
    assert order is not None
    assert order["has_checks"] is False


def test_api_does_the_same(draft: TaskDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.ask_for_checks, "delay", lambda token: token)
    model, other = factories.make_model(), factories.make_model("away/big")
    other.server.is_reachable = False
    other.server.save()
    mia: Caller = caller("member", name="mia")
    at = f"suites/own/drafts/{draft.pk}/checks"
    assert "There is no model" in body_of(mia.send(at, {"model": "box/none"}), 422)["detail"]
    assert "cannot be reached" in body_of(mia.send(at, {"model": other.model_id}), 422)["detail"]
    token = body_of(mia.send(at, {"model": model.model_id}), 202)["token"]
    assert body_of(mia.get(f"{at}?token={token}"))["stage"] == "waiting"
    assert mia.send(f"{at}?token={token}", method="DELETE").status_code == 204
    assert job_data.is_cancelled(token)
    job_data.store_answer(token, proposal(), 60)
    tests = body_of(mia.get(f"{at}?token={token}"))["tests"]
    assert tests[0]["catches"] == ["m0", "m1"]
    assert [test["reason"] for test in tests] == ["", "On each mutant <too>."]
    assert [test["why_not"] for test in tests] == [test["reason"] for test in tests], "the old name"
    assert '"five"' in body_of(mia.send(f"{at}/add", {"token": token, "tests": [0]}))["fields"]["checks"]
