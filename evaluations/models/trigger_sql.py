"""Shared SQL of all tallies: names of tables, the key of a cell, and running statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

KEY = ("run_id", "model_id", "strategy", "task_id")
CANDIDATE, GRADING = "evaluations_candidate", "evaluations_grading"


def run_statements(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    """Run them in order."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def among(column: str, runs: Collection[int] | None) -> str:
    """Return a condition: the column names one of these runs; for None every row fits."""
    if runs is None:
        return "1 = 1"
    return f"{column} IN ({', '.join(str(int(run)) for run in runs)})" if runs else "1 = 0"
