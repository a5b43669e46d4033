"""The brackets of JavaScript and TypeScript: those that count, not those in strings, comments and expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Texts are bounded: one that is never closed would be read again from each of its quotes.
TOKEN = re.compile(
    r"//[^\n]*|/\*.*?(?:\*/|\Z)|'(?:\\.|[^'\\\n]){0,1000}+'|\"(?:\\.|[^\"\\\n]){0,1000}+\"|[{}()\[\]`/]", re.DOTALL
)
TEXT = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(`|\$\{|\Z)", re.DOTALL)  # of a template, to its end or next expression
EXPRESSION = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*+\]|[^/\\\n\[])++/[a-z]*")
# What may come before a regular expression; after anything else a slash divides.
BEFORE_EXPRESSION = re.compile(
    r"(?:[(,=:\[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|yield|await))\s*\Z|\A\s*\Z"
)
# The slash of a tag in JSX: `</td>)}</tr>` has no expression between its slashes, and neither has `} /></label>`.
TAG = re.compile(r"(?<=<)/[A-Za-z>]|(?<=\})/>|(?<=\}\s)/>")
OPENING, CLOSING = "{([", "})]"
LONGEST, LONGEST_EXPRESSION = 400_000, 500  # characters that are read


def brackets(source: str) -> Iterator[tuple[int, str]]:
    """Yield offset and character of each. An apostrophe alone on its line (in JSX text) starts no string."""
    source = source[:LONGEST]
    at, templates, depth = 0, list[int](), 0
    while match := TOKEN.search(source, at):
        token, at = match.group(), match.end()
        if token == "`" or (token == "}" and templates and templates[-1] == depth):
            if token == "}":
                templates.pop()
            text = TEXT.match(source, at)
            at = text.end() if text else len(source)
            if text and text.group(1) == "${":
                templates.append(depth)
        elif token == "/":
            if (
                not TAG.match(source, at - 1)
                and BEFORE_EXPRESSION.search(source, max(0, at - 13), at - 1)
                and (result := EXPRESSION.match(source, at - 1, at + LONGEST_EXPRESSION))
            ):
                at = result.end()
        elif token in OPENING or token in CLOSING:
            depth += 1 if token in OPENING else -1
            yield match.start(), token


def closing_of(source: str, opening: int) -> int | None:
    """Return the offset at which the bracket at this offset is closed; None when it never is."""
    depth = 0
    for at, bracket in brackets(source):
        if at < opening:
            continue
        depth += 1 if bracket in OPENING else -1
        if depth == 0:
            return at
    return None
