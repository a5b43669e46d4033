"""How requests of a candidate's page are answered: with its own files below the folder of its entry only. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from evaluations.cdn import BUNDLED, PLACE, is_page, with_bundled
from evaluations.sandbox.browser.server import DIST

# An origin that a browser trusts like https (geolocation, clipboard). No connection is ever made: each request is
# answered here, and every other one ends at the dead proxy.
ORIGIN = "http://localhost:3000"
POLICY = "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'none'; form-action 'self'"
TYPES = {
    "html": "text/html; charset=utf-8",
    "htm": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "cjs": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xml": "text/xml",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, as the driver's Route.fulfill takes it. notes: sentences about libraries that a page asks for."""

    status: int
    kind: str
    body: str
    notes: tuple[str, ...] = ()

    def to_params(self) -> dict[str, object]:
        """Return the driver's parameters."""
        headers = {"content-type": self.kind, "content-security-policy": POLICY, "cache-control": "no-store"}
        named = [{"name": name, "value": value} for name, value in headers.items()]
        return {"status": self.status, "headers": named, "body": self.body, "isBase64": False}


def is_own(url: str) -> bool:
    """Return whether the address belongs to the candidate's site."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" == ORIGIN


class Site:
    """A candidate's files as a server of static files has them; its root is the folder of the entry."""

    def __init__(self, files: Mapping[str, str], entry: str) -> None:
        self._files = files
        self._root, _, self._front = entry.rpartition("/")

    def answer(self, method: str, url: str) -> Answer | None:
        """Return the response, or None for an address outside the candidate's site."""
        try:
            if not is_own(url):
                return None
            path = unquote(urlsplit(url).path)
        except ValueError:
            return None
        if method not in ("GET", "HEAD"):
            return Answer(405, "text/plain", "This site only has files.")
        # Normalised as an absolute path, ".." cannot climb above the root.
        requested = posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/")
        if f"/{requested}".startswith(PLACE):
            return _library(requested.removeprefix(PLACE[1:]).removesuffix(".js"))
        for name in (requested or self._front, f"{requested}/index.html" if requested else "index.html"):
            file_path = f"{self._root}/{name}" if self._root else name
            if file_path in self._files:
                return _file(name, self._files[file_path])
        return Answer(404, "text/plain; charset=utf-8", f"There is no {requested}.")


def _file(name: str, text: str) -> Answer:
    kind = TYPES.get(name.rpartition(".")[2].lower(), "text/plain")
    if not is_page(name):
        return Answer(200, kind, text)
    page = with_bundled(text)
    return Answer(200, kind, page.html, page.notes)


def _library(name: str) -> Answer:
    if name not in BUNDLED:
        return Answer(404, "text/plain; charset=utf-8", f"There is no library {name}.")
    return Answer(200, TYPES["js"], _script(name))


@cache
def _script(name: str) -> str:
    file = "tailwind" if name == "tailwindcss" else f"cdn-{name}"
    return (DIST / f"{file}.js").read_text(encoding="utf-8")
