"""The cost of screenshots, accessibility and page facts for a page case, measured in turn in one sandbox.

`python bench/evidence.py [--rounds N] [--cases N] [--slots N …]` prints ms per case for each kind of evidence, and the
ratio to the same cases without it, inside each round: for bench/cases, most of which leave a white page, and for a
component that stays visible. `--look N` prints how N looks at it spend their time, by browser command.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # started as a script, from anywhere

from bench.run import load, machine, passed, repeated  # noqa: E402
from evaluations.execution_records import Case  # noqa: E402
from evaluations.records import Checks  # noqa: E402
from evaluations.sandbox import Sandbox  # noqa: E402
from evaluations.sandbox.browser.target import Target  # noqa: E402
from evaluations.sandbox.browser.threads import all_threads  # noqa: E402

WARM = 14  # cases of each kind; after these a page's scripts are compiled and cached
PICTURE, ACCESS = {"wants_screenshot": True}, {"wants_accessibility": True}
KINDS: dict[str, dict[str, bool]] = {
    "nothing": {},
    "picture": PICTURE,
    "accessibility": ACCESS,
    "picture, accessibility": PICTURE | ACCESS,
    "all, with page facts": PICTURE | ACCESS | {"wants_page_facts": True},
}


COMPONENT = """import { useState } from "react";
export default function Counter() {
  const [n, setN] = useState(0);
  return <main><h1>Counter</h1><p style={{ color: "#ccc" }}>So many clicks:</p>
    <button onClick={() => setN(n + 1)}>{`clicked ${n} times`}</button><label>Name <input /></label></main>;
}"""
CHECKS = """import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import Counter from "./answer";
test("counts clicks", async () => {
  render(<Counter />);
  await userEvent.click(screen.getByRole("button"));
  expect(screen.getByRole("button").textContent).toBe("clicked 1 times");
});"""
SHOWN = Case(
    id="shown",
    lane="page",
    files={"answer.tsx": COMPONENT},
    entry="answer.tsx",
    checks=Checks(path="answer.test.tsx", source=CHECKS),
)


def asking(cases: list[Case], wants: dict[str, bool]) -> list[Case]:
    """Return the cases with only this evidence switched on."""
    none = {"wants_screenshot": False, "wants_accessibility": False, "wants_page_facts": False}
    fields: dict[str, Any] = none | wants
    return [replace(case, **fields) for case in cases]


def ms_a_case(sandbox: Sandbox, cases: list[Case]) -> tuple[float, float]:
    """Return wall time and processor time per case."""
    ran, begun = _ran_s(sandbox), time.perf_counter()
    passed(sandbox, cases)
    wall_s = time.perf_counter() - begun
    return 1000 * wall_s / len(cases), 1000 * (_ran_s(sandbox) - ran) / len(cases)


def _ran_s(sandbox: Sandbox) -> float:
    return sum(thread.ran_s for thread in all_threads([sandbox.browser_pid], []).values())


def measure(name: str, cases: list[Case], slots: int, rounds: int, n_cases: int) -> list[str]:
    """Return lines of a table: kinds with median wall time, processor time and ratio."""
    figures: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    with Sandbox(slots=slots) as sandbox:
        for wants in KINDS.values():
            passed(sandbox, repeated(asking(cases, wants), WARM)[:WARM])
        for _ in range(rounds):
            for kind, wants in KINDS.items():
                figures[kind].append(ms_a_case(sandbox, repeated(asking(cases, wants), n_cases)))
    lines = []
    for kind, pairs in figures.items():
        ratios = [
            with_evidence[0] / without_evidence[0]
            for with_evidence, without_evidence in zip(pairs, figures["nothing"], strict=True)
        ]
        wall, cpu = (statistics.median(column) for column in zip(*pairs, strict=True))
        lines.append(
            f"| {slots} | {name} | {kind} | {wall:.0f} | {cpu:.0f} | {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f}–{max(ratios):.2f}) |"
        )
    return lines


def profile(n_looks: int) -> list[str]:
    """Return the median ms of each browser command, from request to answer, with one case at a time."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    real = Target.send

    def timed(page: Target, method: str, params: dict[str, Any] | None = None) -> Any:
        begun, future = time.perf_counter(), real(page, method, params)
        name = f"{method} {str((params or {}).get('expression', ''))[:24]!r}"
        future.add_done_callback(lambda _: times[name].append(1000 * (time.perf_counter() - begun)))
        return future

    with Sandbox(slots=1) as sandbox:
        cases = repeated(asking([SHOWN], KINDS["all, with page facts"]), n_looks)
        passed(sandbox, cases[:28])
        Target.send = timed  # type: ignore[method-assign, assignment]
        for case in cases:
            sandbox.execute(case)
        Target.send = real  # type: ignore[method-assign]
    return [
        f"{statistics.median(durations):7.1f} ms  {len(durations):4d} times  {name}"
        for name, durations in sorted(times.items(), key=lambda item: -statistics.median(item[1]))
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", type=int, default=56)
    parser.add_argument("--slots", type=int, nargs="+", default=[1, 3])
    parser.add_argument("--look", type=int, default=0)
    options = parser.parse_args()
    if options.look:
        print("\n".join(profile(options.look)))
        return
    print(machine())
    print("| slots | cases | asked for | ms a case | processor, ms | to nothing, inside a round |")
    print("|---:|---|---|---:|---:|---:|")
    for slots in options.slots:
        for name, cases in (("bench/cases", load("page")), ("a component", [SHOWN])):
            print("\n".join(measure(name, cases, slots, options.rounds, options.cases)), flush=True)


if __name__ == "__main__":
    main()
