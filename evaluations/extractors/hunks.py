"""Changes of a file as models write them, and where they belong: line numbers and context are often wrong.

The lines that a change removes must be there. A change that fits nowhere, or nowhere for certain, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

MOST_COMPARISONS = 2_000_000  # of lines, for one answer: a file of equal lines would take minutes
MOST_FUZZ = 3  # lines of context at each end that may be wrong
ELISION = re.compile(r"(?://|/\*|#|\{/\*|<!--)?\s*(?:\.\.\.|…)(?:[^\w({\[].*)?")
SHOWN_CHARS = 60  # characters of a line in a sentence

Line = tuple[str, str]  # " " stays, "-" goes, "+" comes; and the text


class EditRefusedError(Exception):
    """A change that cannot be made; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Lines that belong together. start: the first line's number as the diff has it, from 1; number: within its file.

    heading: the text after the numbers. adds_after: an empty range, which names the line before it.
    """

    lines: tuple[Line, ...]
    number: int
    start: int | None = None
    heading: str = ""
    adds_after: bool = False

    @property
    def old(self) -> list[str]:
        """The lines that must be there."""
        return [text for op, text in self.lines if op != "+"]


@dataclass(frozen=True, slots=True)
class _Match:
    """The line number of each old line; None for a blank line of the diff that the file lacks."""

    places: tuple[int | None, ...]


class Budget:
    """Counts comparisons of lines over all changes of an answer."""

    def __init__(self) -> None:
        self._left = MOST_COMPARISONS

    def spend(self, n: int = 1) -> None:
        """Count n more comparisons. Raises EditRefusedError when the answer has used up its number."""
        self._left -= n
        if self._left < 0:
            raise EditRefusedError("The changes are too many to be placed in the files.")


# From strict to loose: how two lines are compared, and whether blank lines count.
LEVELS: tuple[tuple[Callable[[str], str], bool], ...] = (
    (str, True),
    (str.rstrip, True),
    (str.strip, True),
    (str.strip, False),
    (lambda text: "".join(text.split()), False),
)


def apply_hunks(source: str, hunks: Sequence[Hunk], path: str, budget: Budget) -> str:
    """Return the file with its changes. Raises EditRefusedError, which names the hunk that does not apply."""
    lines = source.split("\n")
    ends_in_newline = lines[-1] == ""
    if ends_in_newline:
        lines.pop()
    after, shift = 0, 0
    for hunk in hunks:
        for part in _without_elisions(hunk, lines):
            n_before = len(lines)
            lines, after = _apply(lines, part, after, shift, path, budget)
            shift += len(lines) - n_before
    return "\n".join(lines) + ("\n" if ends_in_newline and lines else "")


def _apply(lines: list[str], hunk: Hunk, after: int, shift: int, path: str, budget: Budget) -> tuple[list[str], int]:
    """Return the lines with one hunk made, and the index behind it."""
    if not hunk.old:
        return _insert(lines, hunk, shift, path)
    match = _find(lines, hunk, after, shift, budget)
    if match is not None:
        return _change(lines, hunk, match)
    if (changed := _apply_groups(lines, hunk, after, budget)) is not None:
        return changed
    if (found_by_fuzz := _find_by_fuzz(lines, hunk, budget)) is not None:
        return _change(lines, *found_by_fuzz)
    raise EditRefusedError(f"Hunk {hunk.number} of {path} does not apply: {_missing_line(lines, hunk)}")


def _apply_groups(lines: list[str], hunk: Hunk, after: int, budget: Budget) -> tuple[list[str], int] | None:
    """Return the lines with each change of a hunk made behind the one before it; None where one has no such place."""
    parts = list(_groups(hunk))
    if len(parts) == 1:
        return None
    for part in parts:
        if not any(re.search(r"\w", text) for text in part.old):
            return None
        match = _find(lines, part, after, 0, budget)
        if match is None or _first_place(match) < after:
            return None
        lines, after = _change(lines, part, match)
    return lines, after


def _insert(lines: list[str], hunk: Hunk, shift: int, path: str) -> tuple[list[str], int]:
    """Return the lines with a hunk that only adds lines: at its number, or behind the line that its heading names."""
    added = [text for _, text in hunk.lines]
    heading = hunk.heading.strip()
    named = [i for i, line in enumerate(lines) if heading and line.strip() == heading]
    if hunk.start is not None:
        at = max(0, hunk.start - (0 if hunk.adds_after else 1)) + shift
        if at > len(lines):
            raise EditRefusedError(
                f"Hunk {hunk.number} of {path} does not apply: it adds lines at line {hunk.start}, "
                f"and the file has {len(lines)}."
            )
    elif named:
        at = named[0] + 1
    elif not lines:
        at = 0
    else:
        raise EditRefusedError(f"Hunk {hunk.number} of {path} does not apply: it does not say where its lines belong.")
    return [*lines[:at], *added, *lines[at:]], at + len(added)


def _find(lines: list[str], hunk: Hunk, after: int, shift: int, budget: Budget) -> _Match | None:
    """Return the place of a hunk: behind the one before it, near its number, at the strictest level that has one."""
    if hunk.start is None and (heading := hunk.heading.strip()):
        after = next((i for i in range(after, len(lines)) if lines[i].strip() == heading), after)
    expected = after if hunk.start is None else hunk.start - 1 + shift
    for key, counts_blanks in LEVELS:
        matches = list(_matches(lines, hunk.old, key, counts_blanks, budget))
        if matches:
            return min(matches, key=lambda match: (_first_place(match) < after, abs(_first_place(match) - expected)))
    return None


def _first_place(match: _Match) -> int:
    return next(place for place in match.places if place is not None)


def _matches(
    lines: Sequence[str], old: Sequence[str], key: Callable[[str], str], counts_blanks: bool, budget: Budget
) -> Iterator[_Match]:
    """Return every place where the old lines are."""
    expected = [key(text) for text in old]
    start = next((i for i, text in enumerate(expected) if counts_blanks or text), None)
    if start is None or len(old) > 2 * len(lines) + 10:
        return
    budget.spend(len(lines))
    file_indent = [key(text) for text in lines]
    for i, text in enumerate(file_indent):
        if text == expected[start] and (match := _match_at(file_indent, expected, i, counts_blanks, budget)):
            yield match


def _match_at(
    file_indent: Sequence[str], expected: Sequence[str], at: int, counts_blanks: bool, budget: Budget
) -> _Match | None:
    line_numbers: list[int | None] = []
    for text in expected:
        if not counts_blanks and not text:
            line_numbers.append(None)
            continue
        while not counts_blanks and at < len(file_indent) and not file_indent[at]:
            at += 1
        budget.spend()
        if at >= len(file_indent) or file_indent[at] != text:
            return None
        line_numbers.append(at)
        at += 1
    return _Match(tuple(line_numbers))


def _find_by_fuzz(lines: list[str], hunk: Hunk, budget: Budget) -> tuple[Hunk, _Match] | None:
    """Return the hunk with as little of its outer context left out as needed, where it then has one place only."""
    ops = [op for op, _ in hunk.lines]
    changed = [i for i, op in enumerate(ops) if op != " "]
    if not changed:
        return None
    head, tail = min(changed[0], MOST_FUZZ), min(len(ops) - 1 - changed[-1], MOST_FUZZ)
    cuts = sorted(((a, b) for a in range(head + 1) for b in range(tail + 1) if a or b), key=lambda cut: (sum(cut), cut))
    for a, b in cuts:
        shorter = replace(hunk, lines=hunk.lines[a : len(hunk.lines) - b])
        if not any(text.strip() for text in shorter.old):
            continue
        for key, counts_blanks in LEVELS:
            matches = list(_matches(lines, shorter.old, key, counts_blanks, budget))
            if len(matches) == 1:
                return shorter, matches[0]
            if matches:
                break
    return None


def _change(lines: list[str], hunk: Hunk, match: _Match) -> tuple[list[str], int]:
    """Return the lines with the hunk applied. Unchanged lines keep the file's own text."""
    at = _first_place(match)
    changed = lines[:at]
    # Added lines are indented as the file indents the line before them in the hunk.
    file_indent = diff_indent = ""
    places = iter(match.places)
    for op, text in hunk.lines:
        if op == "+":
            changed.append(_indented(text, file_indent, diff_indent))
            continue
        place = next(places)
        if place is None:
            continue
        file_indent, diff_indent = _blanks(lines[place]), _blanks(text)
        changed += lines[at:place]
        if op == " ":
            changed.append(lines[place])
        at = place + 1
    return [*changed, *lines[at:]], len(changed)


