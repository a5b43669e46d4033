"""Pytest plugin, loaded before Django's settings. Each test process gets its own home, ports and broker address.

Nothing of the person's own set-up leaks in, and two workers of pytest-xdist never meet. To run the tests over another
database give its address as TEST_DATABASE_URL.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.compiled_files import compile_files
from tests.order import mixed

IS_FULL = os.environ.get("FULL_TESTS") == "1"  # set by `make test-full`
needs_time = pytest.mark.skipif(not IS_FULL, reason="takes minutes: make test-full")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Path(os.environ.get("TEST_HOME") or tempfile.mkdtemp(prefix=f"bakeoff-{WORKER}-"))
# The home of the process that started this test run. Its workers share what it holds.
RUN_HOME = Path(os.environ.setdefault("TEST_RUN_HOME", str(HOME)))
OWNER = os.getpid()
ROOT = Path(__file__).resolve().parent.parent
BACKGROUND: list[subprocess.Popen[bytes]] = []
SETTINGS_OF_A_PERSON = (
    "REDIS_URL",
    "DATABASE_URL",
    "DATABASE_PASSWORD",
    "EMBEDDED_URL",
    "EMBEDDED_MODEL",
    "MODEL_FILES_FOLDERS",
    "MODEL_SERVER_NETWORKS",
    "WEBHOOK_NETWORKS",
    "OLLAMA_API_KEY",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "HOST",
    "HTTPS",
    "BACKGROUND_NICENESS",
    "SANDBOX_SLOTS",
    "PYTHON_WHEELS",
    "UPLOAD_MAX_MB",
    "CONNECTIONS_PER_ADDRESS",
    "STALE_AFTER_S",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "METRICS_TOKEN",
    "S3_BUCKET",
    "WEB_PROCESSES",
    "GRADINGS_KEPT",
    "RETENTION_DAYS",
    "AUDIT_DAYS",
    "OIDC_ISSUER",
    "EMAIL_HOST",
    "SITE_URL",
    "HOST_ROLES",
    "TIME_ZONE",
    "MAKELEVEL",
    "MAKEFLAGS",
    "MFLAGS",
)


def free_ports(count: int) -> list[int]:
    """Return free ports of this machine. They are opened together, so that no two are the same."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def _prepare() -> None:
    # The tests start hundreds of processes. Each would compile about 1,300 modules again, which takes 1.5 s.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    port, embedded_port, nobody = free_ports(3)
    for name in SETTINGS_OF_A_PERSON:
        os.environ.pop(name, None)
    if database := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = database
    os.environ |= {
        "BAKEOFF_HOME": str(HOME),
        "PORT": str(port),
        "EMBEDDED_PORT": str(embedded_port),
        "OLLAMA_HOST": f"http://127.0.0.1:{nobody}",
    }


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name file parameters by a constant: their time stamps would give a test another name in each process."""
    return argname if isinstance(val, bytes) else None


def pytest_sessionstart(session: pytest.Session) -> None:
    """Do once what each process of pytest-xdist would do or wait for: compile all files, apply the migrations."""
    option = session.config.option
    if not getattr(option, "numprocesses", None):
        return
    if not option.collectonly and "TEST_DATABASE_URL" not in os.environ:
        command, env = [sys.executable, "-m", "tests.databases"], os.environ | {"TEST_HOME": str(HOME)}
        BACKGROUND.append(subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True))
    compile_files(session.config, ROOT)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each process of pytest-xdist run tests that wait beside tests of others that compute."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items[:] = mixed(items)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Delete the home folder, except in a process that a test forked."""
    if os.getpid() == OWNER:
        for process in BACKGROUND:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(HOME, ignore_errors=True)


_prepare()
