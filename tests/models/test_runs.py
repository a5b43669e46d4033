"""Rows change state by guarded updates: no answer is lost or doubled."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from evaluations.models import (
    Candidate,
    Generation,
    LanguageModel,
    ModelServer,
    Run,
    State,
    Suite,
    SuiteVersion,
    Task,
    Team,
    Worker,
)
from evaluations.records import Checks, Kind, Sampling, TaskSpec, Verdict
from evaluations.runner import workers
from evaluations.stored_json import StoredPrompt
from tests import factories

pytestmark = pytest.mark.django_db


def make_run(n_tasks: int = 3, n_samples: int = 2, n_models: int = 1) -> Run:
    """A run over made-up tasks, with every answer queued."""
    team = Team.objects.default()
    suite = Suite.objects.create(team=team, slug=f"suite-{Suite.objects.count()}", title="Suite")
    version = SuiteVersion.objects.create(suite=suite, number=1, digest="0" * 64)
    for i in range(n_tasks):
        spec = TaskSpec(
            slug=f"task-{i}",
            title=f"Task {i}",
            kind=Kind.FUNCTION,
            prompt="Write it.",
            checks=Checks(path="checks.test.ts", source="test('it', () => {})"),
            fixtures={"a.bin": bytes([i])},
        )
        Task.objects.add(version, i, spec)
    server, _ = ModelServer.objects.get_or_create(slug="ollama", kind="ollama", defaults={"is_reachable": True})
    chosen = [LanguageModel.objects.get_or_create(server=server, name=f"m{i}")[0] for i in range(n_models)]
    return Run.objects.start(version, chosen, Sampling(), team=team, title="run", n_samples=n_samples)


def answer(candidate: Candidate) -> None:
    """Store an answer that waits for the sandbox."""
    Generation.objects.create(candidate=candidate, prompt=StoredPrompt(), text="x", stop_reason="stop")
    Candidate.objects.filter(pk=candidate.pk).update(state=State.EXECUTING, taken_by="")


def test_start_writes_every_candidate_once() -> None:
    run = make_run(n_tasks=3, n_samples=2, n_models=2)
    assert run.candidates.count() == 12
    first = run.candidates.first()
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.create(run=run, task=first.task, model=first.model, sample=first.sample)


def test_task_survives_the_database_unchanged() -> None:
    task = make_run().suite_version.tasks.first()
    assert task is not None
    spec = task.to_spec()
    assert spec.kind is Kind.FUNCTION
    assert spec.fixtures == {"a.bin": b"\x00"}
    assert spec.checks == Checks(path="checks.test.ts", source="test('it', () => {})")


def test_two_workers_never_claim_the_same_candidate() -> None:
    run = make_run()
    pks = list(run.candidates.values_list("pk", flat=True))
    first = Candidate.objects.claim(pks[:4], State.GENERATING, "a")
    second = Candidate.objects.claim(pks, State.GENERATING, "b")
    assert sorted(first + second) == pks
    assert not set(first) & set(second)


def test_each_step_claims_only_what_is_ready_for_it() -> None:
    run = make_run(n_tasks=2, n_samples=1)
    queued, answered = run.candidates.all()
    answer(answered)
    assert Candidate.objects.claim([queued.pk, answered.pk], State.EXECUTING, "a") == [answered.pk]
    assert Candidate.objects.claim([queued.pk, answered.pk], State.GENERATING, "b") == [queued.pk]


def test_run_is_complete_when_its_oldest_candidate_ended_last() -> None:
    run = make_run(n_tasks=2, n_samples=2)
    oldest, *others = run.candidates.order_by("pk")
    Candidate.objects.filter(pk__in=[row.pk for row in others]).update(state=State.DONE, verdict=Verdict.PASSED)
    assert not run.finish_if_complete()
    Candidate.objects.filter(pk=oldest.pk).update(state=State.CANCELLED)
    assert run.finish_if_complete()
    assert not run.finish_if_complete(), "only the first caller ended it"


def test_rows_of_a_dead_worker_are_put_back() -> None:
    run = make_run()
    pks = list(run.candidates.values_list("pk", flat=True))
    host = workers.Liveness("x").host
    Worker.objects.create(name="gone", host=host, pid=2**22 + 1, seen_at=now())
    Worker.objects.create(name="silent", host="elsewhere", pid=1, seen_at=now() - timedelta(hours=1))
    Worker.objects.create(name="alive", host=host, pid=os.getpid(), seen_at=now())
    Candidate.objects.claim(pks[:1], State.GENERATING, "gone")
    Candidate.objects.claim(pks[1:2], State.GENERATING, "silent")
    Candidate.objects.claim(pks[2:3], State.GENERATING, "an unknown worker")
    Candidate.objects.claim(pks[3:4], State.GENERATING, "alive")
    assert workers.recover() == 3
    assert list(run.candidates.exclude(taken_by="").values_list("pk", "taken_by")) == [(pks[3], "alive")]
    assert set(Worker.objects.values_list("name", flat=True)) == {"alive"}


def test_an_answered_candidate_put_back_keeps_its_answer() -> None:
    run = make_run(n_tasks=1, n_samples=1)
    candidate = run.candidates.get()
    answer(candidate)
    Candidate.objects.claim([candidate.pk], State.EXECUTING, "gone")
    assert workers.recover() == 1
    candidate.refresh_from_db()
    assert (candidate.state, candidate.taken_by) == (State.EXECUTING, "")
    assert Candidate.objects.waiting_for_sandbox().get() == candidate


def test_paused_run_gives_no_work_and_a_cancelled_one_ends() -> None:
    run = make_run()
    server = ModelServer.objects.get()
    assert Candidate.objects.waiting_for_model(server.pk).count() == 6
    assert run.pause()
    assert not run.pause()
    assert not Candidate.objects.waiting_for_model(server.pk).exists()
    assert run.resume()
    answered = run.candidates.first()
    assert answered is not None
    answer(answered)
    run.cancel()
    assert set(run.candidates.values_list("state", flat=True)) == {State.CANCELLED}
    assert not Candidate.objects.waiting_for_sandbox().exists()
    assert Generation.objects.count() == 1


def test_retry_asks_only_what_was_not_the_models_fault() -> None:
    run = make_run(n_tasks=1, n_samples=3)
    failed, unanswered, unexecuted = run.candidates.all()
    run.candidates.update(state=State.DONE, verdict=Verdict.UNSCORED, attempts=3)
    Candidate.objects.filter(pk=failed.pk).update(verdict=Verdict.FAILED)
    Generation.objects.create(candidate=unexecuted, prompt=StoredPrompt(), text="x", stop_reason="stop")
    assert run.finish_if_complete()
    assert factories.retry(run) == 2
    states = dict(run.candidates.values_list("pk", "state"))
    assert states == {failed.pk: State.DONE, unanswered.pk: State.QUEUED, unexecuted.pk: State.EXECUTING}
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING


def test_regrade_touches_only_stored_answers() -> None:
    run = make_run(n_tasks=1, n_samples=2)
    answered, unanswered = run.candidates.all()
    answer(answered)
    run.candidates.update(state=State.DONE, verdict=Verdict.FAILED)
    assert factories.regrade(run) == 1
    unanswered.refresh_from_db()
    assert unanswered.state == State.DONE


def test_a_run_says_which_server_it_waits_for() -> None:
    run = make_run()
    assert run.message == ""
    ModelServer.objects.update(is_reachable=False, message="Start it with `ollama serve`.")
    assert "ollama serve" in run.message
    run.candidates.update(state=State.DONE)
    assert run.message == ""


def test_worker_is_not_dead_because_another_host_has_the_wrong_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life are written and read by the database's clock, not by the clock of this process."""
    for minutes in (-60, 60):
        wrong = now() + timedelta(minutes=minutes)
        monkeypatch.setattr("evaluations.models.workers.now", lambda wrong=wrong: wrong, raising=False)
        Worker.objects.beat("execute-far", "elsewhere", 1)
        assert Worker.objects.dead("here") == []
        assert [worker.name for worker in Worker.objects.alive()] == ["execute-far"]
        assert abs((Worker.objects.get().seen_at - now()).total_seconds()) < 30
    Worker.objects.update(seen_at=now() - timedelta(seconds=60))
    assert [worker.name for worker in Worker.objects.dead("here")] == ["execute-far"]
    assert not Worker.objects.alive().exists()
