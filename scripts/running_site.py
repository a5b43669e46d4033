"""The record of a running site, in BAKEOFF_HOME/running: commands beside it use its addresses.

`make up` holds a lock on the same file. A command must not try that lock, or a start at that moment would be refused;
the record names the process instead. Standard library only: the settings read it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

NAME = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSite:
    """The process that started the site, and the site's addresses. started: its start time, in ticks since the boot."""

    pid: int
    started: str
    url: str
    host: str
    port: int
    embedded_url: str


def write(file: IO[str], *, url: str, host: str, port: int, embedded_url: str) -> None:
    """Write the record of a site that this process starts."""
    pid = os.getpid()
    site = RunningSite(pid=pid, started=_started(pid), url=url, host=host, port=port, embedded_url=embedded_url)
    forget(file)
    file.write(json.dumps(asdict(site)) + "\n")
    file.flush()


def forget(file: IO[str]) -> None:
    """Remove the record. The file stays: it is locked."""
    file.seek(0)
    file.truncate()


def read(home: Path) -> RunningSite | None:
    """Return the site that runs with this home; None if no site runs, or its process has ended."""
    try:
        site = RunningSite(**json.loads((home / NAME).read_text()))
        is_alive = _started(site.pid) == site.started
    except (OSError, ValueError, TypeError, IndexError):
        return None
    return site if is_alive else None


def _started(pid: int) -> str:
    """Return when a process began. A later process with the same number began at another time. Raises OSError."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    if fields[0] == "Z":
        raise ProcessLookupError(pid)
    return fields[19]
