"""Template filters for sentences. In every template."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from webapp.site.markdown_text import render_markdown

register = template.Library()
CODE = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)")  # on one line; ``` begins a block, which stays as it is


@register.filter
def inline_code(text: Any) -> SafeString:
    """Return a sentence, escaped, with the text between two backticks as <code>. A single backtick stays as it is."""
    if text is None:
        return mark_safe("")
    return mark_safe(CODE.sub(lambda match: f"<code>{match[2]}</code>", conditional_escape(text)))


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as HTML that is safe to show."""
    return render_markdown(text)
