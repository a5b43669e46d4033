"""The harness by itself, without a browser: its types, its style, its own tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import node
from scripts.setup import VENV
from tests.environment import needs_time

ROOT = Path(__file__).parents[2]


# `make lint` runs the first one for every change.
@pytest.mark.parametrize("what", [pytest.param("lint", marks=needs_time), "test"])
def test_harness_passes_its_own_tests(what: str) -> None:
    command = [sys.executable, "-m", "scripts.harness", what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]


# A line of a function that runs beside a candidate, and the complaint about it; "" when it is allowed.
LINES = [
    ("for (const item of list) use(item);", "for…of asks for an iterator"),
    ("const [first] = list;", "a destructured list asks for an iterator"),
    ("[first, second] = [second, first];", "a destructured list asks for an iterator"),
    ("use(...list);", "a spread list asks for an iterator"),
    ("list.push(1);", ".push( is looked up on a prototype"),
    ("work.then(use);", ".then( is looked up on a prototype"),
    ("text.replace(/a/, 'b');", ".replace( is looked up on a prototype"),
    ("await work;", "await of what is not own(), newPromise(), heard(), settle()"),
    ("return Promise;", "the global Promise can be replaced"),
    ("JSON.stringify(list);", "the global JSON can be replaced"),
    ("if (error instanceof Fault) return;", "instanceof asks for Symbol.hasInstance"),
    ('if ("tests" in list) return;', "`in` finds what everybody has: hasOwn"),
    ("list[list.length] = 1;", ""),
    ("await own(work);", ""),
    ("const { length } = list;", ""),
    ("apply(method, list, [1]);", ""),
]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Check all lines by one call, because each start of Node takes a second. Return what it printed."""
    folder = tmp_path_factory.mktemp("lines")
    sources = [folder / f"late-{number}.ts" for number in range(len(LINES))]
    for source, (line, _) in zip(sources, LINES, strict=True):
        source.write_text(f"const early = [...new Set([1])].map(String);\nexport async function late() {{ {line} }}\n")
    done = lint(*sources)
    assert done.returncode == 1, done.stderr
    return done.stdout.splitlines()


def lint(*sources: Path) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [node.find(VENV), "scripts/lint-primordials.mjs", *sources]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("number", range(len(LINES)), ids=[line for line, _ in LINES])
def test_code_beside_a_candidate_calls_nothing_that_it_can_replace(number: int, findings: list[str]) -> None:
    line, message = LINES[number]
    of_line = [finding for finding in findings if f"late-{number}.ts:" in finding]
    if message:
        assert any(f"late-{number}.ts:2: {message}" in finding for finding in of_line), of_line
    else:
        assert of_line == [], line


def test_linter_exits_0_without_findings(tmp_path: Path) -> None:
    source = tmp_path / "late.ts"
    source.write_text("export const late = () => 1;\n")
    assert lint(source).returncode == 0
