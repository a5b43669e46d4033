"""The web process's database connections: limited under load, kept between requests, reopened after an outage."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from tests.databases import create_postgres_database
from tests.environment import needs_time
from tests.processes import ROOT, wait_until
from tests.served import served

N_THREADS = 4
# Connections of the site. Left out are the server's own, because autovacuum looks at a database that was just filled,
# and those of this test, because an earlier one may still be ending.
OURS = "SELECT pid FROM pg_stat_activity WHERE datname = 'pool' AND backend_type = 'client backend'"
OURS += " AND application_name <> 'looks'"


@pytest.fixture(scope="module")
def server(postgres: str, migrated_postgres: str) -> str:
    """A new database on the real server."""
    return create_postgres_database(postgres, "pool", template="migrated")


@pytest.fixture(scope="module")
def address(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page of the site with that database."""
    home = tmp_path_factory.mktemp("home")
    with served(home, DATABASE_URL=server, WEB_THREADS=str(N_THREADS)) as site:
        yield f"{site}/runs/"


def backends(server: str) -> set[int]:
    with psycopg.connect(server, autocommit=True, application_name="looks") as connection:
        return {pid for (pid,) in connection.execute(OURS)}


def ask(address: str) -> int:
    """Send a cookie of an unknown session. The session is looked up, and the answer redirects to the sign-in page."""
    cookies = {f"bakeoff_session_{urlsplit(address).port}": "a" * 32}
    return httpx.get(address, timeout=60, cookies=cookies).status_code


@needs_time
def test_fifty_simultaneous_requests_share_the_connections_of_the_threads(address: str, server: str) -> None:
    seen: set[int] = set()
    with ThreadPoolExecutor(50) as people:
        answers = [people.submit(ask, address) for _ in range(150)]
        while not all(answer.done() for answer in answers):
            now = backends(server)
            assert len(now) <= N_THREADS
            seen |= now
    assert {answer.result() for answer in answers} == {302}
    assert seen
    assert len(seen | backends(server)) <= N_THREADS  # no other one was opened in between


def test_successive_requests_use_one_connection(address: str, server: str) -> None:
    ask(address)
    before = backends(server)
    assert before
    for _ in range(20):
        ask(address)
    assert backends(server) == before


def test_connection_is_made_again_after_the_database_closed_it(address: str, server: str) -> None:
    expected = ask(address)
    before = backends(server)
    with psycopg.connect(server, autocommit=True, application_name="looks") as connection:
        connection.execute(OURS.replace("pid FROM", "pg_terminate_backend(pid) FROM"))
    wait_until(lambda: not backends(server))
    assert ask(address) == expected
    assert not backends(server) & before


@pytest.mark.parametrize("value", ["0", "201", "many"])
def test_a_wrong_number_of_threads_stops_the_start_with_a_sentence(value: str, tmp_path: Path) -> None:
    env = {**os.environ, "WEB_THREADS": value, "BAKEOFF_HOME": str(tmp_path)}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert f'WEB_THREADS="{value}" is not a whole number from 1 to 200. Correct it or unset it.' in done.stderr
