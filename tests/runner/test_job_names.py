"""Names of jobs: a message that the release before queued finds its job."""

from __future__ import annotations

import pytest

from webapp.celery import app

JOBS = [
    "ask_for_checks",
    "clean_up",
    "deliver_webhook",
    "deliver_webhooks",
    "do_model_action",
    "execute_conditions",
    "execute_mutants",
    "execute_proposed_checks",
    "execute_trial",
    "execute_try",
    "execute_waiting",
    "feed_server",
    "index_texts",
    "make_renamed_variant",
    "measure_prompt",
    "measure_server",
    "probe_model",
    "probe_server",
    "profile_answers",
    "pull_model",
    "recover",
    "refresh_server",
    "refresh_servers",
    "remove_deleted",
    "remove_leftovers",
    "remove_old_recordings",
    "send_run_mail",
    "send_run_mails",
    "start_automatic_runs",
]


@pytest.mark.parametrize("job", JOBS)
def test_job_keeps_its_name(job: str) -> None:
    app.loader.import_default_modules()
    assert app.tasks[f"evaluations.tasks.{job}"].name == f"evaluations.tasks.{job}"


def test_all_jobs_are_routed() -> None:
    """Routes and the schedule name jobs as `evaluations.tasks.*`."""
    app.loader.import_default_modules()
    own = {name for name in app.tasks if not name.startswith("celery.")}
    assert own == {f"evaluations.tasks.{job}" for job in JOBS}
