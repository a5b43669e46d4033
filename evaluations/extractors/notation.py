"""Code in another notation: HTML entities, a field of JSON, numbered lines, a diff of a new file, invisible characters,
typographic quotation marks, escaped line breaks, brackets escaped as in Markdown, a session at a prompt.

Each is read only where the text does not parse as it is, and taken only where what comes out parses.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from textwrap import dedent

from evaluations.extractors.file_bundles import unfenced
from evaluations.records import Block

LONGEST = 60_000  # characters that are read
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
# No engine takes them outside strings, and they are not visible: zero width, soft hyphen, marks of direction, joiners.
INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064]")
# What may contain them: strings, templates, comments, patterns, text between tags.
TEXTS = re.compile(
    r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/"""
    r"""|/(?:[^/\\\n\[*]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/|>[^<>{}=;]*<""",
    re.DOTALL,
)
QUOTES = re.compile("[\u2018\u2019\u201c\u201d]")
PLAIN_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
ESCAPE = re.compile(r'\\(r\\n|n|t|"|\\)')
ESCAPED = {"r\\n": "\n", "n": "\n", "t": "\t", '"': '"', "\\": "\\"}
MARKDOWN_ESCAPE = re.compile(r"\\([{}()\[\]<>=+*_!|&-])")
SPACES = re.compile("[\u00a0\u2007\u202f\u3000\ufeff]")  # JavaScript takes them for spaces, Python does not
DECLARES = re.compile(r"\b(?:function|const|let|var|class|def)\b|=>")
FIELD = re.compile(r"code|source|solution|answer|implementation|function|javascript|js|content|text", re.IGNORECASE)
NUMBERED = re.compile(r"[ \t]*(\d{1,5})(?:[ \t]*[:.|)\]│][ ]?|[ \t]|$)")
HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@")
DIFF_HEAD = re.compile(r"diff --git |index [0-9a-f]|new file mode|--- |\+\+\+ |@@ |\\ No newline")
# A session in Node ("> " and "... ") or Python (">>> " and "... ").
PROMPT = re.compile(r"(>{1,3})(?: |$)")
CONTINUED = re.compile(r"\.{3}(?: |$)")
IsCode = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ConvertedCode:
    """Code as it was meant. what: a clause that says what was done."""

    source: str
    what: str


def plain_code(text: str, is_code: IsCode) -> ConvertedCode | None:
    """Return the code in a text that is written in another notation; None for plain code and for anything else."""
    if len(text) > LONGEST:
        return None
    is_plain: bool | None = None
    for what, read in READERS:
        for source in read(text):
            if source == text:
                continue
            if not _is_never_code(text, what):
                is_plain = is_code(text) if is_plain is None else is_plain
                if is_plain:
                    return None
            if is_code(source):
                return ConvertedCode(source, what)
    return None


def _is_never_code(text: str, what: str) -> bool:
    """Return whether no engine takes the text, or it does nothing: tree-sitter accepts such characters, and JSON.

    Between tags, quotation marks may be plain text.
    """
    stripped = text.strip()
    if what == QUOTED:
        return "</" not in text and "/>" not in text
    return what == CHARACTERS or (what == JSON and (stripped[:1], stripped[-1:]) in (("{", "}"), ('"', '"')))


def plain_texts(text: str) -> Iterator[ConvertedCode]:
    """Yield a text of prose and code with its invisible characters, unusual spaces or HTML entities replaced."""
    for what, read in READERS:
        if what in (CHARACTERS, SPACED, ENTITIES, QUOTED):
            yield from (ConvertedCode(source, what) for source in read(text) if source != text)


def plain_blocks(blocks: Iterable[Block], is_code: Callable[[Block], bool]) -> tuple[list[Block], dict[int, str]]:
    """Return the blocks as plain code, and by index what was done to each block that changed."""
    blocks_with_code: list[Block] = []
    notes: dict[int, str] = {}
    for block in blocks:
        converted = plain_code(block.source, partial(_is_code_in, block, is_code))
        if converted:
            notes[len(blocks_with_code)] = converted.what
            block = replace(block, source=converted.source, language=_language(block, converted))
        blocks_with_code.append(block)
    return blocks_with_code, notes


def _is_code_in(block: Block, is_code: Callable[[Block], bool], source: str) -> bool:
    return is_code(replace(block, source=source))


def _language(block: Block, converted: ConvertedCode) -> str | None:
    return block.language if converted.what in (ENTITIES, CHARACTERS, SPACED, NUMBERS, QUOTED) else None


def _without_entities(text: str) -> Iterator[str]:
    if ENTITY.search(text):
        once = ENTITY.sub(_character, text)
        yield once
        if ENTITY.search(once):
            yield ENTITY.sub(_character, once)


def _character(match: re.Match[str]) -> str:
    return unescape(match.group()).replace("\u00a0", " ")


def without_invisible(text: str) -> str:
    """Return the text without invisible characters, except where they are part of a string, a comment or a pattern."""
    return outside_texts(text, lambda part: INVISIBLE.sub("", part)) if INVISIBLE.search(text) else text


