"""Answers of several files, each under its path: which of them the checks import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evaluations.extractors.read_blocks import DEFINES, ReadBlocks
from evaluations.extractors.shape import fits_kind
from evaluations.records import Block, Extraction, Kind, TaskSpec

SHELLS = {"app", "index", "main"}  # files that only show the answer in use


def named_files(blocks: Sequence[Block], usable: Sequence[int], spec: TaskSpec) -> dict[str, int]:
    """Map each path to its block, when the answer names at least two files; the first of a name wins, tests are left
    out.
    """
    if spec.kind is Kind.WRITE_TESTS:
        return {}
    named: dict[str, int] = {}
    for i in usable:
        path = blocks[i].path
        if path and not re.search(r"\.(?:test|spec)\.", path):
            named.setdefault(path, i)
    return named if len(named) >= 2 else {}


def extraction_of(
    spec: TaskSpec, version: str, files: Mapping[str, int], blocks: tuple[Block, ...], rule: str, reason: str
) -> Extraction:
    """Return the extraction whose files are these blocks. files: path to the number of its block."""
    return Extraction(
        files={path: blocks[i].source for path, i in files.items()},
        entry=spec.entry,
        rule=rule,
        reason=reason,
        blocks=blocks,
        chosen=tuple(files.values()),
        version=version,
    )


def main_file(read_blocks: ReadBlocks, named: dict[str, int]) -> str:
    """Return the file that the checks import: what the task names, else what it asks for, else what no other
    imports.
    """
    defining = [path for path, i in named.items() if read_blocks.defines(i)]
    if defining:
        return defining[0]
    fitting = [path for path, i in named.items() if fits_kind(read_blocks.code(i), read_blocks.spec)] or list(named)
    for path in fitting:
        # A file that another one imports is a part, unless that other only shows the whole in use.
        others = [i for other, i in named.items() if other != path and other in fitting and stem(other) not in SHELLS]
        is_part = any(_imports(read_blocks, i, path) for i in others)
        if not is_part and stem(path) not in SHELLS and DEFINES.search(read_blocks.blocks[named[path]].source):
            return path
    return next((path for path in fitting if stem(path) not in SHELLS), fitting[0])


def _imports(read_blocks: ReadBlocks, i: int, path: str) -> bool:
    return any(module.startswith(".") and stem(module) == stem(path) for module, _ in read_blocks.code(i).imports)


def stem(path: str) -> str:
    """Return the name of a file without folders and endings."""
    return path.rpartition("/")[2].partition(".")[0].lower()
