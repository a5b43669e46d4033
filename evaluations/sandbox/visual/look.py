"""One view of a page: its picture, its picture without text, and its lines of text.

Everything comes from the browser: scripts of the page are stopped before, and a page that changes by itself all the
same is not looked at further.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import View
from evaluations.sandbox.playwright.driver import Driver
from evaluations.sandbox.playwright.files import ORIGIN
from evaluations.sandbox.playwright.session import SpecSession
from evaluations.sandbox.visual.lines import Line, lines_of

SETTLE_S = 0.1  # after the load event, for what a page draws in its next frames
MOST_LOOKS = 3  # on a busy machine the first picture may be of a page that is still being drawn
SCREENSHOT_OPTIONS = {"type": "png", "animations": "disabled", "caret": "hide", "scale": "css"}
# The fill of letters alone: borders and icons in the colour of the text stay.
HIDE_TEXT = """*, *::before, *::after, *::placeholder, *::marker, *::first-letter, *::first-line {
  -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important;
  text-shadow: none !important; text-decoration-color: transparent !important;
  text-emphasis-color: transparent !important; transition: none !important }
svg text, svg tspan, svg textPath { fill: transparent !important; stroke: transparent !important }"""


class UnstablePage(Exception):
    """The page changes while it is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """shown, hidden: PNG, the second without text. lines: of text, painted or not."""

    shown: bytes
    hidden: bytes
    lines: list[Line]

    def to_job(self) -> dict[str, Any]:
        """Return the Look of harness/visual/visual-compare.ts."""
        texts = [{"x": line.x, "y": line.y, "width": line.width, "height": line.height} for line in self.lines]
        shown, hidden = (base64.b64encode(picture).decode() for picture in (self.shown, self.hidden))
        return {"shown": shown, "hidden": hidden, "texts": texts}


async def look(session: SpecSession, driver: Driver, view: View, timeout_ms: float) -> PageView:
    """Open the case's entry in a window of that size. Raises UnstablePage, TimeoutError, and SandboxError."""
    size = {"width": view.width, "height": view.height}
    opened = await session.open_page({"viewport": size, "deviceScaleFactor": 1, "reducedMotion": "reduce"})
    await driver.result(opened.frame, "goto", {"url": f"{ORIGIN}/"}, timeout_ms)
    await asyncio.sleep(SETTLE_S)
    attached = await driver.result(opened.context, "newCDPSession", {"page": {"guid": opened.page}}, timeout_ms)
    protocol = attached["session"]["guid"]

    async def send(method: str, params: dict[str, Any]) -> dict[str, Any]:
        answer = await driver.result(protocol, "send", {"method": method, "params": params}, timeout_ms)
        return dict(answer["result"])

    async def picture(**how: str) -> bytes:
        shot = await driver.result(opened.page, "screenshot", {**SCREENSHOT_OPTIONS, **how}, timeout_ms)
        return base64.b64decode(shot["binary"])

    await send("Emulation.setScriptExecutionDisabled", {"value": True})
    again = await picture()
    for _ in range(MOST_LOOKS):
        shown = again
        snapshot = await send("DOMSnapshot.captureSnapshot", {"computedStyles": []})
        hidden = await picture(style=HIDE_TEXT)
        again = await picture()
        if again == shown:
            break
    else:
        raise UnstablePage("The picture changes by itself while it is inspected.")
    await driver.result(opened.context, "close", {}, timeout_ms)
    try:
        return PageView(shown=shown, hidden=hidden, lines=lines_of(snapshot, view.width, view.height))
    except (KeyError, IndexError, TypeError, ValueError) as exc:
        raise SandboxError(f"The browser's snapshot cannot be read: {exc!r}") from exc
