"""Two web processes on one port: what one of them does is known to the other."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from websockets.sync.client import ClientConnection, connect

from evaluations.sandbox.browser.threads import descendants
from tests.processes import ROOT, wait_until
from tests.served import served

LIMIT = 60  # requests a minute of one person


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    """The address of a site with two web processes."""
    with served(home, WEB_CONCURRENCY="2", REQUESTS_PER_MINUTE_PERSON=str(LIMIT)) as address:
        wait_until(lambda: len(processes(address)) == 2, deadline_s=60)
        yield address


def processes(site: str) -> list[int]:
    """Return the ids of the processes that accept connections; the first one of uvicorn only starts them."""
    port = urlsplit(site).port
    inode = next(inode for local, _, state, inode in tcp_sockets() if local == port and state == "0A")
    owners = [pid for pid in descendants(os.getpid()) if owns(pid, inode)]
    return sorted(owners)[1:]


def tcp_sockets() -> Iterator[tuple[int, int, str, str]]:
    """Yield local port, remote port, state and inode of each IPv4 socket of this machine."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        yield int(words[1].rpartition(":")[2], 16), int(words[2].rpartition(":")[2], 16), words[3], words[9]


def owns(pid: int, inode: str) -> bool:
    """Return whether a process has this socket open."""
    try:
        links = [os.readlink(path) for path in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        return False
    return f"socket:[{inode}]" in links


@contextmanager
def only(pid: int, site: str) -> Iterator[None]:
    """Stop the other web process meanwhile, so that this one accepts each new connection."""
    others = [other for other in processes(site) if other != pid]
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def ask(
    pid: int, site: str, method: str, path: str, cookies: dict[str, str] | None = None, **kwargs: Any
) -> httpx.Response:
    """Send a request that this process answers."""
    with only(pid, site), httpx.Client(base_url=site, timeout=30, cookies=cookies) as client:
        response = client.request(method, path, **kwargs)
        stream = response.extensions["network_stream"]
        port = stream.get_extra_info("client_addr")[1]
        inode = next(
            inode for local, remote, _, inode in tcp_sockets() if (local, remote) == (urlsplit(site).port, port)
        )
        assert owns(pid, inode)
        return response


def manage(home: Path, *words: str) -> str:
    """Run a command of manage.py beside the site, and return its output."""
    env = {**os.environ, "BAKEOFF_HOME": str(home), "REDIS_URL": settings.REDIS_URL}
    env["DATABASE_URL"] = f"sqlite:///{home / 'bakeoff.sqlite3'}"
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def cookies(home: Path, site: str) -> dict[str, str]:
    """The cookies of somebody who signed in at the first process, with a form that the second one made."""
    first, second = processes(site)
    manage(home, "first_run", "--patience", "0")
    path = f"/sign-in/{manage(home, 'sign_in_link').strip().rstrip('/').rpartition('/')[2]}/"
    form = ask(second, site, "GET", path)
    fields = {"csrfmiddlewaretoken": token_in(form.text)}
    done = ask(first, site, "POST", path, data=fields, cookies=dict(form.cookies), headers={"Referer": site + path})
    assert done.status_code == 302, done.text
    return {**form.cookies, **done.cookies}


def token_in(page: str) -> str:
    match = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert match
    return match[1]


def test_session_and_form_of_one_process_are_valid_in_the_other(site: str, cookies: dict[str, str]) -> None:
    for pid in processes(site):
        page = ask(pid, site, "GET", "/runs/1/", cookies=cookies)
        assert page.status_code == 200
    first, second = processes(site)
    page = ask(first, site, "GET", "/preferences/", cookies=cookies)
    fields = {"csrfmiddlewaretoken": token_in(page.text), "theme": "dark"}
    jar = {**cookies, **page.cookies}
    assert ask(second, site, "POST", "/people/theme/", data=fields, cookies=jar).status_code == 302
    assert 'data-theme="dark"' in ask(first, site, "GET", "/runs/", cookies=cookies).text


def test_sockets_of_both_processes_hear_of_a_change_made_in_one(site: str, cookies: dict[str, str]) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(open_socket(pid, site, cookies)) for pid in processes(site)]
        page = ask(processes(site)[0], site, "GET", "/runs/1/", cookies=cookies)
        fields = {"csrfmiddlewaretoken": token_in(page.text)}
        jar = {**cookies, **page.cookies}
        assert ask(processes(site)[0], site, "POST", "/runs/1/pause/", data=fields, cookies=jar).status_code == 302
        for socket_ in sockets:
            assert '"run.' in str(socket_.recv(timeout=10))
    for pid in processes(site):
        text = ask(pid, site, "GET", "/runs/1/", cookies=cookies).text
        assert "Resume" in text, "a part that the process kept from before is not shown"


@contextmanager
def open_socket(pid: int, site: str, cookies: dict[str, str]) -> Iterator[ClientConnection]:
    """Open the WebSocket of the run's page at this process, and wait until it has joined."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Origin": site}
    address = site.replace("http", "ws", 1) + "/ws/runs/1/"
    with ExitStack() as stack:
        with only(pid, site):
            client = stack.enter_context(connect(address, additional_headers=headers, open_timeout=30))
            assert "joined" in str(client.recv(timeout=10))
        yield client


def test_idempotency_key_is_known_to_both_processes(home: Path, site: str, cookies: dict[str, str]) -> None:
    secret = manage(home, "api_token", "make", "--name", "ci", "--scope", "read", "--scope", "write").split()[-1]
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": str(uuid.uuid4())}
    first, second = processes(site)
    answer = ask(first, site, "GET", "/api/v1/candidates?page_size=1", headers=headers).json()["items"][0]["id"]
    path = f"/api/v1/candidates/{answer}/comments"
    created = [ask(pid, site, "POST", path, json={"text": "Once"}, headers=headers) for pid in (first, second)]
    assert [response.status_code for response in created] == [201, 201], created[0].text
    assert created[0].json() == created[1].json()
    assert created[1].headers["Idempotent-Replayed"] == "true"
    with closing(sqlite3.connect(home / "bakeoff.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM evaluations_comment").fetchone()[0] == 1


def test_failed_sign_ins_are_counted_over_both_processes(site: str) -> None:
    first, second = processes(site)
    form = ask(first, site, "GET", "/sign-in/")
    fields = {"csrfmiddlewaretoken": token_in(form.text), "username": "eve", "password": "wrong"}
    statuses = [
        ask(pid, site, "POST", "/sign-in/", data=fields, cookies=dict(form.cookies)).status_code
        for pid in (first, second) * 5 + (first,)
    ]
    assert statuses == [422] * 10 + [429]


def test_requests_to_both_processes_count_for_one_limit(site: str, cookies: dict[str, str]) -> None:
    wait_until(lambda: time.time() % 60 < 50, deadline_s=30)  # all requests belong to one minute
    with ExitStack() as stack:
        clients = []
        for pid in processes(site):
            client = stack.enter_context(httpx.Client(base_url=site, timeout=30, cookies=cookies))
            with only(pid, site):
                assert client.get("/sign-in/").status_code in (200, 302)  # it keeps this connection
            clients.append(client)
        statuses = [client.get("/help/").status_code for _ in range(LIMIT // 2 + 15) for client in clients]
    assert statuses[0] == 200
    assert statuses[-1] == 429, "neither process alone had as many requests as the limit"
