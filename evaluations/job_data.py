"""Input and answer of a job if they are not rows: in the cache, under a token. Messages carry only the token.

The input of a job may be a secret (a typed API key) or somebody's task. It is encrypted, read once, and gone after
INPUT_S.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.core.cache import cache

from evaluations import broker_names, encryption
from evaluations.errors import DecryptionError

INPUT_S = 60  # a job that was not taken by then finds nothing to do
CANCELLED_S = 3600


def keep_input(value: dict[str, Any], token: str = "") -> str:
    """Store what a job is given, as JSON; returns its token, a new one unless given."""
    token = token or secrets.token_urlsafe(24)
    cache.set(broker_names.job_input(token), encryption.encrypt(json.dumps(value)), INPUT_S)
    return token


def take_input(token: str) -> dict[str, Any] | None:
    """Return what the job is given, once; None when it was taken, is too old or cannot be decrypted."""
    stored = cache.get(broker_names.job_input(token))
    if stored is None or not cache.delete(broker_names.job_input(token)):
        return None
    try:
        return json.loads(encryption.decrypt(stored))  # type: ignore[no-any-return]
    except DecryptionError:
        return None


def keep_answer(token: str, answer: dict[str, Any], seconds: float) -> None:
    """Store what the job found; it contains no secret."""
    cache.set(broker_names.job_answer(token), answer, seconds)


def answer_of(token: str) -> dict[str, Any] | None:
    """Return the job's result; None until there is one."""
    return cache.get(broker_names.job_answer(token))  # type: ignore[no-any-return]


def cancel(token: str) -> None:
    """Ask a job to end; what it found so far is not kept."""
    cache.set(broker_names.job_cancelled(token), True, CANCELLED_S)


def is_cancelled(token: str) -> bool:
    """Whether somebody asked the job to end."""
    return bool(cache.get(broker_names.job_cancelled(token)))
