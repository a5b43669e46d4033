"""Compare one, two and four execute workers on the same stored answers, and the sandbox alone.

`python -m bench.workers [--answers 10000] [--workers 1 2 4] [--rounds 3]` imports stored answers into one home and
grades them once. Then each number of real workers regrades them, in alternating rounds. It measures verdicts per
second, processor time per verdict of all workers with their browsers, and the share that database and queue add to the
sandbox. All share one machine, so more workers than processors only show how they slow each other down. A run of the
full size writes bench/results-workers.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.growth import import_stored  # noqa: E402
from bench.line import SUITE, bare, cases_to_run, prepare_with_suite, regraded, wait_for_all  # noqa: E402
from bench.run import machine, spread  # noqa: E402
from bench.site_processes import own_home, started, wait_for_workers  # noqa: E402
from evaluations.sandbox.browser.threads import descendants  # noqa: E402

ALL_ANSWERS = 10_000
SANDBOX_ALONE = 0  # instead of a number of workers: the sandbox alone
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s(pids: Sequence[int]) -> float:
    """Return the processor time of these processes and all their descendants, also of ended ones."""
    total = 0
    for pid in {process for own in pids for process in (own, *descendants(own))}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def one_round(home: Path, n: int) -> tuple[float, float]:
    """Return verdicts per second, and milliseconds of processor time per verdict."""
    from evaluations.models import Candidate

    with started(home, ["execute"] * n) as pids:
        wait_for_workers("execute", n)
        time.sleep(5)  # browsers start
        before = cpu_s(pids["execute"])
        rate = regraded(with_loops=False)
        n_graded = Candidate.objects.exclude(verdict="timeout").count()
        return rate, 1000 * (cpu_s(pids["execute"]) - before) / n_graded


def main() -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--answers", type=int, default=ALL_ANSWERS)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with own_home("workers") as home:
        prepare_with_suite(home)
        with started(home, ["broker"]):
            n = import_stored(SUITE, ROOT / "suites" / SUITE / "answers.jsonl.gz", options.answers)
            with started(home, ["execute"]):
                wait_for_all(3600)
            text = measured(home, n, options)
    print(text)
    if options.answers == ALL_ANSWERS:
        (HERE / "results-workers.md").write_text(text)
    return 0


def measured(home: Path, n: int, options: argparse.Namespace) -> str:
    """Return the page."""
    cases = cases_to_run()
    rates: dict[int, list[float]] = {count: [] for count in (SANDBOX_ALONE, *options.workers)}
    costs: dict[int, list[float]] = {count: [] for count in options.workers}
    for number in range(options.rounds):
        rates[SANDBOX_ALONE].append(bare(cases))
        for count in options.workers:
            rate, cost = one_round(home, count)
            rates[count].append(rate)
            costs[count].append(cost)
        print(f"round {number + 1}:", {count: round(values[-1], 1) for count, values in rates.items()}, flush=True)
    lines = [
        "# Results of `bench/workers.py`",
        "",
        machine(),
        f"{n:,} stored answers graded again, {options.rounds} rounds, interleaved; median (lowest–highest).",
        "",
        "| execute workers | verdicts a second | : one worker | : bare sandbox | processor ms a verdict |",
        "|---:|---:|---:|---:|---:|",
        f"| the bare sandbox | {spread(rates[SANDBOX_ALONE])} | | | |",
    ]
    for count in options.workers:
        by_one, by_bare = (
            [a / b for a, b in zip(rates[count], rates[other], strict=True)]
            for other in (options.workers[0], SANDBOX_ALONE)
        )
        cells = [str(count), spread(rates[count]), spread(by_one, 2), spread(by_bare, 2), spread(costs[count])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
