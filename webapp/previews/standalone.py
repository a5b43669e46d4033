"""An answer as one HTML file that runs by itself: its code, its files, and the libraries it needs."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from django.http import HttpResponse
from django.utils.html import escape

from webapp.previews.frame import PREVIEW, library_scripts
from webapp.previews.inline import inline_script, licences_of

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
    scripts = [inline_script(name) for name in names]
    policy = FILE_POLICY.format(digests=" ".join(map(_digest, scripts)))
    html = DOCUMENT.format(
        policy=escape(policy),
        title=escape(title),
        data=json.dumps(shown).replace("<", "\\u003c"),
        licences=escape(licences_of(names)),
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
