"""Every piece of an answer that may be code, with its position."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from itertools import accumulate

from evaluations.extractors.file_bundles import clean_path, files_in, json_files
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block

FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*([^\n`]*?)[ \t]*\r?$", re.MULTILINE)
LANGUAGES = "js|jsx|javascript|ts|tsx|typescript|html|css|vue|python|py"
# "Here it is: ```js": the same groups as above.
MID_LINE = re.compile(rf"(?<=[^`\s>])[ \t]*()(`{{3,}})({LANGUAGES})[ \t]*\r?$", re.MULTILINE)
# Text after a closing fence on its line: prose, not the name of a language.
REMARK = re.compile(r"(?:[^\w\s{.#/]|#+\s|\.(?!\w))|(?![^\n]*[=/])[A-Z][\w']*(?:\s+[\w'`]+){2,}")
MARK = "PYTHON|JS|JAVASCRIPT|CODE"
# Opening and closing mark; the second bounds the search, which would be quadratic in marks that are never closed.
HTML_SPANS = (
    (re.compile(r"<code\b([^<>\n]{0,200})>(.*?)</code>", re.DOTALL), "</code>"),
    (re.compile(r"<pre\b([^<>\n]{0,200})>(.*?)</pre>", re.DOTALL), "</pre>"),
)
CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.DOTALL)
CLASS_LANGUAGE = re.compile(r"\blang(?:uage)?[-=][\"']?(\w+)")
CODE_LINE = re.compile(r"^[ \t]*(?:import|export|(?:async )?function|class|const|let|var|def|return)\b", re.MULTILINE)
SPANS = (
    (re.compile(r"<answer>(.*?)</answer>", re.DOTALL), "</answer>"),
    (re.compile(rf"\[(?:{MARK})\](.*?)\[/(?:{MARK})\]", re.DOTALL), "[/"),
)
DOCUMENTS = {"md", "markdown", "mdx", None}
# "```js function add(a, b) {": code on the line that opens the fence.
CODE_IN_INFO = re.compile(
    rf"(?:(?:{LANGUAGES})\s+)?(?=(?:(?:export\s+)?(?:default\s+)?(?:async\s+)?function\b|class\s+\w+\s*\{{|def\s+\w+\()"
    r"|(?:export\s+)?(?:const|let|var)\s+[\w$]+\s*=)",
    re.IGNORECASE,
)
PATH = r"[\w@.\-/\\]+\.(?:tsx?|jsx?|mjs|css|json|html|vue)"
TITLE = re.compile(rf"(?:title|file(?:name)?)=[\"']?({PATH})|(?:^|[\s:])({PATH})\b")
PATH_BEFORE = re.compile(rf"(?:^|[\s`*#(\"':])({PATH})[`*\"'):]*\s*:?\s*(?:\([^)]*\))?\s*$")
# "**`src/App.tsx`** - the page": the path is marked, and what follows explains it.
HEADED = re.compile(
    rf"^[\s#>\d.)*\-]*(?:file(?:name)?\s*\d*\s*:?\s*)?[`*]+({PATH})[`*]+\s*(?:[-–—:(].*)?$", re.IGNORECASE
)
FIRST_LINE = re.compile(
    rf"\A\s*(?://|/\*|#|<!--)\s*(?:(?:file(?:name)?|path)\s*:\s*)?({PATH})\s*(?:\*/|-->)?\s*$", re.MULTILINE
)

# A label that slipped out of the fence: "javascript" alone on the first line, or before the code on it.
LABEL = re.compile(
    rf"\s*(?:{LANGUAGES}|node(?:\.?js)?|react|jsx|tsx|python3?|java\s?script|type\s?script)[ \t]*:?[ \t]*"
    r"(?:\s*\n|(?=(?:export|import|async|function|const|let|var|class|def|from)\b|/[/*]))",
    re.IGNORECASE,
)
STARTERS = "import|export|(?:async )?function|class|const|let|var|describe|test|it|def"
CODE_START = re.compile(rf"\s*(?:(?:{STARTERS})\b|/[/*])")


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return fenced blocks, else marked spans; text inside <think> is left out."""
    visible = without_thinking(text)
    blocks = _fenced(visible) or _html_spans(visible) or _spans(visible) or _json_document(visible)
    blocks = [inner for block in blocks for inner in (_nested_blocks(visible, block) or [block])]
    return tuple(file for block in blocks for file in (files_in(block) or [block]))


def _json_document(text: str) -> list[Block]:
    """Return an answer that is one JSON document with files in it, as a block."""
    if not text.lstrip().startswith(("{", "[")) or not json_files(text):
        return []
    return [Block(path=None, language="json", source=text.strip(), start=0, end=len(text))]


def _nested_blocks(text: str, block: Block) -> list[Block]:
    """Return the blocks of a document inside a block: "````markdown"."""
    if block.language not in DOCUMENTS or not FENCE.search(text, block.start, block.end):
        return []
    inner = _fenced(text[block.start : block.end])
    return [
        replace(inner_block, start=inner_block.start + block.start, end=inner_block.end + block.start)
        for inner_block in inner
    ]


