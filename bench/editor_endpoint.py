"""Time that the endpoint for editors adds to each chunk of a streamed answer.

A scripted model server writes the time into each chunk. A client reads the stream directly and through the site, with
recording on, on the same machine. `python bench/editor_endpoint.py [--rounds N] [--streams N]` prints the milliseconds
from writing to reading. Exit 1 when the endpoint adds more than TARGET_MS at the 95th percentile.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from evaluations.statistics import quantile  # noqa: E402
from scripts.processes import read_procfile  # noqa: E402
from tests.processes import running, wait_until  # noqa: E402

TARGET_MS = 5.0
N_CHUNKS, GAP_S = 150, 0.02
# Makes a site with one model, and one member with a token and recording on.
ROWS = """
from django.contrib.auth.models import User
from evaluations.models import *
team = Team.objects.default()
member = Membership.objects.create(user=User.objects.create_user("bench"), team=team, role="member")
EditorEndpoint.set_open(team, True, None)
EditorRecording.objects.create(membership=member)
server = ModelServer.objects.create(slug="box", kind="ollama", base_url="{url}", is_reachable=True)
LanguageModel.objects.create(server=server, name="m")
print("TOKEN", ApiToken.objects.make(member, "bench", ["editor"])[1])
"""


class ModelServer(BaseHTTPRequestHandler):
    """Streams chunks that contain the time of writing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def do_POST(self) -> None:
        """Stream one answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        with suppress(OSError):
            for n in range(N_CHUNKS):
                time.sleep(GAP_S)
                line = {"message": {"content": f"{n} "}, "at": time.time(), "done": n == N_CHUNKS - 1}
                piece = json.dumps(line).encode() + b"\n"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")


@contextmanager
def model_server() -> Iterator[str]:
    """Start the server and yield its address."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), ModelServer)
    http.daemon_threads = True
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()


@contextmanager
def site(home: Path, url: str) -> Iterator[tuple[str, str]]:
    """Start a site. Yield the endpoint's address and a token."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    more = {"BAKEOFF_HOME": str(home), "EMBEDDED_MODEL": "0", "PORT": port, "HOST": "127.0.0.1", "EMBEDDED_PORT": ""}
    env = {**os.environ, **more, "EMBEDDED_PORT": str(int(port) + 1)}
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v", "0"], env=env, check=True)
    made = subprocess.run(
        [*manage, "shell", "-v", "0", "-c", ROWS.format(url=url)], env=env, check=True, capture_output=True, text=True
    )
    token = made.stdout.partition("TOKEN ")[2].split()[0]
    command = read_procfile(ROOT / "Procfile", env)["web"]
    with running(command, home / "web.log", env=env):
        address = f"http://127.0.0.1:{port}/editor"

        def is_served() -> bool:
            with suppress(httpx.TransportError):
                return httpx.get(f"{address}/").status_code == 200
            return False

        wait_until(is_served, deadline_s=60, interval_s=0.2)
        yield address, token


def delays(address: str, model: str, token: str) -> list[float]:
    """Return the milliseconds from writing to reading for each chunk of one answer."""
    results = []
    body = {"model": model, "messages": [{"role": "user", "content": "count"}]}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.stream("POST", f"{address}/api/chat", json=body, headers=headers, timeout=60) as answer:
        answer.raise_for_status()
        for line in answer.iter_lines():
            results.append((time.time() - json.loads(line)["at"]) * 1000)
    return results


def together(n: int, address: str, model: str, token: str) -> list[float]:
    """Return the same for n answers at the same time."""
    results: list[float] = []
    threads = [threading.Thread(target=lambda: results.extend(delays(address, model, token))) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def main() -> int:
    """Measure in turn, print, and compare with the target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--streams", type=int, default=1, help="answers at once, at most 8")
    options = parser.parse_args()
    direct: list[float] = []
    through: list[float] = []
    with tempfile.TemporaryDirectory() as home, model_server() as url, site(Path(home), url) as (address, token):
        together(1, address, "box/m", token)  # the first request imports the endpoint's modules
        for _ in range(options.rounds):
            direct += together(options.streams, url, "m", "")
            through += together(options.streams, address, "box/m", token)
    added = []
    for share in (0.5, 0.95, 0.99):
        before, after = quantile(direct, share) or 0.0, quantile(through, share) or 0.0
        added.append(after - before)
        print(
            f"p{share * 100:.0f}: direct {before:.2f} ms, through the site {after:.2f} ms, added {after - before:.2f}"
        )
    print(f"{len(through)} chunks each, {options.streams} at once, {GAP_S * 1000:.0f} ms apart")
    return int(added[1] > TARGET_MS)


if __name__ == "__main__":
    sys.exit(main())
