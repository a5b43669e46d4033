"""One button runs a suite and its renamed variant with the same settings; both pages show the difference."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from evaluations.models import LanguageModel, Run
from evaluations.runner.renamed_variant import make_variant
from evaluations.tasks import suite_jobs
from tests import factories
from tests.runner.test_renamed_variant import answered, task
from tests.webapp.api_client import body_of, caller


def run_form(*models: LanguageModel, **more: Any) -> dict[str, Any]:
    form = {"models": [model.pk for model in models], "strategies": ["plain"], "n_samples": "2", "temperature": "0.4"}
    return form | {"max_tokens": "300"} | more


def settings_of(run: Run) -> tuple[Any, ...]:
    return run.sampling, run.n_samples, run.strategies, [row.model for row in run.run_models.all()]


@pytest.mark.django_db
def test_one_button_runs_original_and_variant_with_the_same_settings(woken: list[int]) -> None:
    original = factories.make_suite([task(f"add-{n}") for n in range(3)], slug="sums")
    variant = make_variant(original, 3)
    models = [factories.make_model("box/a"), factories.make_model("box/b")]
    client = Client()
    client.force_login(factories.make_person("mia"))
    for slug, button in (("sums", "Run with a renamed variant"), ("sums-renamed-3", "Run with the original")):
        assert button in " ".join(client.get(f"/suites/{slug}/").content.decode().split())
        answer = client.post(f"/suites/{slug}/run-both/", run_form(*models, variant_seed="3"))
        assert answer["Location"] == "/suites/sums-renamed-3/?v=1#variant-title"
        first, second = Run.objects.order_by("pk")
        assert {first.suite_version, second.suite_version} == {original, variant}
        assert settings_of(first) == settings_of(second)
        assert first.candidates.count() == second.candidates.count() == 12
        Run.objects.all().delete()
    assert woken


@pytest.mark.django_db
def test_both_are_shown_with_their_difference_on_the_pages_of_both() -> None:
    original = factories.make_suite([task(f"add-{n}") for n in range(12)], slug="sums")
    variant = make_variant(original, 3)
    model = factories.make_model("box/a")
    client = Client()
    client.force_login(factories.make_person("mia"))
    assert "No model has answered both." in client.get("/suites/sums/").content.decode()
    answered(original, model, 12)
    answered(variant, model, 3)
    for slug in ("sums", "sums-renamed-3"):
        page = " ".join(client.get(f"/suites/{slug}/").content.decode().split())
        assert "+75" in page
        assert re.search(r"\(\+\d+(?:\.\d)? to \+\d+", page), page


@pytest.mark.django_db(transaction=True)
def test_variant_that_does_not_exist_is_made_first_and_run_once(
    monkeypatch: pytest.MonkeyPatch, woken: list[int]
) -> None:
    original = factories.make_suite([task("add-0"), task("add-1")], slug="sums")
    model = factories.make_model("box/a")
    started: list[tuple[int, ...]] = []
    monkeypatch.setattr(suite_jobs.make_renamed_variant, "delay", lambda *words: started.append(words))
    monkeypatch.setattr(suite_jobs.execute_conditions, "delay", lambda *words: None)
    client = Client()
    client.force_login(factories.make_person("mia"))
    answer = client.post("/suites/sums/run-both/", run_form(model, variant_seed="5"))
    run = Run.objects.get()
    assert answer["Location"] == f"/runs/{run.pk}/"
    assert started == [(original.pk, 5, run.pk)]
    for _ in range(2):  # a message may be delivered twice
        suite_jobs.make_renamed_variant(*started[0])
    second = Run.objects.get(suite_version__suite__slug="sums-renamed-5")
    assert settings_of(second) == settings_of(run)
    assert second.created_by == run.created_by


@pytest.mark.django_db
def test_both_cannot_be_run_without_what_is_compared(woken: list[int]) -> None:
    factories.make_suite([factories.make_spec("counter")], slug="counters")
    factories.make_suite([task()], slug="sums")
    model = factories.make_model("box/a")
    client = Client()
    client.force_login(factories.make_person("mia"))
    assert "Run with a renamed variant" not in client.get("/suites/counters/").content.decode()
    for slug, form, sentence in (
        ("counters", run_form(model), "has no functions in JavaScript"),
        ("sums", run_form(model, strategies=["outline"]), "by the strategy plain. Tick it."),
        ("sums", run_form(model, variant_seed="x"), "The seed is not a whole number"),
        ("sums", run_form(), "No model is ticked"),
    ):
        refused = client.post(f"/suites/{slug}/run-both/", form)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True), sentence
    assert not Run.objects.exists()
    client.force_login(factories.make_person("vic", role="viewer"))
    assert client.post("/suites/sums/run-both/", run_form(model)).status_code == 403


@pytest.mark.django_db
def test_both_are_run_by_api(woken: list[int]) -> None:
    original = factories.make_suite([task()], slug="sums")
    variant = make_variant(original, 1)
    factories.make_model("box/a")
    body = {"suite": "sums", "models": ["box/a"], "both": True}
    run = body_of(caller("member", name="max").send("runs", body), 201)
    assert run["id"] == Run.objects.get(suite_version=original).pk
    assert Run.objects.get(suite_version=variant).title == "Sums, renamed (seed 1) v1"
