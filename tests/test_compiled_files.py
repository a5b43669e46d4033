"""Test files that were compiled beforehand are the ones that pytest reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compiled_files import compile_files, read_rewritten


def test_compiled_test_file_is_read_until_its_source_changes(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    (tmp_path / "tests").mkdir()
    path = tmp_path / "tests" / "test_sum.py"
    path.write_text("def test_sum():\n    assert 1 + 1 == 2\n")
    (tmp_path / "tests" / "test_broken.py").write_text("def test_sum(:\n")
    assert read_rewritten(path) is None
    compile_files(pytestconfig, tmp_path)
    code = read_rewritten(path)
    assert code is not None
    assert "@pytest_ar" in code.co_names
    path.write_text("def test_sum():\n    assert 1 + 1 == 3\n")
    assert read_rewritten(path) is None


def test_a_file_with_an_error_does_not_keep_others_from_being_compiled(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    (tmp_path / "tests").mkdir()
    for n in range(9):
        (tmp_path / "tests" / f"test_{n}.py").write_text("def test_sum(:\n" if n < 4 else "assert 1\n")
    compile_files(pytestconfig, tmp_path)
    assert all(read_rewritten(tmp_path / "tests" / f"test_{n}.py") for n in range(4, 9))
