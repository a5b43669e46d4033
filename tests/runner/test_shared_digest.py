"""Servers with the same weights share the work of a run, if they may get its prompts."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now

from evaluations.models import Candidate, LanguageModel, ModelServer, Run, State, SuiteVersion, Worker
from evaluations.runner import generation
from evaluations.runner.workers import Liveness, recover
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ANSWER = "```js\nexport function add(a, b) { return a + b; }\n```"


@pytest.fixture
def servers(tmp_path: Path) -> list[ModelServer]:
    """Two scripted servers with a model of the same name and digest."""
    created = []
    for slug in ("one", "two"):
        path = tmp_path / f"{slug}.json"
        path.write_text(json.dumps({"models": ["m"], "answers": [{"text": ANSWER, "delay_s": 0.02}]}))
        server = ModelServer.objects.create(slug=slug, kind="scripted", base_url=str(path), is_reachable=True)
        LanguageModel.objects.create(server=server, name="m", digest="m")
        created.append(server)
    return created


def a_run(*servers: ModelServer, n: int = 6, title: str = "") -> Run:
    """A run on the models of these servers."""
    version = SuiteVersion.objects.first() or factories.make_suite([factories.make_spec()])
    models = [LanguageModel.objects.get(server=server, name="m") for server in servers]
    return factories.make_run(version, models, title, n_samples=n)


def feed(server: ModelServer) -> int | None:
    try:
        return generation.serve_queue(server, Liveness(f"generate-{server.slug}"), lambda: None)
    finally:
        connection.close()


def feed_together(servers: list[ModelServer]) -> None:
    threads = [threading.Thread(target=feed, args=(server,)) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answered_on(run: Run) -> list[Any]:
    rows = run.candidates.filter(generation__isnull=False).select_related("generation").order_by("pk")
    return [row.generation.source.get("answered on", "") for row in rows]


def test_both_answer_and_every_candidate_is_asked_once(servers: list[ModelServer]) -> None:
    run = a_run(servers[0], n=12)
    assert set(ModelServer.objects.with_work()) == set(servers)
    feed_together(servers)
    assert set(run.candidates.values_list("state", flat=True)) == {State.EXECUTING}
    assert set(answered_on(run)) == {"", "two"}, "each server answered some"
    assert len(answered_on(run)) == 12
    assert set(run.candidates.values_list("model__server__slug", flat=True)) == {"one"}, "they stay the first one's"


def test_other_server_goes_on_when_the_first_is_away(servers: list[ModelServer]) -> None:
    run = a_run(servers[0])
    Path(servers[0].base_url).unlink()
    assert feed(servers[1]) == 6
    assert set(answered_on(run)) == {"two"}


@pytest.mark.parametrize(
    "change",
    [{"digest": "other"}, {"digest": ""}, {"name": "n"}, {"is_present": False}, {"remote_host": "x"}],
    ids=str,
)
def test_server_with_other_weights_gets_no_rows(servers: list[ModelServer], change: dict[str, Any]) -> None:
    a_run(servers[0])
    LanguageModel.objects.filter(server=servers[1]).update(**change)
    assert list(ModelServer.objects.with_work()) == [servers[0]]
    assert not Candidate.objects.waiting_for_help(servers[1].pk).exists()


@pytest.mark.parametrize(
    ("first", "second", "may_help"),
    [(None, None, True), (None, "Team", True), ("Team", "Team", True), ("Team", None, False), (None, "Other", False)],
)
def test_prompts_go_only_to_servers_that_may_get_them(
    servers: list[ModelServer], first: str | None, second: str | None, may_help: bool
) -> None:
    """A prompt for a team's own server goes neither to a server of the whole site nor to another team's server."""
    run = a_run(servers[0])
    for server, owner in zip(servers, (first, second), strict=True):
        team = None if owner is None else run.team if owner == "Team" else factories.make_team(owner)
        ModelServer.objects.filter(pk=server.pk).update(team=team)
    assert (servers[1] in ModelServer.objects.with_work()) == may_help
    assert Candidate.objects.waiting_for_help(servers[1].pk).exists() == may_help
    assert feed(servers[1]) == (6 if may_help else 0)


def test_run_that_compares_the_two_servers_asks_each_itself(servers: list[ModelServer]) -> None:
    run = a_run(*servers, n=4)
    feed_together(servers)
    assert answered_on(run) == [""] * 8


def test_server_takes_rows_of_another_only_without_rows_of_its_own(servers: list[ModelServer]) -> None:
    """A run that arrives meanwhile also goes first, after the answer that is being generated."""
    other = a_run(servers[0], n=3)
    own: list[Run] = []

    def begin_once() -> None:
        if not own:
            own.append(a_run(servers[1], n=2, title="own"))

    generation.serve_queue(servers[1], Liveness("generate"), begin_once)
    rows = Candidate.objects.filter(run__in=[other, *own]).order_by("answered_at", "pk")
    titles = [row.run.title for row in rows.select_related("run")]
    assert titles[-1] != "own"
    assert titles.index("own") in (1, 2)
    assert answered_on(other) == ["two"] * 3


@pytest.mark.parametrize("answer", [{"error": "out of memory"}, {"error": "busy", "retryable": True}])
def test_failing_second_server_loses_no_rows_of_the_first(servers: list[ModelServer], answer: dict[str, Any]) -> None:
    run = a_run(servers[0])
    Path(servers[1].base_url).write_text(json.dumps({"models": ["m"], "answers": [answer]}))
    assert feed(servers[1]) == 0
    assert set(run.candidates.values_list("state", "attempts", "cause")) == {(State.QUEUED, 0, "")}
    assert list(ModelServer.objects.with_work()) == [servers[0]], "it is not woken for it again"
    assert feed(servers[0]) == 6


def test_answer_that_takes_long_on_the_other_server_is_not_put_back(servers: list[ModelServer]) -> None:
    run = a_run(servers[0], n=2)
    helped, lost = run.candidates.order_by("pk")
    Worker.objects.beat("generate-x", "another-host", 1)
    long_ago = now() - timedelta(minutes=5)
    run.candidates.update(state=State.GENERATING, taken_by="generate-x", taken_at=long_ago)
    ModelServer.objects.filter(pk=servers[1].pk).update(fed_by="generate-x", fed_until=now() + timedelta(seconds=30))
    recover()
    assert set(run.candidates.values_list("state", flat=True)) == {State.GENERATING}
    ModelServer.objects.update(fed_by="", fed_until=None)
    recover()
    helped.refresh_from_db()
    lost.refresh_from_db()
    assert (helped.state, lost.state) == (State.QUEUED, State.QUEUED)
