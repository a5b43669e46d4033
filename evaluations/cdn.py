"""Libraries that a plain page loads from a CDN: there is no network, so bundled ones replace them. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PLACE = "/.bundled/"  # where a page of an answer finds them
# Package to the major version that is bundled. scripts/build-bundles.mjs copies the script of each.
BUNDLED = {
    "react": 18,
    "react-dom": 18,
    "vue": 3,
    "xlsx": 0,
    "papaparse": 5,
    "lodash": 4,
    "dayjs": 1,
    "axios": 1,
    "rxjs": 7,
    "mathjs": 14,
    "js-cookie": 3,
    "tailwindcss": 4,
}
# Other names of the same libraries. Tailwind's CDN build is version 3; version 4 reads its classes.
ALIASES = {"@e965/xlsx": "xlsx", "@tailwindcss/browser": "tailwindcss", "sheetjs": "xlsx", "@reactivex/rxjs": "rxjs"}
TAG = re.compile(r"<script\b[^>]*>", re.IGNORECASE)
SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
STYLE = re.compile(r"""<link\b[^>]*\bhref\s*=\s*["']?((?:https?:)?//[^"'\s>]+)[^>]*>""", re.IGNORECASE)
FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)
MODULE = re.compile(r"""\btype\s*=\s*["']?module\b""", re.IGNORECASE)
HOSTS = (
    re.compile(r"//(?:www\.)?unpkg\.com/(?P<name>(?:@[\w.-]+/)?[\w.-]+)(?:@(?P<version>[^/?#]+))?", re.IGNORECASE),
    re.compile(
        r"//(?:cdn|fastly)\.jsdelivr\.net/npm/(?P<name>(?:@[\w.-]+/)?[\w.-]+)(?:@(?P<version>[^/?#]+))?", re.IGNORECASE
    ),
    re.compile(r"//cdnjs\.cloudflare\.com/ajax/libs/(?P<name>[\w.-]+)/(?P<version>[^/?#]+)", re.IGNORECASE),
    re.compile(r"//cdn\.sheetjs\.com/(?P<name>xlsx)-(?P<version>[^/?#]+)", re.IGNORECASE),
    re.compile(r"//cdn\.(?P<name>tailwindcss)\.com(?P<version>(?=[/?#]|$))", re.IGNORECASE),
)
MAJOR = re.compile(r"[\^~v]?(\d+)")
LONGEST_ADDRESS, MOST_NOTES = 200, 20


@dataclass(frozen=True, slots=True)
class Page:
    """A page with bundled libraries. notes: a sentence for each replaced and each missing library."""

    html: str
    libraries: tuple[str, ...]
    notes: tuple[str, ...]


def with_bundled(html: str) -> Page:
    """Return the page with the bundled library instead of each that it loads from a CDN and that is bundled."""
    libraries: dict[str, None] = {}
    notes: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        tag = match.group()
        source = SRC.search(tag)
        address = next((text for text in source.groups() if text), "") if source else ""
        if not FOREIGN.match(address):
            return tag
        name = None if MODULE.search(tag) else library_of(address)
        if name is None:
            notes.append(_refused(address))
            return tag
        libraries[name] = None
        notes.append(f"{name} {BUNDLED[name]} came from the bundle, in place of {address[:LONGEST_ADDRESS]}.")
        return f'<script src="{PLACE}{name}.js">'  # without the digest of the file that the CDN would have sent

    page = TAG.sub(replaced, html)
    notes += [_refused(address) for address in STYLE.findall(page)]
    return Page(page, tuple(libraries), tuple(dict.fromkeys(notes))[:MOST_NOTES])


def _refused(address: str) -> str:
    return f"There is no network: {address[:LONGEST_ADDRESS]} was not loaded."


def library_of(address: str) -> str | None:
    """Return the bundled package that an address of a CDN means; None for any other, and for another major version."""
    without_scheme = re.sub(r"^https?:", "", address, flags=re.IGNORECASE)
    for host in HOSTS:
        if match := host.match(without_scheme):
            return _bundled(match["name"].lower(), match["version"] or "")
    return None


def _bundled(name: str, version: str) -> str | None:
    name = ALIASES.get(name, name.removesuffix(".js"))
    major = MAJOR.match(version)
    if name not in BUNDLED or (major and int(major[1]) != BUNDLED[name] and name != "tailwindcss"):
        return None
    return name


def bundled_in(files: Mapping[str, str]) -> list[str]:
    """Return the libraries that pages ask for once they went through `with_bundled`, in the order of their tags."""
    pattern = re.compile(rf'<script src="{re.escape(PLACE)}([\w-]+)\.js">')
    names = [name for path, text in files.items() if is_page(path) for name in pattern.findall(text)]
    return [name for name in dict.fromkeys(names) if name in BUNDLED]


def is_page(path: str) -> bool:
    """Return whether a file is a document."""
    return path.lower().endswith((".html", ".htm"))
