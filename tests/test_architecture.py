"""Which room may import which: read from the source, so that a forbidden arrow fails at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOREIGN = {"django", "celery", "channels"}
PLAIN = {"records", "errors", "licences", "packages", "tokens", "token_limits", "brackets", "bounds", "explanations"}
PURE = ("prompts", "adapters", "extractors", "sandbox", "graders", "statistics", "workbooks", "suites", "ratings")
# What else of evaluations/ each place may import, besides itself; and which of the large frameworks.
MAY: dict[str, tuple[set[str], set[str]]] = {
    "records": ({"findings"}, set()),
    "findings": (set(), set()),
    "explanations": ({"records"}, set()),
    "errors": (set(), set()),
    "licences": (set(), set()),
    "packages": (set(), set()),
    "tokens": (set(), set()),
    "token_limits": ({"records"}, set()),
    "brackets": (set(), set()),
    "bounds": (set(), set()),
    **{room: (PLAIN, set()) for room in PURE},
    # The grader for workbooks compares with their truth, and writes the check file that captures the values.
    "graders": (PLAIN | {"workbooks"}, set()),
    # Other people's files become what a folder of tasks becomes.
    "formats": (PLAIN | {"suites"}, set()),
    # Shares of votes have the same intervals as shares of passes.
    "ratings": (PLAIN | {"statistics"}, set()),
    "models": (PLAIN | {"statistics"}, {"django"}),
    # A run as one file to hand on: rows and figures in, HTML out.
    "reports": (PLAIN | {"models", "statistics"}, {"django"}),
    "events": (PLAIN, {"django", "channels"}),
    "runner": (PLAIN | {*PURE, "formats", "models", "events"}, {"django"}),
    "tasks": (PLAIN | {"runner", "models", "sandbox", "workbooks"}, {"django", "celery"}),
    "management": (PLAIN | {*PURE, "formats", "runner", "models", "reports", "tasks"}, FOREIGN),
    "apps": (set(), {"django"}),
    # Rendering a prompt is pure text: the prompt page shows exactly what will be sent.
    "webapp": (PLAIN | {"models", "statistics", "workbooks", "tasks", "prompts", "ratings", "reports"}, FOREIGN),
}


def _files() -> list[Path]:
    code = [*(ROOT / "evaluations").rglob("*.py"), *(ROOT / "webapp").rglob("*.py")]
    return [path for path in code if "migrations" not in path.parts]


def _room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "webapp" if parts[0] == "webapp" else parts[1]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            if node.module == "evaluations":
                found.update(f"evaluations.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", _files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_room_imports_only_what_it_may(path: Path) -> None:
    room = _room(path)
    if room == "__init__":
        return
    rooms, frameworks = MAY[room]
    for name in _imports(path):
        top, _, rest = name.partition(".")
        if top in FOREIGN:
            assert top in frameworks, f"{room} imports {name}"
        if top == "evaluations" and rest:
            assert rest.partition(".")[0] in rooms | {room}, f"{room} imports {name}"
        if top == "webapp":
            assert room == "webapp", f"{room} imports {name}"


@pytest.mark.parametrize("content", [b"one", b"two"])
def test_bytes_are_no_part_of_a_tests_name(content: bytes, request: pytest.FixtureRequest) -> None:
    """Two processes that make a file at different times would otherwise collect different tests."""
    assert request.node.name.endswith(f"[content{(b'one', b'two').index(content)}]")
