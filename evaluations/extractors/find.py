"""Every piece of an answer that may be code, with where it stands."""

from __future__ import annotations

import re

from evaluations.records import Block

FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*([^\n`]*?)[ \t]*\r?$", re.MULTILINE)
THINK = re.compile(r"<(think|thinking|thought)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
MARK = "PYTHON|JS|JAVASCRIPT|CODE"
# Opening and closing mark; the second bounds the search, which would be quadratic in marks that are never closed.
SPANS = (
    (re.compile(r"<code>(.*?)</code>", re.DOTALL), "</code>"),
    (re.compile(rf"\[(?:{MARK})\](.*?)\[/(?:{MARK})\]", re.DOTALL), "[/"),
)
PATH = r"[\w@.\-/\\]+\.(?:tsx?|jsx?|mjs|css|json|html)"
TITLE = re.compile(rf"(?:title|file(?:name)?)=[\"']?({PATH})|(?:^|[\s:])({PATH})\b")
BEFORE = re.compile(rf"(?:^|[\s`*#(\"':])({PATH})[`*\"'):]*\s*:?\s*(?:\([^)]*\))?\s*$")
FIRST_LINE = re.compile(
    rf"\A\s*(?://|/\*|#|<!--)\s*(?:(?:file(?:name)?|path)\s*:\s*)?({PATH})\s*(?:\*/|-->)?\s*$", re.MULTILINE
)

STARTERS = "import|export|(?:async )?function|class|const|let|var|describe|test|it|def"
CODE_START = re.compile(rf"\s*(?:(?:{STARTERS})\b|/[/*])")


def find_blocks(text: str) -> tuple[Block, ...]:
    """Fenced blocks, else marked spans; what stands inside <think> is left out."""
    hidden = [match.span() for match in THINK.finditer(text)]
    return tuple(_fenced(text, hidden) or _spans(text, hidden))


def is_hidden(place: int, hidden: list[tuple[int, int]]) -> bool:
    """Whether the place lies in one of the spans."""
    return any(start <= place < end for start, end in hidden)


def without_thinking(text: str) -> str:
    """The answer with reasoning blanked out; every offset stays true."""
    return THINK.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def _fenced(text: str, hidden: list[tuple[int, int]]) -> list[Block]:
    blocks: list[Block] = []
    opener: re.Match[str] | None = None
    marks = [mark for mark in FENCE.finditer(text) if not is_hidden(mark.start(), hidden)]
    if len(marks) % 2 and not marks[0].group(3) and CODE_START.match(text[: marks[0].start()]):
        # The prompt had opened the fence: the answer begins with code and closes what it never opened.
        end = marks.pop(0).start()
        source = text[:end].replace("\r\n", "\n").strip("\n")
        blocks.append(Block(path=None, language=None, source=source.rstrip(), start=0, end=end))
    for mark in marks:
        if opener is None:
            opener = mark
        elif _closes(mark, opener):
            blocks.append(_block(text, opener, mark.start(), is_terminated=True))
            opener = None
        elif mark.group(3) and mark.group(2)[0] == opener.group(2)[0] and len(mark.group(2)) == len(opener.group(2)):
            # A second opener before any close: models forget to close the first one.
            blocks.append(_block(text, opener, mark.start(), is_terminated=False))
            opener = mark
    if opener is not None:
        blocks.append(_block(text, opener, len(text), is_terminated=False))
    return blocks


def _closes(mark: re.Match[str], opener: re.Match[str]) -> bool:
    return not mark.group(3) and mark.group(2)[0] == opener.group(2)[0] and len(mark.group(2)) >= len(opener.group(2))


def _block(text: str, opener: re.Match[str], end: int, *, is_terminated: bool) -> Block:
    start = min(opener.end() + 1, len(text))
    info, indent = opener.group(3).strip(), opener.group(1)
    source = text[start:end].replace("\r\n", "\n").rstrip()
    if indent:
        source = re.sub(rf"^{re.escape(indent)}", "", source, flags=re.MULTILINE)
    language = re.split(r"[\s:{,]", info, maxsplit=1)[0].lower() or None
    path = _path(info, text[max(0, opener.start() - 200) : opener.start()], source)
    return Block(path=path, language=language, source=source, start=start, end=end, is_terminated=is_terminated)


def _path(info: str, before: str, source: str) -> str | None:
    if match := TITLE.search(info):
        return _clean(match.group(1) or match.group(2))
    if match := FIRST_LINE.match(source):
        return _clean(match.group(1))
    last = before.rstrip().rpartition("\n")[2]
    if match := BEFORE.search(last):
        return _clean(match.group(1))
    return None


def _clean(path: str) -> str:
    """A relative path that stays inside: no drive, no leading slash, no parent."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts)


def _spans(text: str, hidden: list[tuple[int, int]]) -> list[Block]:
    found = []
    for pattern, closing in SPANS:
        end = text.rfind(closing)
        for match in pattern.finditer(text, 0, end + 20 if end >= 0 else 0):
            source = match.group(1).strip()
            if not is_hidden(match.start(), hidden) and "\n" in source:
                start, stop = match.span(1)
                found.append(Block(path=None, language=None, source=source, start=start, end=stop))
    return found
