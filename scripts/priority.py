"""Gives processes that compute a lower priority, so that pages stay quick during a run."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

COMPUTING = frozenset({"execute", "model"})  # names in the Procfile
SESSION = Path("/proc/self/autogroup")
TRIES, PAUSE_S = 10, 0.05


def give_way(niceness: int) -> None:
    """Lower the priority of this process and of all that it will start; 0 leaves it as it is.

    Call before there are threads: on Linux each has a niceness of its own.
    """
    if not niceness:
        return
    os.nice(niceness)
    if os.getsid(0) == os.getpid():  # a shell's session has other processes in it
        _lower_session(niceness)


def _lower_session(niceness: int) -> None:
    """Linux first divides processors among sessions, where niceness has no effect (sched_autogroup_enabled).

    The kernel takes one such change in 100 ms and refuses others with EAGAIN. Where it has no sessions of this kind
    (macOS, some containers), the niceness of processes counts.
    """
    for _ in range(TRIES):
        with suppress(FileNotFoundError, PermissionError):
            try:
                SESSION.write_text(str(niceness))
            except BlockingIOError:
                time.sleep(PAUSE_S)
                continue
        return
