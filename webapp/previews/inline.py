"""Our built scripts as text inside a downloaded HTML file, with the licences of their content."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders


def inline_script(name: str) -> str:
    """Return a static script that is safe between <script> tags.

    Only a text in it can contain the end of the element.
    """
    return static_text(name).replace("</script", "<\\/script").replace("<!--", "\\x3c!--")


def licences_of(names: Iterable[str]) -> str:
    """Return the licences of the packages in these bundles."""
    return "\n\n".join(static_text(name.replace(".js", ".licences.txt")) for name in names)


def static_text(name: str) -> str:
    """Return a static file as text, from its source or where collectstatic put it."""
    path = finders.find(name) or (settings.STATIC_ROOT and Path(settings.STATIC_ROOT, name))
    return Path(str(path)).read_text(encoding="utf-8")
