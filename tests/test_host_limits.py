"""How much of the machine a worker may use: limits of containers count, not only what the machine has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaluations import host_limits
from evaluations.sandbox.sandbox import usual_slots

GB = 10**9
MACHINE = "MemTotal:       65000000 kB\nMemFree:  10 kB\n"
TELL = "from evaluations import host_limits as limits; print(limits.processors(), limits.memory_mb())"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with 64 processors and 66 GB; the folder of its cgroups."""
    own, memory, cgroups = tmp_path / "own", tmp_path / "meminfo", tmp_path / "cgroups"
    memory.write_text(MACHINE)
    cgroups.mkdir()
    for name, path in (("OWN", own), ("MEMORY", memory), ("CGROUPS", cgroups)):
        monkeypatch.setattr(host_limits, name, path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(64)))
    return cgroups


def place(machine: Path, own: str, **files: str) -> None:
    """Write this process's cgroups, and files of cgroups: `/` is written `__` in the names."""
    (machine.parent / "own").write_text(own)
    for name, text in files.items():
        path = machine / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_machine_without_limits_has_all_its_processors(machine: Path) -> None:
    assert (host_limits.processors(), host_limits.memory_mb()) == (64, 66560)
    assert usual_slots() == 65


def test_container_has_the_limits_of_version_2_at_the_top(machine: Path) -> None:
    place(machine, "0::/\n", cpu_DOT_max="150000 100000\n", memory_DOT_max=f"{6 * GB}\n")
    assert (host_limits.processors(), host_limits.memory_mb()) == (2, 6000)
    assert usual_slots() == 3


def test_limit_of_a_group_above_counts(machine: Path) -> None:
    place(
        machine,
        "0::/bakeoff.slice/execute.service\n",
        bakeoff_DOT_slice__execute_DOT_service__cpu_DOT_max="max 100000\n",
        bakeoff_DOT_slice__execute_DOT_service__memory_DOT_max="max\n",
        bakeoff_DOT_slice__cpu_DOT_max="400000 100000\n",
        bakeoff_DOT_slice__memory_DOT_max=f"{2 * GB}\n",
    )
    assert (host_limits.processors(), host_limits.memory_mb()) == (4, 2000)
    assert usual_slots() == 2, "two large cases and the browser need 2 GB"


def test_container_with_version_1_sees_its_limits_at_the_top(machine: Path) -> None:
    place(
        machine,
        "4:memory:/docker/1f\n1:cpu,cpuacct:/docker/1f\n0::/\n",
        cpu__cpu_DOT_cfs_quota_us="50000\n",
        cpu__cpu_DOT_cfs_period_us="100000\n",
        memory__memory_DOT_limit_in_bytes=f"{GB}\n",
    )
    assert (host_limits.processors(), host_limits.memory_mb()) == (1, 1000)
    assert usual_slots() == 1


def test_version_1_without_limits(machine: Path) -> None:
    place(
        machine,
        "4:memory:/\n1:cpu:/\n",
        cpu__cpu_DOT_cfs_quota_us="-1\n",
        cpu__cpu_DOT_cfs_period_us="100000\n",
        memory__memory_DOT_limit_in_bytes="9223372036854771712\n",
    )
    assert (host_limits.processors(), host_limits.memory_mb()) == (64, 66560)


def test_pinned_process_has_only_its_processors() -> None:
    first = min(os.sched_getaffinity(0))
    pin = f"import os; os.sched_setaffinity(0, {{{first}}}); {TELL}"
    assert subprocess.check_output([sys.executable, "-c", pin], text=True).split()[0] == "1"


def test_real_cgroup_limits_a_process() -> None:
    folders = [Path("/sys/fs/cgroup/cpu/bakeoff-test"), Path("/sys/fs/cgroup/memory/bakeoff-test")]
    try:
        for folder in folders:
            folder.mkdir(exist_ok=True)
        (folders[0] / "cpu.cfs_quota_us").write_text("100000")
        (folders[1] / "memory.limit_in_bytes").write_text(str(3 * GB))
    except OSError:
        pytest.skip("cgroups of version 1 cannot be made here")
    enter = "".join(f"open('{folder}/cgroup.procs', 'w').write('0');" for folder in folders)
    try:
        told = subprocess.check_output([sys.executable, "-c", f"{enter} {TELL}"], text=True)
    finally:
        for folder in folders:
            folder.rmdir()
    assert told.split() == ["1", "2999"]
