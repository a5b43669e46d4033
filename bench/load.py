"""Pages under load: open run pages with live WebSockets, people who click, and a run that is being graded.

`python bench/load.py [--sockets 200] [--people 50] [--answers 10000] [--seconds 60] [--going-s 1200]
[--web-processes N]` imports stored answers into one run, in an own home, with broker, web and one execute worker like
those of `make up`. Each socket does the same as static/js/run.js: it requests its page's live part when a message
announces a change. Each person opens a page, reads it for some seconds, and opens the next one. First the run is
paused, then it goes on until all answers are graded or --going-s are over. Writes bench/results-load.md at the full
size. Exit 1 when a target is missed.

It does not use locust, which brings about 15 packages for these 100 lines, among them gevent, which replaces the
sockets that httpx and websockets use.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.open_pages import Page, browser, pause_s  # noqa: E402
from bench.run import machine  # noqa: E402
from bench.signed_in import session_cookie  # noqa: E402
from bench.site_processes import is_served, own_home, prepare, started  # noqa: E402
from evaluations.sandbox.browser.threads import descendants  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.processes import wait_until  # noqa: E402

if TYPE_CHECKING:
    from evaluations.models import Run

SUITE = "can-ai-code"
PART = "live part of an open run page"
TARGET_MS, TARGET_RATIO, TARGET_GROWTH, TARGET_SPREAD_S = 300, 3.0, 0.10, 1.0
READS_S = 4.0  # mean time for which a person reads a page
JOINED_WITHIN_S = 120.0
WARM_UP_S = 10.0
FULL_LOAD = {"sockets": 200, "people": 50, "answers": 10_000}


@dataclass(kw_only=True)
class Phase:
    """The figures of the phase in which the run is paused, or continues. ms: times by page; memory in MB."""

    name: str
    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    memory_mb: list[float] = field(default_factory=list)
    mapped_mb: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, name: str, response: httpx.Response, begun: float) -> None:
        """Record a page's time. Refused pages are counted separately."""
        if response.status_code == 200:
            self.ms[name].append(1000 * (monotonic() - begun))
        else:
            self.refused[f"{name}: {response.status_code}"] += 1

    def pages_ms(self) -> list[float]:
        """Return the times of all pages that people opened, without the parts that open pages request by themselves."""
        return [ms for name, times in self.ms.items() if name != PART for ms in times]


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
    for each in (pid, *descendants(pid)):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
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
) -> tuple[list[Phase], float]:
    """Return both phases, and how long a verdict takes from the first socket to the last one."""
    phases = [Phase(name="warming up")]

    def now() -> Phase:
        return phases[-1]

    news: dict[str, VerdictNews] = {}
    watchers = [Watcher(run.pk, cookies[i % len(cookies)], True, phase=now, news=news) for i in range(options.sockets)]
    tasks = [asyncio.create_task(watcher.stay_open()) for watcher in watchers]
    tasks.append(asyncio.create_task(watch_memory(pid, now)))
    begun = monotonic()
    while not all(watcher.is_joined for watcher in watchers):
        if monotonic() - begun > JOINED_WITHIN_S:
            raise SystemExit(f"{sum(not w.is_joined for w in watchers)} sockets did not join.")
        await asyncio.sleep(0.1)
    print(f"{len(watchers)} sockets joined within {monotonic() - begun:.1f} s", flush=True)
    tasks += [asyncio.create_task(click(cookies[i % len(cookies)], pages, now, i)) for i in range(options.people)]
    await asyncio.sleep(WARM_UP_S)
    await during(phases, Phase(name="paused"), options.seconds, lambda: False)
    await asyncio.to_thread(go_on, run)
    await during(phases, Phase(name="going on"), options.going_s, lambda: is_graded(run))
    await asyncio.to_thread(run.pause)
    await asyncio.sleep(5)  # the last messages and parts
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
    return phases[1:], spread_s(news, await asyncio.to_thread(n_graded, run), len(watchers))


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
    if n_missed:
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
def site(home: Path) -> Iterator[int]:
    """Start the processes. Yield the id of the web process."""
    with started(home, ("broker", "web", "execute")) as pids:
        wait_until(is_served, deadline_s=60, interval_s=0.2)
        yield pids["web"][0]


def at(times: Sequence[float], share: float) -> str:
    """Return a quantile in whole ms."""
    return f"{quantile(list(times), share) or 0:,.0f}"


class Target(NamedTuple):
    """One measured figure beside its limit, as they are printed."""

    name: str
    value: str
    limit: str
    is_met: bool


