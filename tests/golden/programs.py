"""The programs of the golden corpus as cases.

A folder `<verdict>_<what>/` holds `candidate.ts` (function lane) or `candidate.tsx` (page lane), `expect.toml`, and
where it needs them other files of the candidate, `checks.test.ts(x)`, and `next.ts(x)` with `next.test.ts(x)`: what
runs afterwards and must pass (else the honest candidate). In sources `⟪d800⟫` stands for a code unit that no file
can hold, `⟪fill⟫` for `fill` characters, and `@PORT@` for a listener that must not hear a byte.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from evaluations.records import Case, Checks

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expect.toml"))
ENDLESS_MS, PLENTY_MS = 700, 10_000


def expected(folder: Path) -> dict[str, Any]:
    """What expect.toml says."""
    return tomllib.loads((folder / "expect.toml").read_text())


def candidate(folder: Path, port: int = 9) -> Case:
    """The program itself."""
    return _case(folder, "candidate", expected(folder), port)


def after(folder: Path) -> Case:
    """What runs next in the same slot and must pass."""
    if any(folder.glob("next.test.ts*")):
        return _case(folder, "next", {}, 0)
    return candidate(HERE / ("passed_counts" if (folder / "candidate.tsx").exists() else "passed_adds"))


def _source(path: Path, told: dict[str, Any], port: int) -> str:
    text = path.read_text().replace("@PORT@", str(port))
    if "fill" in told:
        text = text.replace("⟪fill⟫", told.get("fill_with", "x") * told["fill"])
    return re.sub(r"⟪([0-9a-f]{4})⟫", lambda match: chr(int(match[1], 16)), text)


def _case(folder: Path, name: str, told: dict[str, Any], port: int) -> Case:
    entry = next(folder.glob(f"{name}.ts*"))
    checks = folder / f"{'checks' if name == 'candidate' else name}.test{entry.suffix}"
    if not checks.exists():
        checks = HERE / f"checks.test{entry.suffix}"
    beside = [path for path in folder.iterdir() if path.suffix in (".ts", ".tsx") and ".test" not in path.name]
    files = {path.name: _source(path, told, port) for path in beside if name == "candidate" and path.stem != "next"}
    if name != "candidate":
        files = {f"candidate{entry.suffix}": entry.read_text()}
    return Case(
        id=f"{folder.name}/{name}", lane="page" if entry.suffix == ".tsx" else "function",
        files=files, entry=f"candidate{entry.suffix}",
        checks=Checks(path=f"candidate.test{entry.suffix}", source=checks.read_text()),
        memory_mb=told.get("memory_mb", 512),
        timeout_ms=told.get("timeout_ms", _limit(folder)) if name == "candidate" else PLENTY_MS,
    )  # fmt: skip


def _limit(folder: Path) -> int:
    """Little for what never ends; plenty for what does, whatever else the machine is doing."""
    return ENDLESS_MS if folder.name.startswith("timeout_") else PLENTY_MS