def _fenced(text: str) -> list[Block]:
    blocks: list[Block] = []
    opener: re.Match[str] | None = None
    marks = _marks(text)
    if len(marks) % 2 and not marks[0].group(3) and CODE_START.match(text[: marks[0].start()]):
        # The prompt had opened the fence: the answer begins with code and closes what it never opened.
        end = marks.pop(0).start()
        source = re.sub(r"\A(?:[ \t]*\n)+", "", text[:end].replace("\r\n", "\n"))
        blocks.append(Block(path=None, language=None, source=source.rstrip(), start=0, end=end))
    longest_later = _longest_later(marks)
    for i, mark in enumerate(marks):
        if opener is None:
            opener = None if REMARK.match(mark.group(3)) else mark
        elif _closes_fence(mark, opener, longest_later[i]):
            blocks.append(_block(text, opener, mark.start(), is_terminated=True))
            opener = None
        elif mark.group(3) and mark.group(2)[0] == opener.group(2)[0] and len(mark.group(2)) == len(opener.group(2)):
            # A second opener before any close: models forget to close the first one.
            blocks.append(_block(text, opener, mark.start(), is_terminated=False))
            opener = mark
    if opener is not None:
        blocks.append(_block(text, opener, len(text), is_terminated=False))
    return blocks


def _marks(text: str) -> list[re.Match[str]]:
    """Return fences in order; in the middle of a line only where a language is named."""
    results = [*FENCE.finditer(text), *MID_LINE.finditer(text)]
    return sorted(results, key=lambda mark: mark.start())


def _longest_later(marks: list[re.Match[str]]) -> list[int]:
    """Return for each mark the length of the longest one, from it on, that can close."""
    lengths = [0 if mark.group(3) else len(mark.group(2)) for mark in marks]
    return list(accumulate(reversed(lengths), max))[::-1]


def _closes_fence(mark: re.Match[str], opener: re.Match[str], longest_later: int) -> bool:
    """Return whether a fence closes a block: a shorter fence closes a longer one where no other does."""
    if mark.group(2)[0] != opener.group(2)[0] or (mark.group(3) and not REMARK.match(mark.group(3))):
        return False
    length = len(opener.group(2))
    return len(mark.group(2)) >= length or (opener.group(3) not in ("md", "markdown") and longest_later < length)


def _block(text: str, opener: re.Match[str], end: int, *, is_terminated: bool) -> Block:
    start = min(opener.end() + 1, len(text))
    info, indent = opener.group(3).strip(), opener.group(1)
    if code := CODE_IN_INFO.match(text, opener.start(3), opener.end(3)):
        start, info = code.end(), text[opener.start(3) : code.end()].strip()
    if label := LABEL.match(text, start, end):
        start = label.end()
    source = text[start:end].replace("\r\n", "\n").rstrip()
    if indent:
        source = re.sub(rf"^{re.escape(indent)}", "", source, flags=re.MULTILINE)
    language = re.split(r"[\s:{,]", info, maxsplit=1)[0].lower() or None
    path = _path(info, text[max(0, opener.start() - 200) : opener.start()], source)
    return Block(path=path, language=language, source=source, start=start, end=end, is_terminated=is_terminated)


def _path(info: str, before: str, source: str) -> str | None:
    if match := TITLE.search(info):
        return clean_path(match.group(1) or match.group(2))
    if match := FIRST_LINE.match(source):
        return clean_path(match.group(1))
    last = before.rstrip().rpartition("\n")[2]
    if match := PATH_BEFORE.search(last) or HEADED.match(last):
        return clean_path(match.group(1))
    return None


def _html_spans(text: str) -> list[Block]:
    """Return the code in elements of HTML. A component has such elements too, but behind lines of code."""
    for pattern, closing in HTML_SPANS:
        results, behind = list[Block](), 0
        for match in pattern.finditer(text, 0, text.rfind(closing) + len(closing)):
            if CODE_LINE.search(text, behind, match.start()):
                break
            behind = match.end()
            source = match.group(2)
            if cdata := CDATA.fullmatch(source):
                source = cdata.group(1)
            elif "<" not in source:
                source = unescape(source)
            if "\n" in source.strip():
                start, stop = match.span(2)
                language = CLASS_LANGUAGE.search(match.group(1))
                label = language.group(1).lower() if language else None
                code = source.replace("\r\n", "\n").strip("\n").rstrip()
                results.append(Block(path=None, language=label, source=code, start=start, end=stop))
        if results:
            return results
    return []


def _spans(text: str) -> list[Block]:
    results = []
    for pattern, closing in SPANS:
        end = text.rfind(closing)
        for match in pattern.finditer(text, 0, end + 20 if end >= 0 else 0):
            source = match.group(1).strip()
            if "\n" in source:
                start, stop = match.span(1)
                results.append(Block(path=None, language=None, source=source, start=start, end=stop))
    return results
