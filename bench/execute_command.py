"""The rate of `manage.py execute`, its start included, beside a sandbox that is warm.

`python bench/execute_command.py [--rounds N] [--cases N]` gives both the same functions in turn and prints the two
rates and their ratio inside each round. It then shows where the command's time goes: from its start until the first
report, between the first and the last report, and until it has ended. A run writes bench/results-execute.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.run import WARM, load, machine, rate, repeated, spread  # noqa: E402
from evaluations.execution_records import Case  # noqa: E402
from evaluations.sandbox import Sandbox  # noqa: E402

N_CASES = 784
TARGET = 0.8


@dataclass(frozen=True, slots=True)
class CommandTimes:
    """Seconds of one command: until its first report, until its last one, until its end."""

    first_s: float
    last_s: float
    whole_s: float


def lines_of(n: int) -> list[str]:
    """Return n cases as `execute` reads them."""
    texts = (HERE / "cases" / "function.jsonl").read_text().splitlines()
    cases = [json.loads(text) for text in texts]
    return [json.dumps(cases[i % len(cases)] | {"id": str(i)}) for i in range(n)]


def command(path: Path) -> CommandTimes:
    """Run the command over a file of cases. All must pass."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "execute", str(path), "--out", "-"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    arrivals = list(_arrivals(process))
    assert process.wait() == 0, f"manage.py execute ended with {process.returncode}"
    return CommandTimes(arrivals[0] - begun, arrivals[-1] - begun, time.perf_counter() - begun)


def _arrivals(process: subprocess.Popen[str]) -> Iterator[float]:
    assert process.stdout
    for _ in process.stdout:
        yield time.perf_counter()


def warm(cases: list[Case]) -> float:
    """Return the cases per second of a sandbox that has already run some."""
    with Sandbox() as sandbox:
        rate(sandbox, repeated(load("function"), WARM))
        return rate(sandbox, cases)


def measure(n_rounds: int, n_cases: int) -> tuple[list[float], list[CommandTimes]]:
    """Return the warm sandbox's rates and the command's times, one of each a round."""
    cases = repeated(load("function"), n_cases)[:n_cases]
    rates: list[float] = []
    times: list[CommandTimes] = []
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("\n".join(lines_of(n_cases)) + "\n")
        file.flush()
        for _ in range(n_rounds):
            rates.append(warm(cases))
            times.append(command(Path(file.name)))
    return rates, times


def report(rates: list[float], times: list[CommandTimes], n_cases: int) -> str:
    """Return the page."""
    own = [n_cases / spent.whole_s for spent in times]
    ratios = [a / b for a, b in zip(own, rates, strict=True)]
    between = [(n_cases - 1) / (spent.last_s - spent.first_s) for spent in times]
    return f"""# Results of `bench/execute_command.py`

{machine()}
{n_cases} functions, {len(times)} rounds, interleaved; median (lowest–highest).

| what | figure |
|---|---:|
| a warm sandbox, functions a second | {spread(rates)} |
| `manage.py execute`, start and end included, functions a second | {spread(own)} |
| their ratio (target: {TARGET} or more) | {spread(ratios, 2)} |
| start until the first report, s | {spread([spent.first_s for spent in times], 2)} |
| between the first and the last report, functions a second | {spread(between)} |
| last report until the end, s | {spread([spent.whole_s - spent.last_s for spent in times], 2)} |
"""


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", type=int, default=N_CASES)
    options = parser.parse_args()
    text = report(*measure(options.rounds, options.cases), options.cases)
    print(text)
    if options.cases == N_CASES:
        (HERE / "results-execute.md").write_text(text)


if __name__ == "__main__":
    main()
