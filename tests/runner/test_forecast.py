"""The expected duration of a run, beside the real one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import LanguageModel, ModelProbe, Run
from evaluations.queries.run_forecast import forecast_of
from evaluations.records import Sampling, Verdict
from evaluations.runner.forecast import save_forecast
from tests import factories

pytestmark = pytest.mark.django_db


def probed(model_id: str, **kwargs: Any) -> LanguageModel:
    """A model that writes 40 tokens per second by its probe."""
    model = factories.make_model(model_id)
    fields = {"answer_tokens_s": 40.0, "state": "done", "digest": model.digest} | kwargs
    ModelProbe.objects.create(model=model, **fields)
    return model


def a_run(*models: LanguageModel, n_samples: int = 5, **kwargs: Any) -> Run:
    run = factories.make_run(factories.make_suite(), models, n_samples=n_samples, **kwargs)
    save_forecast(run, {})
    return run


def ended(run: Run, took_s: float) -> Run:
    for candidate in run.candidates.all():
        factories.finish(candidate, Verdict.PASSED)
    Run.objects.filter(pk=run.pk).update(state="done", finished_at=now() + timedelta(seconds=took_s))
    return Run.objects.get(pk=run.pk)


def limits_of(*models: LanguageModel, n_slots: dict[int, int] | None = None, **kwargs: Any) -> tuple[float, float]:
    run = factories.make_run(factories.make_suite(slug=f"s{Run.objects.count()}"), models, n_samples=5, **kwargs)
    save_forecast(run, n_slots or {})
    forecast = forecast_of(ended(run, 90))
    assert forecast is not None
    assert forecast.took_s == pytest.approx(90, abs=5)
    return forecast.low_s, forecast.high_s


def test_servers_work_side_by_side_and_models_of_one_after_another() -> None:
    one, two, other = (probed(name) for name in ("one/a", "one/b", "two/a"))
    sampling = Sampling(max_tokens=200)
    low, high = limits_of(other, sampling=sampling)
    assert low <= 10 * 200 / 40 <= high, "two tasks, five samples, 40 tokens a second, most likely cut at 200 tokens"
    assert high < 2 * 10 * 200 / 40, "no answer can be longer than 200 tokens"
    assert limits_of(one, two, other, sampling=sampling) == pytest.approx((2 * low, 2 * high), rel=0.1)


def test_length_of_the_probes_answers_decides_what_is_expected() -> None:
    short, long = (
        limits_of(probed(f"{name}/a", answers=[{"tokens": tokens, "usual": 150, "is_cut": False}] * 2))
        for name, tokens in (("one", 40), ("two", 600))
    )
    assert short[1] < long[0]
    assert max(high / low for low, high in (short, long)) < 6, "it was 4, and held the time of half the models"


def test_requests_at_once_divide_the_shortest_time_and_not_the_longest() -> None:
    model = probed("two/a")
    alone, both = limits_of(probed("one/a")), limits_of(model, n_slots={model.server_id: 2})
    assert both[0] < 0.75 * alone[0]
    assert both[1] > 0.8 * alone[1]


def test_prompts_and_grading_are_not_counted_for_each_answer_as_if_they_were_long() -> None:
    """A model of 135M on a processor: 12 short tasks took 37 s, and 57 to 228 s were predicted."""
    lengths = [{"tokens": tokens, "usual": 140, "is_cut": False} for tokens in (90, 120)]
    model = probed("one/a", prompt_tokens_s=400.0, first_token_ms=60.0, answers=lengths)
    specs = [factories.make_spec(f"task-{n}", kind="function", reference={"answer.js": "x" * 80}) for n in range(11)]
    specs += [factories.make_spec("long", prompt="word " * 1500)]
    run = factories.make_run(factories.make_suite(specs), [model], sampling=Sampling(max_tokens=256))
    save_forecast(run, {model.server_id: 2})
    assert run.forecast is not None
    assert run.forecast["low_s"] <= 37 <= run.forecast["high_s"] < 80


def test_unknown_pace_gives_no_forecast() -> None:
    run = a_run(probed("one/a"), factories.make_model("one/unknown"))
    assert forecast_of(ended(run, 90)) is None


def test_forecast_stays_as_it_was_at_the_start() -> None:
    model = probed("one/a")
    run = a_run(model)
    forecast = Run.objects.get(pk=run.pk).forecast
    ModelProbe.objects.create(model=model, digest=model.digest, state="done", answer_tokens_s=1.0)
    save_forecast(Run.objects.get(pk=run.pk), {})
    save_forecast(run, {})
    assert forecast is not None
    assert forecast["high_s"] > 0
    assert Run.objects.get(pk=run.pk).forecast == forecast


def test_earlier_answers_narrow_what_is_expected() -> None:
    version = factories.make_suite([factories.make_spec(f"task-{n}") for n in range(12)])
    model, widths = probed("one/a"), []
    for _ in range(2):
        run = factories.make_run(version, [model])
        save_forecast(run, {})
        forecast = forecast_of(ended(run, 60))
        assert forecast is not None
        widths.append(forecast.high_s / forecast.low_s)
    assert widths[0] > 4
    assert widths[1] < 2.6


def test_run_page_shows_prediction_and_actual_time_only_after_the_end(client: Client) -> None:
    client.force_login(factories.make_person("mia"))
    run = a_run(probed("one/a"), sampling=Sampling(max_tokens=1000), n_samples=20)
    assert "predicted" not in client.get(f"/runs/{run.pk}/").content.decode()
    page = " ".join(client.get(f"/runs/{ended(run, 250).pk}/").content.decode().split())
    assert run.forecast is not None
    assert f"predicted {run.forecast['low_s'] // 60:.0f} to " in page
    assert "min, took 4:1" in page
    assert "a model was loaded" in page
    factories.regrade(run)
    Run.objects.filter(pk=run.pk).update(state="done")
    assert "predicted" not in client.get(f"/runs/{run.pk}/").content.decode()
