"""The same candidates three times, once with busy loops beside them: the verdicts must be identical.

`python bench/steadiness.py [--cases 300] [--busy 4]`: the cases of bench/cases, the whole golden corpus, and cases that
wait or compute for most of their time. Prints how long each round took, and each case whose verdicts differ. Exit 1 if
one does.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, cycle, islice

import mix

from evaluations.records import Case
from evaluations.sandbox import Sandbox

SPIN = "while True: pass"


def chosen(count: int) -> list[Case]:
    """Every golden program, cases near their limit, and as many of the bench's own as are wanting."""
    hard = [*mix.golden(is_slow=True), *mix.golden(is_slow=False), *mix.golden(is_slow=False, is_spec=True)]
    near = (mix.near_the_limit(n / 10) for n in range(1, 7))
    busy_ones = [mix.computes(100), mix.computes(700), mix.shows_late(100), mix.shows_late(300)]
    cases = islice(chain(hard, near, busy_ones, cycle(mix.plain())), count)
    return [replace(case, id=f"{case.id}#{number}") for number, case in enumerate(cases)]


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Processes that take all the processor they can get."""
    loops = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def verdicts(cases: list[Case]) -> dict[str, str]:
    """Verdict by id; one line on how long it took."""
    begun = time.perf_counter()
    with Sandbox() as sandbox:
        found = {report.id: report.verdict.value for report in sandbox.execute_many(cases)}
    print(f"{len(found)} cases in {time.perf_counter() - begun:.0f} s", flush=True)
    return found


def differing(rounds: list[dict[str, str]]) -> dict[str, list[str]]:
    """The cases whose verdicts are not the same in all rounds."""
    by_id: defaultdict[str, list[str]] = defaultdict(list)
    for found in rounds:
        for case_id, verdict in found.items():
            by_id[case_id].append(verdict)
    return {case_id: seen for case_id, seen in by_id.items() if len(set(seen)) > 1 or len(seen) != len(rounds)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--busy", type=int, default=4)
    options = parser.parse_args()
    cases = chosen(options.cases)
    rounds = [verdicts(cases)]
    with busy(options.busy):
        rounds.append(verdicts(cases))
    rounds.append(verdicts(cases))
    different = differing(rounds)
    for case_id, seen in different.items():
        print(f"{case_id}: {', '.join(seen)}")
    print(f"{len(cases)} cases three times, {options.busy} busy loops beside the second: {len(different)} differ")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
