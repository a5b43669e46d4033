"""Compare the processor time per case of this version of the sandbox and another one, in turn, over several rounds.

`python bench/versions.py OTHER [--rounds 7] [--function 300] [--page 80]`; OTHER is a set-up clone of
another commit. Processor time is the sum for the browser, its renderers and this process, so other work on the machine
matters little. Ratios are taken inside a round, and the first round is dropped. Prints the median ratio and the range.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANES = ("function", "page")
# Runs in both versions, whose modules have different paths. It reads JSON lines and prints seconds per case.
WORKER = """
import json, os, sys
from dataclasses import replace
sys.path.insert(0, sys.argv[1])
try:
    from evaluations.sandbox.jsonl import case_of
except ImportError:
    from evaluations.sandbox.lines import case_of
from evaluations.sandbox import Sandbox

def seconds():
    total, todo = 0.0, [os.getpid()]
    while todo:
        pid = todo.pop()
        try:
            fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")  # its own and that of children that ended
            for task in os.listdir(f"/proc/{pid}/task"):
                todo += map(int, open(f"/proc/{pid}/task/{task}/children").read().split())
        except OSError:
            pass
    return total

cases = [case_of(line) for line in open(sys.argv[2], "rb").read().splitlines()]
def repeated(count):
    return [replace(cases[i % len(cases)], id=str(i)) for i in range(count)]
with Sandbox(slots=1) as sandbox:
    print("ready", flush=True)
    for line in sys.stdin:
        count = int(line)
        begun = seconds()
        wrong = [r.cause for r in sandbox.execute_many(repeated(count)) if r.verdict.value != "passed"]
        assert not wrong, wrong[:3]
        print((seconds() - begun) / count, flush=True)
"""


class Version:
    """One version's warm sandbox for one lane."""

    def __init__(self, root: Path, lane: str) -> None:
        program = [str(root / ".venv/bin/python"), "-c", WORKER, str(root), str(HERE / "cases" / f"{lane}.jsonl")]
        # Two versions in the same folder might delete each other's profiles as left-overs.
        self._folder = tempfile.mkdtemp()
        os.chmod(self._folder, 0o755)
        self._process = subprocess.Popen(
            program,
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": self._folder},
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise SystemExit(f"The sandbox of {root} did not start.")

    def seconds(self, count: int) -> float:
        """Return the processor time per case, averaged over `count` cases."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def stop(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)
        shutil.rmtree(self._folder, ignore_errors=True)


def compare(other: Path, lane: str, count: int, rounds: int) -> str:
    """Return one line: milliseconds of both versions, and the ratio of this one to the other."""
    versions = [Version(other, lane), Version(HERE.parent, lane)]
    try:
        rows = [[version.seconds(count) for version in versions] for _ in range(rounds + 1)][1:]
    finally:
        for version in versions:
            version.stop()
    before, after = (statistics.median(column) * 1000 for column in zip(*rows, strict=True))
    ratios = sorted(new / old for old, new in rows)
    middle = f"{statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})"
    return f"{lane}: {before:.1f} ms before, {after:.1f} ms now, ratio {middle} in {rounds} rounds of {count}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("other", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--function", type=int, default=300)
    parser.add_argument("--page", type=int, default=80)
    options = parser.parse_args()
    for lane in LANES:
        print(compare(options.other, lane, getattr(options, lane), options.rounds), flush=True)
    print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
