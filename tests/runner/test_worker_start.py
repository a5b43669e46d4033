"""A worker that cannot do its work ends with a sentence, before it counts as a living one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaluations.models import Worker
from tests.processes import ROOT, running
from tests.runner.conftest import POOLS, database_url


def start(tmp_path: Path, queue: str, **fields: str) -> tuple[int, str]:
    """Start a worker of this queue; return its exit status and output when it ends."""
    command = [sys.executable, "-m", "celery", "-A", "webapp", "worker", "-Q", queue, "-l", "INFO", *POOLS[queue]]
    env = {**os.environ, "DATABASE_URL": database_url(), "BAKEOFF_ROLE": queue, **fields}
    log = tmp_path / "worker.log"
    with running([*command, "-n", f"{queue}-{os.urandom(3).hex()}@%h"], log, env, cwd=ROOT) as worker:
        try:
            status = worker.wait(60)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the worker still runs:\n{log.read_text()[-2000:]}") from None
    return status, log.read_text()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/no/such/browser", 'CHROMIUM_PATH="/no/such/browser" is not a program. Correct it or unset it.'),
        ("/bin/true", "/bin/true did not start. Try it by hand"),
    ],
)
def test_execute_worker_without_a_browser_ends_before_any_sign_of_life(
    tmp_path: Path, path: str, sentence: str
) -> None:
    status, output = start(tmp_path, "execute", CHROMIUM_PATH=path)
    assert status == 2
    assert f"This worker can execute nothing, and ends. {sentence}" in output
    assert "Traceback" not in output
    assert not Worker.objects.exists()
