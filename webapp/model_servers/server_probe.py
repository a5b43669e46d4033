"""A worker tries a server before it is added."""

from __future__ import annotations

import time

from django.core.cache import cache

from evaluations import broker_names, job_data, tasks
from evaluations.job_results import ServerAnswer
from webapp.model_servers.forms import ServerForm

PROBE_DEADLINE_S = 20


def try_server(form: ServerForm) -> str:
    """Have a worker test the server of a valid form; return the token for its answer."""
    token = job_data.store_input({name: form.cleaned_data[name] for name in ("kind", "base_url", "api_key")})
    tasks.probe_server.delay(token)
    return token


def wait_for(token: str) -> ServerAnswer | None:
    """Wait for the worker's answer, for the API and for pages without JavaScript; None after PROBE_DEADLINE_S."""
    end = time.monotonic() + PROBE_DEADLINE_S
    while (answer := job_data.answer_of(token, ServerAnswer)) is None and time.monotonic() < end:
        time.sleep(0.1)
    return answer


def was_taken(token: str) -> bool:
    """Return whether a worker has begun to test the server: then the server is slow, not the worker."""
    return bool(cache.get(broker_names.probe_taken(token)))
