"""Grade stored answers with promptfoo and Inspect, for comparison. Used by bench/line.py.

Both get each answer with its checks as one script. promptfoo runs it as a JavaScript assertion, inside its own process
or in one node process per answer. Inspect uses its local sandbox, with one node process per answer. Neither isolates
the code, so endless loops are left out.
Installed into bench/peers, only here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluations.execution_records import Case

PEERS = Path(__file__).parent / "peers"
PYTHON = PEERS / ".venv/bin/python"
PROMPTFOO = [
    str(PEERS / "node_modules/.bin/promptfoo"),
    *("eval", "-c", "config.json", "-o", "out.json", "--no-cache", "--no-progress-bar", "--no-table"),
]
QUIET = ("PROMPTFOO_DISABLE_TELEMETRY", "PROMPTFOO_DISABLE_UPDATE", "PROMPTFOO_DISABLE_REMOTE_GENERATION")


def install() -> None:
    """Install both from their lock files."""
    if not (PEERS / "node_modules/.bin/promptfoo").exists():
        print("Installing promptfoo into bench/peers …", flush=True)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional"]
        subprocess.run(command, cwd=PEERS, check=True)
    if not PYTHON.exists():
        print("Installing Inspect into bench/peers …", flush=True)
        subprocess.run([sys.executable, "-m", "uv", "venv", "-q", str(PEERS / ".venv")], check=True)
        locked = ["pip", "install", "-q", "--python", str(PYTHON), "--require-hashes", "-r", "requirements.txt"]
        subprocess.run([sys.executable, "-m", "uv", *locked], cwd=PEERS, check=True)


def script_of(case: Case) -> str:
    """Join an answer and its checks to one script: the functions of the checks first, without imports and exports."""
    prelude = (PEERS / "prelude.js").read_text()
    answer = re.sub(r"^export (default )?", "", "\n".join(case.files.values()), flags=re.M)
    checks = re.sub(r"^import .*$", "", case.checks.source, flags=re.M)
    return f"{{\n{prelude}\n{answer}\n{checks}\n}}"


def timed(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Run a command in a folder; return how many seconds it took, and its output."""
    begun = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return time.perf_counter() - begun, done


def promptfoo(cases: Sequence[Case], *, a_process_each: bool = False) -> tuple[float, int]:
    """Return the answers per second of one `promptfoo eval` including its start, and how many passed."""
    with tempfile.TemporaryDirectory() as work_folder:
        folder = Path(work_folder)
        (folder / "scripts.json").write_text(json.dumps([script_of(case) for case in cases]))
        config = json.loads((PEERS / "promptfoo.json").read_text().replace("file://PEERS", f"file://{PEERS}"))
        config["tests"] = [{"vars": {"n": str(n)}} for n in range(len(cases))]
        (folder / "config.json").write_text(json.dumps(config))
        environment = os.environ | dict.fromkeys(QUIET, "1")
        environment |= {"PROMPTFOO_CONFIG_DIR": work_folder, "BENCH_SCRIPTS": str(folder / "scripts.json")}
        if a_process_each:
            environment["BENCH_PROCESS"] = "1"
        command = [*PROMPTFOO, "-j", str(os.cpu_count() or 2)]
        took_s, done = timed(command, folder, environment)
        if not (folder / "out.json").exists():  # it exits with an error where a case fails
            raise SystemExit(f"promptfoo failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        stats = json.loads((folder / "out.json").read_text())["results"]["stats"]
    return len(cases) / took_s, stats["successes"]


def inspect(cases: Sequence[Case]) -> tuple[float, int]:
    """Return the answers per second of one Inspect evaluation including its start, and how many passed."""
    with tempfile.TemporaryDirectory() as folder:
        scripts = Path(folder) / "scripts.json"
        scripts.write_text(json.dumps([script_of(case) for case in cases]))
        command = [PYTHON, PEERS / "inspect_line.py", scripts, Path(folder) / "logs"]
        took_s, done = timed(command, Path(folder))
        if done.returncode:
            raise SystemExit(f"Inspect failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return len(cases) / took_s, int(done.stdout.split()[-1])
