"""Run a program for Node that is beside this module: JSON in, JSON out, with limits, without the site's secrets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from evaluations.errors import SuiteError
from evaluations.records import Json
from scripts import node

ROOT = Path(__file__).parents[2]


def run_program(program: str, given: Any, *, memory_mb: int, timeout_s: int, what: str, shorter: str) -> Json:
    """Return what the program writes for the given JSON. Raises SuiteError when it fails or takes longer.

    what: names the work in the sentence, like "The mutators"; shorter: what to do when it takes too long.
    """
    path = Path(__file__).with_name(program)
    command = [str(node.find(Path(sys.prefix))), f"--max-old-space-size={memory_mb}", str(path)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", "")},  # it must not see the site's secrets
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired as exc:
        raise SuiteError(f"{what} took more than {timeout_s} s. {shorter}") from exc
    if done.returncode:
        raise SuiteError(f"{what} failed: {done.stderr.strip()[-400:]} Run `make setup`.")
    return json.loads(done.stdout)
