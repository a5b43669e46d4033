"""SQL that keeps the tallies of quality correct: triggers on profiles and on the current grading of an answer.

A profile counts while its grading is current, in the cell of its candidate. As in tally_triggers.py, SQLite has
triggers for each row, PostgreSQL for each statement, which writes its cells in one order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from evaluations.models.quality_rules import COUNTS, RULES, count_column
from evaluations.models.trigger_sql import CANDIDATE, GRADING, KEY, among, run_statements

PROFILE, TALLY = "evaluations_qualityprofile", "evaluations_qualitytally"
EVENTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
CURRENT = "quality_current"
ADDS = {
    "measured": "CASE WHEN r.{rule} IS NOT NULL THEN 1 ELSE 0 END",
    "flawed": "CASE WHEN r.{rule} > 0 THEN 1 ELSE 0 END",
    "sum": "COALESCE(r.{rule}, 0)",
}
# Column to what one profile (r) adds to it.
OF_PROFILE = {count_column(rule, count): ADDS[count].format(rule=rule.name) for rule in RULES for count in COUNTS}
COLUMNS = ", ".join([*KEY, *OF_PROFILE])
C_KEY = ", ".join(f"c.{name}" for name in KEY)
SAME_CELL = " AND ".join(f"{TALLY}.{name} = d.{name}" for name in KEY)
ADD_TO_CELL = (
    f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
    f"{', '.join(f'{name} = {TALLY}.{name} + excluded.{name}' for name in OF_PROFILE)}"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers, replacing older ones, if the table exists."""
    if _has_tally(connection):
        remove(connection)
        run_statements(connection, _postgres() if connection.vendor == "postgresql" else _sqlite())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers, for loading many rows at once; call `recount` and `install` afterwards."""
    is_postgres = connection.vendor == "postgresql"
    names = [*((f"quality_profile_{event}", PROFILE) for event in EVENTS), (CURRENT, GRADING)]
    if _has_tally(connection):
        ends = (f" ON {table}" if is_postgres else "" for _, table in names)
        run_statements(
            connection, [f"DROP TRIGGER IF EXISTS {name}{end}" for (name, _), end in zip(names, ends, strict=True)]
        )


def recount(connection: BaseDatabaseWrapper, runs: Collection[int] | None = None) -> None:
    """Compute all tallies again from the profiles, or those of some runs."""
    if _has_tally(connection):
        sums = ", ".join(f"SUM({sql})" for sql in OF_PROFILE.values())
        run_statements(
            connection,
            (
                f"DELETE FROM {TALLY} WHERE {among('run_id', runs)}",
                f"INSERT INTO {TALLY} ({COLUMNS}) SELECT {C_KEY}, {sums} FROM {PROFILE} r {_candidate_join()} "
                f"WHERE g.is_current AND {among('c.run_id', runs)} GROUP BY {C_KEY}",
            ),
        )


def _has_tally(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the table is there: the first migrations install triggers before it is."""
    return TALLY in connection.introspection.table_names()


def _candidate_join() -> str:
    """Return candidate and grading of a profile (r)."""
    return f"JOIN {CANDIDATE} c ON c.id = r.candidate_id JOIN {GRADING} g ON g.id = r.grading_id"


def _sums(rows: str, condition: str) -> str:
    """Return each cell (d) with what these signed profiles add to it."""
    sums = ", ".join(f"SUM(r.sign * ({sql})) AS {name}" for name, sql in OF_PROFILE.items())
    return f"SELECT {C_KEY}, {sums} FROM ({rows}) r {_candidate_join()} WHERE {condition} GROUP BY {C_KEY}"


def _add_sql(rows: str, condition: str) -> str:
    """Add them to their cells, which are made where they are missing; in one order."""
    order = ", ".join(f"d.{name}" for name in KEY)
    sums = f"SELECT * FROM ({_sums(rows, condition)}) d WHERE 1 = 1 ORDER BY {order}"
    return f"INSERT INTO {TALLY} ({COLUMNS}) {sums} {ADD_TO_CELL};"


def _subtract_sql(rows: str, condition: str) -> str:
    """Subtract them from their cells. Never insert: when a whole run is deleted, its tallies may be deleted first."""
    sets = ", ".join(f"{name} = {TALLY}.{name} + d.{name}" for name in OF_PROFILE)
    return f"UPDATE {TALLY} SET {sets} FROM ({_sums(rows, condition)}) d WHERE {SAME_CELL};"


def _sqlite() -> Iterator[str]:
    for event, (first, *more) in EVENTS.items():
        steps = [
            (_subtract_sql if row == "OLD" else _add_sql)(_one_profile(row), "g.is_current") for row in (first, *more)
        ]
        yield f"CREATE TRIGGER quality_profile_{event} AFTER {event} ON {PROFILE} BEGIN {' '.join(steps)} END"
    sign = "CASE WHEN NEW.is_current THEN 1 ELSE -1 END AS sign"
    profiles = f"SELECT {sign}, p.* FROM {PROFILE} p WHERE p.grading_id = NEW.id"
    yield (
        f"CREATE TRIGGER {CURRENT} AFTER UPDATE OF is_current ON {GRADING} WHEN OLD.is_current <> NEW.is_current "
        f"BEGIN {_add_sql(profiles, '1 = 1')} END"
    )


def _one_profile(row: str) -> str:
    """Return the trigger's row as a table with one row."""
    names = ("grading_id", "candidate_id", *(rule.name for rule in RULES))
    sign = {"NEW": 1, "OLD": -1}[row]
    return f"SELECT {sign} AS sign, {', '.join(f'{row}.{name} AS {name}' for name in names)}"


def _postgres() -> Iterator[str]:
    for event, rows in EVENTS.items():
        steps = [
            (_subtract_sql if row == "OLD" else _add_sql)(
                f"SELECT {'1' if row == 'NEW' else '-1'} AS sign, * FROM {row.lower()}_rows", "g.is_current"
            )
            for row in rows
        ]
        yield from _postgres_trigger(f"quality_profile_{event}", PROFILE, event, rows, " ".join(steps))
    flipped = (
        f"SELECT CASE WHEN n.is_current THEN 1 ELSE -1 END AS sign, p.* FROM new_rows n "
        f"JOIN old_rows o ON o.id = n.id AND o.is_current <> n.is_current JOIN {PROFILE} p ON p.grading_id = n.id"
    )
    yield from _postgres_trigger(CURRENT, GRADING, "update", ("OLD", "NEW"), _add_sql(flipped, "TRUE"))


def _postgres_trigger(name: str, table: str, event: str, rows: tuple[str, ...], body: str) -> Iterator[str]:
    referencing = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row in rows)
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} RETURN NULL; END $$ LANGUAGE plpgsql"
    )
    yield (
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {referencing} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
    )
