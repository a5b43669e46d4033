"""The limits of a container, by a real cgroup: little memory and half the processors change no verdict."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.environment import needs_time

ROOT = Path(__file__).parents[2]

LITTLE, TOO_LITTLE = 1_300_000_000, 1_200_000_000  # bytes: enough for one slot, and too little for three
WORK = """
import json, sys
from dataclasses import replace
from bench import mix
from evaluations.sandbox import Sandbox

n_slots, left_out = int(sys.argv[1]), sys.argv[2:]
large = [case for case in mix.golden(is_slow=True) if case.id.startswith("over_limit_") and case.id not in left_out]
honest = mix.passing_cases()
cases = []
for number, case in enumerate(large * 2):
    cases.append(case)
    cases += [replace(honest[(number * 4 + n) % len(honest)], id="honest") for n in range(4)]
with Sandbox(slots=n_slots or None) as sandbox:
    for report in sandbox.execute_many(cases):
        print(json.dumps([report.id, report.verdict, report.cause]), flush=True)
"""


Report = tuple[str, str, str]


@pytest.fixture
def cgroup() -> Iterator[Path]:
    """The folder of a new cgroup for memory."""
    folder = Path("/sys/fs/cgroup/memory/bakeoff-container-test")
    try:
        folder.mkdir(exist_ok=True)
        (folder / "memory.limit_in_bytes").write_text(str(LITTLE))
    except OSError:
        pytest.skip("cgroups of version 1 cannot be made here")
    yield folder
    with suppress(OSError):
        folder.rmdir()


def wrong_reports(cgroup: Path, memory_bytes: int, *arguments: str) -> list[Report]:
    """Execute large and honest cases in the cgroup; return id, verdict and cause of the wrong verdicts."""
    (cgroup / "memory.limit_in_bytes").write_text(str(memory_bytes))
    enter = f"open('{cgroup}/cgroup.procs', 'w').write('0')"
    command = [sys.executable, "-c", f"{enter}\n{WORK}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    reports: list[Report] = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(reports) > 50, done.stderr[-2000:]
    return [report for report in reports if report[1] != ("passed" if report[0] == "honest" else "over_limit")]


@needs_time
def test_memory_of_a_small_container_suffices_for_its_own_slots(cgroup: Path) -> None:
    assert wrong_reports(cgroup, LITTLE, "0") == []


@needs_time
def test_verdicts_are_right_where_the_kernel_ends_pages_for_lack_of_memory(cgroup: Path) -> None:
    # Blobs are stored by the browser itself: when the kernel ends it, the case is unscored.
    assert wrong_reports(cgroup, TOO_LITTLE, "3", "over_limit_blobs/candidate") == []
    assert "oom_kill 0" not in (cgroup / "memory.oom_control").read_text(), "the memory sufficed: nothing was tried"
