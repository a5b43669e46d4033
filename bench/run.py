"""Compare the sandbox with alternatives on the same cases, in turn, over several rounds.

Ours: page lane and function lane of `evaluations.sandbox`. Theirs: vitest with jsdom, vitest in browser mode
(Playwright provider, the same Chromium), one node process per function. Ratios are taken inside a round, because the
machine's speed varies between rounds. `python bench/run.py [--rounds N] [--quick]` writes bench/results.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # started as a script, from anywhere

from evaluations.execution_records import Case  # noqa: E402
from evaluations.records import Verdict  # noqa: E402
from evaluations.sandbox import Sandbox  # noqa: E402
from evaluations.sandbox.browser.chromium import find_chromium, real_program  # noqa: E402
from evaluations.sandbox.browser.threads import descendants  # noqa: E402
from evaluations.sandbox.jsonl import case_of  # noqa: E402
from evaluations.sandbox.sandbox import usual_slots  # noqa: E402

WORK = HERE / "node_modules" / ".work"
SLOTS = (1, 2, 3, 4)
WARM = 56  # cases
SETUP = "import { vi } from 'vitest'; globalThis.jest = vi;\n"
JSDOM = "{ environment: 'jsdom' }"
BROWSER = """{ browser: { enabled: true, headless: true, screenshotFailures: false, provider: 'playwright',
  instances: [{ browser: 'chromium', launch: { executablePath: '%s', args: ['--no-sandbox'] } }] } }"""
NODE_HEAD = """let failed = 0; console.assert = (ok) => { if (!ok) failed++ };
process.on('exit', () => { if (failed) process.exitCode = 1 });\n"""


def load(name: str) -> list[Case]:
    """Return the cases of bench/cases."""
    return [case_of(line) for line in (HERE / "cases" / f"{name}.jsonl").read_bytes().splitlines()]


def repeated(cases: list[Case], count: int) -> list[Case]:
    """Repeat the cases until there are at least `count`, each with another id."""
    rounds = -(-count // len(cases))
    return [replace(case, id=f"{case.id}#{i}") for i in range(rounds) for case in cases]


def ours(lane: str, count: int, slots: int) -> tuple[float, float, float]:
    """Return cases per second, seconds until the first verdict, and MB of browser and this process at the end."""
    begun = time.perf_counter()
    with Sandbox(slots=slots) as sandbox:
        passed(sandbox, load(lane)[:1])
        first_s = time.perf_counter() - begun
        rate(sandbox, repeated(load(lane), WARM))
        result = rate(sandbox, repeated(load(lane), count))
        return result, first_s, sum(map(_pss_mb, [os.getpid(), *descendants(os.getpid())]))


def rate(sandbox: Sandbox, cases: list[Case]) -> float:
    """Return the cases per second."""
    begun = time.perf_counter()
    passed(sandbox, cases)
    return len(cases) / (time.perf_counter() - begun)


def passed(sandbox: Sandbox, cases: list[Case]) -> None:
    """Run the cases. All of them must pass."""
    wrong = [report.verdict for report in sandbox.execute_many(cases) if report.verdict is not Verdict.PASSED]
    assert not wrong, f"{len(wrong)} of {len(cases)} cases did not pass: {wrong[:3]}"


def _pss_mb(pid: int) -> float:
    """Return the memory of a process, with shared pages divided."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def vitest(cases: list[Case], test_options: str) -> float:
    """Return the cases per second of one `vitest run` over all of them, including its start."""
    shutil.rmtree(WORK, ignore_errors=True)
    for number, case in enumerate(cases):
        for path, source in {**case.files, case.checks.path: case.checks.source}.items():
            target = WORK / f"c{number}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source)
    (WORK / "setup.js").write_text(SETUP)
    config = f"const test = {test_options};\nObject.assign(test, {{ globals: true, setupFiles: ['./setup.js'],"
    config += " include: ['c*/**/*.{spec,test}.*'] });\nexport default { test };\n"
    (WORK / "vitest.config.mjs").write_text(config)
    begun = time.perf_counter()
    done = subprocess.run(
        [HERE / "node_modules/.bin/vitest", "run", "--config", "vitest.config.mjs"],
        cwd=WORK,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
        env={**os.environ, "CI": "1"},
    )
    assert done.returncode == 0, f"vitest failed:\n{done.stdout[-3000:]}\n{done.stderr[-1500:]}"
    return len(cases) / (time.perf_counter() - begun)


