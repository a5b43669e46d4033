"""SQL that keeps tallies correct: triggers on candidates and answers, and a full recount.

SQLite has triggers for each row; it has one writer. PostgreSQL has triggers for each statement: they write their cells
in one order, after all candidates of the statement are locked, so that two workers cannot wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

from evaluations.models import quality_triggers
from evaluations.models.trigger_sql import CANDIDATE, GRADING, KEY, among, run_statements

TEXT_CHARS = 160
# In the order of evaluations.records.Verdict.
STABLE_VERDICTS = ("passed", "unchecked", "failed", "runtime_error", "over_limit", "timeout", "build_error", "no_code")
NEW, OLD = "NEW", "OLD"
Columns = dict[str, str]


HAS_CHECKS = "EXISTS (SELECT 1 FROM evaluations_task k WHERE k.id = r.task_id AND k.is_checked)"


def _case_when(condition: str, value: str = "1") -> str:
    return f"CASE WHEN {condition} THEN {value} ELSE 0 END"


# Column to what one candidate (r) adds to it.
OF_CANDIDATE = {
    "n": "1",
    "n_open": _case_when("r.state IN ('queued', 'generating', 'executing')"),
    "n_cancelled": _case_when("r.state = 'cancelled'"),
    "n_flaky": _case_when("r.is_flaky"),
    "n_truncated": _case_when("r.is_truncated"),
    "n_scored": _case_when(f"NOT r.is_flaky AND r.verdict NOT IN ('', 'unscored') AND {HAS_CHECKS}"),
    **{f"n_{verdict}": _case_when(f"NOT r.is_flaky AND r.verdict = '{verdict}'") for verdict in STABLE_VERDICTS},
    "n_unscored": _case_when("r.verdict = 'unscored'"),
    "score_sum": _case_when("NOT r.is_flaky AND r.verdict NOT IN ('', 'unscored')", "COALESCE(r.score, 0)"),
}
TIMED = "COALESCE(r.generation_ms, 0) > 0 AND COALESCE(r.completion_tokens, 0) > 0"
# Column to what one answer (r) adds to it.
OF_ANSWER = {
    "n_answers": "1",
    "prompt_tokens": "COALESCE(r.prompt_tokens, 0)",
    "completion_tokens": "COALESCE(r.completion_tokens, 0)",
    "generation_ms": "COALESCE(r.generation_ms, 0)",
    "timed_tokens": _case_when(TIMED, "r.completion_tokens"),
    "timed_ms": _case_when(TIMED, "r.generation_ms"),
    "n_first_token": _case_when("r.first_token_ms IS NOT NULL"),
    "first_token_ms": "COALESCE(r.first_token_ms, 0)",
    "n_thoughts": _case_when("r.thinking_tokens IS NOT NULL"),
    "n_thought_only": _case_when("r.is_thought_only"),
    "thinking_tokens": "COALESCE(r.thinking_tokens, 0)",
    "thinking_ms": "COALESCE(r.thinking_ms, 0)",
    "n_first_text": _case_when("r.first_text_ms IS NOT NULL"),
    "first_text_ms": "COALESCE(r.first_text_ms, 0)",
}
ANSWER = "evaluations_generation"
TALLY, CAUSE = "evaluations_tally", "evaluations_causetally"
VERSION = "evaluations_versiontally"
VERSIONS = ("harness_version", "extractor_version", "grader_version")
V_KEY = ", ".join(["run_id", *VERSIONS])
R_VERSIONS = ", ".join(f"r.{name}" for name in VERSIONS)
HAS_CAUSE = "r.cause <> '' AND NOT r.is_flaky AND r.verdict <> ''"


def install(connection: BaseDatabaseWrapper) -> None:
    """Install the triggers, replacing older ones. A migration that rebuilds the tables must call it again."""
    counted = _existing(connection, OF_CANDIDATE), _existing(connection, OF_ANSWER)
    statements = _postgres(*counted) if connection.vendor == "postgresql" else _sqlite(*counted)
    run_statements(connection, [sql for sql in statements if _has_versions(connection) or GRADING not in sql])
    quality_triggers.install(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers, for loading many rows at once; call `recount` and `install` afterwards."""
    if connection.vendor == "postgresql":
        run_statements(connection, (f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _names()))
    else:
        run_statements(connection, (f"DROP TRIGGER IF EXISTS {name}" for name, _ in _names()))
    quality_triggers.remove(connection)


