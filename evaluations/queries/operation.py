"""Figures for operators: waiting work, workers and servers that answer, disk space."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Now

from evaluations.models import Candidate, ModelServer, Run, State, Worker
from evaluations.models.states import RunState

# Of running runs. "waiting" have their answer, and no slot of a sandbox yet.
CANDIDATE_STATES = ("queued", "generating", "waiting", "executing")
ROLES = ("execute", "generate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The figures of one moment. longest_held_s: how long a worker has had its oldest answer."""

    candidates: dict[str, int]
    runs: dict[str, int]
    workers: dict[str, int]
    servers: dict[str, int]
    longest_held_s: float
    database_bytes: int


def read_operation() -> Operation:
    """Read them: some milliseconds, whatever the number of answers that ended."""
    runs = Run.objects.exclude(state=RunState.DONE).order_by().values_list("state").annotate(n=Count("pk"))
    return Operation(
        candidates=_candidates(),
        runs={RunState.RUNNING.value: 0, RunState.PAUSED.value: 0} | dict(runs),
        workers=_workers(),
        servers=_servers(),
        longest_held_s=_longest_held_s(),
        database_bytes=database_bytes(),
    )


def _candidates() -> dict[str, int]:
    rows = Candidate.objects.filter(
        state__in=[State.QUEUED, State.GENERATING, State.EXECUTING], run__state=RunState.RUNNING
    )
    counts = dict.fromkeys(CANDIDATE_STATES, 0)
    for state, taken_by, n in rows.order_by().values_list("state", "taken_by").annotate(n=Count("pk")):
        counts["waiting" if state == State.EXECUTING and not taken_by else state] += n
    return counts


def _workers() -> dict[str, int]:
    counts = dict.fromkeys(ROLES, 0)
    for name in Worker.objects.alive().values_list("name", flat=True):
        role = name.partition("-")[0]
        counts[role] = counts.get(role, 0) + 1
    return counts


def _servers() -> dict[str, int]:
    rows = ModelServer.objects.exclude(kind=ModelServer.Kind.STORED)
    counts = dict(rows.order_by().values_list("is_reachable").annotate(n=Count("pk")))
    return {"reachable": counts.get(True, 0), "unreachable": counts.get(False, 0)}


def _longest_held_s() -> float:
    rows = Candidate.objects.filter(state__in=[State.GENERATING, State.EXECUTING]).exclude(taken_by="")
    first = rows.order_by("taken_at").annotate(db_now=Now()).values_list("taken_at", "db_now").first()
    return max(0.0, (first[1] - first[0]).total_seconds()) if first and first[0] else 0.0


def database_bytes() -> int:
    """Return the size of the whole database, indexes included; of SQLite with what is not yet in its main file."""
    if connection.vendor == "sqlite":
        files = [Path(f"{connection.settings_dict['NAME']}{suffix}") for suffix in ("", "-wal")]
        return sum(file.stat().st_size for file in files if file.exists())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
