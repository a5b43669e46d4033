"""The HTML of a page as a browser reads it. So tests do not depend on the line breaks of templates."""

from __future__ import annotations

import re
from typing import Any

from django.http import StreamingHttpResponse

BLOCKS = (
    "html|head|body|title|p|div|section|article|header|footer|nav|main|aside|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tfoot|"
    "tr|td|th|caption|form|fieldset|legend|details|summary|figure|figcaption|option|dialog"
)
BESIDE_BLOCKS = re.compile(rf" *(</?(?:{BLOCKS})(?: [^>]*)?>) *")


def html_of(response: Any) -> str:
    """Return the page with one space for each run of white space, and none beside block elements."""
    text = re.sub(r"\s+", " ", response.content.decode())
    return BESIDE_BLOCKS.sub(r"\1", text).strip()


def streamed(response: object) -> bytes:
    """Return the whole content of a file that the site streams."""
    assert isinstance(response, StreamingHttpResponse)
    return bytes(response.getvalue())
