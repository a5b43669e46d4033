"""The programs of the golden corpus as cases.

A folder `<verdict>_<what>/` holds `candidate.ts` (function lane), `candidate.tsx` or `candidate.vue` (page lane),
`candidate.py` (Python lane) or `candidate.html` (spec lane; visual lane where the folder's name says so, against
`reference.html`), `expect.toml`, and where it needs them other files of the candidate, `checks.test.ts(x)` or
`checks.spec.js`, and `next.ts(x)` with `next.test.ts(x)`, `next.html` with `next.spec.js`: what runs afterwards and
must pass (else the honest candidate). In sources `⟪d800⟫` stands for a code unit that no file can hold, `⟪fill⟫` for
`fill` characters, and `@PORT@` for a listener that must not hear a byte.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from evaluations.execution_records import Case, Report
from evaluations.graders import visual
from evaluations.records import Checks, Kind, Lane, TaskSpec, Verdict

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expect.toml"))
LANES: dict[str, Lane] = {".ts": "function", ".tsx": "page", ".vue": "page", ".py": "python", ".html": "spec"}
HONEST = {
    "function": "passed_adds",
    "page": "passed_counts",
    "python": "passed_python_adds",
    "spec": "passed_spec_counts",
    "visual": "passed_visual_reference",
}
REFERENCE = (HERE / "reference.html").read_text()
PICTURE = TaskSpec(slug="tickets", title="Tickets", kind=Kind.VISUAL, prompt="Rebuild it.", language="html")
CHECKS = re.compile(r"\.(test|spec)\.")
ENDLESS_MS, PLENTY_MS = 400, 10_000


def expected(folder: Path) -> dict[str, Any]:
    """What expect.toml says."""
    return tomllib.loads((folder / "expect.toml").read_text())


def candidate(folder: Path, port: int = 9) -> Case:
    """The program itself."""
    return _case(folder, "candidate", expected(folder), port)


def after(folder: Path) -> Case:
    """What runs next in the same slot and must pass."""
    if any(folder.glob("next.test.ts*")) or any(folder.glob("next.spec.js")) or any(folder.glob("next.html")):
        return _case(folder, "next", {}, 0)
    return candidate(HERE / HONEST[_lane(folder, _entry(folder, "candidate"))])


def judged(case: Case, report: Report) -> tuple[Verdict, str]:
    """Verdict and cause: a picture is compared outside the sandbox, as its grader does it."""
    if case.lane != "visual":
        return report.verdict, report.cause
    outcome = visual.grade(PICTURE, [report])
    return outcome.verdict, outcome.cause


def _lane(folder: Path, entry: Path) -> Lane:
    return "visual" if "_visual_" in folder.name else LANES[entry.suffix]


def _entry(folder: Path, name: str) -> Path:
    beside = sorted(folder.glob(f"{name}.*"))
    return next(path for path in beside if path.suffix in LANES and not CHECKS.search(path.name))


def _source(path: Path, options: dict[str, Any], port: int) -> str:
    text = path.read_text().replace("@PORT@", str(port))
    if "fill" in options:
        text = text.replace("⟪fill⟫", options.get("fill_with", "x") * options["fill"])
    return re.sub(r"⟪([0-9a-f]{4})⟫", lambda match: chr(int(match[1], 16)), text)


def _case(folder: Path, name: str, options: dict[str, Any], port: int) -> Case:
    entry = _entry(folder, name)
    ending = {".html": ".spec.js", ".vue": ".test.tsx"}.get(entry.suffix, f".test{entry.suffix}")
    checks = folder / f"{'checks' if name == 'candidate' else name}{ending}"
    if not checks.exists():
        checks = HERE / f"checks{ending}"
    beside = [path for path in folder.iterdir() if path.suffix in (*LANES, ".js") and not CHECKS.search(path.name)]
    files = {path.name: _source(path, options, port) for path in beside if name == "candidate" and path.stem != "next"}
    if name != "candidate":
        files = {f"candidate{entry.suffix}": entry.read_text()}
    lane = _lane(folder, entry)
    return Case(
        id=f"{folder.name}/{name}",
        lane=lane,
        reference={f"candidate{entry.suffix}": REFERENCE} if lane == "visual" else {},
        files=files,
        entry=f"candidate{entry.suffix}",
        checks=Checks(path=f"candidate{ending}", source=checks.read_text()),
        memory_mb=options.get("memory_mb", 512),
        timeout_ms=options.get("timeout_ms", _limit(folder)) if name == "candidate" else PLENTY_MS,
    )


def _limit(folder: Path) -> int:
    """Little for what never ends; plenty for what does, whatever else the machine is doing."""
    return ENDLESS_MS if folder.name.startswith("timeout_") else PLENTY_MS
