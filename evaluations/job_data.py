"""Input and answer of a job if they are not rows: in the cache, under a token. Messages carry only the token.

The input of a job may be a secret (a typed API key) or somebody's task. It is encrypted, read once, and gone after
INPUT_S.
"""

from __future__ import annotations

import json
import secrets
from typing import Any, TypeVar, cast

from django.core.cache import cache

from evaluations import broker_names, encryption
from evaluations.errors import DecryptionError
from evaluations.job_results import CountedPrompt, ProposedChecks, ProposedMutants, ServerAnswer, TryResult

INPUT_S = 60  # a job that begins later does nothing
CANCELLED_S = 3600
Result = TypeVar("Result", TryResult, ProposedMutants, ProposedChecks, ServerAnswer, CountedPrompt)


def store_input(value: dict[str, Any], token: str = "") -> str:
    """Store a job's input as JSON; return its token, a new one unless given."""
    token = token or secrets.token_urlsafe(24)
    cache.set(broker_names.job_input(token), encryption.encrypt(json.dumps(value)), INPUT_S)
    return token


def take_input(token: str) -> dict[str, Any] | None:
    """Return the job's input, once; None when it was taken, is too old or cannot be decrypted."""
    stored = cache.get(broker_names.job_input(token))
    if stored is None or not cache.delete(broker_names.job_input(token)):
        return None
    try:
        return json.loads(encryption.decrypt(stored))  # type: ignore[no-any-return]
    except DecryptionError:
        return None


def store_answer(token: str, answer: Result, seconds: float) -> None:
    """Store the job's result, which contains no secret."""
    stored: dict[str, Any] = {**answer}
    if "error" in stored:
        # "trouble" is the name before 2026-11-30: workers and pages of that release run beside ours during a restart.
        stored["trouble"] = stored["error"]
    cache.set(broker_names.job_answer(token), stored, seconds)


def answer_of(token: str, shape: type[Result]) -> Result | None:
    """Return the job's result, in the shape in which the job stores it; None until there is one."""
    stored = cache.get(broker_names.job_answer(token))
    if stored is not None and "trouble" in stored:
        stored["error"] = stored.pop("trouble")
    return cast("Result | None", stored)


def cancel(token: str) -> None:
    """Ask a job to end; its results so far are not kept."""
    cache.set(broker_names.job_cancelled(token), True, CANCELLED_S)


def is_cancelled(token: str) -> bool:
    """Return whether somebody asked the job to end."""
    return bool(cache.get(broker_names.job_cancelled(token)))
