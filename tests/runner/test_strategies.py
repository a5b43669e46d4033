"""Strategies that need more than a rendered prompt: two calls, raw completion, images, a team's own strategy."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from evaluations.actions.own_strategies import archive_strategy, example_of, save_strategy
from evaluations.errors import SuiteError
from evaluations.limits import MAX_STRATEGY_TITLE
from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, OwnStrategy, Run
from evaluations.prompts import STOPS
from evaluations.prompts.strategies import CODE_AFTER_PLAN, PLAN_ALONE
from evaluations.records import Completion, TaskSpec
from evaluations.runner import generation
from evaluations.runner.execution import gap_of
from evaluations.runner.find_by_name import check_strategies
from evaluations.runner.generation import with_plan
from evaluations.runner.workers import Liveness
from evaluations.stored_json import StoredExample
from tests import factories
from tests.adapters.ollama_server import ANSWER, OllamaServer, ollama_serving
from tests.contracts.filling import filling
from tests.runner.conftest import add_task

pytestmark = pytest.mark.django_db(transaction=True)
PNG = b"\x89PNG\r\n\x1a\n"


def fed(server: OllamaServer, strategy: str, spec: TaskSpec | None = None, **model: object) -> Candidate:
    """Ask one task by a strategy; return the stored candidate."""
    if "m" not in server.models:
        server.add("m")
    row, _ = ModelServer.objects.get_or_create(
        slug="box", defaults={"kind": "ollama", "base_url": server.url, "is_reachable": True}
    )
    language_model = LanguageModel.objects.create(server=row, name="m", context_tokens=32768, **model)
    version = factories.make_suite([spec or add_task("add")], slug=f"s-{strategy}".replace("_", "-"))
    run = factories.make_run(version, [language_model], strategies=[strategy])
    generation.serve_queue(row, Liveness("generate"), lambda: None)
    return run.candidates.get()


def test_two_phase_asks_twice_and_keeps_the_plan_in_the_prompt() -> None:
    with ollama_serving() as server:
        candidate = fed(server, "two_phase")
    conversations = [body["messages"] for path, body in server.bodies if path == "/api/chat"]
    assert [len(messages) for messages in conversations] == [1, 3]
    assert conversations[0][-1]["content"].endswith(PLAN_ALONE)
    assert conversations[1][1:] == [
        {"role": "assistant", "content": ANSWER},
        {"role": "user", "content": CODE_AFTER_PLAN},
    ]
    stored = candidate.generation
    assert (stored.text, [message["role"] for message in stored.prompt["messages"]]) == (
        ANSWER,
        ["user", "assistant", "user"],
    )
    assert stored.completion_tokens == 2 * server_tokens(), "what the plan took is counted"


def server_tokens() -> int:
    """Return the scripted server's token count for its answer."""
    return min(20, len(ANSWER) // 3)


def test_cost_of_the_plan_is_added_and_an_unknown_cost_stays_unknown() -> None:
    plan = Completion(text="1.", stop_reason="stop", completion_tokens=5, first_token_ms=10, generation_ms=40)
    answer = Completion(
        text="code", stop_reason="stop", completion_tokens=7, first_token_ms=3, first_text_ms=4, generation_ms=60
    )
    both = with_plan(plan, answer)
    assert (both.text, both.completion_tokens, both.generation_ms) == ("code", 12, 100)
    assert (both.first_token_ms, both.first_text_ms) == (10, 54)
    assert with_plan(replace(plan, completion_tokens=None), answer).completion_tokens is None


def test_raw_completion_goes_around_the_template_and_ends_where_the_file_does() -> None:
    with ollama_serving() as server:
        candidate = fed(server, "completion")
    path, body = next((path, body) for path, body in server.bodies if body.get("prompt"))
    assert (path, body["raw"], "suffix" in body) == ("/api/generate", True, False)
    assert set(STOPS["completion"]) <= set(body["options"]["stop"])
    gap = gap_of(candidate.generation.prompt)
    assert gap is not None
    assert (gap.before, gap.after) == ("", "")


def test_raw_completion_by_openais_protocol() -> None:
    with filling("openai") as server:
        row = ModelServer.objects.create(slug="box", kind="openai", base_url=server.url, is_reachable=True)
        model = LanguageModel.objects.create(server=row, name="m")
        factories.make_run(factories.make_suite([add_task("add")]), [model], strategies=["completion"])
        generation.serve_queue(row, Liveness("generate"), lambda: None)
        path, body = server.requests[-1][:2]
    assert path == "/v1/completions"
    assert "suffix" not in body
    assert "messages" not in body


def test_images_are_sent_and_their_digest_is_stored() -> None:
    spec = replace(add_task("see"), fixtures={"page.png": PNG})
    with ollama_serving() as server:
        candidate = fed(server, "images", spec)
    message = next(body["messages"][-1] for path, body in server.bodies if path == "/api/chat")
    assert message["images"] == [base64.b64encode(PNG).decode()]
    assert candidate.generation.prompt["images"][0].startswith("sha256:")
    assert "base64" not in str(candidate.generation.prompt)


def test_model_that_does_not_see_is_not_asked() -> None:
    spec = replace(add_task("see"), fixtures={"page.png": PNG})
    with ollama_serving() as server:
        candidate = fed(server, "images", spec, capabilities=["completion"])
    assert not [path for path, _ in server.bodies if path == "/api/chat"]
    assert (candidate.verdict, "cannot see images" in candidate.cause) == ("unscored", True)


def test_own_strategy_is_asked_as_its_version_says() -> None:
    team = factories.make_team()
    first = save_strategy(team, "short", "", {"system": "Be short."}, [], None, ["END"])
    save_strategy(team, "short", "", {"system": "Be long."}, [], None)
    archive_strategy(first)
    with ollama_serving() as server:
        candidate = fed(server, "own_short_v1")
    body = next(body for path, body in server.bodies if path == "/api/chat")
    assert body["messages"][0] == {"role": "system", "content": "Be short."}
    assert "END" in body["options"]["stop"]
    assert (candidate.strategy, candidate.generation.prompt["strategy"]) == ("own_short_v1", "own_short_v1")


def test_a_title_of_a_strategy_is_refused_when_it_is_too_long_and_not_cut() -> None:
    team = factories.make_team()
    title = "x" * MAX_STRATEGY_TITLE
    assert save_strategy(team, "long", title, {"system": "Be short."}, [], None).title == title
    with pytest.raises(SuiteError, match="has 121 characters, more than 120"):
        save_strategy(team, "longer", title + "x", {"system": "Be short."}, [], None)


def test_strategy_of_another_team_does_not_exist() -> None:
    theirs = factories.make_team("Other")
    save_strategy(theirs, "short", "", {"system": "Be short."}, [], None)
    with pytest.raises(SuiteError, match="own_short_v1"):
        check_strategies(["own_short_v1"], factories.make_team())
    check_strategies(["own_short_v1", "plain"], theirs)
    with ollama_serving() as server:
        assert "has no strategy" in fed(server, "own_short_v1").cause


def test_versions_are_kept_once_and_never_changed() -> None:
    team = factories.make_team()
    for text in ("a", "a", "b"):
        save_strategy(team, "short", "Short", {"system": text}, [], None)
    assert list(OwnStrategy.objects.values_list("version", "system")) == [(2, "b"), (1, "a")]
    assert [row.strategy for row in OwnStrategy.objects.newest(team)] == ["own_short_v2"]
    archive_strategy(OwnStrategy.objects.get(version=1))
    assert not OwnStrategy.objects.newest(team)
    again = save_strategy(team, "short", "Short", {"system": "b"}, [], None)
    assert (again.version, again.is_archived) == (3, False)


@pytest.mark.parametrize(
    ("name", "texts", "examples", "words"),
    [
        ("Short Code", {"system": "x"}, [], "cannot be a name"),
        ("short", {}, [], "changes nothing"),
        ("short", {"system": "x" * 20_001}, [], "more than 20,000"),
        ("short", {}, [{"request": "a", "answer": " ", "source": ""}], "a request and an answer"),
        ("short", {}, [{"request": "a", "answer": "b", "source": ""}] * 11, "more than 10"),
    ],
)
def test_invalid_strategy_is_refused(
    name: str, texts: dict[str, str], examples: list[StoredExample], words: str
) -> None:
    with pytest.raises(SuiteError, match=words):
        save_strategy(factories.make_team(), name, "", texts, examples, None)


def test_task_becomes_an_example_with_its_reference() -> None:
    spec = replace(add_task("add"), reference={"answer.js": "export const add = 1;\n"})
    task = factories.make_suite([spec, add_task("other")], slug="refs").tasks.first()
    assert task is not None
    example = example_of(task)
    assert "export const add = 1;" in example["answer"]
    assert example["source"] == "refs/add"


def test_run_of_an_own_strategy_has_room_for_its_examples() -> None:
    team = factories.make_team()
    long = [StoredExample(request="r" * 9000, answer="a" * 9000, source="")]
    save_strategy(team, "long", "", {}, long, None)
    with ollama_serving() as server:
        fed(server, "own_long_v1")
    assert next(body for path, body in server.bodies if path == "/api/chat")["options"]["num_ctx"] >= 8192
    assert Run.objects.count() == 1
    assert Generation.objects.count() == 1
