"""Chooses the Python code of an answer: a block that defines what is asked for, else lines that look like code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block, Extraction, TaskSpec

LABELS = {"python", "py", "python3", "py3"}
UNLABELLED = {None, "", "text", "txt", "code", "plaintext"}
CODE = re.compile(
    r"^[ \t]*(?:(?:async\s+)?def\s+\w+\s*\(|class\s+\w+|import\s+\w|from\s+[\w.]+\s+import\b)", re.MULTILINE
)
STARTS = re.compile(
    r"(?:(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[:(]|import\s+\w+(?:[ ,.].*)?$|from\s+[\w.]+\s+import\b|@\w|#!)"
)
SESSION = re.compile(r"^(?:>>>|\$) ", re.MULTILINE)


def choose_python(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """The extraction of this answer for this task."""
    if not blocks and (bare := _bare(text)) is not None:
        return _of(bare, (bare,), 0, spec, version, "bare_code", "No fence: the lines that look like code were taken.")
    usable = [i for i, block in enumerate(blocks) if _is_code(block)]
    if not usable:
        reason = "No block of the answer is Python." if blocks else "The answer holds no code."
        reason = reason if text.strip() else "The answer is empty."
        return Extraction(files={}, entry=spec.entry, rule="none", reason=reason, blocks=blocks, version=version)
    chosen, rule, reason = _best(blocks, usable, spec.entry_point)
    return _of(blocks[chosen], blocks, chosen, spec, version, rule, reason)


def _of(
    block: Block, blocks: tuple[Block, ...], chosen: int, spec: TaskSpec, version: str, rule: str, reason: str
) -> Extraction:
    return Extraction(
        files={spec.entry: block.source}, entry=spec.entry, rule=rule, reason=reason, blocks=blocks, chosen=(chosen,),
        version=version,
    )  # fmt: skip


def _is_code(block: Block) -> bool:
    if not block.source.strip():
        return False
    if block.language in LABELS:
        return not SESSION.match(block.source)
    return bool(CODE.search(block.source)) and (block.language in UNLABELLED or ":" in block.source)


def _best(blocks: Sequence[Block], usable: list[int], entry_point: str | None) -> tuple[int, str, str]:
    """The first whole block that defines the entry point; else the first about as long as the longest."""
    if entry_point:
        name = re.escape(entry_point)
        defines = re.compile(rf"^[ \t]*(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*=", re.MULTILINE)
        fits = [i for i in usable if defines.search(blocks[i].source)]
        if fits:
            whole = [i for i in fits if blocks[i].is_terminated] or fits
            return whole[0], "first_with_entry_point", f"The first block that defines {entry_point}."
    if len(usable) == 1:
        return usable[0], "only_block", "The only block of code."
    pool = [i for i in usable if CODE.search(blocks[i].source)] or usable
    longest = max(len(blocks[i].source) for i in pool)
    first = next(i for i in pool if len(blocks[i].source) * 2 >= longest)
    return first, "first_long_block", "The first block that defines something and is about as long as the longest."


def _bare(text: str) -> Block | None:
    """From the first line that starts code to the last before prose: lines at the margin that are no statement."""
    lines = without_thinking(text).splitlines(keepends=True)
    first = next((i for i, line in enumerate(lines) if STARTS.match(line)), None)
    if first is None:
        return None
    end = first
    for i in range(first, len(lines)):
        if _is_prose(lines[i]):
            break
        end = i + 1 if lines[i].strip() else end
    start = sum(map(len, lines[:first]))
    source = "".join(lines[first:end])
    return Block(
        path=None, language=None, source=source.replace("\r\n", "\n").rstrip(), start=start, end=start + len(source)
    )


def _is_prose(line: str) -> bool:
    """Words in a row at the margin, as no statement has them."""
    return bool(re.match(r"(?:[A-Z][\w',]*|\*\*.*|\d+\.)\s+\w+[\s,.:;!?]", line[:400])) and not re.match(
        r"[\w.\[\], ]+\s*[+\-*/%|&]?=[^=]|class |def ", line[:400]
    )
