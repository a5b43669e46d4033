"""The bench of backups copies answers with all that belongs to them, and keeps the counts of the pages."""

from __future__ import annotations

import pytest
from django.db.models import Sum

from bench.backup import copy_answers
from evaluations.models import Candidate, Generation, Grading, Run, Tally
from evaluations.records import Verdict
from tests.factories import finish_run, make_model, make_run, make_suite

pytestmark = pytest.mark.django_db(transaction=True)


def test_answers_are_copied_with_their_runs_until_there_are_as_many_as_asked_for() -> None:
    run = make_run(make_suite(), [make_model("m1"), make_model("m2")])
    finish_run(run, [Verdict.PASSED, Verdict.FAILED])
    n_first = Candidate.objects.count()
    n = copy_answers(3 * n_first + 1)
    assert n == 4 * n_first == Candidate.objects.count()
    assert Run.objects.count() == 4
    for copy in Run.objects.all():
        answers = Candidate.objects.filter(run=copy)
        assert [row.model_id for row in answers] == [row.model_id for row in run.candidates.all()]
        assert Generation.objects.filter(candidate__run=copy).count() == run.candidates.count()
        assert Grading.objects.filter(candidate__run=copy).count() == run.candidates.count()
    assert Tally.objects.aggregate(n=Sum("n_passed"))["n"] == Candidate.objects.filter(verdict="passed").count()
