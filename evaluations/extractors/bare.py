"""Code in an answer without a fence, between or after prose."""

from __future__ import annotations

import re
from itertools import accumulate

from evaluations.brackets import OPENING, brackets
from evaluations.extractors.pieces import STARTS, is_code, pieces
from evaluations.extractors.read_blocks import definition_of
from evaluations.extractors.scripts import scripts_of
from evaluations.extractors.syntax import Reader
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block, TaskSpec

PROSE = re.compile(
    r"^(?:[A-Z][\w',]*\s+(?:[\w'(`\"]+[\s,.:]+){2,12}.*[.:!?)]\s*$|(?:#+|\*\*|\d+\.)\s+\w|Note\b|"
    r"This (?:function|code|is)\b|\[/?[A-Za-z][\w ]*\]\s*$|[-=*_~]{3,}\s*$)"
)
LONGEST_LINE = 400  # characters that decide whether a line is prose


def bare_blocks(text: str, spec: TaskSpec, reader: Reader) -> tuple[Block, ...]:
    """Return the code of an answer without fences: one piece that parses, else every piece that does, else the
    likeliest.
    """
    visible = without_thinking(text)
    if re.search(r"<script\b", visible, re.IGNORECASE) and (scripts := tuple(scripts_of(visible, 0, len(visible)))):
        return scripts
    dialects = ("tsx", "ts") if spec.entry.endswith(("ts", "tsx")) else ("js",)
    guess = bare_code(visible, spec.entry_point)
    name = definition_of(spec.entry_point) if spec.entry_point else None
    is_whole = guess and (name is None or name.search(guess.source))
    if guess and is_whole and is_code(reader.read(guess.source, dialects)):
        return (guess,)
    results = [_block(visible, start, end) for start, end in pieces(visible, reader, dialects, is_bare=True)]
    if name and not any(name.search(block.source) for block in results):
        results = []
    return tuple(results) or ((guess,) if guess and guess.source.strip() else ())


def _block(text: str, start: int, end: int) -> Block:
    source = text[start:end].replace("\r\n", "\n").rstrip()
    return Block(path=None, language=None, source=source, start=start, end=start + len(text[start:end].rstrip()))


def bare_code(text: str, entry_point: str | None) -> Block | None:
    """Return the code from the first line that starts code to the last line before prose continues; None when no line
    starts code.

    entry_point: once it is complete, a second definition of it ends the code (models that do not know when to stop).
    """
    lines = text.splitlines(keepends=True)
    first = next((i for i, line in enumerate(lines) if STARTS.match(line)), None)
    if first is None:
        return None
    last = _last_line(lines, first, entry_point)
    start = sum(map(len, lines[:first]))
    source = "".join(lines[first:last])
    code = source.replace("\r\n", "\n").rstrip()
    return Block(path=None, language=None, source=code, start=start, end=start + len(source))


def _last_line(lines: list[str], first: int, entry_point: str | None) -> int:
    depths = _depths(lines, first)
    end, is_defined = first, False
    name = re.compile(rf"\b(?:function|const|let|var|class)\s+{re.escape(entry_point)}\b") if entry_point else None
    for i in range(first, len(lines)):
        line, depth = lines[i], depths[i - first]
        if depth <= 0 and PROSE.match(line[:LONGEST_LINE].rstrip()) and not STARTS.match(line):
            break
        if name and depth <= 0 and name.search(line):
            if is_defined:
                break
            is_defined = True
        if line.strip():
            end = i + 1
    return end


def _depths(lines: list[str], first: int) -> list[int]:
    """Return how deep in brackets each line begins."""
    ends = list(accumulate(len(line) for line in lines[first:]))
    depths, depth, line = [0] * len(ends), 0, 0
    for at, bracket in brackets("".join(lines[first:])):
        while at >= ends[line]:
            line += 1
            depths[line] = depth
        depth += 1 if bracket in OPENING else -1
    for later in range(line + 1, len(ends)):
        depths[later] = depth
    return depths
