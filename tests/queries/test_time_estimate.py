"""How long prompts will take, before they are sent."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from evaluations.models import LanguageModel, ModelProbe, Run
from evaluations.queries.run_cost import TimeRange
from evaluations.queries.time_estimate import TimeEstimate, estimate
from evaluations.queries.work import TaskSize, Work, task_sizes
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
PROMPT = TaskSize(usual=300, most=1024, prompt=100)


def probed(model_id: str, **kwargs: Any) -> LanguageModel:
    """A model in memory that writes 40 tokens per second by its probe."""
    model = factories.make_model(model_id, is_loaded=True)
    fields = {"answer_tokens_s": 40.0, "state": "done", "digest": model.digest} | kwargs
    ModelProbe.objects.create(model=model, **fields)
    return model


def expected(*models: LanguageModel, n_samples: int = 1, **kwargs: Any) -> TimeEstimate:
    return estimate(factories.make_team(), models, Work(sizes=(PROMPT,), n_answers=n_samples, **kwargs))


def time_of(*models: LanguageModel, n_samples: int = 1) -> TimeRange:
    time = expected(*models, n_samples=n_samples).time
    assert time is not None
    return time


def asked(model: LanguageModel, n_answers: int = 1, **kwargs: Any) -> Run:
    """A run with timed answers: 50 tokens per second, 100 tokens an answer."""
    specs = [factories.make_spec(f"task-{n}") for n in range(n_answers)]
    version = factories.make_suite(specs, slug=f"suite-{Run.objects.count()}")
    run = factories.make_run(version, [model])
    factories.finish_run(run, [Verdict.PASSED])
    fields = {"timed_tokens": 100, "timed_ms": 2000.0, "completion_tokens": 100, "first_token_ms": 0.0} | kwargs
    run.tallies.update(**fields)
    return run


def test_model_that_was_probed_and_never_asked_has_a_time() -> None:
    lengths = [{"tokens": 280, "usual": 300, "is_cut": False}] * 2
    time = time_of(probed("box/a", answers=lengths))
    assert time.low_s < 300 / 40 < time.high_s
    assert time.middle_s == pytest.approx(280 / 40, rel=0.3)


def test_models_without_probe_and_answers_are_named_and_the_others_are_timed() -> None:
    known, unknown = probed("box/a"), factories.make_model("box/b")
    assert expected(unknown) == TimeEstimate(time=None, n_before=0, unknown=(unknown,))
    both = expected(known, unknown)
    assert (both.time, both.unknown) == (time_of(known), (unknown,))


def test_server_with_two_slots_answers_two_samples_at_once() -> None:
    one, two = probed("one/a"), probed("two/a", n_slots=2)
    two.server.measured = {
        "steps": [{"n_requests": n, "n_threads": None, "tokens_s": speed} for n, speed in ((1, 40.0), (2, 80.0))]
    }
    assert time_of(two) == time_of(one), "one answer does not fill two slots"
    assert time_of(two, n_samples=4).middle_s == pytest.approx(time_of(one, n_samples=4).middle_s / 2, rel=0.15)
    third = time_of(two, n_samples=3).middle_s
    assert third == pytest.approx(time_of(two, n_samples=4).middle_s, rel=0.01), "the third answer is written alone"


def test_unmeasured_slots_widen_the_range() -> None:
    alone, several = (time_of(probed(f"{n}/a", n_slots=n), n_samples=8) for n in (1, 4))
    assert several.low_s < 0.5 * alone.low_s
    assert several.high_s == pytest.approx(alone.high_s, rel=0.1)


def test_settings_of_a_server_come_before_what_its_probe_found() -> None:
    model, other = probed("one/a", n_slots=4), probed("two/a", n_slots=1)
    model.server.n_requests = 1
    assert time_of(model, n_samples=8) == time_of(other, n_samples=8)


def test_speed_of_one_earlier_answer_counts_as_that_of_a_single_request() -> None:
    """It was measured with one slot in use; a run of many answers fills the four."""
    short, long = probed("one/a", n_slots=4), probed("two/a", n_slots=4)
    asked(short, 1)
    asked(long, 8)
    few, many = time_of(short, n_samples=8), time_of(long, n_samples=8)
    assert few.high_s > 2 * many.high_s, "perhaps the server gains nothing by more requests at once"
    assert time_of(long).low_s < time_of(short).low_s, "and one answer alone may be faster than beside three others"


def test_servers_work_side_by_side_and_models_of_one_after_another() -> None:
    one, two, other = (probed(name) for name in ("one/a", "one/b", "two/a"))
    assert time_of(one, other) == time_of(one)
    assert time_of(one, two, other) == time_of(one) + time_of(two)


def test_load_is_awaited_where_only_earlier_answers_tell_its_time() -> None:
    model = factories.make_model("box/a")
    asked(model, load_ms=30_000.0)
    cold = time_of(model)
    model.is_loaded = True
    assert cold.high_s - time_of(model).high_s == pytest.approx(30)


def test_estimate_takes_few_queries_whatever_the_number_of_models(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    models = [probed(f"box/m{n}") for n in range(6)]
    for model in models[:4]:
        asked(model)
    work = Work(sizes=(PROMPT,), n_answers=1)
    with django_assert_max_num_queries(8):
        estimate(factories.make_team(), models, work)
    with django_assert_max_num_queries(7):  # the sizes of the suites are known
        estimate(factories.make_team(), models, work)


def test_sizes_are_read_once_for_each_version(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = factories.make_suite([factories.make_spec("a", max_tokens=70, reference={"answer.tsx": "x" * 660})])
    second = factories.make_suite([factories.make_spec("b", kind="free", checks=None)], slug="second")
    with django_assert_num_queries(2):
        sizes = task_sizes({first.pk, second.pk})
    with django_assert_num_queries(1):
        assert task_sizes([second.pk, first.pk, 10**6]) == sizes | {10**6: ()}
    (size,) = sizes[first.pk]
    assert (size.most, size.usual) == (70, 60 + 300 + 1.2 * 100)
    assert size.prompt == pytest.approx(len("Write a React component that counts clicks.") / 3.3)
