"""The time of TypeScript's check of one component, warm, from the files to the list of faults.

`python bench/type_check.py [--rounds N]`: the references of the shipped suites and the hooks of bench/cases, N times
after one round that does not count. It measures wall time, which depends on other work on the machine, and the
browser's processor time. Exit 1 when the processor time of the mean component is above TARGET_MS.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.mix import passing_cases
from evaluations.execution_records import Case
from evaluations.records import Checks
from evaluations.sandbox.browser.threads import descendants
from evaluations.sandbox.pool import BrowserPool
from evaluations.sandbox.type_checker import TypeChecker
from evaluations.suites.folders import load_suite

TARGET_MS = 60
SUITES = Path(__file__).parent.parent / "suites"


def cases() -> list[Case]:
    """Return answers in TypeScript: components, hooks, parsers of workbooks."""
    tasks = [
        task for name in ("starter", "excel") for task in load_suite(SUITES / name).tasks if task.language == "tsx"
    ]
    nothing = Checks(path="x.test.ts", source="")
    results = [
        Case(id=task.slug, lane="page", files={**task.context, **task.reference}, entry=task.entry, checks=nothing)
        for task in tasks
    ]
    return results + [case for case in passing_cases() if case.lane == "page"]


def processor_ms(pid: int) -> float:
    """Return the processor time of a process and its descendants so far."""
    ticks = 0
    for process in (pid, *descendants(pid)):
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


async def measured(rounds: int) -> tuple[dict[str, list[float]], float]:
    """Return the wall times in ms by case (the first of all under ""), and the mean check's processor time in ms."""
    pool = BrowserPool(1)
    await pool.start()
    checker = TypeChecker(pool)
    times: dict[str, list[float]] = {}
    try:
        begun = time.perf_counter()
        await checker.check(cases()[0])
        times[""] = [(time.perf_counter() - begun) * 1000]
        assert pool.browser is not None
        browser_ms = 0.0
        for number in range(rounds + 1):
            browser_ms -= processor_ms(pool.browser.pid) if number == 1 else 0
            for case in cases():
                begun = time.perf_counter()
                result = await checker.check(case)
                if not isinstance(result, tuple):
                    raise SystemExit(f"{case.id}: {result}")
                if number:
                    times.setdefault(case.id, []).append((time.perf_counter() - begun) * 1000)
        browser_ms += processor_ms(pool.browser.pid)
    finally:
        await pool.stop()
    return times, browser_ms / rounds / len(cases())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    times, processor = asyncio.run(measured(parser.parse_args().rounds))
    start = times.pop("")[0]
    all_times = sorted(ms for result in times.values() for ms in result)
    median, late = statistics.median(all_times), all_times[int(len(all_times) * 0.95)]
    print(
        f"{len(times)} components, {len(all_times)} checks: {processor:.0f} ms of processor time each; wall time: "
        "median ",
        end="",
    )
    print(f"{median:.0f} ms, 95 % within {late:.0f} ms; the first one {start:.0f} ms, the compiler's start among them")
    for name, result in sorted(times.items(), key=lambda item: -statistics.median(item[1]))[:3]:
        print(f"  slowest: {name} {statistics.median(result):.0f} ms")
    sys.exit(processor > TARGET_MS)


if __name__ == "__main__":
    main()
