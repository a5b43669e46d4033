"""oxlint over the code of many answers at once: rules of React, and imports that nothing uses.

The code is hostile: it is linted as numbered files under our own configuration, in a process with limits of time and
of what it writes. Comments that switch rules off are made harmless. An answer that makes the process fail is tried once
more alone, and then has no result.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts import node

PROGRAM = Path(__file__).parents[2] / "node_modules" / "oxlint" / "bin" / "oxlint"
CODE = {".js", ".jsx", ".ts", ".tsx", ".mjs", ".mts"}
LARGEST_SOURCE = 300_000  # characters of one answer
TIMEOUT_S, CPU_S, OUTPUT_BLOCKS = 60, 30, 16_000  # blocks of 512 bytes
MOST_FINDINGS, LONGEST_TEXT = 200, 200
REACT_RULES = (
    "react/rules-of-hooks",
    "react/exhaustive-deps",
    "react/jsx-key",
    "react/jsx-no-duplicate-props",
    "react/no-children-prop",
    "react/no-direct-mutation-state",
    "react/void-dom-elements-no-children",
)
SWITCH = re.compile(r"(eslint|oxlint)-(disable|enable)")
IS_UNUSED_IMPORT = re.compile(r"'([^']{1,200})' is imported but never used")


@dataclass(frozen=True, slots=True)
class LintResult:
    """Return sentences: what breaks the rules of React, and unused imports. At most MOST_FINDINGS of each."""

    react: tuple[str, ...] = ()
    unused_imports: tuple[str, ...] = ()


def lint(answers: Mapping[int, Mapping[str, str]]) -> dict[int, LintResult | None]:
    """Return each answer's result; None for one without such code, or that could not be linted."""
    can = {key: code for key, files in answers.items() if (code := _code_of(files))}
    results: dict[int, LintResult | None] = dict.fromkeys(answers)
    if not can:
        return results
    try:
        results |= _run(can)
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        for key, files in can.items():
            try:
                results |= _run({key: files})
            except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
                continue
    return results


def _code_of(files: Mapping[str, str]) -> dict[str, str]:
    code = {path: text for path, text in files.items() if Path(path).suffix in CODE}
    return code if sum(map(len, code.values())) <= LARGEST_SOURCE else {}


def _run(answers: Mapping[int, Mapping[str, str]]) -> dict[int, LintResult]:
    with tempfile.TemporaryDirectory(prefix="bakeoff-lint-") as name:
        folder = Path(name)
        (folder / ".git").mkdir()  # ignore files of a repository around the folder for temporary files end here
        paths = _write(folder, answers)
        rules = dict.fromkeys((*REACT_RULES, "no-unused-vars"), "error")
        configuration = {"plugins": ["react"], "categories": {"correctness": "off"}, "rules": rules}
        (folder / "rules.json").write_text(json.dumps(configuration))
        program = node.find(Path(sys.prefix))
        words = [str(program), str(PROGRAM), "-c", "rules.json", "--disable-nested-config", "--no-ignore"]
        words += ["--threads=1", "--format", "json", "code"]
        shell = f'ulimit -t {CPU_S} -f {OUTPUT_BLOCKS} -c 0; exec nice -n 19 "$@" > output.json'
        done = subprocess.run(
            ["/bin/bash", "-c", shell, "lint", *words],
            cwd=folder,
            env={"PATH": os.environ.get("PATH", "")},  # it must not see the site's secrets
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT_S,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise ValueError(f"oxlint ended with {done.returncode}")
        diagnostics = json.loads((folder / "output.json").read_text("utf-8", "replace"))["diagnostics"]
    return _results_by_answer(diagnostics, paths, answers)


def _write(folder: Path, answers: Mapping[int, Mapping[str, str]]) -> dict[str, tuple[int, str]]:
    """Write each file that is linted; return its path with its answer and the answer's own path."""
    paths = {}
    for key, files in answers.items():
        for number, (path, text) in enumerate(files.items()):
            at = folder / "code" / str(key) / f"{number}{Path(path).suffix}"
            at.parent.mkdir(parents=True, exist_ok=True)
            at.write_text(SWITCH.sub(r"\1_\2", text), "utf-8", "replace")
            paths[str(at.relative_to(folder))] = key, path
    return paths


def _results_by_answer(
    diagnostics: list[dict[str, object]], paths: Mapping[str, tuple[int, str]], answers: Mapping[int, object]
) -> dict[int, LintResult]:
    react: dict[int, list[str]] = {key: [] for key in answers}
    unused: dict[int, list[str]] = {key: [] for key in answers}
    broken = set()
    for row in diagnostics:
        key, path = paths[str(row["filename"])]
        message, code = str(row["message"]), str(row.get("code", ""))
        if not code:  # it does not parse: no rule has looked at it
            broken.add(key)
        elif code.startswith("react"):
            react[key].append(f"{path}{_line(row)}: {message}"[:LONGEST_TEXT])
        elif (match := IS_UNUSED_IMPORT.search(message)) and match[1] != "React":
            unused[key].append(match[1])
    return {
        key: LintResult(tuple(react[key][:MOST_FINDINGS]), tuple(unused[key][:MOST_FINDINGS]))
        for key in answers
        if key not in broken
    }


def _line(row: dict[str, object]) -> str:
    labels = row.get("labels")
    span = labels[0].get("span", {}) if isinstance(labels, list) and labels else {}
    return f", line {span['line']}" if "line" in span else ""
