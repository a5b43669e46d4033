"""The share of the time in which a model server computes, from a run's first request to its last token.

A proxy between the workers and each server notes when a request arrives and when its answer ends. The server is busy
while at least one request is open. It is a scripted Ollama with one slot and answers of a fixed length. Broker,
generate and execute run as under `make up`, with an own home.

    python bench/busy_share.py [--answer-s 3 1] [--candidates 60] [--servers 2] [--tree ../other-checkout .]

--servers: the number of servers that have the model with the same digest. The run asks the first one. --tree: checkouts
with the generate worker's code. Each answer length is measured with each of them in turn. Exit 1 when the last tree is
below TARGET.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.site_processes import own_home, prepare, started  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.adapters.ollama_server import ollama_serving  # noqa: E402
from tests.processes import wait_until  # noqa: E402

if TYPE_CHECKING:
    from evaluations.models import Run

TARGET = 0.97
PIECES = 20
N_TASKS = 12
CHECKS = "import { add } from './answer';\ntest('1 + 2', () => expect(add(1, 2)).toBe(3));"


@dataclass
class Log:
    """Begin and end of each answer of one server, in seconds."""

    spans: list[tuple[float, float]] = field(default_factory=list)

    def busy_s(self) -> float:
        """Time with at least one answer open."""
        busy, until = 0.0, 0.0
        for begin, end in sorted(self.spans):
            busy += max(0.0, end - max(begin, until))
            until = max(until, end)
        return busy

    def gaps_ms(self) -> list[float]:
        """Return the milliseconds between two answers in which no request was open."""
        gaps, until = [], None
        for begin, end in sorted(self.spans):
            if until is not None:
                gaps.append(max(0.0, begin - until) * 1000)
            until = max(until or end, end)
        return gaps


def handler(log: Log, upstream: str, client: httpx.Client) -> type[BaseHTTPRequestHandler]:
    """Return the handler of a proxy to `upstream`."""

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing."""

        def do_GET(self) -> None:
            self._pass_on(b"")

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _pass_on(self, body: bytes) -> None:
            begun = monotonic()
            with client.stream(self.command, f"{upstream}{self.path}", content=body) as answer:
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                with suppress(OSError):
                    for piece in answer.iter_raw():
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    self.wfile.write(b"0\r\n\r\n")
            if self.path == "/api/chat":
                log.spans.append((begun, monotonic()))

    return Proxy


@contextmanager
def model_server(answer_s: float) -> Iterator[tuple[str, Log]]:
    """Run a proxied server whose answers take answer_s. Yield the proxy's address and its log."""
    log = Log()
    client = httpx.Client(timeout=300, limits=httpx.Limits(max_connections=None))
    with ollama_serving(gap_s=answer_s / PIECES, n_pieces=PIECES, n_parallel=1) as ollama, client:
        ollama.add("adder")
        ollama.shown["adder"] = {"model_info": {"llama.context_length": 32768}}
        http = ThreadingHTTPServer(("127.0.0.1", 0), handler(log, ollama.url, client))
        http.daemon_threads = True
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}", log
        http.shutdown()


def begun(title: str, addresses: Sequence[str], n: int) -> Run:
    """Make a run of n candidates for the first of these servers. No worker is woken yet."""
    from evaluations.models import LanguageModel, ModelServer, Run, Suite, SuiteVersion, Task, Team
    from evaluations.records import Checks, Kind, Sampling, TaskSpec
    from evaluations.runner import servers

    team = Team.objects.default()
    rows = []
    for number, address in enumerate(addresses):
        row, _ = ModelServer.objects.update_or_create(
            slug=f"bench-{number}", defaults={"kind": "ollama", "base_url": address}
        )
        servers.refresh(row)
        rows.append(row)
    suite, is_new = Suite.objects.get_or_create(team=team, slug="busy", defaults={"title": "Busy"})
    version = suite.latest() or SuiteVersion.objects.create(suite=suite, number=1, digest="busy")
    for position in range(N_TASKS if is_new else 0):
        spec = TaskSpec(
            slug=f"add-{position}",
            title=f"add {position}",
            kind=Kind.FUNCTION,
            prompt=f"Write add(a, b). [{position}]",
            language="js",
            entry="answer.js",
            entry_point="add",
            checks=Checks(path="checks.test.js", source=CHECKS),
        )
        Task.objects.add(version, position, spec)
    model = LanguageModel.objects.get(server=rows[0], name="adder")
    return Run.objects.start(version, [model], Sampling(), team=team, title=title, n_samples=-(-n // N_TASKS))


def one_run(title: str, answer_s: float, n: int, n_servers: int) -> tuple[float, list[float], float]:
    """Return the servers' mean busy share, the gaps between their answers in ms, and the run's seconds."""
    from evaluations.models import Run
    from evaluations.tasks import wake

    with ExitStack() as stack:
        made = [stack.enter_context(model_server(answer_s)) for _ in range(n_servers)]
        run = begun(title, [address for address, _ in made], n)
        wake()

        def has_ended() -> bool:
            return Run.objects.filter(pk=run.pk, state="done").exists()

        wait_until(has_ended, deadline_s=60 + 3 * n * answer_s, interval_s=0.5)
        n_stored = run.candidates.filter(generation__isnull=False).count()
    logs = [log for _, log in made]
    spans = [span for log in logs for span in log.spans]
    if len(spans) != n_stored:
        raise SystemExit(f"{len(spans)} answers were given, {n_stored} stored. See the logs of the processes.")
    took_s = max(end for _, end in spans) - min(begin for begin, _ in spans)
    return (
        sum(log.busy_s() for log in logs) / took_s / n_servers,
        [gap for log in logs for gap in log.gaps_ms()],
        took_s,
    )


def measured(tree: Path, answer_s: float, options: argparse.Namespace) -> float:
    """Measure one run, print its figures, and return the share of the time in which the server was busy."""
    title = f"{answer_s:g} s, {tree}"
    share, gaps, took_s = one_run(title, answer_s, options.candidates, options.servers)
    p50, p95 = quantile(gaps, 0.5) or 0.0, quantile(gaps, 0.95) or 0.0
    print(
        f"{tree}: {options.candidates} answers of {answer_s:g} s, {options.servers} servers: busy {share:.1%}, between "
        f"answers p50 {p50:.0f} ms, p95 {p95:.0f} ms, {took_s:.1f} s, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return share


def main() -> int:
    """Measure each length of answer with each tree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--answer-s", type=float, nargs="+", default=[3.0, 1.0])
    parser.add_argument("--candidates", type=int, default=60)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--tree", type=Path, nargs="+", default=[ROOT])
    options = parser.parse_args()
    shares: dict[Path, list[float]] = {tree: [] for tree in options.tree}
    with own_home("busy") as home:
        prepare(home)
        try:
            with started(home, ("broker", "execute")):
                for answer_s in options.answer_s:
                    for tree in options.tree:
                        with started(home, ["generate"], tree.resolve()):
                            shares[tree].append(measured(tree, answer_s, options))
        except BaseException:
            print((home / "logs" / "generate.log").read_text()[-2000:], file=sys.stderr)
            raise
    return int(min(shares[options.tree[-1]]) < TARGET)


if __name__ == "__main__":
    sys.exit(main())
