"""Chooses the Python code of an answer: a block that defines what is asked for, else lines that look like code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evaluations.extractors.notation import plain_blocks
from evaluations.extractors.python_syntax import LONGEST, defined, has_words, joined, parses, tree_of, used_names
from evaluations.extractors.read_blocks import is_correction
from evaluations.extractors.thinking import ENDS, without_thinking
from evaluations.records import Block, Extraction, TaskSpec

LABELS = {"python", "py", "python3", "py3"}
UNLABELLED = {None, "", "text", "txt", "code", "plaintext"}
CODE = re.compile(
    r"^[ \t]*(?:(?:async\s+)?def\s+\w+\s*\(|class\s+\w+|import\s+\w|from\s+[\w.]+\s+import\b)", re.MULTILINE
)
STARTS = re.compile(
    r"(?:(?:async\s+)?def\s+\w+\s*\(|class\s+\w+\s*[:(]|import\s+\w+(?:[ ,.].*)?$|from\s+[\w.]+\s+import\b|@\w|#!)"
)
MOST_STARTS, MOST_ENDS = 10, 60  # lines at which a piece may begin and end
# A line at the margin that belongs to the line above it.
CONTINUES = re.compile(r"(?:else|elif|except|finally|return|yield|break|continue|case)\b")
SESSION = re.compile(r"^(?:>>>|\$) ", re.MULTILINE)


def choose_python(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """Return the extraction of this answer for this task."""
    converted, notes = plain_blocks(blocks, lambda block: bool(CODE.search(block.source)) and parses(block.source))
    blocks = tuple(converted)
    if not blocks and (bare_block := _bare(text, spec.entry_point)) is not None:
        return _extraction(
            (bare_block,), 0, spec, version, "bare_code", "No fence: the lines that look like code were taken."
        )
    usable = [i for i, block in enumerate(blocks) if _is_code(block)]
    if not usable:
        reason = "No block of the answer is Python." if blocks else "The answer contains no code."
        reason = reason if text.strip() else "The answer is empty."
        return Extraction(files={}, entry=spec.entry, rule="none", reason=reason, blocks=blocks, version=version)
    chosen, rule, reason = _best(text, blocks, usable, spec.entry_point)
    if note := notes.get(chosen):
        reason = f"{reason[:-1]}; {note}."
    if not parses(blocks[chosen].source) and (cut := _cut_to_parse(blocks[chosen], spec.entry_point)):
        blocks = (*blocks[:chosen], cut, *blocks[chosen + 1 :])
        rule, reason = "cut_block", f"{reason[:-1]}; what did not parse was left out."
    return _extraction(blocks, chosen, spec, version, rule, reason)


def _extraction(
    blocks: tuple[Block, ...], chosen: int, spec: TaskSpec, version: str, rule: str, reason: str
) -> Extraction:
    """Return the chosen block, below the definitions and imports of other blocks that it uses."""
    others = sorted((i for i, block in enumerate(blocks) if i != chosen and _is_code(block)), key=lambda i: i > chosen)
    source, used_blocks = joined(blocks[chosen].source, {i: blocks[i].source for i in others})
    if used_blocks:
        rule, reason = "joined_blocks", f"{reason[:-1]}, with what it uses of the other blocks."
    return Extraction(
        files={spec.entry: source},
        entry=spec.entry,
        rule=rule,
        reason=reason,
        blocks=blocks,
        chosen=(chosen, *used_blocks),
        version=version,
    )


def _is_code(block: Block) -> bool:
    if not block.source.strip():
        return False
    if block.language in LABELS:
        return not SESSION.match(block.source)
    return bool(CODE.search(block.source)) and (block.language in UNLABELLED or ":" in block.source)


def _best(text: str, blocks: Sequence[Block], usable: list[int], entry_point: str | None) -> tuple[int, str, str]:
    """Return the first whole block that defines the entry point; else the first about as long as the longest."""
    if entry_point:
        fits = [i for i in usable if _definition_of(entry_point).search(blocks[i].source)]
        if fits:
            best = min(fits, key=lambda i: _fault(blocks[i], entry_point))
            later = [i for i in fits if i > best and is_correction(text, blocks, i)]
            if later and _fault(blocks[later[-1]], entry_point) == 0:
                return later[-1], "corrected_block", "The last block that the answer gives as the correct one."
            return best, "first_with_entry_point", f"The first block that defines {entry_point}."
    if len(usable) == 1:
        return usable[0], "only_block", "The only block of code."
    pool = [i for i in usable if CODE.search(blocks[i].source)] or usable
    pool = [i for i in pool if parses(blocks[i].source)] or pool
    longest = max(len(blocks[i].source) for i in pool)
    first = next(i for i in pool if len(blocks[i].source) * 2 >= longest)
    return first, "first_long_block", "The first block that defines something and is about as long as the longest."


def _definition_of(name: str) -> re.Pattern[str]:
    name = re.escape(name)
    return re.compile(rf"^[ \t]*(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*(?::[^=\n]*)?=", re.MULTILINE)


def _fault(block: Block, entry_point: str) -> int:
    """Return 0 for a whole block, then one that the answer's end cuts, one that does not parse, a placeholder."""
    tree = tree_of(block.source)
    if tree is None:
        return 2
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == entry_point and _is_empty(node):
            return 3
    return 0 if block.is_terminated else 1


