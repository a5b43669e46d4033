"""The smallest task of each kind in the reference is a whole task, and meets its conditions of entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluations.graders.conditions import entry_conditions, try_answer
from evaluations.records import Kind, TaskSpec, Verdict
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_task
from tests.environment import needs_time

PAGE = (Path(__file__).parents[2] / "docs/reference/suites.md").read_text()
SECTION = PAGE[PAGE.index("## The smallest task of each kind") : PAGE.index("## Pictures to rebuild")]
BLOCKS = re.findall(r"^`(\w+)`[^\n]*\n```text\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^--- (\S+)\n", re.MULTILINE)


def loaded(block: str, folder: Path) -> TaskSpec:
    """The task of a block, written as a folder."""
    _, *parts = FILE.split(block)
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load_task(folder)


def test_there_is_one_of_each_kind() -> None:
    assert sorted(kind for kind, _ in BLOCKS) == sorted(Kind)
    assert SECTION.count("```text") == len(BLOCKS)


@pytest.mark.parametrize(
    ("kind", "block"),
    # Wrong answers of these two take longest, and test_shipped.py tries a task of each.
    [
        pytest.param(*block, marks=[needs_time] if block[0] in ("page", "visual") else [], id=block[0])
        for block in BLOCKS
    ],
)
def test_smallest_task_meets_its_conditions(kind: str, block: str, tmp_path: Path, sandbox: Sandbox) -> None:
    spec = loaded(block, tmp_path / "smallest")
    assert spec.kind == kind
    if spec.kind is Kind.FREE:
        answer = {spec.entry: "export default () => <p>Hello</p>;"}
        assert try_answer(spec, answer, sandbox.execute).verdict is Verdict.UNCHECKED
        return
    assert spec.mutants
    conditions = entry_conditions(spec, sandbox.execute, times=1)
    assert [condition for condition in conditions if not condition.is_met] == []
