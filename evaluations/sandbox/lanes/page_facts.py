"""Width on a phone, reach of the keyboard, dark theme and first paint of a page that was executed.

Measured in axe's world, which shares the document and nothing else. The narrow window and the dark theme come after
picture and axe, because they would change both. What comes back is bounded and validated, as the document is the
candidate's.
"""

from __future__ import annotations

import json
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import PageFacts
from evaluations.sandbox.browser.target import HEIGHT, WIDTH, Target

LIMIT_S = 3.0
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
DARK = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
LARGEST_COUNT = 1_000_000  # of any count
Measured = dict[str, Any]
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
WIDE = f"""(() => {{
  const m = {MEASURE}, found = m.unreachable();
  globalThis.bakeoffColours = m.colours();
  return JSON.stringify({{ n_elements: m.n, n_unreachable: found.length,
    unreachable: found.length ? found[0].outerHTML.slice(0, 300) : "" }});
}})()"""
# At the moment at which the window is a phone's. It is resized from here, unless the browser has to emulate the size:
# that costs 25 ms more, as it drops all scripts from memory, and is only for pages that resize themselves.
NARROW = f"""(resizes) => new Promise((done) => {{
  const until = performance.now() + 300;
  if (resizes) resizeTo({PHONE["width"]}, {PHONE["height"]});
  const look = () => {{
    const isSet = innerWidth === {PHONE["width"]} && matchMedia("(prefers-color-scheme: dark)").matches;
    if (!isSet && performance.now() < until) return setTimeout(look, 2);
    const root = document.scrollingElement ?? document.documentElement;
    const paint = performance.getEntriesByName("first-contentful-paint")[0]; // known after the picture
    const measured = JSON.stringify({{ width: innerWidth, overflow_px: root ? root.scrollWidth - innerWidth : 0,
      painted_at: paint ? performance.timeOrigin + paint.startTime : null,
      follows_dark: {MEASURE}.colours() !== globalThis.bakeoffColours }});
    if (resizes) resizeTo({WIDTH}, {HEIGHT});
    done(measured);
  }};
  look();
}})"""


async def wide_facts(page: Target, context: int) -> Measured:
    """Return facts of the page as it is, from this world. Raises TimeIsUp, LimitReached, or SandboxError."""
    return await _evaluate(page, context, WIDE)


async def narrow_facts(page: Target, context: int) -> Measured:
    """Return facts of the page on a phone in the dark, after wide_facts in the same world; then it is as before.

    Raises TimeIsUp, LimitReached, or SandboxError.
    """
    # The measurement itself waits for the changes, so the browser's confirmation is not needed.
    page.send("Emulation.setEmulatedMedia", DARK)
    try:
        measured = await _evaluate(page, context, f"({NARROW})(true)")
        if measured.get("width") == PHONE["width"]:
            return measured
        return await _facts_in_emulated_window(page, context)
    finally:
        # This does not wait: the browser takes commands in their order, and the next document is one of them.
        page.send("Emulation.setEmulatedMedia", {"features": []})


async def _facts_in_emulated_window(page: Target, context: int) -> Measured:
    """Return the same facts of a page that cannot be resized, in an emulated window."""
    page.send("Emulation.setDeviceMetricsOverride", PHONE)
    try:
        return await _evaluate(page, context, f"({NARROW})(false)")
    finally:
        page.send("Emulation.clearDeviceMetricsOverride")


def validated_facts(measured: Measured, started_ms: float) -> PageFacts:
    """Return the facts within their bounds. Raises SandboxError for impossible values."""
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
    return max(0, min(LARGEST_COUNT, int(value)))


async def _evaluate(page: Target, context: int, expression: str) -> Measured:
    params = {"contextId": context, "expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = await page.guard(page.send("Runtime.evaluate", params), LIMIT_S)
    if "exceptionDetails" in answer:
        raise SandboxError(f"The page could not be measured: {json.dumps(answer['exceptionDetails'])[:300]}")
    measured = json.loads(answer["result"]["value"])
    if not isinstance(measured, dict):
        raise SandboxError("The page could not be measured.")
    return measured
