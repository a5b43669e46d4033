"""Checks what runs in the browser: types and style (`lint`), and the harness' own tests (`test`).

`format` formats the scripts and style sheets of the pages. Usage: python -m scripts.harness lint|format|test
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts import node
from scripts.console import Log, SetupError, fail
from scripts.setup import ROOT, VENV, home

HARNESS = "evaluations/sandbox/harness"
TESTS = "tests/sandbox/harness"
PRETTIER = ("node_modules/prettier/bin/prettier.cjs", "--log-level", "warn")
FORMATTED = ("static/js", "static/css", "templates/**/*.css")
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lint": (
        ("node_modules/typescript/bin/tsc", "-p", HARNESS),
        ("node_modules/typescript/bin/tsc", "-p", TESTS),
        ("node_modules/oxlint/bin/oxlint", "--deny-warnings", HARNESS, TESTS, "scripts", "static/js"),
        (*PRETTIER, "--check", *FORMATTED),
        ("scripts/lint-primordials.mjs",),
    ),
    "format": ((*PRETTIER, "--write", *FORMATTED),),
    "test": (("scripts/test-harness.mjs",),),
}


def main() -> int:
    """Exit status: 0 nothing found, 1 findings or a failed test, 2 wrong use or no Node."""
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        return fail(SetupError("Say which: python -m scripts.harness lint|format|test"))
    try:
        node.install_modules(Log(home() / "logs" / "setup.log"), ROOT, VENV)
        program = node.find(VENV)
    except SetupError as exc:
        return fail(exc)
    environment = {**os.environ, **node.environment(program)}
    codes = [run(program, command, environment) for command in COMMANDS[sys.argv[1]]]
    return 1 if any(codes) else 0


def run(program: Path, command: tuple[str, ...], environment: dict[str, str]) -> int:
    """Exit status of one Node program."""
    return subprocess.run([program, *command], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
