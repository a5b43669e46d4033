"""Evidence of a page candidate's screen, taken from outside its realm: screenshot, accessibility, text.

axe runs in a world of its own, which shares the document and nothing else: what the candidate did to its built-ins does
not reach it. The ARIA snapshot comes from the browser's own accessibility tree. Independent steps are requested
together: a picture waits 40 ms for the next frames, and the rest is done meanwhile.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import AccessFault, Case
from evaluations.png import RGB, compact_png, png_of
from evaluations.sandbox.browser.server import DIST, harness_version
from evaluations.sandbox.browser.target import HEIGHT, WIDTH, LimitReached, Target, TimeIsUp
from evaluations.sandbox.lanes.page_facts import Measured, narrow_facts, validated_facts, wide_facts
from evaluations.sandbox.lanes.raw_result import RawResult

LIMIT_S = 5.0
MOST_FAULTS, LONGEST_SNAPSHOT = 30, 20_000
# WCAG 2.1 A and AA; not what only the document around the candidate can have. Rules for elements that are not there are
# left out, which halves the time: where there are shadows, which only axe looks into, all are run.
AXE = """(() => {
  const { axe } = globalThis, tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
  const isOff = ({ id, enabled, tags: own }) => !enabled || ["document-title", "html-has-lang"].includes(id)
    || own.includes("experimental") || own.includes("deprecated");
  const hasShadow = [...document.querySelectorAll("*")].some((e) => e.shadowRoot);
  const values = axe._audit.rules.filter((rule) => !isOff(rule) && rule.tags.some((tag) => tags.includes(tag))
    && (hasShadow || !rule.selector || document.querySelector(rule.selector))).map(({ id }) => id);
  return axe.run(document, { resultTypes: ["violations"], elementRef: false, iframes: false,
    preload: values.includes("no-autoplay-audio"), runOnly: { type: "rule", values } });
})().then(({ violations }) =>
    JSON.stringify(violations.map(({id, impact, help, nodes}) => ({rule: id, impact: impact ?? "minor", help,
      n_elements: nodes.length, element: nodes[0].html.slice(0, 300)}))))"""
# Whether nothing is drawn: no style sheet, no text, only empty elements without height. Checks of hooks leave such a
# page.
IS_WHITE = """(() => {
  const { documentElement: root, head, body, styleSheets, adoptedStyleSheets } = document;
  if (styleSheets.length || adoptedStyleSheets.length || document.getAnimations().length) return false;
  if (!(body instanceof HTMLBodyElement) || body.attributes.length || root.hasAttribute("style")) return false;
  const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
  const isEmpty = (e) => e instanceof HTMLDivElement && e.clientHeight === 0 && e.shadowRoot === null
    && [...e.attributes].every(({ name }) => name === "id") && ![...e.childNodes].some(isText);
  const all = [...root.querySelectorAll("*")].filter((e) => e !== head && e !== body && !head?.contains(e));
  return ![...root.childNodes, ...body.childNodes].some(isText) && all.every(isEmpty);
})()"""
NO_EVIDENCE = {
    "RootWebArea",
    "none",
    "generic",
    "InlineTextBox",
    "LineBreak",
    "Ignored",
    "LabelText",
    "ListMarker",
    "presentation",
}
STATES = ("checked", "disabled", "expanded", "invalid", "level", "pressed", "required", "selected")


def wants_evidence(case: Case) -> bool:
    """Return whether the case asks for anything of this."""
    return case.wants_screenshot or case.wants_accessibility


async def load_axe(page: Target) -> None:
    """Load axe into its world before the candidate loads; `add_evidence` loads it if that failed."""
    with suppress(TimeIsUp, LimitReached, SandboxError):
        await _evaluate(page, await _world(page), _import_axe(page))


async def add_evidence(page: Target, case: Case, raw: RawResult, started_ms: float = 0.0) -> bool:
    """Add to `raw` what the case asked for. False when the page no longer answers and must be closed.

    started_ms: when the execution began, in ms since 1970.
    """
    try:
        context = await _world(page)
        _, wide = await asyncio.gather(_picture(page, context, case, raw), _accessibility(page, context, case, raw))
        if wide is not None:
            raw.page_facts = validated_facts(wide | await narrow_facts(page, context), started_ms)
    except (TimeIsUp, LimitReached, SandboxError):
        return False
    return True


async def _world(page: Target) -> int:
    """Return the world of the document that is shown: for the same name the browser gives the same one."""
    params = {"frameId": page.target, "worldName": "evidence"}
    world = await page.guard(page.send("Page.createIsolatedWorld", params), LIMIT_S)
    return int(world["executionContextId"])


async def _picture(page: Target, context: int, case: Case, raw: RawResult) -> None:
    """Take the picture, without asking the browser to draw a page that is white."""
    if not case.wants_screenshot:
        return
    if _value(await _evaluate(page, context, IS_WHITE)) is True:
        raw.screenshot = white_picture()
    else:
        shot = page.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        quick = base64.b64decode((await page.guard(shot, LIMIT_S))["data"])
        raw.screenshot = await asyncio.to_thread(compact_png, quick)


@cache
def white_picture() -> bytes:
    """Return a white PNG of the size of a page."""
    lines = (b"\0" + b"\xff" * (WIDTH * 3)) * HEIGHT
    return png_of(WIDTH, HEIGHT, 8, RGB, lines, level=9)


async def _accessibility(page: Target, context: int, case: Case, raw: RawResult) -> Measured | None:
    """Snapshot and axe; the facts of the page as it is, if asked for and something is shown."""
    if not case.wants_accessibility:
        return None
    raw.aria = await _snapshot(page)
    if not raw.aria:
        return None
    if not case.wants_page_facts:
        raw.access_faults = await _axe(page, context)
        return None
    raw.access_faults, wide = await asyncio.gather(_axe(page, context), wide_facts(page, context))
    return wide


@cache
def axe_source() -> str:
    """Return axe as a script. Raises SandboxError when the harness is not built."""
    try:
        return (DIST / "axe.js").read_text()
    except OSError as exc:
        raise SandboxError(f"The harness is not built ({exc}). Run `make setup`.") from exc


def _import_axe(page: Target) -> str:
    """Import axe from the harness's server, where it is cached as compiled code: 20 ms less than in a message."""
    return f"import({json.dumps(f'{page.origin}/axe-{harness_version()}.js')})"


