"""Run many candidates, some of them hostile, and test that the sandbox leaves nothing behind.

`python bench/flatness.py [--cases 10000]` prints a line after every tenth of the cases: cases, cases per second, memory
of this process (RSS), memory of all processes (PSS), processes, zombies, open descriptors, threads, files in temporary
folders, MB in the profile.
Exit 1 when memory at the end (median of three) is more than 10 % above that after warming up, or anything else grew.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import astuple, dataclass, fields
from itertools import islice
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))  # started as a script, from anywhere

from bench import mix
from evaluations.sandbox import Sandbox
from evaluations.sandbox.browser.threads import descendants

FOLDERS = {Path(tempfile.gettempdir()), Path("/dev/shm")}
OURS = f"bakeoff-browser-{os.getpid()}-*/**/*"  # other processes may have browsers too


@dataclass(frozen=True, slots=True)
class Look:
    """The resources that are in use at one moment. Memory in MB."""

    cases: int
    rate: float
    own_mb: float
    all_mb: float
    processes: int
    zombies: int
    descriptors: int
    threads: int
    files: int
    profile_mb: float

    @classmethod
    def now(cls, cases: int, rate: float) -> Look:
        """Measure the present values."""
        family = [os.getpid(), *descendants(os.getpid())]
        return cls(
            cases=cases,
            rate=round(rate, 1),
            own_mb=round(_field(os.getpid(), "status", "VmRSS")),
            all_mb=round(sum(_field(pid, "smaps_rollup", "Pss") for pid in family)),
            processes=len(family),
            zombies=sum("Z" in _state(pid) for pid in family),
            descriptors=len(os.listdir("/proc/self/fd")),
            threads=len(os.listdir("/proc/self/task")),
            files=sum(1 for folder in FOLDERS if folder.exists() for _ in folder.glob(OURS)),
            profile_mb=round(sum(map(_profile_mb, family)), 1),
        )


def _field(pid: int, file: str, name: str) -> float:
    """Return the value of a line of /proc in MB."""
    try:
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def _profile_mb(pid: int) -> float:
    """Return the size of the browser's profile, whose tmpfs only its own processes see; 0 for other processes."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes()
    if b"--user-data-dir" not in words or b"--type=" in words:
        return 0
    folders = Path(f"/proc/{pid}/root", *Path(tempfile.gettempdir()).parts[1:]).glob("bakeoff-browser-*/profile")
    return sum(path.lstat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()) / 1e6


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def looks(n_cases: int, slots: int | None) -> list[Look]:
    """Run the cases, and measure after every tenth of them."""
    results: list[Look] = []
    print(" | ".join(field.name for field in fields(Look)), flush=True)
    step = max(1, n_cases // 10)
    cases = mix.mixed(n_cases)
    with Sandbox(slots=slots) as sandbox:
        for number in range(1, n_cases // step + 1):
            then = time.perf_counter()
            n_done = sum(1 for _ in sandbox.execute_many(islice(cases, step)))
            rate = n_done / (time.perf_counter() - then)
            # Measured after honest candidates, because a hostile one may hold 500 MB.
            assert all(report.verdict == "passed" for report in sandbox.execute_many(mix.passing_cases()[:10]))
            results.append(Look.now(number * step, rate))
            print(" | ".join(map(str, astuple(results[-1]))), flush=True)
    return results


def growth(looks: list[Look]) -> list[str]:
    """Return what grew between the first measurements after the warm-up and the last ones; empty when nothing did."""
    early, late = looks[1:4], looks[-3:]
    grown = []
    for name in ("own_mb", "all_mb"):
        first, last = (median(getattr(look, name) for look in some) for some in (early, late))
        if last > 1.1 * first:
            grown.append(f"{name}: {first} → {last}")
    if looks[-1].profile_mb > 1.1 * looks[1].profile_mb + 5:
        grown.append(f"profile_mb: {looks[1].profile_mb} → {looks[-1].profile_mb}")
    first, last = looks[1], looks[-1]
    # Renderers come and go, and Chromium keeps a database open for a while after its last use.
    for name, slack in {"zombies": 0, "descriptors": 2, "threads": 2, "processes": 3, "files": 40}.items():
        if getattr(last, name) > getattr(first, name) + slack:
            grown.append(f"{name}: {getattr(first, name)} → {getattr(last, name)}")
    return grown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--slots", type=int)
    options = parser.parse_args()
    before = Look.now(0, 0)
    grown = growth(looks(options.cases, options.slots))
    after = Look.now(options.cases, 0)
    for name in ("processes", "zombies", "files", "descriptors", "threads"):
        if getattr(after, name) > getattr(before, name) + (1 if name == "threads" else 0):
            grown.append(f"left after closing, {name}: {getattr(before, name)} → {getattr(after, name)}")
    print("\n".join(grown) or "flat")
    sys.exit(1 if grown else 0)


if __name__ == "__main__":
    main()
