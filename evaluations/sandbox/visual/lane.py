"""The visual lane: a page in windows of several sizes, compared with the reference in the same browser.

The reference is drawn by the same machine as the answer and kept by its content, so nothing but the two pages differs.
The pictures are compared in our own page, which never contains anything of the candidate. The screenshot is a sheet:
the answer in each window side by side, below it the reference.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case, View
from evaluations.records import Json, to_json
from evaluations.sandbox.browser.cdp import TargetClosed
from evaluations.sandbox.browser.target import GRACE_S, SHORT_S, Target, TimeIsUp
from evaluations.sandbox.lanes.raw_result import EMPTY_RESULT, RawResult, value_of
from evaluations.sandbox.playwright.browser import SpecBrowser
from evaluations.sandbox.playwright.call_timing import CallTiming
from evaluations.sandbox.playwright.stage_lane import StageLane
from evaluations.sandbox.visual.look import PageView, UnstablePage, look

MOST_KEPT = 32  # references
REFERENCE_MS = 30_000.0
COMPARE_S = 15.0
CHECK = "is shown in every window"


class VisualLane(StageLane):
    """The page compares, the browser draws."""

    has_own_fonts = True

    def __init__(self, *how: Any) -> None:
        super().__init__(*how)
        self._kept: OrderedDict[str, list[PageView]] = OrderedDict()

    async def execute(self, case: Case, compiled: dict[str, Any]) -> RawResult:
        """Run the case once. Raises LimitReached, TimeIsUp, or SandboxError when a browser is at fault."""
        page = await self.open()
        [stage] = self.stages
        references = await self._references(case, stage)
        console: list[dict[str, str]] = []
        fault = ""
        looks: Sequence[PageView] = ()
        try:
            looks = await self._looks_in_time(case, page, stage, console, CallTiming.for_case(case, compiled))
        except TargetClosed:
            raise
        except (UnstablePage, SandboxError) as exc:
            if "Timeout" in str(exc):
                raise TimeIsUp from exc
            fault = str(exc)
        raw = RawResult(result={**EMPTY_RESULT, "stage": "checks", "checks": [_check(fault)], "console": console})
        if looks:
            handle = await page.navigate("/visual")
            views = [
                await self._compared(page, handle, view, reference, answer)
                for view, reference, answer in zip(case.views, references, looks, strict=True)
            ]
            assert raw.result is not None
            raw.result["captured"] = {"views": views}
            if case.wants_screenshot:
                rows = [[base64.b64encode(picture.shown).decode() for picture in row] for row in (looks, references)]
                raw.screenshot = base64.b64decode(await _call_page(page, handle, "bakeoffSheet", rows))
        return raw

    async def _references(self, case: Case, stage: SpecBrowser) -> list[PageView]:
        """Return the reference's looks. Raises SandboxError when it cannot be shown."""
        named = json.dumps([sorted(case.reference.items()), case.entry, to_json(case.views)])
        key = hashlib.sha256(named.encode()).hexdigest()
        if key not in self._kept:
            own = replace(case, files=case.reference)
            async with self._session(own, stage, lambda _: None) as session:
                try:
                    self._kept[key] = [await look(session, stage.driver, view, REFERENCE_MS) for view in case.views]
                except (UnstablePage, TimeoutError) as exc:
                    raise SandboxError(f"The reference cannot be shown: {exc}") from exc
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    async def _looks_in_time(
        self, case: Case, page: Target, stage: SpecBrowser, console: list[dict[str, str]], timing: CallTiming
    ) -> Sequence[PageView]:
        """Return the answer's looks. Raises TimeIsUp, LimitReached, UnstablePage, and SandboxError."""
        async with self._session(case, stage, lambda _: None, timing) as session:

            async def all_looks() -> list[PageView]:
                return [await look(session, stage.driver, view, case.timeout_ms) for view in case.views]

            work = asyncio.ensure_future(all_looks())
            work.add_done_callback(lambda f: f.cancelled() or f.exception())  # it may fail after its time is up
            try:
                looks: list[PageView] = await self._race(page, session, work, case.timeout_ms / 1000 + GRACE_S)
            except TimeoutError as exc:
                raise TimeIsUp from exc
            finally:
                work.cancel()
                console += session.console
        return looks

    async def _compared(self, page: Target, handle: str, view: View, reference: PageView, answer: PageView) -> Json:
        """Return the comparison of one view: figures, differing areas, and each side's lines with their colours."""
        job = {"reference": reference.to_job(), "answer": answer.to_job()}
        result = await _call_page(page, handle, "bakeoffCompare", job)
        return {
            **to_json(view),
            "pixels": result["pixels"],
            "similarity": result["similarity"],
            "places": result["places"],
            "reference": _lines(reference, result["referenceInks"]),
            "answer": _lines(answer, result["answerInks"]),
        }


def _lines(side: PageView, inks: list[Json]) -> list[Json]:
    """Return each line with `painted`, `text_colour` and `behind`."""
    return [
        {**to_json(line), "painted": ink["painted"], "text_colour": ink["text"], "behind": ink["behind"]}
        for line, ink in zip(side.lines, inks, strict=True)
    ]


async def _call_page(page: Target, handle: str, function: str, job: Any) -> Any:
    """Call a function of the comparing page and return its value. Raises SandboxError."""
    work = page.call(handle, f"function(j){{return this.{function}(j)}}", job)
    return value_of(await page.soon(work, "The pictures were not compared", max(COMPARE_S, SHORT_S)))


def _check(fault: str) -> dict[str, Any]:
    verdict, kind = ("failed", "assertion") if fault else ("passed", "")
    return {"name": CHECK, "verdict": verdict, "kind": kind, "message": fault, "duration_ms": 0.0}
