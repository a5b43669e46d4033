"""The second run that “Run with a renamed variant” prepares: its state on the run's page and in the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from evaluations.actions.run_beside import note_variant, wait_for_variant
from evaluations.models import Run
from evaluations.runner import renamed_variant
from evaluations.runner.second_run import TOO_MANY_OPEN
from evaluations.tasks import recover, suite_jobs
from tests import factories
from tests.environment import needs_time
from tests.runner.test_renamed_variant import task
from tests.webapp.api_client import Caller, body_of

BEFORE = ("evaluations", "0074_suite_readme")
PREPARED = "A second run with renamed functions is being prepared."
FAILED = "The second run with renamed functions could not be prepared."


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The messages that ask a worker for a variant. No worker runs."""
    messages: list[tuple[int, ...]] = []
    monkeypatch.setattr(suite_jobs.make_renamed_variant, "apply_async", messages.append)
    monkeypatch.setattr(suite_jobs.execute_conditions, "apply_async", lambda words: None)
    return messages


@pytest.fixture
def run() -> Run:
    """A run of two functions whose renamed variant is asked for."""
    row = factories.make_run(
        factories.make_suite([task("add-0"), task("add-1")], slug="sums"), [factories.make_model()]
    )
    wait_for_variant(row, 5)
    return row


def text_of(client: Client, run: Run) -> str:
    return " ".join(client.get(f"/runs/{run.pk}/").content.decode().split())


def second_run(api: Caller, run: Run) -> dict[str, Any] | None:
    row: dict[str, Any] | None = body_of(api.get(f"runs/{run.pk}"))["second_run"]
    return row


@pytest.mark.django_db
def test_page_and_api_say_how_far_the_second_run_is(run: Run, member: Client, api: Caller) -> None:
    assert PREPARED in text_of(member, run)
    assert "It waits for a worker" in text_of(member, run)
    row = second_run(api, run)
    assert row is not None
    assert (row["state"], row["seed"], row["reason"], row["run"]) == ("waiting", 5, "", None)
    assert note_variant(run, "making")
    assert "to rename the functions of 2 tasks" in text_of(member, run)
    assert (second_run(api, run) or {})["state"] == "making"
    assert note_variant(run, "waiting", TOO_MANY_OPEN)
    assert TOO_MANY_OPEN in text_of(member, run)
    assert (second_run(api, run) or {})["reason"] == TOO_MANY_OPEN
    assert not note_variant(run, "waiting", TOO_MANY_OPEN), "nothing changed, so no page needs to know"


@pytest.mark.django_db
def test_run_without_a_second_one_says_nothing(member: Client, api: Caller) -> None:
    row = factories.make_run(factories.make_suite([task()], slug="sums"), [factories.make_model()])
    assert "second run" not in text_of(member, row)
    assert second_run(api, row) is None


@pytest.mark.django_db
def test_cancelled_run_prepares_no_second_one(run: Run, member: Client, api: Caller) -> None:
    run.cancel()
    assert "second run" not in text_of(member, run)
    assert second_run(api, run) is None


