"""Mixed cases for long runs: those of bench/cases and the golden programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, cycle, islice, zip_longest
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # started as a script, from anywhere

from evaluations.execution_records import Case  # noqa: E402
from evaluations.records import Checks  # noqa: E402
from evaluations.sandbox.jsonl import case_of  # noqa: E402
from tests.golden import programs  # noqa: E402

# Each of these takes twice its limit and a known-good case. They are rare in a long mix, which would else only wait.
SLOW = ("timeout_", "over_limit_")


def passing_cases() -> list[Case]:
    """Return the cases of bench/cases, alternating between lanes. All of them pass."""
    lanes = [_lines(name) for name in ("function", "page")]
    return [case for pair in zip_longest(*lanes) for case in pair if case]


def _lines(name: str) -> list[Case]:
    return [case_of(line) for line in (HERE / "cases" / f"{name}.jsonl").read_bytes().splitlines()]


def golden(*, is_slow: bool, is_spec: bool = False) -> list[Case]:
    """Return the golden programs that end by a limit, or the others. is_spec: those in a browser of their own."""
    folders = [folder for folder in programs.FOLDERS if folder.name.startswith(SLOW) is is_slow]
    return [case for case in map(programs.candidate, folders) if (case.lane in ("spec", "visual")) is is_spec]


def near_the_limit(share: float) -> Case:
    """Return a case that waits for a share of its limit. It must pass on a machine under any load."""
    limit_ms = 4000
    checks = f"test('waits', () => new Promise(r => setTimeout(r, {limit_ms * share:.0f})))"
    return Case(
        id=f"waits {share}",
        lane="function",
        files={"a.ts": "export const a = 1"},
        entry="a.ts",
        checks=Checks(path="a.test.ts", source=checks),
        timeout_ms=limit_ms,
    )


def mixed(count: int, *, slow_every: int = 100) -> Iterator[Case]:
    """Yield `count` cases: two that pass, one golden; every `slow_every`-th ends by a limit, the one before is a spec.

    A spec takes a second or more, so more of them would dominate a long mix.
    """
    usual = chain.from_iterable(
        zip(cycle(passing_cases()), cycle(passing_cases()[1:]), cycle(golden(is_slow=False)), strict=False)
    )
    slow, specs = cycle(golden(is_slow=True)), cycle(golden(is_slow=False, is_spec=True))
    for number, case in enumerate(islice(usual, count), 1):
        remainder = number % slow_every
        chosen = next(slow) if remainder == 0 else next(specs) if remainder == slow_every - 1 else case
        yield replace(chosen, id=f"{chosen.id}#{number}")


# One round of the loop with which the cases below use a processor: about 10 ns, measured on a quiet machine.
TURNS_PER_MS = 100_000
WORK = "(turns) => { let x = 0; for (let i = 0; i < turns; i++) x = (x * 31 + i) % 65521; return x }"


def computes(processor_ms: int, *, limit_ms: int = 2000) -> Case:
    """Return a case that uses a processor for about this time. On a busy machine it takes several times as long."""
    turns = processor_ms * TURNS_PER_MS
    checks = f"import {{ work }} from './a'; test('computes', () => expect(work({turns})).toBeGreaterThan(-1))"
    return Case(
        id=f"computes {processor_ms}",
        lane="function",
        files={"a.js": f"export const work = {WORK}"},
        entry="a.js",
        checks=Checks(path="a.test.js", source=checks),
        timeout_ms=limit_ms,
    )


def shows_late(processor_ms: int) -> Case:
    """Return a case with a component that computes before it shows its result. Its check waits the usual 1,000 ms."""
    turns = processor_ms * TURNS_PER_MS // 2
    source = f"""
import {{ useEffect, useState }} from "react";
const work = {WORK};
export default function Late() {{
  const [n, set] = useState(-1);
  const first = () => {{ work({turns}); setTimeout(() => set(work({turns})), 0); }};
  useEffect(() => {{ setTimeout(first, 0); }}, []);
  return <p>{{n < 0 ? "busy" : "done"}}</p>;
}}
"""
    checks = """
import { render, screen } from "@testing-library/react";
import Late from "./a";
test("shows the result", async () => { render(<Late />); expect(await screen.findByText("done")).toBeTruthy(); });
"""
    return Case(
        id=f"shows late {processor_ms}",
        lane="page",
        files={"a.jsx": source},
        entry="a.jsx",
        checks=Checks(path="a.test.jsx", source=checks),
        timeout_ms=5000,
    )