def warm(cases: list[Case], test_options: str) -> float:
    """Return vitest's cases per second without its start, which is measured by a run of one case."""
    whole_s, one_s = len(cases) / vitest(cases, test_options), 1 / vitest(cases[:1], test_options)
    return (len(cases) - 1) / (whole_s - one_s)


def node(cases: list[Case]) -> float:
    """Return the functions per second with one node process each, one per processor at a time."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    paths = []
    for number, case in enumerate(cases):
        paths.append(WORK / f"f{number}.cjs")
        paths[-1].write_text(NODE_HEAD + case.files[case.entry] + "\n" + case.checks.source)
    begun = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        codes = list(pool.map(lambda path: subprocess.run(["node", path], check=False, timeout=60).returncode, paths))
    assert not any(codes), f"{sum(map(bool, codes))} node processes failed"
    return len(cases) / (time.perf_counter() - begun)


def install_peers() -> None:
    """Install vitest and its plug-ins from bench/package-lock.json into bench/."""
    if not (HERE / "node_modules/.bin/vitest").exists():
        print("Installing the peers into bench/node_modules …", flush=True)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=HERE, check=True, env={**os.environ, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1"})


def rounds(count: int, scale: int) -> dict[str, list[float]]:
    """Return figures by name, one per round. Ours use a sandbox that keeps running, as in a worker."""
    page, function = load("page"), load("function")
    browser = BROWSER % real_program(find_chromium())
    with Sandbox() as sandbox:
        for cases in (page, function):
            passed(sandbox, repeated(cases, WARM))
        measures: dict[str, Callable[[], float]] = {
            "page lane": lambda: rate(sandbox, repeated(page, 56 * scale)),
            "vitest, browser mode": lambda: vitest(page, browser),
            "function lane": lambda: rate(sandbox, repeated(function, 300 * scale)),
            "vitest, jsdom": lambda: vitest(page, JSDOM),
            "a node process each": lambda: node(repeated(function, 30 * scale)),
        }
        figures: dict[str, list[float]] = {name: [] for name in measures}
        for number in range(count):
            for name, measure in measures.items():
                figures[name].append(measure())
                print(f"round {number + 1}: {name}: {figures[name][-1]:.1f}/s", flush=True)
    return figures


def spread(values: list[float], digits: int = 1) -> str:
    """Return median, lowest and highest value as text."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def machine() -> str:
    """Return the date and the machine of a measurement."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    cpu = models[0].split(":")[1].strip() if models else "model unknown"
    busy = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {os.cpu_count()} processors ({cpu}), load {busy}."


def report(figures: dict[str, list[float]], scale: int) -> str:
    """Return the page bench/results.md."""
    pairs = [("page lane", "vitest, jsdom", 45), ("page lane", "vitest, browser mode", 20)]
    pairs.append(("function lane", "a node process each", 15))
    lines = [
        "# Results of `make bench`",
        "",
        machine(),
        f"{len(next(iter(figures.values())))} rounds, interleaved; median (lowest–highest).",
        "",
        "| what | cases a second |",
        "|---|---:|",
        *(f"| {name} | {spread(values)} |" for name, values in figures.items()),
        "",
        "| ratio, inside a round | measured | target |",
        "|---|---:|---:|",
    ]
    browser = BROWSER % real_program(find_chromium())
    started = f"{warm(load('page'), JSDOM):.1f} (jsdom) and {warm(load('page'), browser):.1f} (browser mode)"
    for measured, theirs, target in pairs:
        ratios = [a / b for a, b in zip(figures[measured], figures[theirs], strict=True)]
        lines.append(f"| {measured} : {theirs} | {spread(ratios)} | ≥ {target} |")
    lines += [
        "",
        f"Ours is one warm sandbox of {usual_slots()} slots, as a worker keeps it; vitest's are of a whole run:",
        f"with its start left out it does {started} cases a second.",
        "",
        "| slots | page lane, a second | function lane, a second | start → first verdict, s | memory, MB (PSS) |",
    ]
    lines.append("|---:|---:|---:|---:|---:|")
    for slots in SLOTS:
        page, function = ours("page", 28 * scale, slots), ours("function", 80 * scale, slots)
        lines.append(f"| {slots} | {page[0]:.1f} | {function[0]:.1f} | {page[1]:.2f} | {page[2]:.0f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="fewer cases; the ratios are rougher")
    options = parser.parse_args()
    install_peers()
    scale = 1 if options.quick else 4
    text = report(rounds(options.rounds, scale), scale)
    (HERE / "results.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
