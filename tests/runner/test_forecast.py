"""What a run was expected to take, beside what it took."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import LanguageModel, ModelProbe, Run
from evaluations.queries.run_forecast import forecast_of
from evaluations.records import Sampling, Verdict
from evaluations.runner.forecast import keep_forecast
from tests import factories

pytestmark = pytest.mark.django_db


def probed(model_id: str, **kwargs: Any) -> LanguageModel:
    """A model that writes 40 tokens a second, by its probe."""
    model = factories.make_model(model_id)
    fields = {"answer_tokens_s": 40.0, "state": "done", "digest": model.digest} | kwargs
    ModelProbe.objects.create(model=model, **fields)
    return model


def a_run(*models: LanguageModel, n_samples: int = 5, **kwargs: Any) -> Run:
    run = factories.make_run(factories.make_suite(), models, n_samples=n_samples, **kwargs)
    keep_forecast(run)
    return run


def ended(run: Run, took_s: float) -> Run:
    for candidate in run.candidates.all():
        factories.finish(candidate, Verdict.PASSED)
    Run.objects.filter(pk=run.pk).update(state="done", finished_at=now() + timedelta(seconds=took_s))
    return Run.objects.get(pk=run.pk)


def test_servers_work_side_by_side_and_models_of_one_after_another() -> None:
    """Two tasks, five samples: ten answers of 200 tokens and a second each, 60 s a model."""
    run = a_run(*(probed(name) for name in ("one/a", "one/b", "two/a")), sampling=Sampling(max_tokens=200))
    forecast = forecast_of(ended(run, 90))
    assert forecast is not None
    assert forecast.low_s == pytest.approx(2 * 60 * 0.4)
    assert forecast.high_s == pytest.approx(2 * 60 * 1.6)
    assert forecast.took_s == pytest.approx(90, abs=5)


def test_pace_that_is_not_known_gives_no_forecast() -> None:
    run = a_run(probed("one/a"), factories.make_model("one/unknown"))
    assert forecast_of(ended(run, 90)) is None


def test_forecast_stays_as_it_was_at_the_start() -> None:
    model = probed("one/a")
    run = a_run(model)
    kept = Run.objects.get(pk=run.pk).forecast
    ModelProbe.objects.create(model=model, digest=model.digest, state="done", answer_tokens_s=1.0)
    keep_forecast(Run.objects.get(pk=run.pk))
    keep_forecast(run)
    assert kept is not None
    assert kept["high_s"] > 0
    assert Run.objects.get(pk=run.pk).forecast == kept


def test_earlier_answers_narrow_what_is_expected() -> None:
    model = probed("one/a")
    wide = forecast_of(ended(a_run(model), 60))
    run = factories.make_run(factories.make_suite(slug="other"), [model])
    keep_forecast(run)
    narrow = forecast_of(ended(run, 60))
    assert wide is not None
    assert narrow is not None
    assert wide.high_s / wide.low_s == pytest.approx(4, rel=0.01)
    assert narrow.high_s / narrow.low_s == pytest.approx(1.8, rel=0.01)


def test_run_page_says_both_and_only_after_the_end(client: Client) -> None:
    client.force_login(factories.make_person("mia"))
    run = a_run(probed("one/a"), sampling=Sampling(max_tokens=1000), n_samples=20)
    assert "predicted" not in client.get(f"/runs/{run.pk}/").content.decode()
    page = " ".join(client.get(f"/runs/{ended(run, 250).pk}/").content.decode().split())
    assert "predicted 2 to 12 min, took 4:1" in page
    assert "a model was loaded" in page
    factories.regrade(run)
    Run.objects.filter(pk=run.pk).update(state="done")
    assert "predicted" not in client.get(f"/runs/{run.pk}/").content.decode()
