"""The Celery app. Messages are wake-ups only: which work is left is always read from the rows."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")

app = Celery("bakeoff")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_default_queue="generate",
    task_routes={
        "evaluations.tasks.execute_*": {"queue": "execute"},
        "evaluations.tasks.*": {"queue": "generate"},
    },
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600},
    beat_schedule={
        "recover": {"task": "evaluations.tasks.recover", "schedule": 10.0},
        "remove-leftovers": {"task": "evaluations.tasks.remove_leftovers", "schedule": 3600.0},
        "index-texts": {"task": "evaluations.tasks.index_texts", "schedule": 30.0},
        "profile-answers": {"task": "evaluations.tasks.profile_answers", "schedule": 15.0},
        "remove-deleted": {"task": "evaluations.tasks.remove_deleted", "schedule": 3600.0},
        "clean-up": {"task": "evaluations.tasks.clean_up", "schedule": 24 * 3600.0},
        "start-automatic-runs": {"task": "evaluations.tasks.start_automatic_runs", "schedule": 60.0},
        "remove-old-recordings": {"task": "evaluations.tasks.remove_old_recordings", "schedule": 86400.0},
        "deliver-webhooks": {"task": "evaluations.tasks.deliver_webhooks", "schedule": 10.0},
        "send-run-mails": {"task": "evaluations.tasks.send_run_mails", "schedule": 30.0},
        "refresh-servers": {"task": "evaluations.tasks.refresh_servers", "schedule": 30.0},
    },
)
app.autodiscover_tasks(["evaluations"])
