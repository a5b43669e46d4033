"""An answer as one HTML file that runs by itself: its code, its files, and the libraries it needs."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.html import escape

from webapp.previews.frame import PREVIEW, library_scripts

# The file keeps to it wherever it is opened. Only its own scripts run, by their digests, also in frames of the answer.
FILE_POLICY = (
    "default-src 'none'; script-src {digests} 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "media-src data: blob:; font-src data:; connect-src data: blob:; form-action 'none'; base-uri 'none'"
)
DOCUMENT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><div id="root"></div>
<script type="application/json" id="candidate">{data}</script>
{scripts}
<script type="text/plain" id="licences">{licences}</script>
</body></html>
"""


def standalone_response(shown: dict[str, Any], title: str, name: str) -> HttpResponse:
    """The file as a download: a browser that shows it all the same gives it an origin of its own.

    shown: files, entry, name and fixtures, as the preview reads them.
    """
    names = (PREVIEW, *library_scripts(shown["files"]))
    scripts = [_inline(name) for name in names]
    policy = FILE_POLICY.format(digests=" ".join(map(_digest, scripts)))
    html = DOCUMENT.format(
        policy=escape(policy),
        title=escape(title),
        data=json.dumps(shown).replace("<", "\\u003c"),
        licences=escape("\n\n".join(_text(name.replace(".js", ".licences.txt")) for name in names)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )
    response = HttpResponse(html, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.html"'
    response["Content-Security-Policy"] = f"sandbox allow-scripts; {policy}; frame-ancestors 'none'"
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def _digest(script: str) -> str:
    """How the policy names an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _inline(name: str) -> str:
    """A built script, safe between <script> tags: esbuild leaves no `</script` in it, and `<!--` only in texts."""
    return _text(name).replace("<!--", "\\x3c!--")


def _text(name: str) -> str:
    path = finders.find(name)
    assert isinstance(path, str)
    return Path(path).read_text(encoding="utf-8")
