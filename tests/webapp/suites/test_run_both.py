"""One button runs a suite and its renamed variant with the same settings; both pages show the difference."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from evaluations import broker_names
from evaluations.actions.delete_items import delete_item
from evaluations.models import LanguageModel, Run
from evaluations.queries.queue_order import Rank, rank_of
from evaluations.runner import renamed_variant
from evaluations.runner.renamed_variant import RenamedTasks, make_variant
from evaluations.tasks import recover, suite_jobs
from tests import factories
from tests.processes import ROOT, wait_until
from tests.runner.conftest import database_url
from tests.runner.test_renamed_variant import answered, task
from tests.webapp.api_client import body_of, caller


def run_form(*models: LanguageModel, **more: Any) -> dict[str, Any]:
    form = {"models": [model.pk for model in models], "strategies": ["plain"], "n_samples": "2", "temperature": "0.4"}
    return form | {"max_tokens": "300"} | more


def settings_of(run: Run) -> tuple[Any, ...]:
    return run.sampling, run.n_samples, run.strategies, [row.model for row in run.run_models.all()]


@pytest.mark.django_db
def test_one_button_runs_original_and_variant_with_the_same_settings(woken: list[int]) -> None:
    original = factories.make_suite([task(f"add-{n}") for n in range(3)], slug="sums")
    variant = make_variant(original, 3)
    models = [factories.make_model("box/a"), factories.make_model("box/b")]
    client = Client()
    client.force_login(factories.make_person("mia"))
    for slug, button in (("sums", "Run with a renamed variant"), ("sums-renamed-3", "Run with the original")):
        assert button in " ".join(client.get(f"/suites/{slug}/").content.decode().split())
        answer = client.post(f"/suites/{slug}/run-both/", run_form(*models, variant_seed="3"))
        assert answer["Location"] == "/suites/sums-renamed-3/?v=1#variant-title"
        first, second = Run.objects.order_by("pk")
        assert {first.suite_version, second.suite_version} == {original, variant}
        assert settings_of(first) == settings_of(second)
        assert first.candidates.count() == second.candidates.count() == 12
        Run.objects.all().delete()
    assert woken


@pytest.mark.django_db
def test_both_are_shown_with_their_difference_on_the_pages_of_both() -> None:
    original = factories.make_suite([task(f"add-{n}") for n in range(12)], slug="sums")
    variant = make_variant(original, 3)
    model = factories.make_model("box/a")
    client = Client()
    client.force_login(factories.make_person("mia"))
    assert "No model has answered both." in client.get("/suites/sums/").content.decode()
    answered(original, model, 12)
    answered(variant, model, 3)
    for slug in ("sums", "sums-renamed-3"):
        page = " ".join(client.get(f"/suites/{slug}/").content.decode().split())
        assert "+75" in page
        assert re.search(r"\(\+\d+(?:\.\d)? to \+\d+", page), page


@pytest.mark.django_db(transaction=True)
def test_variant_that_does_not_exist_is_made_first_and_run_once(
    monkeypatch: pytest.MonkeyPatch, woken: list[int]
) -> None:
    original = factories.make_suite([task("add-0"), task("add-1")], slug="sums")
    model = factories.make_model("box/a")
    started: list[tuple[int, ...]] = []
    monkeypatch.setattr(suite_jobs.make_renamed_variant, "apply_async", started.append)
    monkeypatch.setattr(suite_jobs.execute_conditions, "apply_async", lambda words: None)
    client = Client()
    client.force_login(factories.make_person("mia"))
    answer = client.post("/suites/sums/run-both/", run_form(model, variant_seed="5"))
    run = Run.objects.get()
    assert answer["Location"] == f"/runs/{run.pk}/"
    assert started == [(original.pk, 5, run.pk)]
    for _ in range(2):  # a message may be delivered twice
        suite_jobs.make_renamed_variant(*started[0])
    second = Run.objects.get(suite_version__suite__slug="sums-renamed-5")
    assert settings_of(second) == settings_of(run)
    assert second.created_by == run.created_by
    assert not Run.objects.waiting_for_variant().exists()
    assert {rank_of(run), rank_of(second)} == {Rank.SUITE}, "the variant does not wait for other suites"


def waiting_run(monkeypatch: pytest.MonkeyPatch, error: Exception | None = None) -> tuple[Run, list[tuple[int, ...]]]:
    """Press the button while no variant exists. Return the first run, and the messages that recovery sends."""
    sent: list[tuple[int, ...]] = []

    def send(words: tuple[int, ...]) -> None:
        if error:
            raise error
        sent.append(words)

    factories.make_suite([task("add-0"), task("add-1")], slug="sums")
    monkeypatch.setattr(suite_jobs.make_renamed_variant, "apply_async", send)
    monkeypatch.setattr(suite_jobs.execute_conditions, "apply_async", lambda words: None)
    client = Client()
    client.force_login(factories.make_person("mia"))
    answer = client.post("/suites/sums/run-both/", run_form(factories.make_model("box/a"), variant_seed="5"))
    run = Run.objects.get()
    assert answer["Location"] == f"/runs/{run.pk}/"
    monkeypatch.setattr(suite_jobs.make_renamed_variant, "apply_async", sent.append)
    return run, sent


@pytest.mark.django_db(transaction=True)
def test_variant_is_made_and_run_after_an_outage_of_the_broker(
    monkeypatch: pytest.MonkeyPatch, woken: list[int]
) -> None:
    run, sent = waiting_run(monkeypatch, ConnectionError("no broker"))
    assert sent == []
    recover()
    assert sent == [(run.suite_version_id, 5, run.pk)]
    suite_jobs.make_renamed_variant(*sent[0])
    assert Run.objects.filter(suite_version__suite__slug="sums-renamed-5").count() == 1
    recover()
    assert len(sent) == 1, "nothing is started twice"


KILLED_AT = {
    "before it is made": "evaluations.runner.renamed_variant.renamed_tasks",
    "before its run is started": "evaluations.runner.second_run.start_pending",
    "while its run is stored": "evaluations.models.runs.RunModel.objects.bulk_create",
    "before workers are woken": "evaluations.tasks.wake",
}
KILLED_WORKER = """
import os, signal
from unittest.mock import patch
from evaluations.tasks import suite_jobs
suite_jobs.LEASE_S = 1
with patch({place!r}, lambda *words, **kwargs: os.kill(os.getpid(), signal.SIGKILL)):
    suite_jobs.make_renamed_variant(*{words})
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", KILLED_AT)
def test_variant_is_run_once_after_its_worker_was_killed(
    place: str, monkeypatch: pytest.MonkeyPatch, woken: list[int]
) -> None:
    run, sent = waiting_run(monkeypatch)
    program = KILLED_WORKER.format(place=KILLED_AT[place], words=sent[0])
    env = os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    worker = subprocess.run([sys.executable, "manage.py", "shell", "-c", program], cwd=ROOT, env=env, check=False)
    assert worker.returncode == -signal.SIGKILL
    is_making = broker_names.making_variant(run.suite_version_id, 5)
    wait_until(lambda: cache.get(is_making) is None, 10, 0.1)  # nobody renews the killed worker's lease
    for _ in range(2):
        recover()
        for words in sent[1:]:
            suite_jobs.make_renamed_variant(*words)
    assert Run.objects.filter(suite_version__suite__slug="sums-renamed-5").count() == 1
    assert Run.objects.count() == 2
    assert not Run.objects.waiting_for_variant().exists()


