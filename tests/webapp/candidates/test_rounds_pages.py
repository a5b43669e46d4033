"""Repair rounds on pages: a candidate's earlier answers, pass@1 after each round, and links to its rows."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Candidate, Grading, Run, State
from evaluations.models.repair_rounds import save_round
from evaluations.records import Verdict
from tests import factories
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(factories.make_person("mia"))
    return signed_in


def play(candidate: Candidate, *verdicts: Verdict) -> None:
    """Store these answers one after the other. All but the last go back to the model."""
    for verdict in verdicts[:-1]:
        grading = factories.finish(candidate, verdict, text=f"<i>try</i> {verdict}")
        assert grading is not None
        Grading.objects.filter(pk=grading.pk).update(is_current=False)
        save_round(candidate, grading)
    factories.finish(candidate, verdicts[-1])


def repaired_run() -> Run:
    specs = [factories.make_spec(f"t{i}") for i in range(4)]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model()], strategies=["repair"])
    for row, verdicts in zip(
        run.candidates.order_by("pk"),
        [(V.PASSED,), (V.FAILED, V.PASSED), (V.NO_CODE, V.FAILED, V.PASSED), (V.FAILED,) * 4],
        strict=True,
    ):
        play(row, *verdicts)
    return run


def test_compare_counts_what_had_passed_after_each_round(client: Client) -> None:
    run = repaired_run()
    text = html_of(client.get(f"/compare/pairs/?run={run.pk}"))
    table = text.split('id="rounds-title"')[1].split("</section>")[0]
    assert [part.split("</strong>")[0] for part in table.split("<strong>")[1:]] == ["25 %", "50 %", "75 %", "75 %"]
    for rounds, count in enumerate([1, 2, 3, 3]):
        address = f"/candidates/?run={run.pk}&strategy=repair&verdict=passed&rounds={rounds}"
        listed = html_of(client.get(address))
        assert f'<span class="count">{count}</span>' in listed
        assert f"after at most {rounds} round" in listed


def test_compare_without_repair_has_no_such_table(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    for row in run.candidates.all():
        factories.finish(row, V.PASSED)
    assert "rounds-title" not in html_of(client.get(f"/compare/pairs/?run={run.pk}"))


def test_candidate_shows_its_earlier_answers(client: Client) -> None:
    row = repaired_run().candidates.order_by("pk")[2]
    text = html_of(client.get(f"/candidates/{row.pk}/"))
    assert "2 earlier answers did not pass" in text
    assert "Round 0" in text
    assert "&lt;i&gt;try&lt;/i&gt; no_code" in text
    assert 'id="history"' not in text, "its gradings judged other answers"


def test_candidate_that_is_asked_again_says_so(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()], strategies=["repair"])
    row = run.candidates.all()[0]
    play(row, V.FAILED, V.PASSED)
    row.generation.delete()
    row.gradings.filter(round=None).delete()
    Candidate.objects.filter(pk=row.pk).update(state=State.QUEUED, verdict="")
    text = html_of(client.get(f"/candidates/{row.pk}/"))
    assert "The last answer did not pass; the model will be asked again." in text
    assert "1 earlier answer did not pass" in text
