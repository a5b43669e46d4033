"""Pages under load: open run pages with live WebSockets, people who click, and a run that is being graded.

`python bench/load.py [--sockets 200] [--people 50] [--answers 10000] [--seconds 60] [--going-s 1200]
[--web-processes N …]` imports stored answers into one run, in an own home, with broker, web and one execute worker like
those of `make up`. Each socket does the same as static/js/run.js: it requests its page's live part when a message
announces a change. Each person opens a page, reads it for some seconds, and opens the next one. First the run is
paused, then it goes on until all answers are graded or --going-s are over. Several numbers of web processes are
measured one after the other, each with the answers that are still to be graded. Writes bench/results-load.md at the
full size. Exit 1 when a target is missed.

It does not use locust, which brings about 15 packages for these 100 lines, among them gevent, which replaces the
sockets that httpx and websockets use.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.load_report import PART, Phase, Round, compared, report, targets_of  # noqa: E402
from bench.open_pages import Page, browser, cpu_s, pause_s  # noqa: E402
from bench.signed_in import session_cookie  # noqa: E402
from bench.site_processes import is_served, own_home, prepare, started  # noqa: E402
from evaluations.sandbox.browser.threads import descendants  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.processes import wait_until  # noqa: E402

if TYPE_CHECKING:
    from evaluations.models import Run

SUITE = "can-ai-code"
READS_S = 4.0  # mean time for which a person reads a page
JOINED_WITHIN_S = 120.0
WARM_UP_S = 10.0
FULL_LOAD = {"sockets": 200, "people": 50, "answers": 10_000}


@dataclass(kw_only=True)
class VerdictNews:
    """How many sockets heard of a verdict, and when the first and the last one did."""

    first_at: float
    last_at: float
    n: int = 1


@dataclass
class Watcher(Page):
    """An open run page that also notes when it heard of each verdict, and how long its parts took."""

    phase: Callable[[], Phase] | None = None
    news: dict[str, VerdictNews] = field(default_factory=dict)  # of all watchers, by answer

    def _take(self, message: dict[str, Any], has_news: asyncio.Event) -> None:
        at = monotonic()
        for answer in message.get("verdicts", ()):
            if heard := self.news.get(answer):
                heard.last_at, heard.n = at, heard.n + 1
            else:
                self.news[answer] = VerdictNews(first_at=at, last_at=at)
        super()._take(message, has_news)

    async def _look(self, client: httpx.AsyncClient, has_news: asyncio.Event) -> None:
        assert self.phase
        while True:
            await has_news.wait()
            has_news.clear()
            begun = monotonic()
            address = f"/runs/{self.run}/?part=live&panes=1"
            headers = {"Cookie": self.cookie, "HX-Request": "true", "X-Background": "1"}
            self.phase().note(PART, await client.get(address, headers=headers), begun)
            await asyncio.sleep(pause_s(monotonic() - begun))


def addresses(run: Run) -> dict[str, str]:
    """Return the pages that people open."""
    row = run.candidates.select_related("task").first()
    assert row
    return {
        "dashboard": "/",
        "runs": "/runs/",
        "run": f"/runs/{run.pk}/",
        "task of a run": f"/runs/{run.pk}/tasks/{row.task_id}/",
        "answers": f"/candidates/?run={run.pk}",
        "answers, passed": f"/candidates/?run={run.pk}&verdict=passed",
        "answer": f"/candidates/{row.pk}/",
        "compare": "/compare/",
        "what goes wrong": "/compare/failures/",
        "suite": f"/suites/{SUITE}/",
        "models": "/models/",
        "prompt": "/prompt/",
        "workbooks": "/workbooks/",
        "review": "/review/",
    }


async def click(cookie: str, pages: Mapping[str, str], phase: Callable[[], Phase], seed: int) -> None:
    """Act as one person until cancelled."""
    choose = random.Random(seed)
    names = list(pages)
    await asyncio.sleep(choose.uniform(0, READS_S))
    async with browser() as client:
        while True:
            name = choose.choice(names)
            begun = monotonic()
            phase().note(name, await client.get(pages[name], headers={"Cookie": cookie}), begun)
            await asyncio.sleep(choose.expovariate(1 / READS_S))


def memory_mb(pid: int) -> tuple[float, float]:
    """Return the MB that the web process and its descendants have allocated, and the MB of files that they map (PSS).

    SQLite maps the pages of the database that it has read. The system frees them when it needs memory.
    """
    own = mapped = 0.0
    for process in (pid, *descendants(pid)):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kb = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith("Pss_")}
        own += (kb["Pss_Anon"] + kb["Pss_Shmem"]) / 1024
        mapped += kb["Pss_File"] / 1024
    return own, mapped


async def watch_memory(pid: int, phase: Callable[[], Phase]) -> None:
    """Measure the memory every second until cancelled."""
    while True:
        own, mapped = memory_mb(pid)
        phase().memory_mb.append(own)
        phase().mapped_mb.append(mapped)
        await asyncio.sleep(1)


async def load(
    pid: int, run: Run, pages: Mapping[str, str], cookies: Sequence[str], options: argparse.Namespace
) -> Round:
    """Measure both phases with the web processes that run now."""
    phases = [Phase(name="warming up")]

    def now() -> Phase:
        return phases[-1]

    news: dict[str, VerdictNews] = {}
    watchers = [Watcher(run.pk, cookies[i % len(cookies)], True, phase=now, news=news) for i in range(options.sockets)]
    tasks = [asyncio.create_task(watcher.stay_open()) for watcher in watchers]
    tasks.append(asyncio.create_task(watch_memory(pid, now)))
    await all_joined(watchers)
    n_before = await asyncio.to_thread(n_graded, run)
    news.clear()  # verdicts of an earlier round, whose sockets are closed
    tasks += [asyncio.create_task(click(cookies[i % len(cookies)], pages, now, i)) for i in range(options.people)]
    await asyncio.sleep(WARM_UP_S)
    await during(phases, Phase(name="paused"), options.seconds, lambda: False)
    await asyncio.to_thread(go_on, run)
    used_s = processor_s(pid)
    await during(phases, Phase(name="going on"), options.going_s, lambda: is_graded(run))
    used_s, load_avg = processor_s(pid) - used_s, os.getloadavg()[0]
    await asyncio.to_thread(run.pause)
    await asyncio.sleep(5)  # the last messages and parts
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
    n_answers = await asyncio.to_thread(n_graded, run) - n_before
    return Round(
        web_processes=int(os.environ["WEB_PROCESSES"]),
        paused=phases[1],
        going_on=phases[2],
        n_answers=n_answers,
        spread_s=spread_s(news, n_answers, len(watchers)),
        processor_s=used_s,
        load=load_avg,
    )


async def all_joined(watchers: Sequence[Watcher]) -> None:
    """Wait until every socket has joined. Raises SystemExit after JOINED_WITHIN_S."""
    begun = monotonic()
    while not all(watcher.is_joined for watcher in watchers):
        if monotonic() - begun > JOINED_WITHIN_S:
            raise SystemExit(f"{sum(not w.is_joined for w in watchers)} sockets did not join.")
        await asyncio.sleep(0.1)
    print(f"{len(watchers)} sockets joined within {monotonic() - begun:.1f} s", flush=True)


def processor_s(pid: int) -> float:
    """Return the processor time of the web process and its descendants so far."""
    return sum(cpu_s(each) for each in (pid, *descendants(pid)))


async def during(phases: list[Phase], phase: Phase, seconds: float, is_over: Callable[[], bool]) -> None:
    """Let a phase last for these seconds, or until it is over."""
    phases.append(phase)
    begun = monotonic()
    while monotonic() - begun < seconds and not await asyncio.to_thread(is_over):
        await asyncio.sleep(0.5)
    phase.seconds = monotonic() - begun


def go_on(run: Run) -> None:
    """Resume the run."""
    from evaluations.tasks import wake

    run.resume()
    wake()


def is_graded(run: Run) -> bool:
    """Whether every answer is graded."""
    return n_graded(run) == run.candidates.count()


def n_graded(run: Run) -> int:
    """Count the answers that have a verdict."""
    from evaluations.models import State

    return run.candidates.filter(state=State.DONE).count()


def spread_s(news: Mapping[str, VerdictNews], n_answers: int, n_sockets: int) -> float:
    """p95 over all verdicts of the time from the first socket that heard of it to the last one.

    Raises SystemExit when a socket missed one.
    """
    n_missed = n_answers * n_sockets - sum(heard.n for heard in news.values())
    if n_missed > 0:
        raise SystemExit(f"{n_missed:,} of {n_answers * n_sockets:,} verdicts were not heard by a socket.")
    return quantile([heard.last_at - heard.first_at for heard in news.values()], 0.95) or 0.0


def imported(n: int) -> Run:
    """Import n stored answers as one paused run."""
    from django.core.management import call_command

    from evaluations.actions.import_answers import import_answers
    from evaluations.models import Suite, Team
    from evaluations.runner.answers import read_answers

    call_command("import_suite", "folder", str(ROOT / "suites" / SUITE), verbosity=0)
    version = Suite.objects.get(team=Team.objects.default(), slug=SUITE).latest()
    assert version is not None
    answers = list(read_answers(ROOT / "suites" / SUITE / "answers.jsonl.gz", print))
    many = (answers * (n // len(answers) + 1))[:n]
    run = import_answers(version, many, title=f"{n:,} stored answers").run
    assert run is not None
    run.pause()
    return run


@contextmanager
def served(home: Path, n_processes: int) -> Iterator[int]:
    """Start this number of web processes. Yield the id of the first one, which is the parent of the others."""
    os.environ["WEB_PROCESSES"] = str(n_processes)
    with started(home, ("web",)) as pids:
        wait_until(is_served, deadline_s=60, interval_s=0.2)
        yield pids["web"][0]


def main() -> int:
    """Measure, print, and compare with the targets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, n in FULL_LOAD.items():
        parser.add_argument(f"--{name}", type=int, default=n)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the run is paused")
    parser.add_argument("--going-s", type=float, default=1200.0, help="longest time of the run")
    parser.add_argument("--web-processes", type=int, nargs="+", default=[1], help="a measurement with each number")
    options = parser.parse_args()
    os.environ["CONNECTIONS_PER_ADDRESS"] = "5000"
    rounds: list[Round] = []
    with own_home("load") as home:
        prepare(home)
        run = imported(options.answers)
        cookies = ["=".join(session_cookie(f"person-{number}")) for number in range(max(1, options.people))]
        with started(home, ("broker", "execute")):
            for n in options.web_processes:
                with served(home, n) as pid:
                    rounds.append(asyncio.run(load(pid, run, addresses(run), cookies, options)))
                print("\n".join(compared(rounds[-1:])), flush=True)
    text = report(rounds, options)
    print(text)
    if all(getattr(options, name) == n for name, n in FULL_LOAD.items()):
        (HERE / "results-load.md").write_text(text)
    missed = [(each.web_processes, target) for each in rounds for target in targets_of(each) if not target.is_met]
    for n, target in missed:
        print(f"missed with {n} web process(es): {target.name}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
