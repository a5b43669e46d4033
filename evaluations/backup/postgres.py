"""Tables of PostgreSQL out and in by COPY: no program of PostgreSQL's is needed on this host."""

from __future__ import annotations

from typing import IO

from django.db import connection, transaction

READ_BYTES = 2**20
INDEX_MEMORY_MB = 256  # of the server, while it sorts
CONSTRAINTS = """
    SELECT contype, conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u', 'x') AND conrelid <> 0
    ORDER BY conrelid::regclass::text, conname
"""
# Those of keys are not among them any more.
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'public'::regnamespace
    ORDER BY 1
"""
OLD_SCHEMA = "before_restore"  # the schema with the earlier tables, until the restore is complete
REPLACED_SCHEMA = "replaced_by_restore"  # its name from then on, until it is removed


def freeze() -> None:
    """Read everything in this transaction as it is now. It must be the transaction's first statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def tables() -> list[str]:
    """Return the names of all tables of the site, in alphabetical order."""
    with connection.cursor() as cursor:
        names = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
    return sorted(names)


def columns(table: str) -> list[str]:
    """Return the names of a table's columns."""
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def copy_out(table: str, names: list[str], file: IO[bytes]) -> int:
    """Write all rows; return how many."""
    n = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {_target(table, names)} TO STDOUT") as copy:
        for block in copy:
            file.write(block)
            n += bytes(block).count(b"\n")  # line breaks in values are escaped
    return n


def copy_in(table: str, names: list[str], file: IO[bytes]) -> None:
    """Take rows that copy_out wrote, without a trigger. `finish` must follow.

    The table must have been emptied in this transaction: then its rows need no later clean-up (FREEZE).
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")
        with cursor.copy(f"COPY {_target(table, names)} FROM STDIN WITH (FREEZE)") as copy:
            while block := file.read(READ_BYTES):
                copy.write(block)


def finish(table: str, names: list[str]) -> None:
    """Switch triggers on again, and number new rows from where the old ones end."""
    quoted = _quoted(table)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted} ENABLE TRIGGER USER")
        if "id" in names:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [quoted])
            if sequence := cursor.fetchone()[0]:
                query = f"SELECT setval(%s, coalesce(max(id), 1), max(id) IS NOT NULL) FROM {quoted}"
                cursor.execute(query, [sequence])


def drop_indexes() -> list[str]:
    """Drop all indexes, keys and foreign keys; return the statements that make them again, in their order.

    Restoring without them takes half of the time (2026-12): an index is built at once from sorted rows, and a foreign
    key is checked by one query instead of one for each row.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS)
        constraints = cursor.fetchall()
        foreign = [row for row in constraints if row[0] == "f"]
        keys = [row for row in constraints if row[0] != "f"]
        for _, table, name, _ in (*foreign, *keys):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    return [*map(_add_constraint, keys), *(definition for _, definition in indexes), *map(_add_constraint, foreign)]


def _add_constraint(row: tuple[str, str, str, str]) -> str:
    """Return the statement that makes a row of CONSTRAINTS again."""
    _, table, name, definition = row
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"


def make_indexes(statements: list[str]) -> None:
    """Make again what drop_indexes dropped. Raises IntegrityError if rows contradict a key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{INDEX_MEMORY_MB}MB'")
        for statement in statements:
            cursor.execute(statement)


def analyse() -> None:
    """Let the planner know the restored tables, so that the first pages are as fast as later ones."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def empty_all() -> None:
    """Remove the rows that migrations made."""
    names = ", ".join(_quoted(table) for table in tables())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")


@transaction.atomic
def set_aside() -> None:
    """Begin with an empty schema; the earlier tables are kept in another one."""
    with connection.cursor() as cursor:
        for schema in (OLD_SCHEMA, REPLACED_SCHEMA):
            cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"ALTER SCHEMA public RENAME TO {OLD_SCHEMA}")
        cursor.execute("CREATE SCHEMA public")


def is_interrupted() -> bool:
    """Return whether a restore was ended half way, so that the earlier tables are still set aside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = %s)", [OLD_SCHEMA])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def put_back() -> None:
    """Move the earlier tables back after an error."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f"ALTER SCHEMA {OLD_SCHEMA} RENAME TO public")


def mark_replaced() -> None:
    """Note, in the transaction that copied the rows, that the earlier tables are not to be put back."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA {OLD_SCHEMA} RENAME TO {REPLACED_SCHEMA}")


def remove_replaced() -> None:
    """Remove the earlier tables after a restore."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {REPLACED_SCHEMA} CASCADE")


def _target(table: str, names: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(_quoted(name) for name in names)})"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name.replace('"', ""))
