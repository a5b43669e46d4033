"""Celery jobs: ids in, one call to the runner. A message only wakes a worker; the work to do is stored in the rows.

The web process imports this module to send messages, so each job imports the packages it needs when it runs:
browser and model libraries would cost every web process 60 MB.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import Any

from celery import shared_task
from celery.signals import celeryd_after_setup, worker_ready, worker_shutting_down
from django.conf import settings
from django.core.cache import cache as shared_cache
from django.db import transaction
from django.db.models import QuerySet

from evaluations import broker_names
from evaluations.models import (
    Candidate,
    Delivery,
    EditedAnswer,
    GradingTrial,
    LanguageModel,
    ModelAction,
    ModelProbe,
    ModelServer,
    RecordedAnswer,
    Run,
    RunMail,
    Webhook,
)
from evaluations.models.workers import this_host
from evaluations.tasks.suite_jobs import execute_proposed_checks, execute_trial, wake_variant
from evaluations.tasks.this_worker import liveness_of, open_arrivals, open_sandbox, require_sandbox
from evaluations.tasks.wake_ups import WakeUp, send

MOST_SENT = 50  # deliveries and mails, each, at one time
log = logging.getLogger(__name__)


def wake() -> None:
    """Start queued work after the current transaction. While there is no broker, it waits until the broker is back."""
    transaction.on_commit(_wake_now, robust=True)


def _wake_models() -> None:
    for server in ModelServer.objects.with_work().filter(is_reachable=True):
        send(feed_server, server.pk, **server.route)


def _is_passed_on(job: Any, server: ModelServer, *words: object) -> bool:
    """Return whether another host alone can ask the server; the message goes to its workers then."""
    if server.is_elsewhere:
        job.apply_async(words, **server.route)
    return server.is_elsewhere


def _feed_again(server: ModelServer) -> None:
    """Send the requests that were queued for a server while it was busy with something else."""
    if ModelServer.objects.with_work().filter(pk=server.pk, is_reachable=True).exists():
        feed_server.apply_async((server.pk,), **server.route)


def _wake_now() -> None:
    _wake_models()
    if _is_code_waiting():
        _wake_execute()


def _is_code_waiting() -> bool:
    return EditedAnswer.objects.waiting().exists() or Candidate.objects.waiting_for_sandbox().exists()


def _wake_execute() -> None:
    send(execute_waiting)


# Jobs of the worker `execute` run in threads: one that drains the waiting answers, and tries of tasks beside it.
_draining = threading.Lock()


@celeryd_after_setup.connect
def _listen_to_host(instance: Any, **_: object) -> None:
    """Let a worker that asks model servers take the messages about those that only its host can ask."""
    queues = instance.app.amqp.queues
    if "generate" in queues.consume_from:
        queues.select_add(broker_names.host_queue(this_host()))


@worker_ready.connect
def _warm_up(sender: object = None, **_: object) -> None:
    """Report that a worker runs. The worker `execute` has opened its browser by then, or it ends."""
    role = os.environ.get("BAKEOFF_ROLE", "")
    if role == "execute":
        require_sandbox()
    if role in ("execute", "generate"):
        liveness_of(role).begin()
    if role == "execute":
        _wake_execute()
    if role == "generate":
        from evaluations.runner.found_servers import ensure_servers

        ensure_servers(is_start=True)
        _wake_models()


@worker_shutting_down.connect
def _stop_soon(**_: object) -> None:
    for role in ("generate", "execute"):
        liveness_of(role).stop_requested.set()


@shared_task(base=WakeUp)
def feed_server(server_id: int) -> None:
    """Ask this server until nothing is queued for it."""
    from evaluations.runner import generation

    server = ModelServer.objects.get(pk=server_id)
    if _is_passed_on(feed_server, server, server_id):
        return
    liveness = liveness_of("generate")
    if liveness.stop_requested.is_set():
        return
    liveness.begin()
    if generation.serve_queue(server, liveness, _wake_execute) is None:
        return
    # No worker received the wake-up of work that was queued while we released the server. If this worker ends, another
    # one goes on.
    _feed_again(server)


@shared_task(base=WakeUp)
def execute_waiting() -> None:
    """Execute and grade stored answers until none wait; one thread of a worker does so."""
    from evaluations.runner import execution

    liveness, arrivals = liveness_of("execute"), open_arrivals()
    if liveness.stop_requested.is_set():
        return
    liveness.begin()
    arrivals.announce()
    sandbox = open_sandbox()
    # While a thread stores a verdict or measures pages, no slot has to wait for the next case.
    n_threads = 2 * sandbox.n_slots + 1
    while _draining.acquire(blocking=False):
        try:
            n = execution.process_queue(
                sandbox,
                liveness,
                n_threads=n_threads,
                call_for_help=_wake_execute,
                call_model=_wake_models,
                arrivals=arrivals,
            )
        finally:
            _draining.release()
        if liveness.stop_requested.is_set():
            _leave_to_others()
            return
        # Messages that arrived while the threads ended had no effect.
        if not n or not _is_code_waiting():
            return


def _leave_to_others() -> None:
    """Wake another worker for what this one, which ends, has not executed."""
    if _is_code_waiting():
        _wake_execute()


@shared_task(base=WakeUp)
def ask_for_checks(token: str) -> None:
    """Ask a model for checks of a task; a worker with a sandbox tries what it wrote."""
    from evaluations.runner import propose_checks

    model = propose_checks.ask(token)
    send(execute_proposed_checks, token)
    if model is not None:
        _feed_again(model.server)


@shared_task(base=WakeUp)
def recover() -> None:
    """Put back the work of dead workers, end complete runs, and wake every worker that has something to do."""
    from evaluations.actions.run_beside import take_over_waits
    from evaluations.runner import workers
    from evaluations.runner.finish_run import finish_complete_runs, plan_due_rounds

    workers.recover()
    finish_complete_runs()
    plan_due_rounds()
    for pk in GradingTrial.objects.waiting().values_list("pk", flat=True):
        send(execute_trial, pk)
    take_over_waits()
    for run in Run.objects.waiting_for_variant():
        wake_variant(run)
    _wake_now()


@shared_task(base=WakeUp)
def remove_leftovers() -> None:
    """Delete the unfinished files of processes that were killed while they wrote."""
    from evaluations.models.disk_storage import remove_leftovers

    if n := remove_leftovers(settings.MEDIA_ROOT):
        log.info("Removed %d unfinished files below %s.", n, settings.MEDIA_ROOT)


@shared_task(base=WakeUp)
def index_texts() -> None:
    """Add new prompts, code and workbooks to the search."""
    from evaluations.actions.index_texts import index_texts

    index_texts()


@shared_task(base=WakeUp)
def profile_answers() -> None:
    """Make the quality profiles of answers that were graded since the last time."""
    from evaluations.runner.quality import profile_answers

    profile_answers()


@shared_task(base=WakeUp)
def remove_deleted() -> None:
    """Remove for good everything that was deleted 30 days ago."""
    from evaluations.actions.remove_deleted import remove_deleted
    from evaluations.models.search import forget_orphans

    if n := remove_deleted():
        forget_orphans()
        log.info("Removed %d conversations and runs that were deleted 30 days ago.", n)


@shared_task(base=WakeUp)
def clean_up() -> None:
    """Remove data that is no longer used: sessions, links, old gradings, files."""
    from evaluations.actions.clean_up import clean_up

    clean_up()


@shared_task(base=WakeUp)
def start_automatic_runs() -> None:
    """Start the automatic runs of new models, and report the runs that ended."""
    from evaluations.actions.automatic_runs import report_ended, start_due

    report_ended()
    if runs := start_due():
        log.info("Started %d runs of new models.", len(runs))
        wake()


@shared_task(base=WakeUp)
def remove_old_recordings() -> None:
    """Remove what editors recorded longer ago than the settings keep it."""
    if n := RecordedAnswer.objects.remove_old():
        log.info("Removed %d recorded answers after %d days.", n, settings.EDITOR_RETENTION_DAYS)


@shared_task(base=WakeUp)
def refresh_servers() -> None:
    """Check every model server."""
    from evaluations.runner.found_servers import ensure_servers, note_absent_hosts

    note_absent_hosts()
    ensure_servers()
    for server in ModelServer.objects.exclude(kind=ModelServer.Kind.STORED):
        refresh_server.apply_async((server.pk,), **server.route)


@shared_task(base=WakeUp)
def refresh_server(server_id: int) -> None:
    """Check one model server. If it is back, its candidates continue."""
    from evaluations.runner import servers

    server = ModelServer.objects.get(pk=server_id)
    if _is_passed_on(refresh_server, server, server_id):
        return
    was_away = not server.is_reachable
    if not servers.refresh(server):
        return
    servers.read_version(server, is_back=was_away)
    _feed_again(server)


@shared_task
def probe_server(token: str) -> None:
    """Try a server that somebody typed. `job_data` holds the input and receives the answer."""
    from evaluations.runner import servers

    servers.probe(token)


@shared_task(base=WakeUp)
def measure_prompt(token: str) -> None:
    """Count a typed prompt with the model's own tokenizer. `job_data` holds the prompt and receives the answer."""
    from evaluations.runner import count_tokens

    count_tokens.measure(token)


