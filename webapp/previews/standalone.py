"""An answer as one HTML file that works without the site: its code, its files, and the libraries it needs.

The download of an answer is this document. The download of a workbook's parser has it in a frame without an origin,
with a place around it to drop a file on (webapp/workbooks/single_file.py).
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, TypedDict

from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from evaluations.typed_template import TypedTemplate
from webapp.previews.frame import PREVIEW, SANDBOX, library_scripts
from webapp.previews.inline import inline_script, licences_of

# This policy is part of the file. Only its own scripts run, by their digests, also in frames of the answer.
FILE_POLICY = (
    "default-src 'none'; script-src {digests} 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; "
    "media-src data: blob:; font-src data:; connect-src data: blob:; form-action 'none'; base-uri 'none'"
)
# As Django's json_script: nothing in the text can end the element around it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class StandalonePage(TypedDict):
    """candidate: the answer for the preview's script, as JSON."""

    policy: str
    title: str
    candidate: SafeString
    scripts: list[SafeString]
    licences: str


STANDALONE = TypedTemplate("previews/standalone.html", StandalonePage)


@dataclass(frozen=True, slots=True)
class StandaloneDocument:
    """The document, the policy that it brings along, and the licences of the libraries in it."""

    html: str
    policy: str
    licences: str


def standalone_document(shown: dict[str, Any], title: str, listeners: tuple[str, ...] = ()) -> StandaloneDocument:
    """Return the document in which an answer runs without the site.

    shown: files, entry, name and fixtures, as the preview reads them. listeners: scripts that run before the answer.
    """
    names = (PREVIEW, *library_scripts(shown["files"]))
    scripts = [inline_script(name) for name in (*listeners, *names)]
    policy, licences = FILE_POLICY.format(digests=" ".join(map(_digest, scripts))), licences_of(names)
    context: StandalonePage = {
        "policy": policy,
        "title": title,
        "candidate": in_script(shown),
        "scripts": [mark_safe(script) for script in scripts],
        "licences": licences,
    }
    return StandaloneDocument(STANDALONE.text(context), policy, licences)


def standalone_response(shown: dict[str, Any], title: str, name: str) -> HttpResponse:
    """Return the file as a download; if a browser shows it anyway, it has a separate origin."""
    document = standalone_document(shown, title)
    response = HttpResponse(document.html, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.html"'
    response["Content-Security-Policy"] = f"{SANDBOX}; {document.policy}; frame-ancestors 'none'"
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def in_script(value: object) -> SafeString:
    """Return a value as JSON between <script> tags."""
    return mark_safe(json.dumps(value).translate(ESCAPES))


def _digest(script: str) -> str:
    """Return how the policy names an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
