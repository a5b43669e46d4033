"""Copy all rows of a SQLite database into PostgreSQL tables of the same migration."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

# From a value as SQLite keeps it to one of the PostgreSQL type; other types take the value itself.
CONVERTED: dict[str, Callable[[Any], Any]] = {
    "boolean": bool,
    "interval": lambda microseconds: timedelta(microseconds=microseconds),
    "uuid": lambda digits: UUID(hex=digits),
}
KEPT = {"django_migrations"}  # PostgreSQL knows by itself which migrations it has


def copy_rows(path: Path, target: psycopg.Connection) -> set[str]:
    """Replace all rows of the target. Return the tables that were left out: PostgreSQL lacks them, or keeps its own.

    Triggers and foreign keys do not act meanwhile: the counts that they keep are copied like other rows.
    """
    target.execute("SET session_replication_role = replica")
    with closing(sqlite3.connect(path)) as source:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = {name for (name,) in source.execute(query)}
        types = {name: _column_types(target, name) for name in tables}
        shared = {name for name in tables if types[name]} - KEPT
        for name in sorted(shared):
            target.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(name)))
        for name in sorted(shared):
            _copy_table(source, target, name, types[name])
    target.execute("SET session_replication_role = origin")
    return tables - shared


def _column_types(target: psycopg.Connection, table: str) -> dict[str, str]:
    query = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
    return dict(target.execute(query, [table]).fetchall())


def _copy_table(source: sqlite3.Connection, target: psycopg.Connection, table: str, types: dict[str, str]) -> None:
    rows = source.execute(f"SELECT * FROM {table}")
    columns = [description[0] for description in rows.description]
    assert set(columns) <= set(types), f"{table}: PostgreSQL has no {set(columns) - set(types)}"
    converters = [CONVERTED.get(types[column]) for column in columns]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(sql.Placeholder() * len(columns)),
    )
    with target.cursor() as cursor:
        cursor.executemany(statement, _converted(rows, converters))
    if "id" in types:
        _set_sequence(target, table)


def _converted(rows: sqlite3.Cursor, converters: list[Callable[[Any], Any] | None]) -> Iterator[list[Any]]:
    for row in rows:
        pairs = zip(row, converters, strict=True)
        yield [convert(value) if convert and value is not None else value for value, convert in pairs]


def _set_sequence(target: psycopg.Connection, table: str) -> None:
    """Have the next row get the next free number."""
    query = sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), coalesce(max(id), 1)) FROM {}")
    target.execute(query.format(sql.Literal(table), sql.Identifier(table)))