def _is_empty(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a body is `pass`, `...`, a docstring, or says that it is not implemented."""
    for part in node.body:
        if isinstance(part, ast.Raise) and "NotImplemented" in ast.dump(part):
            continue
        if not isinstance(part, ast.Pass) and not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)):
            return False
    return True


def _cut_to_parse(block: Block, entry_point: str | None) -> Block | None:
    """Return the block up to the last line in front of which it parses; None when that leaves out the definition."""
    lines = block.source.split("\n")
    first = next((i for i, line in enumerate(lines) if STARTS.match(line)), 0)
    for start in dict.fromkeys((0, first)):
        for end in _possible_ends(lines, start):
            source = "\n".join(lines[start:end]).rstrip()
            if _is_whole(source, entry_point) and not _needs(source, lines[end:]):
                return replace(block, source=source)
    return None


def _possible_ends(lines: Sequence[str], start: int) -> Iterator[int]:
    """Yield numbers of lines at the margin that may begin something else, from the last on; not inside a definition."""
    line_numbers = [i for i in range(start + 1, len(lines)) if lines[i][:1].strip() and lines[i][0] not in ")]}"]
    last = next((i for i in line_numbers if CONTINUES.match(lines[i])), len(lines))
    yield from [*(i for i in line_numbers if i < last), *([len(lines)] if last == len(lines) else [])][
        : -MOST_ENDS - 1 : -1
    ]


def _is_whole(source: str, entry_point: str | None) -> bool:
    tree = tree_of(source)
    return tree is not None and not has_words(tree) and _defines(source, entry_point)


def _needs(source: str, left_out: Sequence[str]) -> bool:
    """Return whether the source uses a name that only what is left out defines."""
    tree = ast.parse(source)
    declared = {match.group(1) for line in left_out if (match := re.match(r"(?:async\s+def|def|class)\s+(\w+)", line))}
    return bool((used_names(tree) - defined(tree)) & declared)


def _defines(source: str, entry_point: str | None) -> bool:
    return bool(_definition_of(entry_point).search(source) if entry_point else CODE.search(source))


def _bare(text: str, entry_point: str | None) -> Block | None:
    """Return the code from the first line that starts code to the last before prose: lines at the margin that are
    not statements.
    """
    visible = without_thinking(text)
    if end_mark := ENDS.search(visible):
        visible = visible[: end_mark.start()]
    lines = visible.splitlines(keepends=True)
    first = next((i for i, line in enumerate(lines) if STARTS.match(line)), None)
    if first is None:
        return None
    end = first
    for i in range(first, len(lines)):
        if _is_prose(lines[i]):
            break
        end = i + 1 if lines[i].strip() else end
    start = sum(map(len, lines[:first]))
    guess = _block(visible, start, start + len("".join(lines[first:end])))
    if len(guess.source) > LONGEST or _is_whole(guess.source, entry_point):
        return guess
    return _first_piece(visible, lines, entry_point) or guess


def _first_piece(text: str, lines: Sequence[str], entry_point: str | None) -> Block | None:
    """Return the first run of lines that parses and has what is asked for."""
    starts = [i for i, line in enumerate(lines) if STARTS.match(line)][:MOST_STARTS]
    for first in starts:
        start = sum(map(len, lines[:first]))
        full_text = _block(text, start, len(text))
        result = full_text if _is_whole(full_text.source, entry_point) else _cut_to_parse(full_text, entry_point)
        if result:
            at = text.find(result.source, start)
            return replace(result, start=start, end=at + len(result.source)) if at >= 0 else result
    return None


def _block(text: str, start: int, end: int) -> Block:
    return Block(path=None, language=None, source=text[start:end].replace("\r\n", "\n").rstrip(), start=start, end=end)


def _is_prose(line: str) -> bool:
    """Return whether a line has words in a row at the margin, which no statement has."""
    return bool(re.match(r"(?:[A-Z][\w',]*|\*\*.*|\d+\.)\s+\w+[\s,.:;!?]", line[:400])) and not re.match(
        r"[\w.\[\], ]+\s*[+\-*/%|&]?=[^=]|class |def ", line[:400]
    )