@pytest.mark.django_db(transaction=True)
def test_failed_preparation_gives_its_reason_and_can_be_tried_again(
    run: Run,
    member: Client,
    api: Caller,
    sent: list[tuple[int, ...]],
    woken: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(renamed_variant, "TIMEOUT_S", 0.001)
        suite_jobs.make_renamed_variant(run.suite_version_id, 5, run.pk)
    reason = "Renaming took more than 0.001 s. Take tasks out of the suite."
    page = text_of(member, run)
    assert f"{FAILED}</strong> {reason}" in page
    assert "Try again" in page
    assert "Dismiss" in page
    assert (second_run(api, run) or {})["reason"] == reason
    recover()
    assert sent == [], "a failure is not tried again by itself"
    vera = Client()
    vera.force_login(factories.make_person("vera", role="viewer"))
    assert FAILED in text_of(vera, run)
    assert "Try again" not in text_of(vera, run)
    assert vera.post(f"/runs/{run.pk}/retry-variant/").status_code == 403
    answer = member.post(f"/runs/{run.pk}/retry-variant/", follow=True)
    assert "The second run is being prepared again." in answer.content.decode()
    assert sent == [(run.suite_version_id, 5, run.pk)]
    suite_jobs.make_renamed_variant(*sent[0])
    beside = Run.objects.exclude(pk=run.pk).get()
    assert f'<a href="/runs/{beside.pk}/">{beside.title}</a>' in text_of(member, run)
    row = second_run(api, run)
    assert row == {"state": "ready", "seed": None, "since": None, "reason": "", "run": beside.pk}


@pytest.mark.django_db
def test_unexpected_error_is_a_failure_and_a_lost_database_is_not(
    run: Run, sent: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_error(specs: object, seed: int) -> None:
        raise error

    monkeypatch.setattr(renamed_variant, "renamed_tasks", raise_error)
    error: Exception = DatabaseError("gone")
    with pytest.raises(DatabaseError):
        suite_jobs.make_renamed_variant(run.suite_version_id, 5, run.pk)
    assert Run.objects.waiting_for_variant().get() == run
    error = KeyError("names")
    suite_jobs.make_renamed_variant(run.suite_version_id, 5, run.pk)
    run.refresh_from_db()
    assert run.pending_variant is not None
    assert run.pending_variant["reason"] == "The worker met an unexpected error (KeyError), which is in its log."


@pytest.mark.django_db(transaction=True)
def test_second_run_that_is_dismissed_is_not_started(
    run: Run,
    api: Caller,
    member: Client,
    woken: list[int],
    sent: list[tuple[int, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = renamed_variant.find_or_make_variant

    def dismissed_meanwhile(*words: Any) -> Any:
        variant = original(*words)
        assert body_of(api.send(f"runs/{run.pk}/drop-variant", {}))["message"] == "No second run will be started."
        return variant

    monkeypatch.setattr(renamed_variant, "find_or_make_variant", dismissed_meanwhile)
    suite_jobs.make_renamed_variant(run.suite_version_id, 5, run.pk)
    recover()
    assert list(Run.objects.all()) == [run]
    assert sent == []
    assert second_run(api, run) is None
    assert "second run" not in text_of(member, run)


@pytest.mark.django_db
def test_nothing_is_tried_or_dismissed_where_nothing_is_pending(run: Run, api: Caller) -> None:
    assert body_of(api.send(f"runs/{run.pk}/retry-variant", {}))["message"] == "No second run has failed."
    Run.objects.update(pending_variant=None)
    assert body_of(api.send(f"runs/{run.pk}/drop-variant", {}))["message"] == "No second run is being prepared."


@pytest.mark.django_db(transaction=True)
def test_wait_noted_by_the_release_before_is_taken_over(
    run: Run, woken: list[int], sent: list[tuple[int, ...]]
) -> None:
    Run.objects.update(pending_variant=None, import_key=f"with-variant-5-{run.pk}")
    recover()
    run.refresh_from_db()
    assert (run.import_key, run.pending_variant and run.pending_variant["state"]) == ("", "waiting")
    assert sent == [(run.suite_version_id, 5, run.pk)]
    Run.objects.update(pending_variant=None, import_key=f"with-variant-5-{run.pk}")
    suite_jobs.make_renamed_variant(*sent[0])  # before recovery has seen it
    assert Run.objects.filter(suite_version__suite__slug="sums-renamed-5").count() == 1


@needs_time
@pytest.mark.django_db(transaction=True)
def test_migration_moves_waits_into_their_column_and_back(run: Run) -> None:
    other = factories.make_run(run.suite_version, [factories.make_model("box/b")], import_key="first run")
    leaf = next(key for key in MigrationExecutor(connection).loader.graph.leaf_nodes("evaluations"))
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        with connection.cursor() as cursor:
            cursor.execute("SELECT import_key FROM evaluations_run WHERE id = %s", [run.pk])
            assert cursor.fetchone() == (f"with-variant-5-{run.pk}",)
    finally:
        MigrationExecutor(connection).migrate([leaf])
    run.refresh_from_db()
    other.refresh_from_db()
    assert run.import_key == ""
    assert run.pending_variant is not None
    assert (run.pending_variant["seed"], run.pending_variant["state"]) == (5, "waiting")
    assert (other.import_key, other.pending_variant) == ("first run", None)
