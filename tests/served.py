"""The site as the Procfile starts it: uvicorn in another process, with a database for the test."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from django.conf import settings

from scripts.processes import read_procfile
from tests.databases import copy_migrated_database
from tests.processes import ROOT, running, wait_until

NO_WAITS: Mapping[str, float] = {}


@contextmanager
def served(home: Path, waits: Mapping[str, float] = NO_WAITS, **kwargs: str) -> Iterator[str]:
    """Yield its address, without a slash at the end. home: BAKEOFF_HOME, with web.log; kwargs: the environment.

    waits: constants of the product, as "module.NAME", with shorter times in seconds.
    A database that is given as DATABASE_URL is already migrated.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    env = {**os.environ, "BAKEOFF_HOME": str(home), "REDIS_URL": settings.REDIS_URL, "ALLOWED_HOSTS": "127.0.0.1"}
    env |= {"DATABASE_URL": f"sqlite:///{home / 'bakeoff.sqlite3'}", "PORT": str(port), **kwargs}
    if "DATABASE_URL" not in kwargs:
        copy_migrated_database(home / "bakeoff.sqlite3")
    command = read_procfile(ROOT / "Procfile", {"HOST": "127.0.0.1", "EMBEDDED_PORT": "", **env})["web"]
    if waits:
        assert command[1:3] == ["-m", "uvicorn"]
        times = [f"{name}={seconds}" for name, seconds in waits.items()]
        command[1:3] = ["-m", "tests.services.short_waits", *times]
    with running(command, home / "web.log", env=env):
        address = f"http://127.0.0.1:{port}"

        def is_served() -> bool:
            try:
                return httpx.get(f"{address}/sign-in/", timeout=60).status_code < 500
            except httpx.TransportError:
                return False

        wait_until(is_served, deadline_s=60, interval_s=0.1)
        yield address
