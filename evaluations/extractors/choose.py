"""Chooses among the pieces by what the task needs, and says why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluations.extractors.bare import bare_code
from evaluations.records import Block, Extraction, Kind, TaskSpec

CODE_LANGUAGES = {
    "js", "jsx", "ts", "tsx", "javascript", "typescript", "javascriptreact", "typescriptreact", "react", "mjs", "node",
    "ecmascript", "es6",
}  # fmt: skip
OTHER_LANGUAGES = {
    "python", "py", "java", "c", "cpp", "csharp", "bash", "sh", "shell", "console", "html", "css", "json", "text",
    "plaintext", "txt", "diff", "yaml", "sql", "rust", "go", "markdown", "md", "output",
}  # fmt: skip
SHELLS = {"app", "index", "main"}  # files that only show the answer in use
DEFINES = re.compile(r"\b(?:function|class|const|let|var|export|import)\b|=>")
TESTS = re.compile(r"^\s*(?:describe|it|test)(?:\.\w+)?\s*\(", re.MULTILINE)
PYTHON = re.compile(r"^(?:\s*def \w+\(.*\)\s*(?:->.*)?:\s*$|from \w+ import |\s*elif |\s*print\()", re.MULTILINE)


def choose(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """The extraction of this answer for this task."""
    if not any(block.source.strip() for block in blocks):
        # Nothing, or a fence that closes what was never opened.
        return _from_bare(text[: blocks[0].start].rstrip(" `~\r\n") if blocks else text, spec, version)
    usable = [i for i, block in enumerate(blocks) if _is_code(block, spec)]
    if not usable:
        return _nothing(spec, version, blocks, "No block of the answer is JavaScript or TypeScript.")
    if named := _several_files(blocks, usable, spec):
        return _of_files(blocks, named, spec, version)
    chosen, rule, reason = _best(blocks, usable, spec)
    return Extraction(
        files={spec.entry: blocks[chosen].source}, entry=spec.entry, rule=rule, reason=reason, blocks=blocks,
        chosen=(chosen,), version=version,
    )  # fmt: skip


def _nothing(spec: TaskSpec, version: str, blocks: tuple[Block, ...], reason: str) -> Extraction:
    return Extraction(files={}, entry=spec.entry, rule="none", reason=reason, blocks=blocks, version=version)


def _from_bare(text: str, spec: TaskSpec, version: str) -> Extraction:
    block = bare_code(text, spec.entry_point)
    if block is None or not block.source.strip():
        reason = "The answer is empty." if not text.strip() else "The answer holds no code."
        return _nothing(spec, version, (), reason)
    if _is_python(block.source):
        return _nothing(spec, version, (block,), "The code is Python.")
    return Extraction(
        files={spec.entry: block.source}, entry=spec.entry, rule="bare_code",
        reason="No fence: the lines that look like code were taken.", blocks=(block,), chosen=(0,), version=version,
    )  # fmt: skip


def _is_code(block: Block, spec: TaskSpec) -> bool:
    if not block.source.strip():
        return False
    if _is_python(block.source):
        return False
    if block.language in CODE_LANGUAGES:
        return True
    if block.language in OTHER_LANGUAGES:
        # "```java" around JavaScript happens: what a block says counts more than its label.
        return _defines(block, spec)
    return bool(DEFINES.search(block.source))


def _is_python(source: str) -> bool:
    """Python whatever its label says: `def f():`, and no line ends as JavaScript's do."""
    return bool(PYTHON.search(source)) and not re.search(r"[{;]\s*$|=>|\bfunction\b", source, re.MULTILINE)


def _defines(block: Block, spec: TaskSpec) -> bool:
    if spec.kind is Kind.WRITE_TESTS:
        return bool(TESTS.search(block.source))
    if not spec.entry_point:
        return False
    name = re.escape(spec.entry_point)
    declared = rf"\b(?:function\s*\*?\s*|class\s+|(?:const|let|var)\s+){name}\b"
    assigned = rf"\b{name}\s*[:=]\s*(?:async\s*)?(?:function|\()"
    return bool(re.search(f"{declared}|{assigned}", block.source))


def _best(blocks: Sequence[Block], usable: list[int], spec: TaskSpec) -> tuple[int, str, str]:
    """The first block that has what the task needs; repeats after the real answer do not count."""
    fits = [i for i in usable if _defines(blocks[i], spec)]
    if spec.kind is Kind.WRITE_TESTS and fits:
        return fits[0], "first_with_tests", "The first block that defines tests."
    if fits:
        whole = [i for i in fits if blocks[i].is_terminated] or fits
        return whole[0], "first_with_entry_point", f"The first block that defines {spec.entry_point}."
    if len(usable) == 1:
        return usable[0], "only_block", "The only block of code."
    solutions = [i for i in usable if _is_solution(blocks[i])] or usable
    exporting = [i for i in solutions if re.search(r"^\s*export\b|module\.exports", blocks[i].source, re.MULTILINE)]
    pool = exporting or solutions
    longest = max(pool, key=lambda i: len(blocks[i].source))
    # Of several solutions the first one that is about as long as the longest: later ones repeat or show how to use it.
    first = next(i for i in pool if len(blocks[i].source) * 2 >= len(blocks[longest].source))
    return first, "first_long_block", "The first block that defines something and is about as long as the longest."


def _is_solution(block: Block) -> bool:
    return not TESTS.search(block.source) and bool(re.search(r"\b(?:function|class)\b|=>", block.source))


def _several_files(blocks: Sequence[Block], usable: list[int], spec: TaskSpec) -> dict[str, int]:
    """Path to block, when the answer names at least two files; the first of a name wins, tests are left out."""
    named: dict[str, int] = {}
    for i in usable:
        path = blocks[i].path
        is_test = bool(path and re.search(r"\.(?:test|spec)\.", path))
        if path and path not in named and is_test == (spec.kind is Kind.WRITE_TESTS):
            named[path] = i
    return named if len(named) >= 2 and spec.kind is not Kind.WRITE_TESTS else {}


def _of_files(blocks: tuple[Block, ...], named: dict[str, int], spec: TaskSpec, version: str) -> Extraction:
    main = _main_file(blocks, named, spec)
    files = {path: blocks[i].source for path, i in named.items()}
    # The checks import the entry; the other files know the main one by its own name.
    own = "./" + "../" * main.count("/") + spec.entry.rpartition(".")[0]
    files[main] = f'export * from "{own}";\nexport {{ default }} from "{own}";\n'
    files[spec.entry] = blocks[named[main]].source
    return Extraction(
        files=files, entry=spec.entry, rule="several_files", blocks=blocks, chosen=tuple(named.values()),
        reason=f"{len(named)} files by their paths; {main} is the one the checks import.", version=version,
    )  # fmt: skip


def _main_file(blocks: Sequence[Block], named: dict[str, int], spec: TaskSpec) -> str:
    defining = [path for path, i in named.items() if _defines(blocks[i], spec)]
    if defining:
        return defining[0]
    for path, i in named.items():
        # A file that another one imports is a part, unless that other only shows the whole in use.
        others = "\n".join(
            blocks[j].source for other, j in named.items() if other != path and _stem(other) not in SHELLS
        )
        stem = _stem(path)
        is_imported = re.search(rf"from\s+['\"][^'\"]*/{re.escape(stem)}(?:\.\w+)?['\"]", others, re.IGNORECASE)
        if not is_imported and stem not in SHELLS and DEFINES.search(blocks[i].source):
            return path
    return next((path for path in named if _stem(path) not in SHELLS), next(iter(named)))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0].lower()
