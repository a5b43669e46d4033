"""Markdown of a suite is shown as HTML that cannot harm the page."""

from __future__ import annotations

import re

import pytest

from webapp.site.markdown_text import render_markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Title\n\nA *b* `c`.", "<p>A <em>b</em> <code>c</code>.</p>"),
        ("## Part\n### Below", "<h3>Part</h3>\n<h4>Below</h4>"),
        ("text\n\n# Later", "<p>text</p>\n<h2>Later</h2>"),
        (
            "[docs](../docs/x.md) and [site](https://a.b)",
            'docs and <a href="https://a.b" rel="nofollow noopener noreferrer">',
        ),
        ("- a\n- b", "<li>a</li>"),
        ("", ""),
    ],
)
def test_text_is_shown(text: str, shown: str) -> None:
    assert shown in render_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](//evil.example)",
        "![a](https://evil.example/x.png)",
        '<https://a.b"onclick=alert(1)>',
        "| a |\n|--:|\n| <b onclick=x> |",
        "```<b>\n</code><script>\n```",
    ],
)
def test_nothing_of_the_author_is_run_or_loaded(text: str) -> None:
    html = render_markdown(text)
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"p", "a", "code", "pre", "div", "table", "thead", "tbody", "tr", "th", "td"}
    assert not re.search(r"<[^>]*\s(?:on\w+|style|src)=", html)
    assert all(address.startswith(("http://", "https://")) for address in re.findall(r'href="([^"]*)', html))


def test_table_scrolls_by_itself_and_keeps_its_right_aligned_columns() -> None:
    html = render_markdown("| a | n |\n|---|--:|\n| b | 1 |")
    assert '<div class="table-wrap" tabindex="0" role="region" aria-label="Table"><table>' in html
    assert '<td class="num">1</td>' in html
    assert html.endswith("</table>\n</div>")


def test_deep_and_long_text_takes_no_time() -> None:
    for text in ("> " * 5000 + "a", "[" * 20_000, "*a " * 10_000, "|" * 40_000, "`" * 40_000):
        render_markdown(text)