def mean_memory_mb(paused: Phase, going_on: Phase) -> tuple[float, float, float]:
    """Mean memory of web: while paused, in the middle third of the run, in its last third."""
    third = len(going_on.memory_mb) // 3
    parts_of_time = paused.memory_mb[-10:], going_on.memory_mb[third : 2 * third], going_on.memory_mb[-third:]
    begin, middle, end = (sum(values) / max(1, len(values)) for values in parts_of_time)
    return begin, middle, end


def targets_of(paused: Phase, going_on: Phase, spread: float) -> list[Target]:
    """Return what must be reached. spread: s, from the first to the last socket that hears of a verdict."""
    p95 = [quantile(phase.pages_ms(), 0.95) or 0.0 for phase in (paused, going_on)]
    _, middle, end = mean_memory_mb(paused, going_on)
    n_refused = sum({**paused.refused, **going_on.refused}.values())
    sockets = "first to last socket that hears of a verdict, p95 (s)"
    memory = "memory that web allocated, last third of the run : middle third"
    ratio = p95[1] / p95[0]
    return [
        Target("pages, run paused, p95 (ms)", f"{p95[0]:,.0f}", f"≤ {TARGET_MS}", p95[0] <= TARGET_MS),
        Target("the same, run going on : paused", f"{ratio:.1f}", f"≤ {TARGET_RATIO:g}", ratio <= TARGET_RATIO),
        Target(sockets, f"{spread:.2f}", f"≤ {TARGET_SPREAD_S:g}", spread <= TARGET_SPREAD_S),
        Target(memory, f"{end / middle:.2f}", f"≤ {1 + TARGET_GROWTH:.2f}", end <= middle * (1 + TARGET_GROWTH)),
        Target("requests refused", str(n_refused), "0", not n_refused),
    ]


def page_rows(phases: Sequence[Phase]) -> Iterator[str]:
    """Yield a line of the table for each page."""
    for name in sorted(set().union(*(phase.ms for phase in phases))):
        cells = [f"{len(phase.ms[name])} | {at(phase.ms[name], 0.5)} | {at(phase.ms[name], 0.95)}" for phase in phases]
        yield f"| {name} | {' | '.join(cells)} |"


def report(
    phases: Sequence[Phase], spread: float, n_answers: int, options: argparse.Namespace
) -> tuple[str, list[str]]:
    """Return the page, and the missed targets."""
    paused, going_on = phases
    targets = targets_of(paused, going_on, spread)
    begin, middle, end = mean_memory_mb(paused, going_on)
    refused = {**paused.refused, **going_on.refused}
    lines = [
        "# Results of `bench/load.py`",
        "",
        machine(),
        f"{options.sockets} open run pages, {options.people} people, {options.answers:,} stored answers, "
        f"{options.web_processes} web process(es), one execute worker; load of the machine {os.getloadavg()[0]:.1f}.",
        f"Paused for {paused.seconds:.0f} s; then {n_answers:,} were graded in {going_on.seconds:.0f} s: "
        f"{n_answers / going_on.seconds:.1f} answers a second beside the pages. "
        f"Memory of web: {begin:.0f} MB while paused, {middle:.0f} in the middle of the run, {end:.0f} at its end; "
        f"mapped files: {paused.mapped_mb[-1]:.0f} MB while paused, {going_on.mapped_mb[-1]:.0f} at the end.",
        "",
        "| what | measured | target |",
        "|---|---:|---:|",
        *(f"| {target.name} | {target.value} | {target.limit} |" for target in targets),
        "",
        "| page | n paused | p50 | p95 | n going on | p50 | p95 |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *page_rows(phases),
        "",
        *(f"Refused: {name}, {n} times." for name, n in refused.items()),
    ]
    return "\n".join(lines).rstrip() + "\n", [target.name for target in targets if not target.is_met]


def main() -> int:
    """Measure, print, and compare with the targets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name, n in FULL_LOAD.items():
        parser.add_argument(f"--{name}", type=int, default=n)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the run is paused")
    parser.add_argument("--going-s", type=float, default=1200.0, help="longest time of the run")
    parser.add_argument("--web-processes", type=int, default=1)
    options = parser.parse_args()
    os.environ |= {"WEB_PROCESSES": str(options.web_processes), "CONNECTIONS_PER_ADDRESS": "5000"}
    with own_home("load") as home:
        prepare(home)
        run = imported(options.answers)
        cookies = ["=".join(session_cookie(f"person-{number}")) for number in range(max(1, options.people))]
        with site(home) as pid:
            phases, spread = asyncio.run(load(pid, run, addresses(run), cookies, options))
            text, missed = report(phases, spread, n_graded(run), options)
    print(text)
    if all(getattr(options, name) == n for name, n in FULL_LOAD.items()):
        (HERE / "results-load.md").write_text(text)
    for name in missed:
        print(f"missed: {name}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
