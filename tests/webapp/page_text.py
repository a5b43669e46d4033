"""The HTML of a page as a browser reads it, so that tests do not depend on where a template breaks its lines."""

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
    """Return the page with one blank for each run of blanks, and none beside block elements."""
    text = re.sub(r"\s+", " ", response.content.decode())
    return BESIDE_BLOCKS.sub(r"\1", text).strip()


def streamed(response: object) -> bytes:
    """The whole content of a file that the site sends in pieces."""
    assert isinstance(response, StreamingHttpResponse)
    return bytes(response.getvalue())
