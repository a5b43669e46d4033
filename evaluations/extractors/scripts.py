"""Scripts of an HTML page: the JavaScript of an answer that gives a whole page where code was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evaluations.records import Block

SCRIPT = re.compile(r"<script\b(?![^>]{0,300}\bsrc\s*=)([^>]{0,300})>[ \t]*\r?\n?", re.IGNORECASE)
END = re.compile(r"[ \t]*</script\s*>", re.IGNORECASE)
CDATA = re.compile(r"\A\s*(?://\s*)?<!\[CDATA\[[ \t]*\n?|(?://\s*)?\]\]>\s*\Z")
PAGE = re.compile(
    r"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype|html|head|body|script|div|h1|p|button|input|form)\b", re.I | re.S
)
BODY = re.compile(r"<body\b[^>]{0,300}>", re.IGNORECASE)
WHOLE_SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
LONGEST_PAGE = 60_000  # characters
TYPED = re.compile(r"type\s*=\s*[\"']?(?:text|application)/(?:typescript|tsx)", re.IGNORECASE)
DATA = re.compile(r"type\s*=\s*[\"']?(?:application/(?:ld\+)?json|importmap|text/(?:plain|template|x-))", re.IGNORECASE)


def with_scripts(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks; a page is replaced by its scripts, where it has any."""
    results: list[Block] = []
    for block in blocks:
        is_page = block.language in ("html", "htm", "xml", "vue", None, "") and PAGE.match(block.source)
        scripts = list(scripts_of(text, block.start, block.end)) if is_page else []
        results += scripts or [block]
    return tuple(results)


def scripts_of(text: str, start: int, end: int) -> Iterator[Block]:
    """Yield each script in the page itself between the two offsets."""
    at = start
    while opening := SCRIPT.search(text, at, end):
        closing = END.search(text, opening.end(), end)
        at = closing.end() if closing else end
        stop = closing.start() if closing else end
        source = CDATA.sub("", text[opening.end() : stop]).replace("\r\n", "\n").rstrip()
        if source.strip() and not DATA.search(opening.group(1)):
            language = "ts" if TYPED.search(opening.group(1)) else "js"
            yield Block(
                path=None,
                language=language,
                source=_dedented(source),
                start=opening.end(),
                end=stop,
                is_terminated=closing is not None,
            )


def elements_around(text: str, at: int) -> str:
    """Return the elements in the body of the page that has a script at this offset, without scripts; "" outside a
    page.
    """
    start = max(text.lower().rfind(mark, 0, at) for mark in ("<!doctype html", "<html"))
    end = text.lower().find("</html", at)
    page = text[start : end if end >= 0 else len(text)] if start >= 0 else ""
    body = BODY.search(page) if len(page) <= LONGEST_PAGE else None
    if body is None:
        return ""
    return WHOLE_SCRIPT.sub("", page[body.end() :].partition("</body")[0]).strip()


def _dedented(source: str) -> str:
    indents = [len(line) - len(line.lstrip()) for line in source.split("\n") if line.strip()]
    margin = min(indents, default=0)
    return "\n".join(line[margin:] for line in source.split("\n")) if "`" not in source else source
