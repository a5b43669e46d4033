"""The site without its broker: stored data can be read, actions that need the broker say so, and nothing is lost."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.databases import copy_migrated_database
from tests.processes import ROOT, running, wait_until

READ = ["/", "/runs/", "/runs/1/", "/candidates/1/", "/compare/", "/compare/leaderboard/", "/workbooks/", "/models/"]
READ += [
    "/models/queue/",
    "/suites/",
    "/suites/starter/",
    "/prompt/",
    "/prompt/?task=1",
    "/people/preferences/",
    "/help/",
]
Manage = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An own home, and the address of a broker that does not exist."""
    home = tmp_path_factory.mktemp("home")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    own = {"BAKEOFF_HOME": str(home), "PORT": str(port), "ALLOWED_HOSTS": "127.0.0.1", "DATABASE_URL": ""}
    return {**os.environ, **own, "REDIS_URL": f"unix://{home}/nowhere.sock"}


@pytest.fixture(scope="module")
def manage(environment: dict[str, str]) -> Manage:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    copy_migrated_database(Path(environment["BAKEOFF_HOME"], "bakeoff.sqlite3"))
    return run


@pytest.fixture(scope="module")
def visitor(environment: dict[str, str], manage: Manage) -> Iterator[httpx.Client]:
    """A client that is signed in by a link, with the first run made."""
    first = manage("first_run", "--patience", "0")
    assert first.returncode == 0, first.stderr[-1000:]
    secret = manage("sign_in_link").stdout.strip().rstrip("/").rpartition("/")[2]
    command = [sys.executable, "-m", "uvicorn", "webapp.asgi:application", "--lifespan", "off"]
    log = Path(environment["BAKEOFF_HOME"], "web.log")
    with (
        running([*command, "--port", environment["PORT"]], log, env=environment),
        httpx.Client(base_url=f"http://127.0.0.1:{environment['PORT']}", follow_redirects=True, timeout=60) as client,
    ):

        def is_served() -> bool:
            try:
                return client.get("/sign-in/").status_code == 200
            except httpx.TransportError:
                return False

        wait_until(is_served, deadline_s=30, interval_s=0.1)
        post(client, f"/sign-in/{secret}/", f"/sign-in/{secret}/")
        yield client


def post(client: httpx.Client, form_at: str, to: str, **fields: str) -> httpx.Response:
    """Send the form at that address."""
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', client.get(form_at).text)
    assert token
    return client.post(to, data={**fields, "csrfmiddlewaretoken": token[1]})


@pytest.mark.parametrize("address", READ)
def test_stored_data_can_be_read(address: str, visitor: httpx.Client) -> None:
    assert visitor.get(address).status_code == 200


def test_run_can_still_be_paused_resumed_and_cancelled(visitor: httpx.Client) -> None:
    for act in ("pause", "resume", "cancel"):
        assert post(visitor, "/runs/1/", f"/runs/1/{act}/").status_code == 200


def test_acts_that_need_the_broker_report_that_and_what_to_do(visitor: httpx.Client, manage: Manage) -> None:
    with httpx.Client(base_url=visitor.base_url) as stranger:
        refused = post(stranger, "/sign-in/", "/sign-in/", username="a", password="b")
        assert refused.status_code == 503
        assert "The broker does not answer" in refused.text
        assert "make up" in refused.text
    token = manage("api_token", "make", "--name", "t", "--scope", "admin").stdout.split()[-1]
    fields = {"name": "x", "kind": "openai", "base_url": "http://127.0.0.1:9/v1"}
    answer = visitor.post("/api/v1/servers/test", json=fields, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 503, answer.text
    assert "broker" in answer.json()["detail"]