def _blanks(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _indented(text: str, file_indent: str, diff_indent: str) -> str:
    """Return an added line, indented as the file indents the line before it, not as the diff does."""
    if file_indent.startswith(diff_indent) and text.strip():
        return file_indent[len(diff_indent) :] + text
    if diff_indent.startswith(file_indent):
        return text[min(len(diff_indent) - len(file_indent), len(_blanks(text))) :]
    return text


def _without_elisions(hunk: Hunk, lines: Sequence[str]) -> list[Hunk]:
    """Return the hunk in parts, cut at lines like `// ...` instead of code that was left out."""
    known = {line.strip() for line in lines}
    parts: list[list[Line]] = [[]]
    for op, text in hunk.lines:
        if op == " " and ELISION.fullmatch(text.strip()) and text.strip() not in known:
            parts.append([])
        else:
            parts[-1].append((op, text))
    if len(parts) == 1:
        return [hunk]
    changing = [part for part in parts if any(op != " " for op, _ in part)]
    return [replace(hunk, lines=tuple(part), start=hunk.start if i == 0 else None) for i, part in enumerate(changing)]


def _groups(hunk: Hunk) -> Iterator[Hunk]:
    """Yield the hunk's changes one by one: some diffs leave out the lines between them, without a new header."""
    part: list[Line] = []
    for op, text in hunk.lines:
        if op != "+" and part and part[-1][0] == "+":
            yield replace(hunk, lines=tuple(part), start=None)
            part = []
        part.append((op, text))
    if any(op != " " for op, _ in part):
        yield replace(hunk, lines=tuple(part), start=None)


def _missing_line(lines: Sequence[str], hunk: Hunk) -> str:
    known = {line.strip() for line in lines}
    missing = next((text.strip() for text in hunk.old if text.strip() and text.strip() not in known), None)
    if missing is None:
        return "the file has its lines, but not together."
    return f"the file has no line “{missing[:SHOWN_CHARS]}{'…' if len(missing) > SHOWN_CHARS else ''}”."
