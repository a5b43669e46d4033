"""Code as highlighted HTML, made on the server: classes only, every character escaped by Pygments."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments import highlight as _highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

LEXERS = {
    "tsx": "tsx",
    "jsx": "jsx",
    "ts": "typescript",
    "js": "javascript",
    "json": "json",
    "css": "css",
    "py": "python",
}
LEXERS |= {"html": "html", "md": "markdown", "toml": "toml", "mjs": "javascript"}
MOST_CACHED = 20_000  # characters of a source whose HTML, about ten times as long, is kept
MOST_CHARACTERS = 60_000  # beyond this the page shows plain text: highlighting takes seconds


def highlight(source: str, path: str) -> SafeString:
    """Return the inner HTML of a <code>; plain escaped text for an unknown ending or a very long file."""
    lexer = lexer_for(path)
    if lexer is None or len(source) > MOST_CHARACTERS:
        return escape(source)
    return _highlighted(source, lexer) if len(source) > MOST_CACHED else _cached_highlight(source, path)


@lru_cache(maxsize=64)
def _cached_highlight(source: str, path: str) -> SafeString:
    """Return the highlighted code, cached, because a gallery shows the same code at each request."""
    lexer = lexer_for(path)
    return _highlighted(source, lexer) if lexer else escape(source)


def _highlighted(source: str, lexer: Lexer) -> SafeString:
    return mark_safe(_highlight(source, lexer, HtmlFormatter(nowrap=True, classprefix="hl-")))


def lexer_for(path: str) -> Lexer | None:
    """Return the lexer of a file by its ending; None for an unknown one."""
    name = LEXERS.get(path.rsplit(".", 1)[-1])
    return get_lexer_by_name(name, stripnl=False) if name else None
