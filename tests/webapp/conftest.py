"""Fixtures: a real ASGI server with the test database, for browsers and WebSockets."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections, transaction
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from evaluations import tasks
from scripts.processes import read_procfile
from tests import factories, processes
from tests.environment import HOME
from tests.webapp.api_client import Caller, token_for
from tests.webapp.matrix_world import World, build
from tests.webapp.rows_for_pages import sign_in
from webapp.model_servers import server_probe
from webapp.prompts import token_count


@pytest.fixture(scope="session", autouse=True)
def short_wait_for_token_counts() -> Iterator[None]:
    """Let a page wait 0.05 s for a worker that counts tokens, not 0.8 s. No worker runs beside these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(token_count, "WAIT_S", 0.05)
        yield


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list with an entry for each time that the workers are woken. No worker runs."""
    times: list[int] = []
    monkeypatch.setattr(tasks, "wake", lambda: times.append(1))
    return times


@pytest.fixture
def mia() -> User:
    """A member of the default team."""
    return factories.make_person("mia")


@pytest.fixture
def member(mia: User) -> Client:
    """Mia, signed in."""
    return sign_in(mia)


@pytest.fixture
def api(mia: User) -> Caller:
    """A caller with Mia's token."""
    return Caller(token_for(mia))


@pytest.fixture(scope="session")
def site(django_db_setup: None, broker: str) -> Iterator[str]:
    """Start uvicorn with pages and WebSockets, the same rows and the same broker. Yield its address."""
    variables = {"HOST": "127.0.0.1", "PORT": str(settings.PORT), "EMBEDDED_PORT": "", "BAKEOFF_HOME": str(HOME)}
    command = read_procfile(processes.ROOT / "Procfile", variables)["web"]
    with processes.running(command, HOME / "logs" / "web.log", env=os.environ | {"DATABASE_URL": _database_url()}):
        processes.wait_until(_is_served, deadline_s=30)
        yield f"http://127.0.0.1:{settings.PORT}"


def _database_url() -> str:
    name = str(connections["default"].settings_dict["NAME"])
    database_url = os.environ.get("DATABASE_URL", "")
    return urlsplit(database_url)._replace(path=f"/{name}").geturl() if database_url else f"sqlite:///{name}"


def _is_served() -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", settings.PORT)) == 0


def session_of(person: User) -> str:
    """Sign the person in, and return the value of the session cookie."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def enter(site: str) -> Callable[[Page | BrowserContext, User], str]:
    """Return a function that signs a browser in and returns the site's address."""

    def sign_in(where: Page | BrowserContext, person: User) -> str:
        context = where.context if isinstance(where, Page) else where
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": site}])
        return site

    return sign_in


@pytest.fixture(scope="module")
def quiet_jobs() -> Iterator[None]:
    """Send no jobs, and wait for none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "wake", lambda: None)
        for job in (
            tasks.refresh_server,
            tasks.pull_model,
            tasks.probe_server,
            tasks.probe_model,
            tasks.do_model_action,
        ):
            patch.setattr(job, "delay", lambda *_: None)
        patch.setattr(server_probe, "PROBE_DEADLINE_S", 0.0)
        yield


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, quiet_jobs: None) -> Iterator[World]:
    """The world of the matrix tests, built once. Each request is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
