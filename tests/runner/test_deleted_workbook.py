"""An answer whose workbook is deleted during its execution: nothing breaks, and no data of it remains."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from evaluations.actions.delete_items import delete_item
from evaluations.actions.remove_deleted import remove_deleted
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.models import Candidate, Deletion, Generation, Grading, Run, State, StoredFile, Suite, Team, Workbook
from evaluations.records import Sampling, Verdict
from evaluations.runner.arrivals import Arrivals
from evaluations.runner.execution import _QueueWorker
from evaluations.runner.grading_fields import spec_of
from evaluations.runner.workers import Liveness
from evaluations.stored_json import StoredPrompt
from tests.webapp.rows_for_pages import make_model, make_suite

pytestmark = pytest.mark.django_db


class Deleting:
    """An executor. While it works, somebody deletes the workbook."""

    n = 0

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        self.n += 1
        delete_item(Workbook.objects.get(), None)
        Deletion.objects.update(created_at=now() - timedelta(days=31))
        remove_deleted()
        return Report(id=case.id, verdict=Verdict.PASSED, screenshot=b"png")


def test_answer_deleted_while_it_is_executed_gets_no_verdict_and_no_picture(caplog: pytest.LogCaptureFixture) -> None:
    team, file = Team.objects.default(), StoredFile.objects.store(b"sheet")
    row = Workbook.objects.create(team=team, file=file, name="a.csv", format="csv")
    version = make_suite(slug="from-it", n_tasks=1, origin=Suite.Origin.PROMPT)
    version.tasks.update(workbook=row)
    run = Run.objects.start(version, [make_model()], Sampling(), team=team, title="r")
    liveness, executor = Liveness("execute"), Deleting()
    candidate = run.candidates.get()
    Candidate.objects.filter(pk=candidate.pk).update(state=State.EXECUTING, taken_by=liveness.name)
    Generation.objects.create(
        candidate=candidate, text="```ts\nexport const add = (a, b) => a + b;\n```", prompt=StoredPrompt()
    )
    worker = _QueueWorker(executor, liveness, lambda: None, lambda: None, Arrivals())
    (claimed,) = Candidate.objects.select_related("generation", "run")
    worker._grade_and_hand_over(claimed)
    assert executor.n == 1
    for rows in (Workbook, Run, Candidate, Grading, StoredFile):
        assert not rows.objects.exists(), rows
    spec_of.cache_clear()
    worker._grade_and_hand_over(claimed)  # deleted after it was claimed
    assert executor.n == 1
    assert not caplog.records, "nothing is our fault"
