"""Markdown as HTML that is safe to show: no HTML of the author, no pictures, no addresses but http and https."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ADDRESSES = ("https://", "http://")
DEEPEST_HEADING = 6


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 40 ms, which only pages with such a text need

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@lru_cache(maxsize=64)
def render_markdown(text: str) -> SafeString:
    """Return the text as HTML. A heading at its beginning is left out; the others are one level deeper.

    A link to a file beside the text becomes its words alone, because the site has no such page.
    """
    parser = _parser()
    tokens = list(_shown(_without_title(parser.parse(text))))
    html: str = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(html)


def _without_title(tokens: Sequence[Token]) -> Sequence[Token]:
    has_title = bool(tokens) and tokens[0].tag == "h1"
    return tokens[len(("heading_open", "inline", "heading_close")) :] if has_title else tokens


def _shown(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(DEEPEST_HEADING, int(token.tag[1]) + 1)}"
        elif token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", "")):
            token.attrs |= {"class": "num"} if style == "text-align:right" else {}  # the site allows no inline style
        if token.children:
            token.children = list(_without_local_links(token.children))
        if token.type == "table_open":
            yield _block('<div class="table-wrap" tabindex="0" role="region" aria-label="Table">')
        yield token
        if token.type == "table_close":
            yield _block("</div>")


def _block(html: str) -> Token:
    from markdown_it.token import Token

    return Token("html_block", "", 0, content=html)


def _without_local_links(tokens: Sequence[Token]) -> Iterator[Token]:
    is_kept = True
    for token in tokens:  # a link has no link inside
        if token.type == "link_open":
            is_kept = str(token.attrs.get("href", "")).startswith(ADDRESSES)
            token.attrs["rel"] = "nofollow noopener noreferrer"
        if is_kept or token.type not in ("link_open", "link_close"):
            yield token
