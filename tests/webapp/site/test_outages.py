"""Without the database, pages and API report this with a status of its own, and not as an error in our code."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError
from django.test import Client

from webapp.site import db_threads
from webapp.site.db_threads import PATIENCE_S, limit_waits
from webapp.site.outages import NO_DATABASE, outage_of


def caused(error: Exception, cause: Exception | None) -> Exception:
    """Return Django's database error around that of the driver."""
    error.__cause__ = cause
    return error


def locked(tmp_path: Path) -> sqlite3.OperationalError:
    """Return SQLite's error when another process has locked the database."""
    path = tmp_path / "db.sqlite3"
    holder, other = sqlite3.connect(path, isolation_level=None), sqlite3.connect(path, timeout=0)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        other.execute("CREATE TABLE a (b)")
    holder.close()
    other.close()
    return caught.value


def refused() -> psycopg.OperationalError:
    """Return the error of PostgreSQL's driver when no server listens."""
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect("postgres://nobody@127.0.0.1:1/none", connect_timeout=2)
    return caught.value


def test_locked_and_absent_databases_are_known_faults(tmp_path: Path) -> None:
    for cause in (locked(tmp_path), refused(), psycopg.errors.AdminShutdown("terminating connection")):
        assert outage_of(caused(OperationalError(str(cause)), cause)) is NO_DATABASE
    assert outage_of(InterfaceError("connection already closed")) is NO_DATABASE


def test_database_that_takes_no_changes_is_a_fault_of_its_own() -> None:
    error = caused(InternalError("cannot execute INSERT"), psycopg.errors.ReadOnlySqlTransaction("cannot execute"))
    outage = outage_of(error)
    assert outage is not None
    assert (outage.status, outage.heading) == (503, "The database is read-only")


def test_failing_disk_under_sqlite_counts_as_an_unreachable_database() -> None:
    cause = sqlite3.OperationalError("disk I/O error")
    assert outage_of(caused(OperationalError("disk I/O error"), cause)) is NO_DATABASE


def test_wrong_query_is_an_internal_error() -> None:
    for error, cause in [
        (ProgrammingError("no such column"), psycopg.errors.UndefinedColumn("no such column")),
        (OperationalError("no such table: x"), sqlite3.OperationalError("no such table: x")),
        (OperationalError("canceled"), psycopg.errors.QueryCanceled("canceled")),
    ]:
        assert outage_of(caused(error, cause)) is None


def test_page_says_that_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def refuse(*_: object, **__: object) -> None:
        raise caused(OperationalError("the connection is lost"), psycopg.OperationalError("the connection is lost"))

    # The session needs it first, before any view.
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", refuse)
    client.cookies["sessionid"] = "a" * 32
    monkeypatch.setattr("django.conf.settings.SESSION_COOKIE_NAME", "sessionid")
    response = client.get("/runs/")
    assert response.status_code == 503
    assert "The database does not answer." in response.content.decode()


def test_pages_do_not_wait_long_for_a_locked_database() -> None:
    database: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 20}}
    limit_waits(database)
    assert database["OPTIONS"]["timeout"] == PATIENCE_S


def test_pages_do_not_wait_long_for_a_locked_table(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(db_threads.POSTGRES_OPTIONS, "options", "-c lock_timeout=50ms")
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
    limit_waits(settings)
    with psycopg.connect(postgres) as holder, psycopg.connect(postgres, **settings["OPTIONS"]) as other:
        holder.execute("CREATE TABLE a (b int)")
        holder.commit()
        holder.execute("LOCK TABLE a IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(psycopg.errors.LockNotAvailable) as caught:
            other.execute("SELECT * FROM a")
    assert outage_of(caused(OperationalError("canceled"), caught.value)) is NO_DATABASE