@pytest.mark.django_db(transaction=True)
def test_variant_waits_while_the_person_has_too_many_open_runs(
    monkeypatch: pytest.MonkeyPatch, woken: list[int], settings: Any
) -> None:
    run, sent = waiting_run(monkeypatch)
    settings.OPEN_RUNS_PER_PERSON = 1
    suite_jobs.make_renamed_variant(*sent[0])
    assert list(Run.objects.all()) == [run]
    recover()
    assert len(sent) == 2
    settings.OPEN_RUNS_PER_PERSON = 2
    suite_jobs.make_renamed_variant(*sent[1])
    assert Run.objects.filter(suite_version__suite__slug="sums-renamed-5").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ["cancelled", "deleted", "cannot be renamed"])
def test_no_variant_is_run_beside_a_run_that_is_gone_or_cannot_have_one(
    end: str, monkeypatch: pytest.MonkeyPatch, woken: list[int]
) -> None:
    run, sent = waiting_run(monkeypatch)
    if end == "cancelled":
        run.cancel()
    elif end == "deleted":
        delete_item(run, run.created_by)
    else:
        monkeypatch.setattr(renamed_variant, "renamed_tasks", lambda specs, seed: RenamedTasks(tasks=[], left_out={}))
    suite_jobs.make_renamed_variant(*sent[0])
    recover()
    assert len(sent) == 1
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_both_count_as_two_open_runs(woken: list[int], settings: Any) -> None:
    original = factories.make_suite([task()], slug="sums")
    make_variant(original, 1)
    model, mia = factories.make_model("box/a"), factories.make_person("mia")
    factories.make_run(original, [model], created_by=mia)
    settings.OPEN_RUNS_PER_PERSON = 2
    client = Client()
    client.force_login(mia)
    refused = client.post("/suites/sums/run-both/", run_form(model))
    assert refused.status_code == 403
    assert "You have 1 open run, and the limit is 2. This starts 2. Wait until one ends" in refused.content.decode()
    assert Run.objects.count() == 1
    settings.OPEN_RUNS_PER_PERSON = 1
    for address in ("run", "run-both"):
        refused = client.post(f"/suites/sums/{address}/", run_form(model))
        page = " ".join(refused.content.decode().split())
        assert (refused.status_code, "You have 1 open run, and the limit is 1." in page) == (403, True)
        assert f'name="models" value="{model.pk}" data-id="box/a" data-context="" checked' in page, (
            "what was typed stays"
        )
        assert 'value="0.4"' in page
    settings.OPEN_RUNS_PER_PERSON = 3
    assert client.post("/suites/sums/run-both/", run_form(model)).status_code == 302


