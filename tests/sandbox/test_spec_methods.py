"""Each call that specs may make exists in the installed Playwright driver."""

from __future__ import annotations

import re
from pathlib import Path

import playwright

from evaluations.sandbox.playwright.gate import ALLOWED

DRIVER = Path(playwright.__file__).parent / "driver" / "package" / "lib" / "coreBundle.js"
INHERITED = {"ElementHandle": ("ElementHandle", "JSHandle")}


def test_every_allowed_call_is_one_of_the_installed_driver() -> None:
    """A new version that renames a call fails here first, not in a spec."""
    known = set(re.findall(r"scheme\d*\.(\w+)Params\b", DRIVER.read_text()))
    assert len(known) > 200
    unknown = [
        f"{kind}.{method}"
        for kind, methods in ALLOWED.items()
        for method in sorted(methods)
        if not any(f"{parent}{method[0].upper()}{method[1:]}" in known for parent in INHERITED.get(kind, (kind,)))
    ]
    assert not unknown
