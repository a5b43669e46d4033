"""A prompt fits into the model's context, or is cut by us, or gets a reason. The server never cuts it unnoticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now

from evaluations.actions.start_run import RunChoice, start_errors
from evaluations.adapters import Adapter, make_adapter
from evaluations.errors import AdapterError
from evaluations.management.commands.evaluate import summary
from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, Run, Suite, SuiteVersion, Task, Team
from evaluations.prompts.repository import estimated
from evaluations.records import Sampling, TaskSpec, Verdict
from evaluations.runner.build_request import RequestBuilder
from evaluations.tasks import wake
from tests import factories
from tests.processes import wait_until
from tests.runner.conftest import Start, add_task

pytestmark = pytest.mark.django_db(transaction=True)
LONG = {"far.js": "// far\n" * 4000, "near.js": "import './far';\nexport const near = 1;\n"}
STUB = "/* Adds. */\nexport function add(a, b) {\n}\n"


def run_of(script: Path, tasks: list[TaskSpec], *strategies: str, **sampling: Any) -> Run:
    team = Team.objects.default()
    suite = Suite.objects.create(team=team, slug="line", title="Line")
    version = SuiteVersion.objects.create(suite=suite, number=1, digest="1" * 64)
    for i, spec in enumerate(tasks):
        Task.objects.add(version, i, spec)
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(script), is_reachable=True)
    context = json.loads(script.read_text()).get("context_tokens", 4096)
    model = LanguageModel.objects.create(server=server, name="m", seen_at=now(), context_tokens=context)
    all_settings = Sampling(**{"seed": 7, **sampling})
    return Run.objects.start(version, [model], all_settings, team=team, title="line", strategies=list(strategies))


def with_context(slug: str, files: dict[str, str]) -> TaskSpec:
    spec = add_task(slug)
    return TaskSpec(**{name: getattr(spec, name) for name in spec.__dataclass_fields__} | {"context": files})


def asking(run: Run, adapter: Adapter | None = None) -> RequestBuilder:
    model = LanguageModel.objects.select_related("server").get()
    return RequestBuilder(adapter or make_adapter("scripted", model.server.base_url), model)


def first(run: Run, strategy: str) -> Candidate:
    return run.candidates.select_related("run", "task").filter(strategy=strategy)[0]


def test_repository_prompt_is_cut_to_the_context_and_says_so(script: Callable[..., Path]) -> None:
    run = run_of(script(), [with_context("a", LONG)], "repository")
    prompt, sampling = asking(run).question(first(run, "repository"))
    assert estimated(prompt.messages[0].content) + (sampling.max_tokens or 0) < 4096
    assert "export const near = 1;" in prompt.messages[0].content
    assert prompt.notes[0].startswith("Cut: the first ")
    assert prompt.notes[0].endswith(" of 4000 lines of far.js.")


def test_prompt_longer_than_the_context_is_not_sent(script: Callable[..., Path]) -> None:
    run = run_of(script(), [with_context("a", LONG)], "plain")
    with pytest.raises(
        AdapterError, match=r"about 16,\d+ tokens \(estimated\).*scripted/m only 4,096.*Shorten"
    ) as caught:
        asking(run).question(first(run, "plain"))
    assert not caught.value.retryable


def test_server_that_cuts_by_default_gets_one_context_for_the_whole_run(script: Callable[..., Path]) -> None:
    run = run_of(script(context_tokens=16384), [add_task("short"), with_context("a", LONG)], "plain")
    ollama = make_adapter("ollama", "http://127.0.0.1:9")
    builder = asking(run, ollama)
    contexts = {builder.question(row)[1].context_tokens for row in run.candidates.select_related("run", "task")}
    assert contexts == {16384}, "a change would load the model again"
    other = run_of_short(run)
    assert builder.question(first(other, "plain"))[1].context_tokens == 4096
    LanguageModel.objects.update(context_tokens=8000)
    with pytest.raises(AdapterError, match="only 8,000"):
        asking(run, ollama).question(run.candidates.select_related("run", "task").last())  # type: ignore[arg-type]
    ollama.close()


def run_of_short(run: Run) -> Run:
    suite = Suite.objects.create(team=run.team, slug="short", title="Short")
    version = SuiteVersion.objects.create(suite=suite, number=1, digest="2" * 64)
    Task.objects.add(version, 0, add_task("short"))
    return Run.objects.start(version, LanguageModel.objects.all(), Sampling(), team=run.team, title="short")


def test_model_counts_with_its_own_tokenizer_where_it_comes_close(
    script: Callable[..., Path], embedded_server: str
) -> None:
    run = run_of(script(context_tokens=8192), [with_context("a", LONG)], "repository", max_tokens=512)
    adapter = make_adapter("openai", embedded_server)
    prompt, _ = asking(run, adapter).question(first(run, "repository"))
    n = adapter.count_prompt("smollm2:135m", prompt)
    adapter.close()
    assert n.is_exact
    assert prompt.notes
    # The task's own limit is 1,024 tokens, the run's is 512. The run's limit applies.
    assert 8192 - 512 - 40 <= n.n <= 8192 - 512


@pytest.mark.parametrize(
    ("sampling", "can_think", "sent", "of_thought"),
    [
        ({}, False, 1024, 0),
        ({"max_tokens": 8192}, False, 8192, 0),
        ({"max_tokens": 16}, False, 16, 0),
        ({}, None, 1024, 0),
        ({}, True, 1024 + 4096, 4096),
        ({"max_tokens": 300, "max_thinking_tokens": 50}, True, 350, 50),
        ({"think": "off"}, True, 1024, 0),
        ({"think": "on"}, None, 1024 + 4096, 4096),
        ({"think": "high", "max_thinking_tokens": 9}, None, 1033, 9),
        ({"think": "on"}, False, 1024, 0),
    ],
)
def test_sent_limit_is_that_of_the_run_plus_that_of_the_thought(
    script: Callable[..., Path], sampling: dict[str, Any], can_think: bool | None, sent: int, of_thought: int
) -> None:
    run = run_of(script(context_tokens=32768), [add_task("a")], "plain", **sampling)
    LanguageModel.objects.update(can_think=can_think)
    _, settings = asking(run).question(first(run, "plain"))
    assert (settings.max_tokens, settings.max_thinking_tokens) == (sent, of_thought)


def test_answers_that_fill_in_are_joined_and_judged(start_worker: Start, script: Callable[..., Path]) -> None:
    path = script(by_prompt={"/* Adds. */": "  return a + b;\n}\n\nfunction more() {\n", "[none]": "x"})
    tasks = [with_context("stub", {"answer.js": STUB}), add_task("none"), with_context("cut", LONG)]
    run = run_of(path, tasks, "fill_in", "repository")
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 60)
    candidates = {(c.task.slug, c.strategy): c for c in run.candidates.select_related("task", "generation")}
    stub = candidates["stub", "fill_in"]
    assert (stub.verdict, stub.cause) == (Verdict.PASSED, "")
    assert stub.generation.text == "  return a + b;\n}\n\nfunction more() {\n", "stored raw"
    sent = stub.generation.prompt
    assert (sent["messages"][0]["content"], sent["suffix"]) == ("/* Adds. */\nexport function add(a, b) {\n", "}\n")
    files = stub.gradings.get().extraction["files"]
    assert files == {"answer.js": "/* Adds. */\nexport function add(a, b) {\n  return a + b;\n}\n"}
    none = candidates["none", "fill_in"]
    assert none.verdict == Verdict.UNSCORED
    assert "no place to fill in" in none.cause
    assert set(Generation.objects.filter(is_trimmed=True).values_list("candidate__task__slug", flat=True)) == {"cut"}
    assert factories.regrade(run) == 4
    wake()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 60)
    assert stub.gradings.count() == 2
    assert set(stub.gradings.values_list("verdict", flat=True)) == {"passed"}


def test_answer_of_a_model_that_cannot_fill_in_is_unscored_without_a_request(script: Callable[..., Path]) -> None:
    run = run_of(script(), [with_context("stub", {"answer.js": STUB})], "fill_in")
    LanguageModel.objects.update(can_insert=False)
    with pytest.raises(AdapterError, match="scripted/m cannot fill in the middle") as caught:
        asking(run).question(first(run, "fill_in"))
    assert not caught.value.retryable


def test_what_cannot_be_asked_is_said_before_the_start(script: Callable[..., Path]) -> None:
    run = run_of(script(), [with_context("stub", {"answer.js": STUB}), add_task("bare")], "plain")
    models, version = list(LanguageModel.objects.select_related("server")), run.suite_version
    assert not start_errors(RunChoice(version=version, models=models, strategies=["fill_in"]))
    models[0].can_insert = False
    errors = start_errors(RunChoice(version=version, models=models, strategies=["fill_in"]))
    assert "scripted/m cannot fill in" in errors["strategies"]


def test_a_strategy_that_no_task_supports_is_refused(script: Callable[..., Path]) -> None:
    run = run_of(script(), [add_task("bare")], "plain")
    models = list(LanguageModel.objects.select_related("server"))
    errors = start_errors(RunChoice(version=run.suite_version, models=models, strategies=["plain", "fill_in"]))
    assert errors == {
        "strategies": "No task of this suite can be asked by fill_in: none gives code with a place to "
        "fill in. Leave this strategy out."
    }


def test_figures_of_the_command_line_separate_strategies_and_rounds(script: Callable[..., Path]) -> None:
    run = run_of(script(), [add_task("a")], "plain", "repair")
    run.candidates.filter(strategy="plain").update(state="done", verdict="failed")
    run.candidates.filter(strategy="repair").update(state="done", verdict="passed")
    without_repair, with_repair = summary(run)["models"]
    assert (without_repair["strategy"], without_repair["pass_rate"]) == ("plain", 0.0)
    assert "after_rounds" not in without_repair
    assert (with_repair["strategy"], with_repair["pass_rate"], with_repair["after_rounds"]) == (
        "repair",
        1.0,
        [1, 1, 1, 1],
    )