@pytest.mark.django_db
def test_both_cannot_be_run_without_what_is_compared(woken: list[int]) -> None:
    factories.make_suite([factories.make_spec("counter")], slug="counters")
    factories.make_suite([task()], slug="sums")
    model = factories.make_model("box/a")
    client = Client()
    client.force_login(factories.make_person("mia"))
    assert "Run with a renamed variant" not in client.get("/suites/counters/").content.decode()
    for slug, form, sentence in (
        ("counters", run_form(model), "has no functions in JavaScript"),
        ("sums", run_form(model, strategies=["outline"]), "by the strategy plain. Tick it."),
        ("sums", run_form(model, variant_seed="x"), "The seed is not a whole number"),
        ("sums", run_form(), "No model is ticked"),
    ):
        refused = client.post(f"/suites/{slug}/run-both/", form)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True), sentence
    assert not Run.objects.exists()
    client.force_login(factories.make_person("vic", role="viewer"))
    assert client.post("/suites/sums/run-both/", run_form(model)).status_code == 403


@pytest.mark.django_db
def test_both_are_run_by_api(woken: list[int]) -> None:
    original = factories.make_suite([task()], slug="sums")
    variant = make_variant(original, 1)
    factories.make_model("box/a")
    body = {"suite": "sums", "models": ["box/a"], "both": True}
    run = body_of(caller("member", name="max").send("runs", body), 201)
    assert run["id"] == Run.objects.get(suite_version=original).pk
    assert Run.objects.get(suite_version=variant).title == "Sums, renamed (seed 1) v1"
