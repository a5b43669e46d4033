"""Run the same candidates three times, once beside busy loops. The verdicts must be identical.

`python bench/steadiness.py [--cases 300] [--busy 4] [--seed 1] [--out FILE] [--only ID …] [--from N] [--to N]`: golden
programs, Playwright specs, the cases of bench/cases, and cases that wait or compute for most of their time, in
proportion to their numbers. FILE gets a line for each verdict at once. --only repeats the named cases. --from and --to
measure a part of the drawn cases (N counts from 0, the end is left out), because all 300 beside 40 loops take 35
minutes. Prints the time of each round, and each case whose verdicts differ. Exit 1 if one differs.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # started as a script, from anywhere

from bench import mix
from evaluations.execution_records import Case
from evaluations.sandbox import Sandbox

SPIN = "while True: pass"


def kinds() -> dict[str, list[Case]]:
    """Return all cases by kind."""
    slow, quick = mix.golden(is_slow=True), mix.golden(is_slow=False)
    specs = mix.golden(is_slow=False, is_spec=True) + mix.golden(is_slow=True, is_spec=True)
    waits = [mix.near_the_limit(n / 10) for n in range(1, 8)]
    computes = [mix.computes(ms) for ms in (100, 300, 500, 700, 900)]
    shows = [mix.shows_late(ms) for ms in (100, 200, 300)]
    return {
        "golden": quick,
        "limit": slow,
        "spec": specs,
        "near": waits + computes + shows,
        "bench": mix.passing_cases(),
    }


def shares(sizes: Sequence[int], count: int) -> list[int]:
    """Divide count in proportion to sizes, by the largest remainder; each gets at least 1 where count allows."""
    exact = [count * size / sum(sizes) for size in sizes]
    parts = [max(1, int(part)) for part in exact]
    by_remainder = sorted(range(len(sizes)), key=lambda i: exact[i] - parts[i], reverse=True)
    for i in islice(cycle(by_remainder), max(0, count - sum(parts))):
        parts[i] += 1
    while sum(parts) > count and max(parts) > 1:
        parts[parts.index(max(parts))] -= 1
    return parts


def chosen(count: int, seed: int = 1) -> list[Case]:
    """Draw `count` cases of all kinds in proportion, in random order; the same ones for the same seed."""
    random_source = random.Random(seed)
    pools = list(kinds().values())
    drawn: list[Case] = []
    for pool, part in zip(pools, shares([len(pool) for pool in pools], count), strict=True):
        shuffled = random_source.sample(pool, len(pool))
        drawn += islice(cycle(shuffled), part)
    random_source.shuffle(drawn)
    return [replace(case, id=f"{case.id}#{number}") for number, case in enumerate(drawn[:count])]


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Run processes that use all the processor time that they get."""
    loops = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def verdicts(cases: list[Case], out: Path | None = None) -> dict[str, str]:
    """Return the verdicts by id, and print the time. out: gets a line with verdict and cause of each case at once."""
    begun = time.perf_counter()
    result: dict[str, str] = {}
    with Sandbox() as sandbox:
        for report in sandbox.execute_many(cases):
            result[report.id] = report.verdict.value
            if out:
                with out.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps({"id": report.id, "verdict": report.verdict, "cause": report.cause}) + "\n")
    print(f"{len(result)} cases in {time.perf_counter() - begun:.0f} s", flush=True)
    return result


def differing(rounds: list[dict[str, str]]) -> dict[str, list[str]]:
    """Return the cases whose verdicts differ between rounds."""
    by_id: defaultdict[str, list[str]] = defaultdict(list)
    for item in rounds:
        for case_id, verdict in item.items():
            by_id[case_id].append(verdict)
    return {
        case_id: own_verdicts
        for case_id, own_verdicts in by_id.items()
        if len(set(own_verdicts)) > 1 or len(own_verdicts) != len(rounds)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--busy", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--from", type=int, default=0, dest="start")
    parser.add_argument("--to", type=int, default=None)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the loops end too
    drawn = chosen(options.cases, options.seed)[options.start : options.to]
    cases = [case for case in drawn if not options.only or case.id in options.only]
    rounds = [verdicts(cases, options.out)]
    with busy(options.busy):
        rounds.append(verdicts(cases, options.out))
    rounds.append(verdicts(cases, options.out))
    different = differing(rounds)
    for case_id, own_verdicts in different.items():
        print(f"{case_id}: {', '.join(own_verdicts)}")
    print(f"{len(cases)} cases three times, {options.busy} busy loops beside the second: {len(different)} differ")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
