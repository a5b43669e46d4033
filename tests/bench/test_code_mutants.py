"""The bench that changes the code which reads answers and gives verdicts, and looks whether its tests notice."""

from __future__ import annotations

import runpy
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import code_mutants
from bench.code_mutants import Mutant, mutants

SOURCE = """
def is_long(text, least=3):
    if text and not text.isspace():  # „quoted“ text before a change
        return "„“" != text or len(text) >= least
    return False
"""


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(code_mutants, "ROOT", tmp_path)
    (tmp_path / "long.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def test_each_mutant_is_the_whole_file_with_one_change() -> None:
    changes = {(mutant.old, mutant.new) for mutant in mutants("long.py")}
    assert {
        ("3", "4"),
        ("False", "True"),
        ("len(text) >= least", "(len(text) > least)"),
        ("not text.isspace()", "bool(text.isspace())"),
        ("text and not text.isspace()", "(text or not text.isspace())"),
        ("text and not text.isspace()", "(not (text and (not text.isspace())))"),
    } <= changes
    for mutant in mutants("long.py"):
        assert mutant.source() != SOURCE
        compile(mutant.source(), "long.py", "exec")


def test_change_is_placed_rightly_beside_non_ascii_text() -> None:
    [mutant] = [mutant for mutant in mutants("long.py") if mutant.new == "(len(text) > least)"]
    assert mutant.source() == SOURCE.replace("len(text) >= least", "(len(text) > least)")
    assert mutant.line == 4


def run_script(tests: Sequence[str]) -> int:
    """In place of pytest, which cannot run inside itself."""
    try:
        for test in tests:
            runpy.run_path(test)
    except AssertionError:
        return 1
    return 0


def test_mutant_that_no_test_notices_survives(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_mutants, "tested", run_script)
    (root / "test_long.py").write_text("from long import is_long\nassert is_long('abcd')\n")
    runs = code_mutants.Results(root / "results.jsonl")
    strict = Mutant("long.py", SOURCE, SOURCE.index(">="), SOURCE.index(">=") + 2, ">")
    flipped = Mutant("long.py", SOURCE, SOURCE.index("return False"), SOURCE.index("return False") + 12, "return 1")
    turned = Mutant("long.py", SOURCE, SOURCE.index("if text"), SOURCE.index("if text") + 7, "if not text")
    given = [str(root / "test_long.py")]
    assert [runs.is_noticed(mutant, given) for mutant in (strict, flipped, turned)] == [False, False, True]
    (root / "test_long.py").unlink()
    again = code_mutants.Results(root / "results.jsonl")
    assert [again.is_noticed(mutant, given) for mutant in (strict, flipped, turned)] == [False, False, True]