def _without_invisible(text: str) -> Iterator[str]:
    yield without_invisible(text)


def _with_usual_spaces(text: str) -> Iterator[str]:
    if SPACES.search(text):
        yield SPACES.sub(" ", text.replace("\ufeff", ""))


def outside_texts(text: str, change: Callable[[str], str]) -> str:
    """Return the text, changed everywhere but in strings, comments and patterns."""
    parts, at = [], 0
    for match in TEXTS.finditer(text):
        parts += [change(text[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*parts, change(text[at:])])


def _with_plain_quotes(text: str) -> Iterator[str]:
    if QUOTES.search(text):
        yield outside_texts(text, lambda part: part.translate(PLAIN_QUOTES))


def _with_line_breaks(text: str) -> Iterator[str]:
    """Return the lines of a one-line text whose line breaks are written as in a string of JSON."""
    if "\\n" in text and "\n" not in text.strip():
        yield ESCAPE.sub(lambda match: ESCAPED[match.group(1)], text.strip().strip('"'))


def _without_backslashes(text: str) -> Iterator[str]:
    if MARKDOWN_ESCAPE.search(text):
        yield outside_texts(text, lambda part: MARKDOWN_ESCAPE.sub(r"\1", part))


def _fields(text: str) -> Iterator[str]:
    """Return strings of a JSON object that may be code, the likeliest names first; or the text if it is a string."""
    if text.strip().startswith('"'):
        with suppress(ValueError):
            yield unfenced(str(json.loads(text.strip())))
        return
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start or '"' not in text or (text[:start].strip() and DECLARES.search(text[:start])):
        return
    try:
        value = json.loads(text[start : end + 1], strict=False)
    except (ValueError, RecursionError):
        return
    strings = sorted(_strings("", value, 0), key=lambda pair: not FIELD.search(pair[0]))
    for _name, string in strings:
        yield unfenced(string)


def _strings(name: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        yield name, "\n".join(value)
    elif isinstance(value, list) and depth < 3:
        for part in value:
            yield from _strings(name, part, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        for key, part in value.items():
            yield from _strings(str(key), part, depth + 1)


def _without_numbers(text: str) -> Iterator[str]:
    """Yield lines without the numbers in front of them, where these count up."""
    matches = [(line, NUMBERED.match(line)) for line in text.split("\n") if line.strip()]
    run: list[str] = []
    last = None
    for line, match in matches:
        if match and (last is None or int(match.group(1)) == last + 1):
            run.append(line[match.end() :])
            last = int(match.group(1))
        elif run:
            break
    if run and (len(run) > 1 or len(matches) == 1):
        yield dedent("\n".join(run)).rstrip()


def _new_side(text: str) -> Iterator[str]:
    """Return the code after a diff: what it adds and keeps. Nothing if the diff is not of the beginning of a file."""
    lines: list[str] = []
    n_added = n_hunks = 0
    for line in text.split("\n"):
        if hunk := HUNK.match(line):
            n_hunks += 1
            if n_hunks > 1 or int(hunk.group(1)) > 1:
                return
        elif line.startswith("+") and not line.startswith("+++ "):
            lines.append(line[1:])
            n_added += 1
        elif line.startswith(" ") or not line:
            lines.append(line[1:])
        elif not line.startswith("-") and not DIFF_HEAD.match(line):
            if n_added:
                break
            lines.clear()
    if n_added:
        yield "\n".join(lines).strip("\n").rstrip()


def _without_prompts(text: str) -> Iterator[str]:
    """Yield what was typed in a session at a prompt: its statements that declare something, without what was
    printed.
    """
    statements: list[list[str]] = []
    is_typed = False
    for line in text.split("\n"):
        if match := PROMPT.match(line):
            statements.append([line[match.end() :]])
            is_typed = True
        elif is_typed and (match := CONTINUED.match(line)):
            statements[-1].append(line[match.end() :])
        else:
            is_typed = False
    sources = ["\n".join(lines).rstrip() for lines in statements]
    if declaring := [source for source in sources if DECLARES.search(source)]:
        yield "\n".join(declaring)


ENTITIES = "HTML entities in it were decoded"
CHARACTERS = "invisible characters were left out"
SPACED = "its spaces were replaced by usual ones"
QUOTED = "its typographic quotation marks were replaced"
TYPED = "the prompts of a session, and what was printed, were left out"
NUMBERS = "the numbers of its lines were left out"
JSON = "it is in a field of JSON"

READERS: tuple[tuple[str, Callable[[str], Iterator[str]]], ...] = (
    (CHARACTERS, _without_invisible),
    (SPACED, _with_usual_spaces),
    (JSON, _fields),
    ("it is given as a diff", _new_side),
    (NUMBERS, _without_numbers),
    (TYPED, _without_prompts),
    (ENTITIES, _without_entities),
    (QUOTED, _with_plain_quotes),
    ("its line breaks, written as \\n, were decoded", _with_line_breaks),
    ("backslashes in front of its brackets were left out", _without_backslashes),
)
