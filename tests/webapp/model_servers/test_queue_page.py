"""The queue page and a model's card."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Candidate, Generation, LanguageModel, ModelAction, ModelProbe, ModelServer, State, Suite
from evaluations.queries.queue import server_queues
from evaluations.records import Verdict
from tests import factories

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
    assert (queue.n_writing, queue.n_waiting, queue.seconds) == (1, 4, None)
    page = signed_in(mia).get("/models/queue/").content.decode()
    assert page.index("A todo list") < page.index("Nightly", page.index("Behind"))
    assert "started by a person" in page


def test_loads_of_a_run_are_counted_and_time_left_is_by_measured_pace(mia: User) -> None:
    model = factories.make_model("box/first")
    run = factories.make_run(factories.make_suite(), [model], n_samples=2)
    for candidate, load_ms in zip(run.candidates.all()[:3], (900.0, None, 800.0), strict=True):
        factories.finish(candidate, Verdict.PASSED)
        Generation.objects.filter(candidate=candidate).update(load_ms=load_ms)
    (queue,) = server_queues(run.team)
    assert [row.n_swaps for row in queue.waiting] == [2]
    assert queue.seconds is None or queue.seconds > 0


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
        "31.5 tokens a second",
        "480 tokens a second",
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
