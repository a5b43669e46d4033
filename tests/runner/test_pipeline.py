"""The whole pipeline with real workers: prompt → model → sandbox → stored verdict, also after a kill -9."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from subprocess import Popen

import pytest

from evaluations import metrics, metrics_store
from evaluations.models import Generation, Grading, ModelServer, Run, Worker
from evaluations.tasks import recover, refresh_servers, wake
from tests import factories
from tests.environment import IS_FULL, needs_time
from tests.processes import wait_until
from tests.runner.conftest import GOOD, Start, add_task

pytestmark = pytest.mark.django_db(transaction=True)
Script = Callable[..., Path]
MakeRun = Callable[..., Run]


def is_done(run: Run) -> bool:
    run.refresh_from_db()
    return run.state == Run.State.DONE


def verdicts(run: Run) -> dict[str, int]:
    return dict(Counter(run.candidates.values_list("verdict", flat=True)))


def assert_nothing_lost_or_doubled(run: Run, n: int) -> None:
    assert run.candidates.count() == n
    assert set(run.candidates.values_list("state", "taken_by")) == {("done", "")}
    assert Generation.objects.filter(candidate__run=run).count() == n
    assert Grading.objects.filter(candidate__run=run, is_current=True).count() == n


def test_prompts_become_verdicts(start_worker: Start, script: Script, make_run: MakeRun) -> None:
    answers = {
        "[add-0]": GOOD,
        "[add-1]": "```js\nexport const add = (a, b) => a - b;\n```",
        "[add-2]": "I cannot help with that.",
        "[add-3]": {"text": "```js\nexport function add(a, b) { while (", "stop_reason": "length"},
    }
    run = make_run(script(by_prompt=answers, slots=2))
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: is_done(run), 60)
    by_task = dict(run.candidates.values_list("task__slug", "verdict"))
    assert by_task == {"add-0": "passed", "add-1": "failed", "add-2": "no_code", "add-3": "build_error"}
    assert run.candidates.get(task__slug="add-3").is_truncated
    generation = Generation.objects.get(candidate__task__slug="add-0")
    assert generation.text == GOOD
    assert generation.prompt["messages"][0]["content"].startswith("Write add(a, b).")
    pinned = {"temperature": 0.2, "top_p": 0.95, "top_k": 40, "min_p": 0.05, "repeat_penalty": 1.0}
    assert generation.options == {**pinned, "seed": 7, "max_tokens": 1024}
    assert generation.model_digest == "m"
    assert_nothing_lost_or_doubled(run, 4)


def counted(name: str) -> float:
    """Return how many values the histogram has, over all processes."""
    totals = metrics_store.totals()
    return sum(n for (metric, labels), n in totals.items() if metric == name and labels != (metrics.SUM,))


def test_samples_differ_by_their_seed(start_worker: Start, script: Script, make_run: MakeRun) -> None:
    run = make_run(script(), n_tasks=1, n_samples=3)
    start_worker("generate")
    wake()
    wait_until(lambda: Generation.objects.count() == 3, 30)
    seeds = (
        Generation.objects.filter(candidate__run=run).order_by("candidate__sample").values_list("options", flat=True)
    )
    assert [options["seed"] for options in seeds] == [7, 8, 9]


def test_killed_generate_worker_loses_and_repeats_no_answer(
    start_worker: Start, script: Script, make_run: MakeRun
) -> None:
    run = make_run(script(answers=[{"text": GOOD, "delay_s": 0.15}], slots=2), n_tasks=8)
    start_worker("execute")
    first = start_worker("generate")
    wake()
    wait_until(lambda: Generation.objects.exists(), 30)
    wait_until(lambda: run.candidates.filter(state="generating").exists(), 30)
    first.kill()
    first.wait()
    assert run.candidates.filter(state="generating").exists()
    start_worker("generate")
    recover.delay()
    wait_until(lambda: is_done(run), 60)
    assert verdicts(run) == {"passed": 8}
    assert_nothing_lost_or_doubled(run, 8)


@pytest.mark.skipif(not IS_FULL, reason="make test-full kills at more instants; the test above at one")
@pytest.mark.timeout(240)
def test_kill_at_any_moment_loses_and_repeats_no_answer(start_worker: Start, script: Script, make_run: MakeRun) -> None:
    """The kill comes at a random moment: while an answer is stored, the next one is claimed, and a request is open."""
    instants = Random(7)
    run = make_run(script(answers=[{"text": GOOD, "delay_s": 0.01}], slots=2), n_tasks=80)
    start_worker("execute")
    for _ in range(5):
        worker, n = start_worker("generate"), Generation.objects.count()
        wake()
        wait_until(lambda n=n: Generation.objects.count() > n, 30)  # type: ignore[misc]
        time.sleep(instants.uniform(0, 0.15))
        worker.kill()
        worker.wait()
        recover()
    assert not is_done(run)
    start_worker("generate")
    wake()
    wait_until(lambda: is_done(run), 90)
    assert verdicts(run) == {"passed": 80}
    assert_nothing_lost_or_doubled(run, 80)


def has_workers(role: str, n: int) -> bool:
    return Worker.objects.alive().filter(name__startswith=role).count() == n


def start_two(start_worker: Start, role: str) -> dict[int, Popen[bytes]]:
    """Start two workers of a role; return them by their process ids."""
    workers = [start_worker(role) for _ in range(2)]
    wait_until(lambda: has_workers(role, 2), 90)
    return {worker.pid: worker for worker in workers}


@needs_time
def test_stopped_generate_worker_leaves_its_server_to_another_at_once(
    start_worker: Start, script: Script, make_run: MakeRun
) -> None:
    """No beat runs here: nothing may have to wait for its recovery."""
    run = make_run(script(answers=[{"text": GOOD, "delay_s": 0.05}], slots=2), n_tasks=24)
    start_worker("execute")
    workers = start_two(start_worker, "generate")
    wake()
    wait_until(lambda: Generation.objects.exists(), 30)
    feeding = workers[Worker.objects.get(name=ModelServer.objects.get(slug="scripted").fed_by).pid]
    feeding.terminate()
    assert feeding.wait(10) == 0
    assert not is_done(run)
    wait_until(lambda: is_done(run), 30)
    assert verdicts(run) == {"passed": 24}
    assert_nothing_lost_or_doubled(run, 24)


def test_stopped_execute_worker_leaves_what_it_has_not_begun_to_another_at_once(start_worker: Start) -> None:
    version = factories.make_suite([add_task(f"add-{i}", wait_ms=1500) for i in range(8)])
    run = factories.make_run(version, [factories.make_model()])
    workers = start_two(start_worker, "execute")
    for candidate in run.candidates.select_related("task"):
        factories.answer(candidate, GOOD)
    run.candidates.update(state="executing")
    wake()
    wait_until(lambda: run.candidates.exclude(taken_by="").count() == 8, 30)
    [holder] = set(run.candidates.values_list("taken_by", flat=True))
    stopped = workers[Worker.objects.get(name=holder).pid]
    stopped.terminate()
    assert stopped.wait(20) == 0
    assert Grading.objects.count() < 8
    wait_until(lambda: is_done(run), 20)
    assert verdicts(run) == {"passed": 8}
    assert_nothing_lost_or_doubled(run, 8)


def test_killed_execute_worker_loses_and_repeats_no_answer(
    start_worker: Start, script: Script, make_run: MakeRun
) -> None:
    loop = (
        "```js\nexport function add(a, b) { for (const end = Date.now() + 700; Date.now() < end;); return a + b; }\n```"
    )
    run = make_run(script(answers=[loop], slots=2), n_tasks=8)
    start_worker("generate")
    first = start_worker("execute")
    wake()
    wait_until(lambda: Grading.objects.exists(), 60)
    first.kill()
    first.wait()
    assert run.candidates.filter(state="executing").exists()
    start_worker("execute")
    wait_until(lambda: is_done(run), 60)
    assert verdicts(run) == {"passed": 8}
    assert_nothing_lost_or_doubled(run, 8)


def test_a_model_server_that_goes_away_is_waited_for(start_worker: Start, script: Script, make_run: MakeRun) -> None:
    path = script(answers=[{"text": GOOD, "delay_s": 0.1}], slots=1)
    run = make_run(path, n_tasks=4)
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: Generation.objects.exists(), 30)
    report_text = path.read_text()
    path.unlink()
    wait_until(lambda: ModelServer.objects.filter(slug="scripted", is_reachable=False).exists(), 30)
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING
    assert "does not answer" in run.message
    path.write_text(report_text)
    refresh_servers.delay()

    def is_done_with_beat() -> bool:
        """The interrupted answer waits for its back-off. Then beat would wake the worker; it does not run here."""
        recover.delay()
        return is_done(run)

    wait_until(is_done_with_beat, 60, 0.5)
    assert verdicts(run) == {"passed": 4}
    assert_nothing_lost_or_doubled(run, 4)


def test_a_refusal_is_unscored_and_can_be_retried(start_worker: Start, script: Script, make_run: MakeRun) -> None:
    path = script(answers=[{"error": "The server refused: no memory."}])
    run = make_run(path, n_tasks=2)
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: is_done(run), 30)
    assert verdicts(run) == {"unscored": 2}
    assert set(run.candidates.values_list("cause", flat=True)) == {"The server refused: no memory."}
    path.write_text(json.dumps({"models": ["m"], "answers": [GOOD]}))
    assert factories.retry(run) == 2
    wake()
    wait_until(lambda: is_done(run), 30)
    assert verdicts(run) == {"passed": 2}


def test_a_cancelled_run_stops_the_answer_in_the_middle(start_worker: Start, script: Script, make_run: MakeRun) -> None:
    run = make_run(script(answers=[{"text": GOOD * 50, "delay_s": 0.05}]), n_tasks=3)
    start_worker("generate")
    wake()
    wait_until(lambda: run.candidates.filter(state="generating").exists(), 30)
    assert run.cancel()
    wait_until(lambda: set(run.candidates.values_list("state", flat=True)) == {"cancelled"}, 30)
    assert not Generation.objects.exists()


def test_regrading_keeps_the_old_verdict_as_history_and_counts_its_seconds(
    start_worker: Start, script: Script, make_run: MakeRun
) -> None:
    names = ("generation_duration_seconds", "grading_duration_seconds")
    before = [counted(name) for name in names]
    run = make_run(script(), n_tasks=1)
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: is_done(run), 60)
    assert factories.regrade(run) == 1
    wake()
    wait_until(lambda: Grading.objects.count() == 2 and is_done(run), 30)
    assert list(Grading.objects.order_by("pk").values_list("is_current", "verdict")) == [
        (False, "passed"),
        (True, "passed"),
    ]
    wait_until(lambda: [counted(name) - n for name, n in zip(names, before, strict=True)] == [1, 2], 30, 0.2)


def test_one_models_candidates_come_before_the_next_models(
    start_worker: Start, script: Script, make_run: MakeRun
) -> None:
    run = make_run(script(models=["m", "n"], slots=1), n_tasks=3, models=("m", "n"))
    start_worker("generate")
    wake()
    wait_until(lambda: Generation.objects.count() == 6, 30)
    order = Generation.objects.order_by("pk").values_list("candidate__model__name", flat=True)
    assert list(order) == ["m"] * 3 + ["n"] * 3
    assert run.candidates.filter(state="executing").count() == 6


def test_cut_prompt_is_unscored_and_lost_options_are_stored(
    start_worker: Start, script: Script, make_run: MakeRun
) -> None:
    answers = {"[add-0]": GOOD, "[add-1]": {"text": GOOD, "prompt_tokens": 512, "context_tokens": 512}}
    run = make_run(script(by_prompt=answers, refuses=["min_p"], parameters="top_k 20"), 2)
    run.chosen.update(parameters="top_k 20")
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: is_done(run), 60)
    cut = run.candidates.get(task__slug="add-1")
    assert (cut.verdict, "filled its context of 512 tokens with the prompt" in cut.cause) == ("unscored", True)
    generation = Generation.objects.get(candidate__run=run)
    assert generation.settings is not None
    assert generation.settings["asked"]["min_p"] == 0.05
    assert "min_p" not in generation.options
    assert set(generation.settings["not_taken"]) == {"min_p"}
    assert generation.settings["parameters"] == {"top_k": 20}
    assert set(run.run_models.get().not_taken or ()) == {"min_p"}
