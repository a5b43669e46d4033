"""A run that ends when its ranking is settled, with real workers, one of which is killed (-9) between two rounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import now

from evaluations.actions.start_run import start_run
from evaluations.models import (
    AdaptiveRound,
    Generation,
    Grading,
    LanguageModel,
    ModelServer,
    Run,
    Suite,
    SuiteVersion,
    Task,
    Team,
)
from evaluations.queries.adaptive import adaptive_report
from evaluations.records import Sampling
from evaluations.tasks import recover, wake
from tests.environment import needs_time
from tests.processes import wait_until
from tests.runner.conftest import GOOD, Start, add_task

pytestmark = pytest.mark.django_db(transaction=True)


@needs_time
def test_kill_between_rounds_loses_and_repeats_no_answer(start_worker: Start, script: Callable[..., Path]) -> None:
    suite = Suite.objects.create(team=Team.objects.default(), slug="line", title="Line")
    version = SuiteVersion.objects.create(suite=suite, number=1, digest="1" * 64)
    for number in range(3):
        Task.objects.add(version, number, add_task(f"add-{number}"))
    path = script(models=["m", "n"], answers=[{"text": GOOD, "delay_s": 0.05}])
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(path), is_reachable=True)
    models = [LanguageModel.objects.create(server=server, name=name, seen_at=now()) for name in ("m", "n")]
    run = start_run(
        version,
        models,
        Sampling(seed=7),
        until_settled=True,
        n_samples=4,
        strategies=["plain"],
        team=suite.team,
        title="line",
    )
    start_worker("generate")
    first = start_worker("execute")
    wake()
    wait_until(lambda: AdaptiveRound.objects.count() >= 2, 120)
    first.kill()
    first.wait()
    start_worker("execute")

    def is_done() -> bool:
        recover.delay()
        return Run.objects.get(pk=run.pk).state == Run.State.DONE

    wait_until(is_done, 90)
    report = adaptive_report(Run.objects.get(pk=run.pk))
    assert report is not None
    assert (report.ending, len(report.rounds)) == ("limit", 4)
    n = report.n_asked
    assert run.candidates.count() == n
    assert Generation.objects.filter(candidate__run=run).count() == n
    assert Grading.objects.filter(candidate__run=run, is_current=True, verdict="passed").count() == n
