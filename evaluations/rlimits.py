"""Limits that a process sets for itself before it reads what somebody uploaded. Standard library only."""

from __future__ import annotations

import resource
from typing import Any


def bound(order: dict[str, Any]) -> None:
    """Set the limits: cpu_s, memory_mb of address space, answer_mb for each file that is written; no core is dumped."""
    memory = int(order["memory_mb"]) << 20
    cpu = max(1, round(order["cpu_s"]))
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, int(order["answer_mb"]) << 20),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (most, most if kind != resource.RLIMIT_CPU else hard))
