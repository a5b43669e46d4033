"""The cost of open pages for the web process while models write.

A scripted model writes at a fixed rate while some run pages are open. Each is a socket that does the same as
static/js/run.js: it takes the text as it arrives, and requests the page's live part when a message announces a change,
with the page's pauses. Rounds with and without pages alternate, and the web process's processor time is read from
/proc. Broker, web, generate and execute run as under `make up`, with an own home.

    python bench/open_pages.py [--pages 20] [--rounds 5] [--seconds 12] [--tokens-s 40] [--answer-s 12]

Prints the share of a core per page: for the text alone, and with the parts that pages request. Exit 1 above TARGET.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx
from websockets.asyncio.client import connect

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.signed_in import session_cookie  # noqa: E402
from bench.site_processes import is_served, own_home, prepare, started  # noqa: E402
from evaluations.adapters.scripted import PIECE  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.processes import wait_until  # noqa: E402

if TYPE_CHECKING:
    from evaluations.models import Run

TARGET = 0.03
SOON_S, PAUSE_S, LONGEST_PAUSE_S, QUICK_S = 0.25, 0.03, 3.0, 0.15  # the same as in static/js/run.js and socket.js


def pause_s(took_s: float) -> float:
    """Return how long a page waits after a request, as in static/js/socket.js."""
    return min(LONGEST_PAUSE_S, max(PAUSE_S, 2 * took_s * max(1.0, took_s / QUICK_S)))


class BrowserTransport(httpx.AsyncHTTPTransport):
    """Sends a request again, as browsers do, when the server closed the idle connection at that moment."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response of the first request or of the second one."""
        try:
            return await super().handle_async_request(request)
        except (httpx.ReadError, httpx.RemoteProtocolError):
            return await super().handle_async_request(request)


def browser() -> httpx.AsyncClient:
    """Return a client of the site under test for one page or person.

    Each has its own: with many requests under way, httpcore lets some wait for seconds in the pool of one client.
    """
    transport = BrowserTransport(verify=False)  # http: no certificate is read
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{os.environ['PORT']}", transport=transport, timeout=120)


@dataclass
class Page:
    """One open page of a run. n_texts: received texts. n_parts: requested parts."""

    run: int
    cookie: str
    does_look: bool
    n_texts: int = 0
    n_parts: int = 0
    is_joined: bool = False

    async def stay_open(self) -> None:
        """Keep the page open until cancelled."""
        port = os.environ["PORT"]
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{port}"}
        has_news = asyncio.Event()
        address = f"ws://127.0.0.1:{port}/ws/runs/{self.run}/"
        async with browser() as client, connect(address, additional_headers=headers) as socket:
            looks = asyncio.create_task(self._look(client, has_news))
            try:
                async for line in socket:
                    self._take(json.loads(line), has_news)
            finally:
                looks.cancel()

    def _take(self, message: dict[str, Any], has_news: asyncio.Event) -> None:
        kind = message["type"]
        self.is_joined = self.is_joined or kind == "joined"
        self.n_texts += kind == "candidate.text"
        if kind == "run.changed":
            has_news.set()
        elif kind == "run.moved":
            asyncio.get_running_loop().call_later(SOON_S, has_news.set)

    async def _look(self, client: httpx.AsyncClient, has_news: asyncio.Event) -> None:
        while self.does_look:
            await has_news.wait()
            has_news.clear()
            begun = monotonic()
            # Without HX-Request the whole page comes.
            headers = {"Cookie": self.cookie, "HX-Request": "true", "X-Background": "1"}
            await client.get(f"/runs/{self.run}/?part=live&panes=1", headers=headers)
            self.n_parts += 1
            await asyncio.sleep(pause_s(monotonic() - begun))


def begun(script: Path, tokens_s: float, answer_s: float, n: int) -> Run:
    """Make a run whose answers are written at this rate, for this time each."""
    from evaluations.models import LanguageModel, ModelServer, Run
    from tests import factories

    text = "const counted = [\n" + "  1, 2, 3,\n" * int(tokens_s * answer_s * PIECE / 11)
    script.write_text(json.dumps({"models": ["m"], "answers": [{"text": text, "delay_s": 1 / tokens_s}]}))
    server, _ = ModelServer.objects.update_or_create(
        slug="bench", defaults={"kind": "scripted", "base_url": str(script), "is_reachable": True}
    )
    model, _ = LanguageModel.objects.get_or_create(server=server, name="m")
    number = Run.objects.count() + 1
    version = factories.make_suite([factories.make_spec(f"task-{i}") for i in range(12)], slug=f"bench-{number}")
    return factories.make_run(version, [model], n_samples=-(-n // 12))


def under_way(script: Path, options: argparse.Namespace) -> Run:
    """Start a run that lasts longer than a round. Yield it when an answer is being written."""
    from evaluations.tasks import wake

    n = int(5 * (options.seconds + 5) / options.answer_s) + 12
    run = begun(script, options.tokens_s, options.answer_s, n)
    wake()
    wait_until(lambda: run.candidates.filter(state="generating").exists(), deadline_s=60)
    return run


def cpu_s(pid: int) -> float:
    """Return the processor time of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def one_round(pid: int, seconds: float, pages: list[Page]) -> float:
    """Return the share of a core that the web process uses while these pages are open."""
    tasks = [asyncio.create_task(page.stay_open()) for page in pages]
    while not all(page.is_joined for page in pages):
        await asyncio.sleep(0.1)
    await asyncio.sleep(1.0)
    before, begun_at = cpu_s(pid), monotonic()
    await asyncio.sleep(seconds)
    share = (cpu_s(pid) - before) / (monotonic() - begun_at)
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
    return share


def measure(pid: int, options: argparse.Namespace, new_run: Callable[[], Run]) -> dict[str, list[float]]:
    """Return the share of a core per page, by what pages do. The rounds alternate."""
    header = "=".join(session_cookie())
    shares: dict[str, list[float]] = {"text alone": [], "with the parts they ask for": []}
    for number in range(options.rounds):
        run = new_run()
        without = asyncio.run(one_round(pid, options.seconds, []))
        for name, does_look in (("text alone", False), ("with the parts they ask for", True)):
            pages = [Page(run.pk, header, does_look) for _ in range(options.pages)]
            share = asyncio.run(one_round(pid, options.seconds, pages))
            shares[name].append((share - without) / options.pages)
            texts, parts = sum(page.n_texts for page in pages), sum(page.n_parts for page in pages)
            print(
                f"round {number + 1}, {name}: {share:.1%} of a core with pages, {without:.1%} without; {texts} texts, "
                f"{parts} parts; {shares[name][-1]:.2%} a page, load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
        run.cancel()
    return shares


def main() -> int:
    """Measure, print, and compare with the target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--tokens-s", type=float, default=40.0)
    parser.add_argument("--answer-s", type=float, default=12.0)
    options = parser.parse_args()
    with own_home("pages") as home:
        prepare(home)
        with started(home, ("broker", "web", "generate", "execute")) as pids:
            wait_until(is_served, deadline_s=60, interval_s=0.2)
            shares_by_name = measure(pids["web"][0], options, lambda: under_way(home / "script.json", options))
    worst = 0.0
    for name, shares in shares_by_name.items():
        middle = quantile(shares, 0.5) or 0.0
        worst = max(worst, middle)
        print(f"{options.pages} pages, {name}: {middle:.2%} of a core a page, {min(shares):.2%} to {max(shares):.2%}")
    return int(worst > TARGET)


if __name__ == "__main__":
    sys.exit(main())