def recount(connection: BaseDatabaseWrapper, runs: Collection[int] | None = None) -> None:
    """Compute all tallies again from the candidates, or those of some runs."""
    if _has_versions(connection):
        recount_versions(connection, runs)
    quality_triggers.recount(connection, runs)
    counted, of_answer = _existing(connection, OF_CANDIDATE), _existing(connection, OF_ANSWER)
    key, sums = ", ".join(f"r.{name}" for name in KEY), ", ".join(f"SUM({sql})" for sql in counted.values())
    answers = ", ".join(f"SUM({sql}) AS {name}" for name, sql in of_answer.items())
    zeros = ", ".join("0" for _ in of_answer)
    c_key = ", ".join(f"c.{name}" for name in KEY)
    run_statements(
        connection,
        (
            f"DELETE FROM {TALLY} WHERE {among('run_id', runs)}",
            f"DELETE FROM {CAUSE} WHERE {among('run_id', runs)}",
            f"INSERT INTO {TALLY} ({', '.join([*KEY, *counted, *of_answer])}) "
            f"SELECT {key}, {sums}, {zeros} FROM {CANDIDATE} r WHERE {among('r.run_id', runs)} GROUP BY {key}",
            f"UPDATE {TALLY} SET {', '.join(f'{name} = a.{name}' for name in of_answer)}, load_ms = a.load_ms "
            f"FROM (SELECT {c_key}, {answers}, MAX(r.load_ms) AS load_ms FROM {ANSWER} r "
            f"JOIN {CANDIDATE} c ON c.id = r.candidate_id WHERE {among('c.run_id', runs)} GROUP BY {c_key}) a "
            f"WHERE {' AND '.join(f'{TALLY}.{name} = a.{name}' for name in KEY)}",
            f"INSERT INTO {CAUSE} (run_id, model_id, verdict, text, n) SELECT r.run_id, r.model_id, r.verdict, "
            f"SUBSTR(r.cause, 1, {TEXT_CHARS}), COUNT(*) FROM {CANDIDATE} r "
            f"WHERE {HAS_CAUSE} AND {among('r.run_id', runs)} GROUP BY 1, 2, 3, 4",
        ),
    )


def recount_versions(connection: BaseDatabaseWrapper, runs: Collection[int] | None = None) -> None:
    """Count again which versions made the current gradings."""
    run_statements(
        connection,
        (
            f"DELETE FROM {VERSION} WHERE {among('run_id', runs)}",
            f"INSERT INTO {VERSION} ({V_KEY}, n, newest) SELECT c.run_id, {R_VERSIONS}, COUNT(*), MAX(r.id) "
            f"FROM {GRADING} r JOIN {CANDIDATE} c ON c.id = r.candidate_id "
            f"WHERE r.is_current AND {among('c.run_id', runs)} GROUP BY c.run_id, {R_VERSIONS}",
        ),
    )


def _has_versions(connection: BaseDatabaseWrapper) -> bool:
    """Return whether the table is there: the first migrations install triggers before it is."""
    return VERSION in connection.introspection.table_names()


def _existing(connection: BaseDatabaseWrapper, counted: Columns) -> Columns:
    """Return the columns that the table has: earlier migrations install triggers before all columns exist."""
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, TALLY)}
    return {name: sql for name, sql in counted.items() if name in columns}


def _names() -> list[tuple[str, str]]:
    tables = {"candidate": CANDIDATE, "answer": ANSWER, "grading": GRADING}
    events = ("insert", "update", "delete")
    return [(f"tally_{what}_{event}", table) for what, table in tables.items() for event in events]


