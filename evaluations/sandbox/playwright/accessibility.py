"""axe's findings in a page of a spec: AxeBuilder of @axe-core/playwright asks, and the host answers.

axe runs in a world of its own, which shares the document and nothing else: what the answer did to its built-ins does
not reach it.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from evaluations.sandbox.lanes.evidence import axe_source
from evaluations.sandbox.playwright.driver import Driver, error_text

Message = dict[str, Any]
MOST_ELEMENTS = 50  # of one rule
METHOD = "analyzeAccessibility"  # of a Page; no call of the driver's
RUN = """axe.run(%s ?? document, {resultTypes: ["violations", "incomplete"], ...%s, elementRef: false, iframes: false})
  .then((results) => { const told = (rules) => rules.map(({nodes, ...rule}) => ({...rule, nodes: nodes.slice(0, %d).map(
    ({html, target, impact, failureSummary}) => ({html: html.slice(0, 300), target, impact, failureSummary}))}));
    return JSON.stringify({violations: told(results.violations), incomplete: told(results.incomplete)}); })"""


class StepRefused(Exception):
    """The driver or the page refused a step; the sentence says why."""


async def analyze(driver: Driver, context: str, page: str, params: Message, timeout_ms: float) -> Message:
    """Return the answer for the spec's realm: `result` with violations and incomplete rules, or `error`."""
    try:
        async with asyncio.timeout(timeout_ms / 1000):
            return {"result": await _analyze(driver, context, page, params)}
    except TimeoutError:
        return _error("TimeoutError", f"axe did not end within {timeout_ms:.0f} ms.")
    except StepRefused as exc:
        return _error("Error", str(exc))


async def _analyze(driver: Driver, context: str, page: str, params: Message) -> Message:
    opened = await _called(driver, context, "newCDPSession", {"page": {"guid": page}})
    session = opened["session"]["guid"]
    try:
        tree = await _sent(driver, session, "Page.getFrameTree", {})
        world = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "accessibility"}
        context_id = (await _sent(driver, session, "Page.createIsolatedWorld", world))["executionContextId"]
        await _evaluated(driver, session, context_id, f"{axe_source()};0")
        words = (json.dumps(params.get("context")), json.dumps(params.get("options") or {}), MOST_ELEMENTS)
        result = await _evaluated(driver, session, context_id, RUN % words)
        return dict(json.loads(result["value"]))
    finally:
        driver.call(session, "detach", {})


async def _evaluated(driver: Driver, session: str, context_id: int, expression: str) -> Message:
    params = {"contextId": context_id, "expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = await _sent(driver, session, "Runtime.evaluate", params)
    if "exceptionDetails" in answer:
        raise StepRefused(f"axe failed: {json.dumps(answer['exceptionDetails'])[:300]}")
    return dict(answer["result"])


async def _sent(driver: Driver, session: str, method: str, params: Message) -> Message:
    return dict((await _called(driver, session, "send", {"method": method, "params": params}))["result"])


async def _called(driver: Driver, guid: str, method: str, params: Message) -> Message:
    answer = await driver.call(guid, method, params)
    if "error" in answer:
        raise StepRefused(f"axe: {error_text(answer)}")
    return dict(answer.get("result") or {})


def _error(name: str, message: str) -> Message:
    return {"error": {"error": {"name": name, "message": message}}}