@shared_task
def pull_model(model_id: int) -> None:
    """Download a model onto its server."""
    from evaluations.runner import servers

    model = LanguageModel.objects.select_related("server").get(pk=model_id)
    if not _is_passed_on(pull_model, model.server, model_id):
        servers.pull(model)


@shared_task
def do_model_action(action_id: int) -> None:
    """Load, unload or delete a model, as somebody requested."""
    from evaluations.runner import servers

    action = ModelAction.objects.select_related("model__server").get(pk=action_id)
    if not _is_passed_on(do_model_action, action.model.server, action_id):
        servers.do_action(action)


@shared_task
def probe_model(probe_id: int) -> None:
    """Probe a model, and then send the requests that were queued for its server meanwhile."""
    from evaluations.runner import probe_model as probing

    row = ModelProbe.objects.select_related("model__server").get(pk=probe_id)
    if not _is_passed_on(probe_model, row.model.server, probe_id):
        probing.probe(row)
        _feed_again(row.model.server)


@shared_task
def measure_server(server_id: int) -> None:
    """Measure a server, and then send the requests that were queued for it meanwhile."""
    from evaluations.runner import measure_server as measuring

    server = ModelServer.objects.get(pk=server_id)
    if not _is_passed_on(measure_server, server, server_id):
        measuring.measure(server)
        _feed_again(server)


