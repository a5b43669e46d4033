"""Jobs about suites: tries of tasks, mutants, proposed checks, variants, conditions of entry, trials and imports.

Their names are those of jobs in evaluations/tasks/__init__.py, so that messages of earlier releases find them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from celery import shared_task
from django.core.cache import cache
from django.db import transaction

from evaluations import broker_names
from evaluations.models import GradingTrial, Run, SuiteVersion, Team
from evaluations.tasks.this_worker import liveness_of, open_sandbox
from evaluations.tasks.wake_ups import WakeUp, send

if TYPE_CHECKING:
    from evaluations.records import TaskSpec

LEASE_S = 30  # of the worker that makes a variant; it renews it
log = logging.getLogger(__name__)


@shared_task(base=WakeUp, name="evaluations.tasks.execute_try")
def execute_try(token: str) -> None:
    """Try a task for somebody who waits in the editor. `job_data` holds the task and receives the answer."""
    from evaluations.runner import try_task

    sandbox = open_sandbox()
    try_task.try_task(token, sandbox, n_threads=sandbox.n_slots)


@shared_task(base=WakeUp, name="evaluations.tasks.execute_mutants")
def execute_mutants(token: str) -> None:
    """Propose mutants of a task for somebody who waits. `job_data` holds the task and receives the answer."""
    from evaluations.runner import propose_mutants

    sandbox = open_sandbox()
    propose_mutants.propose_mutants(token, sandbox, n_threads=sandbox.n_slots)


@shared_task(base=WakeUp, name="evaluations.tasks.execute_proposed_checks")
def execute_proposed_checks(token: str) -> None:
    """Try the checks that a model wrote, for somebody who is waiting; `job_data` has them, and gets the answer."""
    from evaluations.runner import propose_checks

    sandbox = open_sandbox()
    propose_checks.try_proposed(token, sandbox, n_threads=sandbox.n_slots)


@shared_task(base=WakeUp, name="evaluations.tasks.make_renamed_variant")
def make_renamed_variant(version_id: int, seed: int, beside_id: int = 0) -> None:
    """Make the suite of a version's tasks under other names, and have its conditions of entry tried.

    beside_id: a run over the version that waits for its variant, which is then run with the same models and settings.
    """
    from evaluations.actions.run_beside import take_over_waits

    take_over_waits()
    with _sole_maker(version_id, seed) as is_sole:
        if not is_sole:
            return  # another worker makes it; a run that waits for it is found by recovery
        version = SuiteVersion.objects.select_related("suite__team").get(pk=version_id)
        run = Run.objects.waiting_for_variant().filter(pk=beside_id).first()
        if run is not None or not beside_id:
            _make_variant(version, seed, run)


@contextmanager
def _sole_maker(version_id: int, seed: int) -> Iterator[bool]:
    """Yield whether no other worker makes this variant. A worker that is killed keeps others away for LEASE_S."""
    key, is_done = broker_names.making_variant(version_id, seed), threading.Event()
    if not cache.add(key, True, LEASE_S):
        yield False
        return

    def renew() -> None:
        while not is_done.wait(LEASE_S / 3):
            with suppress(Exception):  # the broker does not answer: making it twice does no harm
                cache.touch(key, LEASE_S)

    threading.Thread(target=renew, name="variant-lease", daemon=True).start()
    try:
        yield True
    finally:
        is_done.set()
        cache.delete(key)


def _make_variant(version: SuiteVersion, seed: int, run: Run | None) -> None:
    """Make the variant. run: as beside_id of make_renamed_variant."""
    from evaluations.runner import second_run
    from evaluations.tasks import wake

    variant = second_run.prepare_variant(version, seed, run)
    if variant is None:
        return
    send(execute_conditions, variant.pk)
    if run is not None and second_run.start_second_run(run, variant):
        wake()


def wake_variant(run: Run) -> None:
    """Have a worker make the variant that a run waits for, after the current transaction.

    If the broker takes no message, or the message is lost, recovery sends it again.
    """
    if run.pending_variant is None:
        return
    words = (run.suite_version_id, run.pending_variant["seed"], run.pk)
    transaction.on_commit(lambda: send(make_renamed_variant, *words), robust=True)


@shared_task(base=WakeUp, name="evaluations.tasks.execute_conditions")
def execute_conditions(version_id: int, again: bool = False) -> None:
    """Try the conditions of entry of each task of a version that was not tried yet.

    again: also of tasks that did not meet them, or were tried with an older version of the checks.
    """
    from evaluations.runner import try_task

    liveness, sandbox = liveness_of("execute"), open_sandbox()
    try_task.try_version(version_id, sandbox, stop_requested=liveness.stop_requested, again=again)


@shared_task(base=WakeUp, name="evaluations.tasks.execute_trial")
def execute_trial(trial_id: int) -> None:
    """Execute stored answers with the checks of another version; half of the slots stay free for runs."""
    from evaluations.runner import grading_trials

    liveness, sandbox = liveness_of("execute"), open_sandbox()
    n_threads = max(1, sandbox.n_slots // 2)
    grading_trials.execute_trial(trial_id, sandbox, n_threads=n_threads, stop_requested=liveness.stop_requested)


def wake_trial(trial: GradingTrial) -> None:
    """Start a trial after the current transaction. If the broker takes no message, recovery sends it again."""
    transaction.on_commit(lambda: send(execute_trial, trial.pk), robust=True)


def try_conditions(version: SuiteVersion, *, again: bool = False) -> None:
    """Have a worker try the conditions of entry of a version's tasks, after the current transaction.

    again: as in execute_conditions. If the broker takes no message, the tasks stay “not tried”, and their suite's page
    has a button.
    """
    words = (version.pk, True) if again else (version.pk,)  # a worker of the release before takes one word only
    transaction.on_commit(lambda: send(execute_conditions, *words), robust=True)


def import_upload(
    team: Team,
    form: str,
    name: str,
    content: Path | bytes,
    *,
    suite: str = "",
    references: tuple[str, bytes] | None = None,
) -> tuple[SuiteVersion, tuple[str, ...]]:
    """Import an uploaded suite at once: not as a job, but in a separate process with limits. Raises SuiteError."""
    from evaluations.runner import uploads

    imported = uploads.import_upload(team, form, name, content, suite=suite, references=references)
    try_conditions(imported[0])
    return imported


def read_code(name: str, content: Path | bytes) -> tuple[tuple[TaskSpec, ...], tuple[str, ...]]:
    """Return tasks of a zip of code files with their tests, and sentences for files that are not tests. Raises
    SuiteError.
    """
    from evaluations.runner import uploads

    suite, complaints = uploads.read_upload("code", name, content)
    return suite.tasks, complaints
