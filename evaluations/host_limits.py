"""What this process may use of the machine: a container or a cgroup may allow less than the machine has.

`os.cpu_count()` names all processors of the machine, also in a container with a limit of two. psutil reads no cgroups;
loky does, and brings a pool of processes for these 40 lines.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
MEMORY = Path("/proc/meminfo")


def processors() -> int:
    """Return how many processors this process may use at once: at least 1, a fraction counts as one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, math.ceil(min(_processor_quotas(), default=allowed))))


def memory_mb() -> int | None:
    """Return how much memory this process may use at most, in MB; None where the system does not tell."""
    machine = [int(line.split()[1]) * 1024 for line in _read(MEMORY).splitlines() if line.startswith("MemTotal:")]
    most = min([*machine, *_memory_limits()], default=None)
    return None if most is None else most // 1_000_000


def _processor_quotas() -> Iterator[float]:
    for folder in _folders("cpu"):
        quota, _, period = _read(folder / "cpu.max").strip().partition(" ")  # version 2: 200000 100000, or max
        quota = quota or _read(folder / "cpu.cfs_quota_us").strip()  # version 1: -1 without a limit
        period = period or _read(folder / "cpu.cfs_period_us").strip()
        if quota.isdigit() and period.isdigit() and int(period):
            yield int(quota) / int(period)


def _memory_limits() -> Iterator[int]:
    for folder in _folders("memory"):
        for name in ("memory.max", "memory.limit_in_bytes"):  # "max", or a huge number, without a limit
            if (limit := _read(folder / name).strip()).isdigit():
                yield int(limit)


def _folders(controller: str) -> Iterator[Path]:
    """Yield this process's cgroup and those above it. In a container the topmost one is its own."""
    for line in _read(OWN).splitlines():
        _, names, path = line.split(":", 2)
        if names and controller not in names.split(","):
            continue
        roots = [CGROUPS / names, CGROUPS / controller] if names else [CGROUPS, CGROUPS / "unified"]
        for root in dict.fromkeys(root.resolve() for root in roots):
            inner = root / path.lstrip("/")
            yield from (folder for folder in (inner, *inner.parents) if folder.is_relative_to(root))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
