"""Runs that start by themselves for new models: once per model, at the set hours, compared with the model in use."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils.timezone import now

from evaluations import events, tasks
from evaluations.actions import automatic_runs
from evaluations.actions.automatic_runs import add_schedule, report_ended, start_due
from evaluations.actions.choose import use_model
from evaluations.errors import SuiteError
from evaluations.models import AutomaticRun, Generation, LanguageModel, Run, Schedule, SuiteVersion, Webhook
from evaluations.models.webhooks import Delivery
from evaluations.records import Verdict
from evaluations.runner.finish_run import finish_run
from evaluations.runner.webhooks import payload_of
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version() -> SuiteVersion:
    return factories.make_suite([factories.make_spec(f"t{n}") for n in range(8)])


def schedule_of(version: SuiteVersion, hours: tuple[int, int] = (0, 0), **kwargs: Any) -> Schedule:
    return add_schedule(
        version.suite.team, [version.suite], kwargs.pop("servers", []), hours, 1, kwargs.pop("by", None)
    )


def model(name: str, digest: str, **kwargs: Any) -> LanguageModel:
    row = factories.make_model(f"box/{name}", **kwargs)
    LanguageModel.objects.filter(pk=row.pk).update(digest=digest)
    row.refresh_from_db()
    return row


def end(run: Run, passed: dict[str, int]) -> None:
    """Let the first n tasks of each model pass, and end the run."""
    for name, n in passed.items():
        rows = run.candidates.filter(model__name=name).order_by("task__position")
        for at, candidate in enumerate(rows):
            factories.finish(candidate, Verdict.PASSED if at < n else Verdict.FAILED)
    finish_run(run)
    run.refresh_from_db()


def test_existing_models_are_not_run_and_each_new_digest_runs_once(version: SuiteVersion) -> None:
    old = model("old", "sha256:1")
    schedule_of(version)
    assert start_due() == []
    new = model("new", "sha256:2")
    (run,) = start_due()
    assert [row.model for row in run.run_models.all()] == [new]
    assert start_due() == []
    LanguageModel.objects.filter(pk=old.pk).update(digest="sha256:3")
    (again,) = start_due()
    assert again.run_models.get().model == old
    assert AutomaticRun.objects.exclude(run=None).count() == 2


def test_same_digest_on_two_servers_runs_once(version: SuiteVersion) -> None:
    schedule_of(version)
    model("new", "sha256:2")
    twin = factories.make_model("two/new")
    LanguageModel.objects.filter(pk=twin.pk).update(digest="sha256:2")
    assert len(start_due()) == 1


def test_two_simultaneous_periodic_jobs_start_one_run(version: SuiteVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule_of(version)
    model("new", "sha256:2")
    together, unseen = threading.Barrier(2, timeout=20), automatic_runs._unseen

    def seen_by_both(*args: Any) -> list[LanguageModel]:
        models = unseen(*args)
        together.wait()
        return models

    monkeypatch.setattr(automatic_runs, "_unseen", seen_by_both)
    started: list[int] = []

    def beat() -> None:
        try:
            started.append(len(start_due()))
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [0, 1]
    assert Run.objects.count() == AutomaticRun.objects.count() == 1


def test_interrupted_start_leaves_neither_row_nor_run(version: SuiteVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    schedule_of(version)
    model("new", "sha256:2")
    with monkeypatch.context() as patch:
        patch.setattr(automatic_runs, "Sampling", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            start_due()
    assert not AutomaticRun.objects.exists()
    assert len(start_due()) == 1


def test_models_that_cannot_be_asked_wait(version: SuiteVersion) -> None:
    schedule_of(version)
    model("embed", "sha256:4", is_embedding=True)
    model("cloud", "sha256:5", remote_host="ollama.com")
    away = model("away", "sha256:6", is_present=False)
    assert start_due() == []
    LanguageModel.objects.filter(pk=away.pk).update(is_present=True)
    assert len(start_due()) == 1


def test_only_the_chosen_servers_count_and_a_paused_schedule_starts_nothing(version: SuiteVersion) -> None:
    model("new", "sha256:2")
    other = factories.make_model("two/other")
    schedule = schedule_of(version, servers=[other.server])
    AutomaticRun.objects.all().delete()
    (run,) = start_due()
    assert run.run_models.get().model == other
    Schedule.objects.filter(pk=schedule.pk).update(is_active=False)
    AutomaticRun.objects.all().delete()
    assert start_due() == []


@pytest.mark.parametrize(
    ("hours", "hour", "is_due"),
    [((0, 0), 12, True), ((22, 6), 23, True), ((22, 6), 5, True), ((22, 6), 6, False), ((8, 18), 18, False)],
)
def test_hours_are_by_the_clock_of_the_site(hours: tuple[int, int], hour: int, is_due: bool, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    at = datetime(2026, 11, 29, hour, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert Schedule(from_hour=hours[0], to_hour=hours[1]).is_due(at) == is_due


def test_run_starts_only_within_the_hours(version: SuiteVersion) -> None:
    hour = now().hour
    schedule = schedule_of(version, ((hour + 2) % 24, (hour + 3) % 24))
    model("new", "sha256:2")
    assert start_due() == []
    Schedule.objects.filter(pk=schedule.pk).update(from_hour=hour, to_hour=(hour + 2) % 24)
    assert len(start_due()) == 1


@pytest.mark.parametrize(
    ("new", "used", "result"), [(8, 0, "better"), (0, 8, "worse"), (5, 4, "same")], ids=["better", "worse", "same"]
)
def test_new_model_is_compared_with_the_one_in_use(version: SuiteVersion, new: int, used: int, result: str) -> None:
    old = model("old", "sha256:1")
    use_model(version.suite.team, old, "components", None)
    schedule_of(version)
    model("new", "sha256:2")
    (run,) = start_due()
    assert [row.model.name for row in run.run_models.all()] == ["new", "old"]
    end(run, {"new": new, "old": used})
    row = AutomaticRun.objects.get(run=run)
    assert (row.result, "new" in row.sentence) == (result, True)
    assert row.reported_at is not None
    assert report_ended() == []


def test_answers_that_the_model_in_use_has_are_not_asked_again(version: SuiteVersion) -> None:
    old = model("old", "sha256:1")
    use_model(version.suite.team, old, "components", None)
    earlier = factories.make_run(version, [old])
    end(earlier, {"old": 0})
    Generation.objects.update(model_digest="sha256:1")
    schedule_of(version)
    model("new", "sha256:2")
    (run,) = start_due()
    assert [row.model.name for row in run.run_models.all()] == ["new"]
    end(run, {"new": 8})
    row = AutomaticRun.objects.get(run=run)
    assert (row.baseline, row.result) == (earlier, "better")


def test_missing_model_in_use_is_reported(version: SuiteVersion) -> None:
    schedule_of(version)
    model("new", "sha256:2")
    (run,) = start_due()
    end(run, {"new": 3})
    row = AutomaticRun.objects.get(run=run)
    assert (row.result, "has not chosen a model" in row.sentence) == ("alone", True)


def test_person_is_notified_and_the_webhook_contains_the_comparison(
    version: SuiteVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    events_sent: list[tuple[Any, ...]] = []
    monkeypatch.setattr(events, "run_ended", lambda *words: events_sent.append(words))
    mia, old = factories.make_person("mia"), model("old", "sha256:1")
    use_model(version.suite.team, old, "components", None)
    hook, _ = Webhook.objects.make(version.suite.team, "https://ci.example/hook", mia)
    schedule_of(version, by=mia)
    model("new", "sha256:2")
    (run,) = start_due()
    end(run, {"new": 8, "old": 0})
    assert events_sent == [(run.pk, run.team_id, "box/new: better than the model in use", mia.pk)]
    Delivery.objects.note_ended_runs()
    new_model = payload_of(Delivery.objects.get(webhook=hook))["run"]["new_model"]
    assert (new_model["model"], new_model["in_use"], new_model["result"]) == ("box/new", "box/old", "better")
    assert "is better than" in new_model["sentence"]


def test_job_starts_and_reports(version: SuiteVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(1))
    schedule_of(version)
    model("new", "sha256:2")
    tasks.start_automatic_runs()
    tasks.start_automatic_runs()
    assert woken == [1]
    Run.objects.get().cancel()
    tasks.start_automatic_runs()
    assert AutomaticRun.objects.get().reported_at is not None


@pytest.mark.parametrize(
    ("hours", "samples", "words"),
    [((0, 24), 1, "0 to 23"), ((0, 0), 0, "0 samples are not between 1 and 100"), ((0, 0), 101, "101 samples are not")],
)
def test_schedule_with_impossible_numbers_is_refused(
    version: SuiteVersion, hours: tuple[int, int], samples: int, words: str
) -> None:
    with pytest.raises(SuiteError, match=words):
        add_schedule(version.suite.team, [version.suite], [], hours, samples, None)
