"""Start the processes of a site like `make up`, with a home for one bench."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.processes import running, wait_until

ROOT = Path(__file__).parent.parent


@contextmanager
def own_home(name: str) -> Iterator[Path]:
    """Yield a folder for database, files and logs. It is removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix=f"bakeoff-{name}-"))
    (home / "logs").mkdir()
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def prepare(home: Path, *, with_model: bool = False) -> None:
    """Set the environment: no settings of a person, own database and broker. with_model: the embedded one."""
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        ports = {"PORT": str(first.getsockname()[1]), "EMBEDDED_PORT": str(second.getsockname()[1])}
    os.environ |= {**ports, "BAKEOFF_HOME": str(home), "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    os.environ |= {"EMBEDDED_MODEL": str(int(with_model)), "LOG_LEVEL": "WARNING", "BAKEOFF_ROLE": ""}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@contextmanager
def started(home: Path, names: Sequence[str], tree: Path = ROOT) -> Iterator[dict[str, list[int]]]:
    """Run these processes of the Procfile with the code of a checkout. Yield the process ids of each name.

    A name that occurs twice is started twice.
    """
    with ExitStack() as stack:
        pids: dict[str, list[int]] = {name: [] for name in names}
        for name in names:
            command = [sys.executable, "-m", "scripts.process", name]
            env = {**os.environ, "BAKEOFF_ROLE": name, "PYTHONPATH": str(tree)}
            process = stack.enter_context(running(command, home / "logs" / f"{name}.log", env=env, cwd=tree))
            pids[name].append(process.pid)
        yield pids


def wait_for_workers(role: str, n: int) -> None:
    """Wait until n workers of a role have reported that they are alive."""
    from evaluations.models import Worker

    def are_alive() -> bool:
        return Worker.objects.alive().filter(name__startswith=f"{role}-").count() >= n

    wait_until(are_alive, deadline_s=120, interval_s=0.2)


def is_served() -> bool:
    """Return whether the web process takes connections."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", int(os.environ["PORT"]))) == 0
