"""Runs that end when their ranking is settled: start by form and by API, and the shown decisions."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import AdaptivePlan, Candidate, Run
from evaluations.runner.finish_run import plan_round
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(woken: list[int]) -> Client:
    factories.make_suite([factories.make_spec(f"task-{n}") for n in range(12)])
    for name in ("a/x", "a/y"):
        factories.make_model(name)
    return sign_in(factories.make_person("mia"))


def answered(run: Run, better: str) -> Run:
    for row in run.candidates.filter(state="queued").select_related("model"):
        verdict = "passed" if row.model.name == better else "failed"
        Candidate.objects.filter(pk=row.pk).update(state="done", verdict=verdict)
    plan_round(run)
    return Run.objects.get(pk=run.pk)


def test_adaptive_run_starts_by_form_and_its_page_shows_the_decision(member: Client) -> None:
    page = html_of(member.get("/suites/starter/"))
    assert "Until the ranking is settled" in page
    models = [
        str(pk) for pk in Run._meta.apps.get_model("evaluations", "LanguageModel").objects.values_list("pk", flat=True)
    ]
    form = {"models": models, "strategies": ["plain"], "n_samples": "8", "until_settled": "on", "seed": "1"}
    assert member.post("/suites/starter/run/", form).status_code == 302
    run = Run.objects.get()
    assert run.until_settled
    assert run.candidates.count() == 24
    page = html_of(member.get(f"/runs/{run.pk}/"))
    assert "Round 1 of at most 8: a significant difference in 0 of 1 pair." in page
    assert "answers are being made" in page
    run = answered(run, "x")
    page = html_of(member.get(f"/runs/{run.pk}/"))
    assert run.state == "done"
    assert "Settled after 1 round: 24 of 192 answers were asked for, 88% saved." in page
    assert "passes more often than" in page


def test_form_says_why_an_adaptive_run_is_impossible(member: Client) -> None:
    form = {"models": [], "strategies": ["plain", "concise"], "n_samples": "1", "until_settled": "on", "seed": "1"}
    page = html_of(member.post("/suites/starter/run/", form))
    assert "A ranking needs 2 to 20 models; 0 are chosen." in page
    assert not Run.objects.exists()


def test_api_starts_an_adaptive_run_and_lists_its_rounds(member: Client) -> None:
    mia = caller("member", name="mo")
    body = {"suite": "starter", "models": ["a/x", "a/y"], "n_samples": 5, "until_settled": True}
    created = body_of(mia.send("runs", body), 201)
    assert (created["n"], created["n_samples"]) == (24, 5)
    answered(Run.objects.get(pk=created["id"]), "y")
    adaptive = body_of(mia.get(f"runs/{created['id']}/adaptive"))
    assert (adaptive["ending"], adaptive["n_asked"], adaptive["n_most"], adaptive["n_saved"]) == (
        "settled",
        24,
        120,
        96,
    )
    assert adaptive["rounds"][0]["settled"] == [{"better": "a/y", "worse": "a/x", "ahead": 1.0}]
    assert mia.send("runs", body | {"models": ["a/x"]}).status_code == 422
    fixed = body_of(mia.send("runs", body | {"until_settled": False}), 201)
    assert mia.get(f"runs/{fixed['id']}/adaptive").status_code == 404
    assert AdaptivePlan.objects.count() == 1
