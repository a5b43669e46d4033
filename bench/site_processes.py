"""The processes of a site over a home of a bench's own, started as `make up` starts them."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.processes import running

ROOT = Path(__file__).parent.parent


@contextmanager
def own_home(name: str) -> Iterator[Path]:
    """Give a folder for database, files and logs. It is removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix=f"bakeoff-{name}-"))
    (home / "logs").mkdir()
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def started(home: Path, names: Sequence[str], tree: Path = ROOT) -> Iterator[dict[str, int]]:
    """Run these processes of the Procfile with the code of a checkout; give their process ids by name."""
    with ExitStack() as stack:
        pids = {}
        for name in names:
            command = [sys.executable, "-m", "scripts.process", name]
            env = {**os.environ, "BAKEOFF_ROLE": name, "PYTHONPATH": str(tree)}
            process = stack.enter_context(running(command, home / "logs" / f"{name}.log", env=env, cwd=tree))
            pids[name] = process.pid
        yield pids


def is_served() -> bool:
    """Return whether the web process takes connections."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", int(os.environ["PORT"]))) == 0