def cancel_pull(model_id: int) -> None:
    """End a running download when it next reports progress."""
    shared_cache.set(broker_names.pull_cancelled(model_id), True, 3600)
    LanguageModel.objects.filter(pk=model_id).exclude(pull={}).update(pull={"status": "cancelling"})


@shared_task(base=WakeUp)
def deliver_webhooks() -> None:
    """Note which runs ended since the last time, and send the deliveries that are due to the teams' webhooks."""
    if not Webhook.objects.exists():
        return
    Delivery.objects.note_ended_runs()
    _send_due(Delivery.objects.due(), deliver_webhook)


@shared_task(base=WakeUp)
def deliver_webhook(delivery_id: int) -> None:
    """Make one attempt."""
    from evaluations.runner import webhooks

    webhooks.deliver(delivery_id)


@shared_task(base=WakeUp)
def send_run_mails() -> None:
    """Note which runs ended since the last time, and send the mails about them that are due."""
    if not settings.EMAIL_HOST:
        return
    RunMail.objects.note_ended_runs()
    _send_due(RunMail.objects.due(), send_run_mail)


def _send_due(rows: QuerySet[Any], job: Any) -> None:
    """Send a message for each row that is due, the longest waiting first."""
    for pk in rows.order_by("next_at").values_list("pk", flat=True)[:MOST_SENT]:
        send(job, pk)


@shared_task(base=WakeUp)
def send_run_mail(mail_id: int) -> None:
    """Make one attempt."""
    from evaluations.runner import run_mails

    run_mails.deliver(mail_id)


def send_test(webhook: Webhook) -> Delivery:
    """Send a test delivery, which is about no run. Its first attempt is made at once."""
    delivery = Delivery.objects.create(webhook=webhook, event=Delivery.Event.TEST)
    transaction.on_commit(lambda: send(deliver_webhook, delivery.pk), robust=True)
    return delivery
