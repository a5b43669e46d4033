"""Pieces of code that parse, out of a text that does not parse as a whole: code with prose, two tries, a run-on turn.

A piece ends where a bracket closes everything or a line ends outside all brackets. Definitions are never cut into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluations.brackets import OPENING, brackets
from evaluations.extractors.syntax import LONGEST, Code, Reader, Statement

STARTS = re.compile(
    r"^[ \t]*(?:import\s.+from|import\s*['\"{*]|export\s|(?:async\s+)?function\b|class\s+\w+|"
    r"(?:const|let|var)\s+[\w$\{\[]|"
    r"(?:module\.)?exports\b|(?:window\.)?[\w$]+\s*=\s*(?:async\s*)?(?:function\b|\w+\s*=>|\([^()]*\)\s*=>)|"
    r"describe\(|test\(|it\(|/\*\*|//|'use |\"use |interface\s+\w+|type\s+\w+\s*=|enum\s+\w+|@\w+)",
    re.MULTILINE,
)
# Behind words on the same line: "The answer: function add(a, b) {", "javascript const add = …", "`function add() {}`".
INLINE = re.compile(
    r"(?:(?<=[:`*>.!] )|(?<=[`*>])|(?<=script )|(?<=js ))"
    r"(?:(?:async\s+)?function\b\s*[\w$]*\s*\(|"
    r"(?:(?<=[:`] )|(?<=`)|(?<=script )|(?<=js ))(?:const|let|var)\s+[\w$]+\s*=)",
    re.IGNORECASE,
)
# Not: a comment, a tag, a fence, a bullet, dots that leave something out, a bracket with a sentence in it.
CONTINUES = re.compile(
    r"[ \t]*(?:\r?\n[ \t]*)?(?=([.,(\[=+*/%?:&|<>`-]))"
    r"(?!//|/\*|<\||<[/!\w]|`{3}|[*-]+[ \w]|\.\.\.|[(\[][\w']+(?:,? [\w']+){3})"
)
COMMENT = re.compile(r"[ \t]*(?://|/?\*)")
MOST_STARTS, MOST_FAILURES = 60, 15


def pieces(text: str, reader: Reader, dialects: tuple[str, ...], *, is_bare: bool) -> list[tuple[int, int]]:
    """Start and end of each piece that parses, in order.

    is_bare: there is prose in front; else the first piece may begin with anything.
    """
    results: list[tuple[int, int]] = []
    if len(text) > LONGEST:
        return results
    at, last = 0, -1
    for _ in range(MOST_STARTS):
        start = _next_start(text, at, is_anything=not is_bare and not at)
        if start is None or start <= last or reader.is_spent:
            break
        last = start
        end = _piece_end(text, start, reader, dialects)
        if end is not None:
            if not _closes_more(text, end):
                results.append((start, end))
            at = end
            continue
        skipped = _broken_end(text, start)
        if skipped is None:
            break
        at = skipped
    return results


def _next_start(text: str, at: int, *, is_anything: bool) -> int | None:
    if is_anything:
        return len(text) - len(text.lstrip()) if text.strip() else None
    matches = (STARTS.search(text, at), INLINE.search(text, at))
    starts = [match.start() for match in matches if match]
    return min(starts, default=None)


def _possible_ends(text: str, start: int) -> Iterator[int]:
    """Yield possible ends of a piece that begins here, in order: behind closing brackets and lines outside all
    brackets.
    """
    depth, at = 0, start
    for offset, bracket in brackets(text[start:]):
        offset += start
        if depth == 0:
            yield from _line_ends(text, at, offset)
        depth += 1 if bracket in OPENING else -1
        at = offset + 1
        if depth < 0:
            return
        if depth == 0:
            yield at
    if depth == 0:
        yield from _line_ends(text, at, len(text))


def _line_ends(text: str, start: int, end: int) -> Iterator[int]:
    at = text.find("\n", start, end)
    while at >= 0:
        if text[start:at].strip():
            yield at
        start, at = at + 1, text.find("\n", at + 1, end)
    if end == len(text) and text[start:end].strip():
        yield end


def _piece_end(text: str, start: int, reader: Reader, dialects: tuple[str, ...]) -> int | None:
    """Return the farthest end at which the piece parses and does something; None when there is none.

    A statement that seems to go on is not cut, unless a body ends there and no longer piece parses: `}.`
    """
    span = _end_of_span(text, start)
    if span is not None and is_code(reader.read(text[start:span], dialects)):
        return span
    end_of_text = start + len(text[start:].rstrip())
    if is_code(reader.read(text[start:end_of_text], dialects)):
        return end_of_text
    best, failures = None, 0
    body = None
    for end in _possible_ends(text, start):
        if reader.is_spent or failures > MOST_FAILURES:
            break
        if _continues_after(text, end):
            is_body = text[end - 1] == "}" and is_code(reader.read(text[start:end], dialects))
            body = end if is_body else body
        elif is_code(reader.read(text[start:end], dialects)):
            best, failures = end, 0
        elif not COMMENT.match(text, text.rfind("\n", start, end) + 1):
            failures += 1
    return body if best is None else best


def _end_of_span(text: str, start: int) -> int | None:
    """Return the end of the code between two backticks that begins here; None without a backtick before or after it."""
    line = text.find("\n", start)
    end = text.find("`", start, len(text) if line < 0 else line)
    return end if text[start - 1 : start] == "`" and end >= 0 else None


def _continues_after(text: str, end: int) -> bool:
    """Return whether what follows on this line or the next may belong to the same statement: `a` before `+ b +;`."""
    following = CONTINUES.match(text, end)
    return following is not None and not (text[end - 1] in ";}" and following.group(1) not in ".,([=")


def is_code(code: Code) -> bool:
    """Return whether it parses, does something, and has no words of a sentence in it."""
    return code.parses and not code.words and any(not _does_nothing(statement) for statement in code.statements)


def _does_nothing(statement: Statement) -> bool:
    """Return whether it is a comment, or the head of a function without its body, which TypeScript takes."""
    node = statement.node.child_by_field_name("declaration") or statement.node
    return node.type in ("comment", "function_signature")


def _closes_more(text: str, end: int) -> bool:
    """Return whether the piece was cut too early: a line behind it begins with a bracket that closes more than was
    opened.
    """
    following = STARTS.search(text, end)
    rest = text[end : following.start() if following else len(text)]
    depth = 0
    for at, bracket in brackets(rest):
        depth += 1 if bracket in OPENING else -1
        if depth < 0:
            return not rest[rest.rfind("\n", 0, at) + 1 : at].strip()
    return False


def _broken_end(text: str, start: int) -> int | None:
    """Return the offset behind what begins here and does not parse; None when a bracket of it is never closed: all
    the rest is in it.
    """
    depth, line = 0, text.find("\n", start)
    line = len(text) if line < 0 else line
    for at, bracket in brackets(text[start:]):
        if depth <= 0 and start + at >= line:
            break
        depth += 1 if bracket in OPENING else -1
        if depth <= 0 and start + at >= line:
            following = text.find("\n", start + at)
            return len(text) if following < 0 else following
    return line if depth <= 0 else None
