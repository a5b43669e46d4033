"""What one worker process has once: its signs of life, its sandbox, and the threads that wait for answers."""

from __future__ import annotations

import atexit
import logging
import sys
import threading
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from evaluations.errors import SandboxError

if TYPE_CHECKING:
    from evaluations.runner.arrivals import Arrivals
    from evaluations.runner.workers import Liveness
    from evaluations.sandbox import Sandbox

# Threads, and their database connections, are there when the next answer of a run arrives: 25 ms sooner.
LINGER_S = 30.0
CANNOT_EXECUTE = 2  # exit status
_opening = threading.Lock()
log = logging.getLogger(__name__)


@cache
def liveness_of(role: str) -> Liveness:
    """Return the signs of life of this process in a role; they end with the process."""
    from evaluations.runner.workers import Liveness

    liveness = Liveness(role)
    if role == "execute":
        from evaluations.runner.check_versions import check_versions

        liveness.versions = check_versions()
    atexit.register(liveness.end)
    return liveness


def open_sandbox() -> Sandbox:
    """Return the sandbox, opened by the first call. Raises SandboxError."""
    with _opening:
        return _open_sandbox()


@cache
def _open_sandbox() -> Sandbox:
    from evaluations.sandbox import Sandbox

    sandbox = Sandbox(slots=settings.SANDBOX_SLOTS)
    sandbox.__enter__()
    atexit.register(sandbox.close)
    return sandbox


def require_sandbox() -> None:
    """Open the sandbox, or end this worker with the reason: it would take answers that it cannot execute."""
    try:
        open_sandbox()
    except Exception as exc:
        reason = str(exc) if isinstance(exc, SandboxError) else f"The sandbox does not start ({exc})."
        log.critical(
            "This worker can execute nothing, and ends. %s", reason, exc_info=not isinstance(exc, SandboxError)
        )
        sys.exit(CANNOT_EXECUTE)


@cache
def open_arrivals() -> Arrivals:
    """Return the threads that wait for the next answer."""
    from evaluations.runner.arrivals import Arrivals

    return Arrivals(LINGER_S)
