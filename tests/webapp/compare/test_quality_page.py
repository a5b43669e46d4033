"""The quality page under Compare, the profile of one answer, its API and its file."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.test import Client

from evaluations.models import Candidate, Grading, QualityProfile, Run
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    models = [factories.make_model("a/x"), factories.make_model("a/=y")]
    new_run = factories.make_run(factories.make_suite(), models)
    factories.finish_run(new_run, [Verdict.PASSED])
    for grading in Grading.objects.select_related("candidate__model"):
        candidate = grading.candidate
        n = 2 if candidate.model.name == "x" else 0
        QualityProfile.objects.create(
            grading=grading,
            candidate=candidate,
            run_id=candidate.run_id,
            model_id=candidate.model_id,
            task_id=candidate.task_id,
            strategy=candidate.strategy,
            n_access=n,
            weight_bytes=400 + n,
            findings=[{"rule": "n_access", "text": "<script>image-alt</script>"}] if n else [],
        )
    return new_run


@pytest.fixture
def member() -> Client:
    return sign_in(factories.make_person("mia"))


def test_panels_lead_to_the_answers_behind_them(member: Client, run: Run) -> None:
    page = html_of(member.get(f"/compare/quality/?run={run.pk}"))
    assert "Accessibility" in page
    assert "100 %" in page or "100%" in page
    assert "First paint" not in page, "nothing was measured of it"
    model = run.run_models.get(model__name="x").model_id
    token = f"{run.pk}-{model}-plain"
    response = member.get(f"/compare/quality/?run={run.pk}&rule=n_access&entry={token}")
    page = html_of(response)
    assert "&lt;script&gt;image-alt" in page
    assert "<script>image-alt" not in page
    assert {each.candidate.model.name for each, _, _ in response.context["answers"]} == {"x"}
    assert len(response.context["answers"]) == 2
    assert "n_nothing" in html_of(member.get(f"/compare/quality/?run={run.pk}&rule=n_nothing"))
    sizes = member.get(f"/compare/quality/?run={run.pk}&rule=weight_bytes").context["answers"]
    assert [value for _, value, _ in sizes] == [402, 402, 400, 400]


def test_quality_profile_is_on_the_page_of_the_answer_and_changes_no_rate(member: Client, run: Run) -> None:
    candidate = Candidate.objects.filter(model__name="x").first()
    assert candidate is not None
    page = html_of(member.get(f"/candidates/{candidate.pk}/"))
    assert 'id="quality"' in page
    assert "1 of 13 rules found something; they do not change the verdict" in page
    entries = member.get(f"/compare/?run={run.pk}").context["chosen"].entries
    assert [entry.figures.pass_1.share for entry in entries] == [1.0, 1.0]


def test_api_and_file_contain_the_same_profile(member: Client, run: Run) -> None:
    mo = caller("member", name="mo")
    items = body_of(mo.get(f"figures/quality?run={run.pk}"))["items"]
    figures = {item["model"]: {rule["rule"]: rule for rule in item["rules"]} for item in items}
    assert figures["a/x"]["n_access"] == {
        "rule": "n_access",
        "unit": "rules",
        "n": 2,
        "n_flawed": 2,
        "share": 1.0,
        "mean": 2.0,
    }
    assert (figures["a/=y"]["n_access"]["share"], figures["a/=y"]["first_paint_ms"]["n"]) == (0.0, 0)
    candidate = Candidate.objects.filter(model__name="x").first()
    assert candidate is not None
    lines = body_of(mo.get(f"candidates/{candidate.pk}/quality"))
    assert [line["value"] for line in lines if line["rule"] in ("n_access", "overflow_px")] == [2.0, None]
    response = member.get(f"/compare/quality/?run={run.pk}&format=csv")
    rows = list(csv.DictReader(StringIO(response.content.decode())))
    by_model_and_rule = {(row["model"], row["rule"]): row for row in rows}
    assert (by_model_and_rule["a/x", "n_access"]["n_flawed"], by_model_and_rule["a/x", "weight_bytes"]["mean"]) == (
        "2",
        "402.0",
    )
    assert len(rows) == 26


def test_outsiders_see_no_quality_profile(run: Run) -> None:
    stranger = sign_in(factories.make_person("out", factories.make_team("Other")))
    assert "a/x" not in html_of(stranger.get(f"/compare/quality/?run={run.pk}"))
    candidate = Candidate.objects.first()
    assert candidate is not None
    assert (
        caller("member", name="o2", team=factories.make_team("Third"))
        .get(f"candidates/{candidate.pk}/quality")
        .status_code
        == 404
    )
