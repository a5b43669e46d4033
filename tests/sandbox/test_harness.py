"""The harness by itself, without a browser: its types, its style, its own tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("what", ["lint", "test"])
def test_harness_by_itself(what: str) -> None:
    command = [sys.executable, "-m", "scripts.harness", what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
