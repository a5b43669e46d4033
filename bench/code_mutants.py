"""Do the tests notice small faults in the code that reads answers and gives verdicts? Mutants of Python, one at a time.

`python -m bench.code_mutants [--sample 20] [--seed 1] [--only PART] [--out FILE]`: PART is a name in PARTS. Changes one
operator, condition or constant of a file in memory and runs the part's tests in a process of its own until one fails.
A mutant that passes them all survives and is printed with its line. --sample: mutants of each file, drawn at random
with the seed; 0 means all. FILE gets a line for each mutant as it comes; mutants with a line are not run again.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere

from bench.result_lines import ResultLines  # noqa: E402

LONGEST_S = 120  # for the tests of one mutant; one that never ends is noticed

# Files, and the tests that must notice a fault in them. None of these tests needs a browser.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "extraction": (
        tuple(
            f"evaluations/extractors/{name}.py"
            for name in ("bare", "choose", "find", "join", "notation", "pieces", "read_blocks", "scripts", "thinking")
        ),
        ("tests/extractors",),
    ),
    "verdicts": (
        ("evaluations/sandbox/retry.py", "evaluations/verdicts.py"),
        ("tests/sandbox/test_retry.py", "tests/test_verdicts.py"),
    ),
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change. text: the whole file. start, end: offsets of what is replaced."""

    path: str
    text: str
    start: int
    end: int
    new: str

    @property
    def line(self) -> int:
        """Where the change is."""
        return self.text.count("\n", 0, self.start) + 1

    @property
    def old(self) -> str:
        """What is replaced."""
        return self.text[self.start : self.end]

    @property
    def key(self) -> str:
        """Identify the change, independent of the lines above it in the file."""
        return f"{self.path}: {self.old} => {self.new} @{self.start}"

    def source(self) -> str:
        """Return the whole file, changed."""
        return self.text[: self.start] + self.new + self.text[self.end :]


class Offsets:
    """Offsets of a file's places; ast counts columns in bytes of UTF-8."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines(keepends=True)
        self._begins = [0]
        for line in self._lines:
            self._begins.append(self._begins[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place."""
        return self._begins[line - 1] + len(self._lines[line - 1].encode()[:column].decode())


def mutants(path: str) -> list[Mutant]:
    """Every mutant of a file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    offsets = Offsets(text)
    results: list[Mutant] = []
    for node in ast.walk(ast.parse(text)):
        for first, last, new in changes(node):
            results.append(Mutant(path, text, offsets.offset(*first), offsets.offset(*last), new))
    return sorted(results, key=lambda mutant: (mutant.start, mutant.end))


Place = tuple[int, int]


def begin(node: ast.expr | ast.stmt) -> Place:
    """Where a node begins."""
    return node.lineno, node.col_offset


def end(node: ast.expr | ast.stmt) -> Place:
    """Where a node ends."""
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def changes(node: ast.AST) -> Iterator[tuple[Place, Place, str]]:
    """Yield what can be changed at a node: from where, to where, into what."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        operator = COMPARISONS[type(node.ops[0])]
        yield begin(node), end(node), f"({ast.unparse(node.left)} {operator} {ast.unparse(node.comparators[0])})"
    elif isinstance(node, ast.BoolOp):
        other = ast.BoolOp(op=ast.Or() if isinstance(node.op, ast.And) else ast.And(), values=node.values)
        yield begin(node), end(node), f"({ast.unparse(other)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield begin(node), end(node), f"bool({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield begin(node), end(node), str(not node.value)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield begin(node), end(node), str(node.value + 1)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        other_op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield begin(node), end(node), f"({ast.unparse(ast.BinOp(node.left, other_op, node.right))})"
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield begin(node.test), end(node.test), f"(not ({ast.unparse(node.test)}))"
    elif isinstance(node, ast.Break | ast.Continue):
        yield begin(node), end(node), "continue" if isinstance(node, ast.Break) else "break"


class ChangedSource(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed source."""

    def __init__(self, path: str, source: str) -> None:
        self._name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self._path, self._source = str(ROOT / path), source

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """Return the changed module; others are found as usual."""
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed source."""
        exec(compile(self._source, self._path, "exec"), module.__dict__)


def is_noticed(path: str, source: str, tests: Sequence[str]) -> bool:
    """Whether a test fails with this source of the file. Runs in a fork, which has the libraries already."""
    child = os.fork()
    if not child:
        os.setsid()
        signal.alarm(LONGEST_S)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        sys.meta_path.insert(0, ChangedSource(path, source))
        os._exit(tested(tests))
    return os.waitpid(child, 0)[1] != 0


def tested(tests: Sequence[str]) -> int:
    """pytest's exit status."""
    import pytest

    return int(pytest.main(["-x", "-q", "--noconftest", "-p", "no:cacheprovider", *tests]))


def load_libraries() -> None:
    """Import what takes long and is not changed, once for all forks."""
    import django  # noqa: F401
    import pytest  # noqa: F401
    import tree_sitter_typescript  # noqa: F401


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    os.chdir(ROOT)
    os.environ["TMPDIR"] = tempfile.mkdtemp()
    load_libraries()
    results = Results(options.out)
    survivors: list[Mutant] = []
    for part, (files, tests) in PARTS.items():
        if options.only in (None, part):
            survivors += run_part(part, files, tests, results, options)
    sys.exit(1 if survivors else 0)


def run_part(
    part: str, files: Sequence[str], tests: Sequence[str], results: Results, options: argparse.Namespace
) -> list[Mutant]:
    """Return the survivors of a part; print each of them and a line at the end."""
    if is_noticed(files[0], (ROOT / files[0]).read_text(encoding="utf-8"), tests):
        sys.exit(f"{part}: the tests fail without any change.")
    tried = [mutant for path in files for mutant in drawn(mutants(path), options.sample, options.seed)]
    survivors: list[Mutant] = []
    begun = time.perf_counter()
    for mutant in tried:
        if not results.is_noticed(mutant, tests):
            survivors.append(mutant)
            print(f"{mutant.path}:{mutant.line}: {mutant.old} => {mutant.new}", flush=True)
    seconds = time.perf_counter() - begun
    print(f"{part}: {len(tried) - len(survivors)} of {len(tried)} noticed, {seconds:.0f} s", flush=True)
    return survivors


def drawn(all_mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Return `count` mutants, drawn at random but the same for a seed; all for 0."""
    if not count or count >= len(all_mutants):
        return all_mutants
    return random.Random(seed).sample(all_mutants, count)


class Results:
    """Whether mutants were noticed; a file keeps it."""

    def __init__(self, path: Path | None) -> None:
        self._lines = ResultLines(path)
        self._known: dict[str, bool] = {row["mutant"]: row["is_noticed"] for row in self._lines.before}

    def is_noticed(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        """Whether a test fails with the mutant: from the file, else by running it now."""
        if mutant.key not in self._known:
            self._known[mutant.key] = is_noticed(mutant.path, mutant.source(), tests)
            self._lines.add({"mutant": mutant.key, "is_noticed": self._known[mutant.key]})
        return self._known[mutant.key]


if __name__ == "__main__":
    main()
