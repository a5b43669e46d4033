"""The queue of a model server: a person's prompt comes before suites, suites before runs that start by themselves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import now

from evaluations.models import Candidate, LanguageModel, ModelServer, Run, State, Suite
from evaluations.queries.queue_order import waits_of
from evaluations.runner import generation
from evaluations.runner.workers import Liveness
from tests import factories
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ANSWER = "```js\nexport function add(a, b) { return a + b; }\n```"


@pytest.fixture
def server(tmp_path: Path) -> ModelServer:
    """A scripted server with two models."""
    path = tmp_path / "script.json"
    path.write_text(json.dumps({"models": ["a", "b"], "answers": [ANSWER]}))
    created = ModelServer.objects.create(slug="box", kind="scripted", base_url=str(path), is_reachable=True)
    for name in ("a", "b"):
        LanguageModel.objects.create(server=created, name=name, seen_at=now())
    return created


def suite_run(server: ModelServer, name: str = "a", n_samples: int = 4, **kwargs: object) -> Run:
    models = [LanguageModel.objects.get(server=server, name=name)]
    version = factories.make_suite([factories.make_spec()])
    return factories.make_run(version, models, "starter", n_samples=n_samples, **kwargs)


def prompt_run(server: ModelServer, name: str = "b") -> Run:
    version = factories.make_suite([factories.unchecked_spec()], slug="a-todo-list")
    Suite.objects.filter(pk=version.suite_id).update(origin=Suite.Origin.PROMPT)
    version.suite.refresh_from_db()
    return factories.make_run(version, [LanguageModel.objects.get(server=server, name=name)], "a todo list")


def feed(on_answer: Callable[[], None] = lambda: None) -> int | None:
    return generation.serve_queue(ModelServer.objects.get(slug="box"), Liveness("generate"), on_answer)


def answered() -> list[str]:
    """Return the titles of the runs in the order of their answers."""
    rows = Candidate.objects.exclude(answered_at=None).order_by("answered_at", "pk")
    return list(rows.values_list("run__title", flat=True))


@pytest.mark.parametrize("name", ["a", "b"])
def test_prompt_goes_before_the_rest_of_a_suite_that_is_being_asked(server: ModelServer, name: str) -> None:
    """Only the answer that is being generated when the prompt arrives comes before it."""
    Path(server.base_url).write_text(json.dumps({"models": ["a", "b"], "answers": [{"text": ANSWER, "delay_s": 0.1}]}))
    suite_run(server)
    begun: list[Run] = []

    def begin_once() -> None:
        if not begun:
            begun.append(prompt_run(server, name))

    feed(begin_once)
    assert answered() == ["starter", "starter", "a todo list", "starter", "starter"]


def test_demonstration_goes_after_a_later_suite(server: ModelServer) -> None:
    suite_run(server, n_samples=2, import_key="first run")
    Run.objects.update(title="demonstration")
    version = factories.make_suite([factories.make_spec()], slug="later")
    factories.make_run(version, [LanguageModel.objects.get(server=server, name="b")], "later")
    feed()
    assert answered() == ["later", "demonstration", "demonstration"]


def test_demonstration_gives_way_in_the_middle_of_an_answer(server: ModelServer) -> None:
    path = Path(server.base_url)
    path.write_text(
        json.dumps({"models": ["a", "b"], "answers": [{"text": ANSWER * 40, "delay_s": 0.3}, ANSWER, ANSWER]})
    )
    shown = suite_run(server, n_samples=1, import_key="first run")
    thread = threading.Thread(target=feed)
    thread.start()
    wait_until(lambda: shown.candidates.filter(state=State.GENERATING).exists(), deadline_s=10)
    prompt_run(server)
    thread.join(20)
    assert answered() == ["a todo list", "starter"]


def test_answer_that_waits_says_behind_which_run(server: ModelServer) -> None:
    first = suite_run(server, n_samples=3)
    writing = first.candidates.first()
    assert writing
    Candidate.objects.filter(pk=writing.pk).update(state=State.GENERATING)
    prompt = prompt_run(server)
    (candidate,) = prompt.candidates.select_related("model")
    wait = waits_of(prompt, [candidate])[candidate.pk]
    assert (wait.behind, wait.n_before) == (first, 1)
    last = first.candidates.select_related("model").last()
    assert last
    wait = waits_of(first, [last])[last.pk]
    assert (wait.behind, wait.n_before) == (prompt, 3)


def test_run_of_another_team_is_counted_and_not_named(server: ModelServer) -> None:
    other = factories.make_suite([factories.make_spec()], team=factories.make_team("Others"), slug="secret")
    factories.make_run(other, [LanguageModel.objects.get(server=server, name="a")], "secret", n_samples=2)
    own_run = suite_run(server, n_samples=1)
    (candidate,) = own_run.candidates.select_related("model")
    wait = waits_of(own_run, [candidate])[candidate.pk]
    assert (wait.behind, wait.n_before) == (None, 2)