def _sqlite(counted: Columns, of_answer: Columns) -> Iterator[str]:
    for name, _ in _names():
        yield f"DROP TRIGGER IF EXISTS {name}"
    at_new, at_old = _at_key(NEW), _at_key(OLD)
    numbers = [*counted, *of_answer]
    values = ", ".join([*(f"NEW.{name}" for name in KEY), *("0" for _ in numbers)])
    yield (
        f"CREATE TRIGGER tally_candidate_insert AFTER INSERT ON {CANDIDATE} BEGIN INSERT INTO {TALLY} "
        f"({', '.join([*KEY, *numbers])}) VALUES ({values}) ON CONFLICT ({', '.join(KEY)}) DO NOTHING; "
        f"UPDATE {TALLY} SET {_changes_sql(counted, NEW)} WHERE {at_new}; {_cause(NEW)} END"
    )
    yield (
        f"CREATE TRIGGER tally_candidate_update AFTER UPDATE OF state, verdict, score, cause, is_flaky, is_truncated "
        f"ON {CANDIDATE} BEGIN UPDATE {TALLY} SET {_changes_sql(counted, NEW, OLD)} WHERE {at_new}; "
        f"{_cause(OLD)} {_cause(NEW)} END"
    )
    yield (
        f"CREATE TRIGGER tally_candidate_delete AFTER DELETE ON {CANDIDATE} BEGIN "
        f"UPDATE {TALLY} SET {_changes_sql(counted, old=OLD)} WHERE {at_old}; {_cause(OLD)} END"
    )
    for event, new, old in (("insert", NEW, ""), ("update", NEW, OLD), ("delete", "", OLD)):
        cell = f"id = (SELECT t.id FROM {CANDIDATE} c JOIN {TALLY} t ON {' AND '.join(f't.{k} = c.{k}' for k in KEY)} "
        cell += f"WHERE c.id = {new or old}.candidate_id)"
        load = ", load_ms = MAX(COALESCE(load_ms, NEW.load_ms), COALESCE(NEW.load_ms, load_ms))" if new else ""
        yield (
            f"CREATE TRIGGER tally_answer_{event} AFTER {event} ON {ANSWER} BEGIN "
            f"UPDATE {TALLY} SET {_changes_sql(of_answer, new, old)}{load} WHERE {cell}; END"
        )
        both = " ".join(_version(row) for row in (old, new) if row)
        yield f"CREATE TRIGGER tally_grading_{event} AFTER {event} ON {GRADING} BEGIN {both} END"


def _at_key(row: str) -> str:
    return " AND ".join(f"{name} = {row}.{name}" for name in KEY)


def _changes_sql(columns: Columns, new: str = "", old: str = "") -> str:
    """Return `n = n + … - …` for each column; an unchanged one costs so little that no condition is needed."""

    def terms(sql: str) -> str:
        added = f" + {sql.replace('r.', f'{new}.')}" if new else ""
        return added + (f" - {sql.replace('r.', f'{old}.')}" if old else "")

    return ", ".join(f"{name} = {name}{terms(sql)}" for name, sql in columns.items())


def _cause(row: str) -> str:
    """Add (NEW) or subtract (OLD) one for the cause of this candidate."""
    when = HAS_CAUSE.replace("r.", f"{row}.")
    text = f"SUBSTR({row}.cause, 1, {TEXT_CHARS})"
    if row == OLD:
        key = f"run_id = OLD.run_id AND model_id = OLD.model_id AND verdict = OLD.verdict AND text = {text}"
        return f"UPDATE {CAUSE} SET n = n - 1 WHERE {key} AND {when};"
    return (
        f"INSERT INTO {CAUSE} (run_id, model_id, verdict, text, n) SELECT NEW.run_id, NEW.model_id, NEW.verdict, "
        f"{text}, 1 WHERE {when} ON CONFLICT (run_id, model_id, verdict, text) DO UPDATE SET n = n + 1;"
    )


def _version(row: str) -> str:
    """Add (NEW) or subtract (OLD) one current grading by these versions."""
    if row == OLD:
        # Never insert here: when a whole run is deleted, its counts may be deleted first, and nothing may point to it
        # afterwards.
        same = " AND ".join(f"{name} = OLD.{name}" for name in VERSIONS)
        of_run = f"run_id = (SELECT run_id FROM {CANDIDATE} WHERE id = OLD.candidate_id)"
        return f"UPDATE {VERSION} SET n = n - 1 WHERE {of_run} AND {same} AND OLD.is_current;"
    columns = ", ".join(f"NEW.{name}" for name in VERSIONS)
    return (
        f"INSERT INTO {VERSION} ({V_KEY}, n, newest) SELECT c.run_id, {columns}, 1, NEW.id FROM {CANDIDATE} c "
        f"WHERE c.id = NEW.candidate_id AND NEW.is_current ON CONFLICT ({V_KEY}) "
        "DO UPDATE SET n = n + excluded.n, newest = MAX(newest, excluded.newest);"
    )