async def _axe(page: Target, context: int) -> tuple[AccessFault, ...]:
    """Return axe's findings in the present document."""
    # A candidate's own policy may refuse to load it.
    answer = await _evaluate(page, context, f"{_import_axe(page)}.then(() => {AXE})")
    if "exceptionDetails" in answer:
        answer = await _evaluate(page, context, f"{axe_source()};{AXE}")
    if "exceptionDetails" in answer:
        raise SandboxError(f"axe failed: {json.dumps(answer['exceptionDetails'])[:300]}")
    return tuple(AccessFault(**fault) for fault in json.loads(answer["result"]["value"])[:MOST_FAULTS])


async def _evaluate(page: Target, context: int, expression: str) -> dict[str, Any]:
    """Return the protocol's answer for what the expression or its promise gives in that world."""
    params = {"contextId": context, "expression": expression, "awaitPromise": True, "returnByValue": True}
    answer: dict[str, Any] = await page.guard(page.send("Runtime.evaluate", params), LIMIT_S)
    return answer


def _value(answer: dict[str, Any]) -> Any:
    """Return the value of the expression; None when it threw."""
    return answer["result"].get("value")


async def _snapshot(page: Target) -> str:
    """Return the accessibility tree as indented lines, `- role "name" [state]`; empty when nothing is shown."""
    answer = await page.guard(page.send("Accessibility.getFullAXTree"), LIMIT_S)
    nodes = {node["nodeId"]: node for node in answer["nodes"]}
    root = next((node for node in answer["nodes"] if "parentId" not in node), None)
    text, length = [], 0
    for line in _lines(root, nodes) if root else ():
        length += len(line) + 1
        if length > LONGEST_SNAPSHOT:
            text.append("- … (cut)")
            break
        text.append(line)
    return "\n".join(text)


def _lines(root: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the lines, depth first, without recursion: a hostile tree may be deep."""
    waiting = [(root, 0, "")]
    while waiting:
        node, depth, above = waiting.pop()
        role = node.get("role", {}).get("value", "none")
        name = str(node.get("name", {}).get("value", "")).strip()
        is_silent = node.get("ignored") or role in NO_EVIDENCE or (role == "StaticText" and name in above)
        if not is_silent:
            yield _line(node, depth, role, name)
        children = [nodes[key] for key in node.get("childIds", []) if key in nodes]
        for child in reversed(children):
            waiting.append((child, depth + (0 if is_silent else 1), above if is_silent else name))


def _line(node: dict[str, Any], depth: int, role: str, name: str) -> str:
    if role == "StaticText":
        return f"{'  ' * min(depth, 40)}- text: {name}"
    properties = {item["name"]: item["value"].get("value") for item in node.get("properties", [])}
    states = [
        f"{state}={properties[state]}" if properties[state] is not True and properties[state] != "true" else state
        for state in STATES
        if properties.get(state, False) is not False and properties[state] not in (None, "false")
    ]
    value = node.get("value", {}).get("value", "")
    parts = [role, json.dumps(name, ensure_ascii=False) if name else "", f"[{', '.join(states)}]" if states else ""]
    return f"{'  ' * min(depth, 40)}- {' '.join(filter(None, parts))}{f': {value}' if value != '' else ''}"
