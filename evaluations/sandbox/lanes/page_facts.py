"""Width on a phone, reach of the keyboard, dark theme and first paint of a page that was executed.

Measured in a world of its own, which shares the document and nothing else, after picture and axe: a narrow window and a
dark theme would change both. What comes back is bounded and validated, as the document is the candidate's.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from evaluations.errors import SandboxError
from evaluations.records import PageFacts
from evaluations.sandbox.browser.target import Target, background

LIMIT_S = 3.0
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
DARK = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
MOST = 1_000_000  # of any count
LONGEST_FIRST_PAINT_MS = 600_000
# Colours of the first 400 elements. Things to click: by role, by an own handler, or by the pointer that they ask for.
MEASURE = """(() => {
  const MOST = 4000, ROLES = new Set(["button", "link", "checkbox", "switch", "menuitem", "tab", "option"]);
  const all = [...document.querySelectorAll("body *")].slice(0, MOST);
  const colours = () => {
    const first = [document.documentElement, document.body, ...all.slice(0, 400)].filter(Boolean);
    return first.map((e) => { const s = getComputedStyle(e); return s.color + s.backgroundColor; }).join();
  };
  const NATIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=true]";
  const focusable = (e) => (e.matches(NATIVE) ? e.tabIndex >= 0 : e.hasAttribute("tabindex") && e.tabIndex >= 0);
  const isOff = (e) => e.matches(":disabled, [aria-disabled=true]") || e.closest("[inert], [aria-hidden=true], label");
  const isComposite = (e) => e.closest("[role=tablist], [role=menu], [role=menubar], [role=listbox], [role=radiogroup],"
    + "[role=toolbar], [role=grid], [role=tree]");
  const asks = (e) => ROLES.has(e.getAttribute("role")) || e.hasAttribute("onclick") || e.matches(NATIVE)
    || (getComputedStyle(e).cursor === "pointer"
      && (!e.parentElement || getComputedStyle(e.parentElement).cursor !== "pointer"));
  const reached = (e) => {
    for (let at = e; at && at !== document.body; at = at.parentElement) if (focusable(at)) return true;
    return [...e.querySelectorAll(NATIVE)].some(focusable);
  };
  const unreachable = () => all.filter((e) => e.getClientRects().length && asks(e) && !isOff(e) && !isComposite(e)
    && !reached(e));
  return { colours, unreachable, n: document.querySelectorAll("body *").length };
})()"""
LIGHT = f"""(() => {{
  const m = {MEASURE}, found = m.unreachable();
  globalThis.bakeoffColours = m.colours();
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return JSON.stringify({{ n_elements: m.n, n_unreachable: found.length,
    unreachable: found.length ? found[0].outerHTML.slice(0, 300) : "",
    painted_at: paint ? performance.timeOrigin + paint.startTime : null }});
}})()"""
NARROW = f"""new Promise((done) => {{
  const until = performance.now() + 300;
  const look = () => {{
    const isSet = innerWidth === 390 && matchMedia("(prefers-color-scheme: dark)").matches;
    if (!isSet && performance.now() < until) return setTimeout(look, 2);
    const root = document.scrollingElement ?? document.documentElement;
    done(JSON.stringify({{ width: innerWidth, overflow_px: root ? root.scrollWidth - innerWidth : 0,
      follows_dark: {MEASURE}.colours() !== globalThis.bakeoffColours }}));
  }};
  look();
}})"""


async def page_facts(page: Target, started_ms: float) -> PageFacts:
    """Measure, and leave window and theme as they were. started_ms: when the execution began, in ms since 1970.

    Raises TimeIsUp, LimitReached, or SandboxError.
    """
    world = {"frameId": page.target, "worldName": "page facts"}
    context = (await page.guard(page.send("Page.createIsolatedWorld", world), LIMIT_S))["executionContextId"]
    light = await _evaluate(page, context, LIGHT)
    try:
        _, _, narrow = await asyncio.gather(
            page.guard(page.send("Emulation.setDeviceMetricsOverride", PHONE), LIMIT_S),
            page.guard(page.send("Emulation.setEmulatedMedia", DARK), LIMIT_S),
            _evaluate(page, context, NARROW),
        )
    finally:
        # Nobody waits for it: the browser takes commands in their order, and the next document is one of them.
        background(_as_before(page))
    return validated_facts(light | narrow, started_ms)


async def _as_before(page: Target) -> None:
    wide = page.send("Emulation.clearDeviceMetricsOverride")
    light = page.send("Emulation.setEmulatedMedia", {"features": []})
    await asyncio.gather(wide, light)


def validated_facts(measured: dict[str, Any], started_ms: float) -> PageFacts:
    """The facts within their bounds. Raises SandboxError for what no measurement gives."""
    try:
        paint = measured["painted_at"]
        since = None if paint is None else float(paint) - started_ms
        return PageFacts(
            overflow_px=_count(measured["overflow_px"]) if measured["width"] == PHONE["width"] else 0,
            n_unreachable=_count(measured["n_unreachable"]),
            unreachable=str(measured["unreachable"])[:300],
            follows_dark=measured["follows_dark"] is True,
            n_elements=_count(measured["n_elements"]),
            first_paint_ms=round(since, 1) if since is not None and 0 <= since <= LONGEST_FIRST_PAINT_MS else None,
        )
    except (KeyError, TypeError, ValueError, OverflowError) as exc:
        raise SandboxError(f"The page could not be measured: {exc!r}") from exc


def _count(value: Any) -> int:
    return max(0, min(MOST, int(value)))


async def _evaluate(page: Target, context: int, expression: str) -> dict[str, Any]:
    asked = {"contextId": context, "expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = await page.guard(page.send("Runtime.evaluate", asked), LIMIT_S)
    if "exceptionDetails" in answer:
        raise SandboxError(f"The page could not be measured: {json.dumps(answer['exceptionDetails'])[:300]}")
    measured = json.loads(answer["result"]["value"])
    if not isinstance(measured, dict):
        raise SandboxError("The page could not be measured.")
    return measured
