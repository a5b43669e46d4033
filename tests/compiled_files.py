"""Compile Python files once for all processes of pytest-xdist.

In a new checkout each process would compile every file and rewrite the assertions of all tests, for 20 s.
"""

from __future__ import annotations

import compileall
import os
from contextlib import suppress
from pathlib import Path
from types import CodeType

import pytest
from _pytest.assertion import rewrite

FOLDERS = ("tests", "webapp", "evaluations", "scripts", "bench")


def compile_files(config: pytest.Config, root: Path) -> None:
    """Compile what has no up-to-date compiled file, with one process for each processor."""
    files = [path for name in FOLDERS for path in sorted((root / name).rglob("*.py"))]
    n_processes = os.cpu_count() or 1
    children = []
    for position in range(n_processes):
        if child := os.fork():
            children.append(child)
            continue
        try:
            for path in files[position::n_processes]:
                with suppress(SyntaxError):
                    _compile(config, path)
        finally:
            os._exit(0)  # a test process reports what is wrong with a file
    for child in children:
        os.waitpid(child, 0)


def _compile(config: pytest.Config, path: Path) -> None:
    if not path.name.startswith(("test_", "conftest")):
        compileall.compile_file(path, quiet=2)
    elif read_rewritten(path) is None:
        digest, code = rewrite._rewrite_test(path, config)
        rewritten = _rewritten_file(path)
        rewrite.try_makedirs(rewritten.parent)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, rewritten)


def read_rewritten(path: Path) -> CodeType | None:
    """Return the code that pytest would read for this test file; None when it would compile it."""
    return rewrite._read_pyc(path, _rewritten_file(path))


def _rewritten_file(path: Path) -> Path:
    return rewrite.get_cache_dir(path) / (path.stem + rewrite.PYC_TAIL)
