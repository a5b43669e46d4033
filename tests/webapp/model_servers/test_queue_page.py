"""The queue page and a model's card."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from evaluations.models import (
    Candidate,
    Generation,
    LanguageModel,
    ModelAction,
    ModelProbe,
    ModelServer,
    State,
    Suite,
    Worker,
)
from evaluations.queries.queue import server_queues
from evaluations.records import Sampling, Verdict
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_queue_has_runs_in_their_order_with_what_each_waits_behind(mia: User) -> None:
    first, second = factories.make_model("box/first"), factories.make_model("box/second")
    suite = factories.make_run(factories.make_suite(), [first, second], title="Nightly")
    version = factories.make_suite([factories.make_spec("prompt")], slug="conversation")
    Suite.objects.filter(pk=version.suite_id).update(origin=Suite.Origin.PROMPT)
    factories.make_run(version, [second], title="A todo list")
    Candidate.objects.filter(pk=suite.candidates.first().pk).update(  # type: ignore[union-attr]
        state=State.GENERATING, taken_by="w", taken_at=now()
    )
    (queue,) = server_queues(factories.make_team())
    assert [(row.run.title if row.run else "", row.n, row.is_person) for row in queue.waiting] == [
        ("A todo list", 1, True),
        ("Nightly", 1, False),
        ("Nightly", 2, False),
    ]
    assert (queue.n_writing, queue.n_waiting, queue.time) == (1, 4, None)
    assert queue.unknown == [second, first]
    page = signed_in(mia).get("/models/queue/").content.decode()
    assert page.index("A todo list") < page.index("Nightly", page.index("Behind"))
    assert "started by a person" in page


def test_queue_page_names_the_workers_and_those_with_a_wrong_clock(mia: User) -> None:
    assert "No worker has given a sign of life." in signed_in(mia).get("/models/queue/").content.decode()
    for host, skew_s in (("early", 75.2), ("late", -7), ("right", 1.5), ("old", None)):
        Worker.objects.create(name=f"execute-{host}", host=host, pid=1, seen_at=now(), clock_skew_s=skew_s)
    Worker.objects.create(name="execute-gone", host="gone", pid=1, seen_at=now() - timedelta(hours=1))
    text = html.unescape(strip_tags(signed_in(mia).get("/models/queue/").content.decode()))
    workers = " ".join(text[text.index("Workers") :].split())
    assert "execute-early on early Its clock is 75 s ahead of the database's." in workers
    assert "execute-late on late Its clock is 7 s behind the database's." in workers
    assert "execute-right on right" in workers
    assert workers.count("Its clock") == 2
    assert "execute-gone" not in workers


def test_loads_of_a_run_are_counted_and_time_left_is_by_measured_pace(mia: User) -> None:
    model = factories.make_model("box/first")
    run = factories.make_run(factories.make_suite(), [model], n_samples=2)
    for candidate, load_ms in zip(run.candidates.all()[:3], (900.0, None, 800.0), strict=True):
        factories.finish(candidate, Verdict.PASSED)
        Generation.objects.filter(candidate=candidate).update(load_ms=load_ms)
    (queue,) = server_queues(run.team)
    assert [row.n_swaps for row in queue.waiting] == [2]
    assert queue.time is not None
    answer_s = 2.0  # by the three timed answers
    assert queue.time.low_s < answer_s < queue.time.high_s < 3 * answer_s + 4


def test_time_left_comes_from_the_probe_where_no_answer_was_timed(mia: User) -> None:
    model = factories.make_model("box/first", is_loaded=True)
    ModelProbe.objects.create(model=model, digest=model.digest, state="done", answer_tokens_s=40.0)
    factories.make_run(factories.make_suite(), [model], n_samples=8, sampling=Sampling(max_tokens=100))
    (alone,) = server_queues(factories.make_team())
    assert alone.time is not None
    assert alone.time.low_s < 16 * 100 / 40 < alone.time.high_s, "16 answers, most likely cut at 100 tokens"
    page = " ".join(signed_in(mia).get("/models/queue/").content.decode().split())
    assert re.search(r"16 wait · \d+ to \d+ s left", page)
    assert "not known" not in page
    ModelServer.objects.update(n_requests=2)
    (both,) = server_queues(factories.make_team())
    assert both.time is not None
    assert both.time.low_s < 0.75 * alone.time.low_s


def test_models_whose_time_left_is_not_known_are_named(mia: User) -> None:
    known, unknown = factories.make_model("box/first"), factories.make_model("box/second")
    ModelProbe.objects.create(model=known, digest=known.digest, state="done", answer_tokens_s=40.0)
    other = factories.make_model("away/third")
    factories.make_run(factories.make_suite(), [known, unknown, other])
    factories.make_run(factories.make_suite(team=factories.make_team("Other"), slug="secret"), [known])
    away, box = server_queues(factories.make_team())
    assert (away.time, away.unknown, away.has_others) == (None, [other], False)
    assert (box.time, box.unknown, box.has_others) == (box.waiting[0].time, [unknown], True)
    page = " ".join(strip_tags(signed_in(mia).get("/models/queue/").content.decode()).split())
    assert "The time left is not known, because third has neither a probe nor an earlier answer." in page
    assert "The time is that of the others, because second has" in page
    assert "left without other teams' answers" in html.unescape(page)


def test_queue_takes_few_queries_whatever_the_number_of_runs(
    mia: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    models = [factories.make_model(f"box/m{n}") for n in range(4)]
    for n in range(6):
        factories.make_run(factories.make_suite(slug=f"s{n}"), models[: 1 + n % 4])
    with CaptureQueriesContext(connection) as queries:
        server_queues(factories.make_team())
    factories.make_run(factories.make_suite(slug="more"), models)
    with django_assert_num_queries(len(queries)):
        server_queues(factories.make_team())


def test_other_teams_runs_are_counted_and_never_named(mia: User) -> None:
    other = factories.make_team("Other")
    model = factories.make_model("box/first")
    factories.make_run(factories.make_suite(team=other, slug="secret"), [model], title="Secret plan")
    page = signed_in(mia).get("/models/queue/").content.decode()
    assert "another team's" in page
    assert "Secret plan" not in page


def test_loaded_models_with_memory_and_expiry_are_named(mia: User) -> None:
    factories.make_model(
        "box/first", is_loaded=True, memory_bytes=5_000_000_000, expires_at=now() + timedelta(minutes=4)
    )
    page = signed_in(mia).get("/models/queue/").content.decode()
    assert "In memory" in page
    assert "4.7" in page


def test_card_shows_probes_and_what_the_server_says(mia: User) -> None:
    model = factories.make_model("box/first", licence="MIT License", template="{{ .Prompt }}", capabilities=["tools"])
    probe = ModelProbe.objects.create(
        model=model,
        state="done",
        answer_tokens_s=31.5,
        prompt_tokens_s=480,
        memory_bytes=2**32,
        gpu_bytes=0,
        load_ms=2100,
    )
    page = " ".join(signed_in(mia).get(f"/models/{model.pk}/card/").content.decode().split())
    for words in (
        "31.5 tokens per second",
        "480 tokens per second",
        "only on the processor",
        "MIT License",
        "{{ .Prompt }}",
        "tools",
    ):
        assert words in page, words
    ModelProbe.objects.filter(pk=probe.pk).update(state="running")
    assert "Probing" in signed_in(mia).get(f"/models/{model.pk}/card/", headers={"HX-Request": "true"}).content.decode()


def test_probe_button_tells_a_worker_once(mia: User, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr("evaluations.tasks.probe_model.delay", calls.append)
    model = factories.make_model("box/first")
    for _ in range(2):
        signed_in(mia).post(f"/models/{model.pk}/probe/")
    assert calls == [ModelProbe.objects.get().pk]


def test_model_is_deleted_by_an_admin_who_types_its_name(mia: User, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr("evaluations.tasks.do_model_action.delay", calls.append)
    model = factories.make_model("box/first")
    assert signed_in(mia).post(f"/models/{model.pk}/delete/", {"name": "first"}).status_code == 403
    boss = signed_in(factories.make_person("boss", role="admin"))
    boss.post(f"/models/{model.pk}/delete/", {"name": "other"})
    assert calls == []
    boss.post(f"/models/{model.pk}/delete/", {"name": "first"})
    assert ModelAction.objects.get(pk=calls[0]).kind == "delete"


def test_suite_page_says_minutes_memory_and_warnings_before_the_run(mia: User) -> None:
    version = factories.make_suite()
    model = factories.make_model("box/first", size_bytes=10**9, context_tokens=600)
    ModelProbe.objects.create(model=model, digest=model.digest, state="done", answer_tokens_s=40.0)
    page = " ".join(signed_in(mia).get(f"/suites/{version.suite.slug}/").content.decode().split())
    assert re.search(r"all tasks once in \d+ to \d+ s, by its probe", page)
    assert "longest prompt does not fit" in page
    assert ModelServer.objects.count() == LanguageModel.objects.count() == 1


def test_page_of_another_teams_model_does_not_exist(mia: User) -> None:
    model = factories.make_model("theirs/secret")
    ModelServer.objects.update(team=factories.make_team("Other"))
    assert signed_in(mia).get(f"/models/{model.pk}/card/").status_code == 404


def test_api_lists_the_workers_with_their_hosts(mia: User) -> None:
    Worker.objects.beat("execute-two-1-abcd", "two", 1, ("h1", "g1"))
    Worker.objects.beat("generate-one-1-abcd", "one", 1)
    Worker.objects.filter(name__startswith="generate").update(clock_skew_s=-61.0)
    Worker.objects.beat("execute-old-1-abcd", "three", 1)
    Worker.objects.filter(host="three").update(seen_at=now() - timedelta(hours=1))
    rows = body_of(Caller(token_for(mia)).get("workers"))
    assert [(row["name"], row["host"], row["harness_version"]) for row in rows] == [
        ("execute-two-1-abcd", "two", "h1"),
        ("generate-one-1-abcd", "one", ""),
    ]
    assert rows[0]["clock_fault"] == ""
    assert rows[1]["clock_skew_s"] == -61.0
    assert "behind" in rows[1]["clock_fault"]
