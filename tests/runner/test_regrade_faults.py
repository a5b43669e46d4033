"""A regrade that fails by our fault keeps the old verdict, and the change reports it."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.actions.apply_bulk_change import apply
from evaluations.actions.plan_bulk_change import BulkChangeRequest
from evaluations.errors import SandboxError
from evaluations.execution_records import OnVerdict, Report
from evaluations.models import BulkChange, Grading, Run, State
from evaluations.records import Verdict
from evaluations.runner.execution import process_queue
from evaluations.runner.workers import Liveness
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db(transaction=True)


class Broken:
    """A sandbox that gives no verdict: it raises an exception, or its report says so."""

    def __init__(self, *, raises: bool) -> None:
        self.raises = raises

    def execute(self, case: object, *, on_verdict: OnVerdict = None) -> Report:
        if self.raises:
            raise SandboxError("No browser.")
        return Report(id="", verdict=Verdict.UNSCORED, cause="The page had crashed before.")


def drained(sandbox: Broken) -> None:
    for _ in range(3):
        process_queue(sandbox, Liveness("execute"), n_threads=1, call_for_help=lambda: None)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr("evaluations.runner.execution.BACK_OFF_S", 0)
    return factories.make_run(factories.make_suite([factories.make_spec()]), [factories.make_model()])


@pytest.mark.parametrize("raises", [True, False])
@pytest.mark.parametrize(("verdict", "is_flaky"), [(Verdict.PASSED, False), (Verdict.FAILED, True)])
def test_known_verdict_stays_and_the_change_says_so(
    run: Run, broker: str, client: Client, verdict: Verdict, *, raises: bool, is_flaky: bool
) -> None:
    candidate = run.candidates.get()
    grading = factories.finish(candidate, verdict, is_flaky=is_flaky)
    assert grading is not None
    person = factories.make_person("mia")
    change, _ = apply(
        run.team,
        BulkChangeRequest(kind=BulkChange.Kind.REGRADE, rows=run.candidates.all()),
        key="k",
        query="",
        by=person,
    )
    drained(Broken(raises=raises))
    before = (State.DONE, verdict, grading.score, grading.cause, is_flaky)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.verdict, candidate.score, candidate.cause, candidate.is_flaky) == before
    assert list(Grading.objects.filter(is_current=True)) == [grading]
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    client.force_login(person)
    assert "1 answer could not be regraded" in html_of(client.get(f"/changes/{change.pk}/"))
    assert body_of(caller("viewer").get(f"changes/{change.pk}"))["n_not_regraded"] == 1


@pytest.mark.parametrize("raises", [True, False])
def test_answer_without_a_known_verdict_is_unscored(run: Run, broker: str, *, raises: bool) -> None:
    candidate = run.candidates.get()
    factories.answer(candidate, factories.COMPONENT)
    run.candidates.update(state=State.EXECUTING)
    drained(Broken(raises=raises))
    candidate.refresh_from_db()
    assert (candidate.state, candidate.verdict) == (State.DONE, Verdict.UNSCORED)