def _postgres(counted: Columns, of_answer: Columns) -> Iterator[str]:
    for name, table in _names():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    for event, tables in (("insert", "NEW"), ("update", "NEW OLD"), ("delete", "OLD")):
        referencing = " ".join(f"{which} TABLE AS {which.lower()}_rows" for which in tables.split())
        for what, table, body in (
            ("candidate", CANDIDATE, _of_candidates(tables, counted, of_answer) + _of_causes(tables)),
            ("answer", ANSWER, _of_answers(tables, of_answer)),
            ("grading", GRADING, _of_gradings(tables)),
        ):
            name = f"tally_{what}_{event}"
            begin, end = "RETURNS trigger AS $$ BEGIN", "RETURN NULL; END $$ LANGUAGE plpgsql"
            yield f"CREATE OR REPLACE FUNCTION {name}() {begin} {body} {end}"
            yield (
                f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {referencing} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


def _signed(tables: str) -> str:
    """Return the rows of the statement, each marked as added or removed."""
    signs = {"NEW": 1, "OLD": -1}
    return " UNION ALL ".join(f"SELECT {signs[which]} AS sign, * FROM {which.lower()}_rows" for which in tables.split())


def _of_candidates(tables: str, counted: Columns, of_answer: Columns) -> str:
    names, key = [*counted], ", ".join(f"r.{name}" for name in KEY)
    sums = ", ".join(f"SUM(r.sign * ({sql})) AS {name}" for name, sql in counted.items())
    added = f"SELECT {key}, {sums} FROM ({_signed(tables)}) r GROUP BY {key}"
    if tables == "OLD":
        return _subtract_sql(TALLY, KEY, names, added)
    zeros = ", ".join("0" for _ in of_answer)
    # Claims move many candidates without changing any count: unchanged cells are not written.
    moved = " OR ".join(f"d.{name} <> 0" for name in names)
    return (
        f"INSERT INTO {TALLY} ({', '.join([*KEY, *names, *of_answer])}) "
        f"SELECT {', '.join(f'd.{n}' for n in [*KEY, *names])}, {zeros} FROM ({added}) d WHERE {moved} "
        f"ORDER BY {', '.join(f'd.{name}' for name in KEY)} ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET "
        + ", ".join(f"{name} = {TALLY}.{name} + EXCLUDED.{name}" for name in names)
        + "; "
    )


def _subtract_sql(table: str, key: Sequence[str], names: Sequence[str], added: str) -> str:
    """Subtract from existing cells. Never insert: when a run is deleted, its counts may be deleted first."""
    sets = ", ".join(f"{name} = t.{name} + d.{name}" for name in names)
    return (
        f"UPDATE {table} t SET {sets} FROM ({added}) d WHERE {' AND '.join(f't.{name} = d.{name}' for name in key)}; "
    )


def _of_causes(tables: str) -> str:
    key = ("run_id", "model_id", "verdict", "text")
    added = (
        f"SELECT r.run_id, r.model_id, r.verdict, SUBSTR(r.cause, 1, {TEXT_CHARS}) AS text, SUM(r.sign) AS n "
        f"FROM ({_signed(tables)}) r WHERE {HAS_CAUSE} GROUP BY 1, 2, 3, 4"
    )
    if tables == "OLD":
        return _subtract_sql(CAUSE, key, ["n"], added)
    return (
        f"INSERT INTO {CAUSE} ({', '.join(key)}, n) SELECT d.* FROM ({added}) d WHERE d.n <> 0 ORDER BY 1, 2, 3, 4 "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET n = {CAUSE}.n + EXCLUDED.n; "
    )


def _of_answers(tables: str, of_answer: Columns) -> str:
    key = ", ".join(f"c.{name}" for name in KEY)
    sums = ", ".join(f"SUM(r.sign * ({sql})) AS {name}" for name, sql in of_answer.items())
    return (
        f"UPDATE {TALLY} t SET {', '.join(f'{name} = t.{name} + d.{name}' for name in of_answer)}, "
        f"load_ms = GREATEST(t.load_ms, d.load_ms) FROM (SELECT {key}, {sums}, "
        f"MAX(CASE WHEN r.sign > 0 THEN r.load_ms END) AS load_ms "
        f"FROM ({_signed(tables)}) r JOIN {CANDIDATE} c ON c.id = r.candidate_id GROUP BY {key}) d "
        f"WHERE {' AND '.join(f't.{name} = d.{name}' for name in KEY)}; "
    )


def _of_gradings(tables: str) -> str:
    added = (
        f"SELECT c.run_id, {R_VERSIONS}, SUM(r.sign) AS n, MAX(r.id) AS newest FROM ({_signed(tables)}) r "
        f"JOIN {CANDIDATE} c ON c.id = r.candidate_id WHERE r.is_current GROUP BY c.run_id, {R_VERSIONS}"
    )
    if tables == "OLD":
        return _subtract_sql(VERSION, ("run_id", *VERSIONS), ["n"], added)
    return (
        f"INSERT INTO {VERSION} ({V_KEY}, n, newest) SELECT d.* FROM ({added}) d WHERE d.n <> 0 ORDER BY 1, 2, 3, 4 "
        f"ON CONFLICT ({V_KEY}) DO UPDATE SET n = {VERSION}.n + EXCLUDED.n, "
        f"newest = GREATEST({VERSION}.newest, EXCLUDED.newest); "
    )
