"""Checks a candidate's files with TypeScript's compiler, in a separate page beside the execution."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case, OnVerdict, Report, TypeFault
from evaluations.records import Verdict
from evaluations.sandbox.browser.chromium import READY_S, Browser
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.browser.target import LimitReached, Target, TimeIsUp
from evaluations.sandbox.lanes.raw_result import object_of
from evaluations.sandbox.pool import BrowserPool
from evaluations.sandbox.retry import run_with_retries
from evaluations.verdicts import worst

LIMIT_S = 5.0
LARGEST_SOURCE = 300_000  # characters, all files together
TYPED = (".ts", ".tsx", ".mts", ".cts")


class TypesNotChecked(Exception):
    """The types were not checked; the text gives the reason. is_ours: it was not the candidate's fault."""

    def __init__(self, message: str, *, is_ours: bool) -> None:
        super().__init__(message)
        self.is_ours = is_ours


class TypeChecker:
    """One page, opened by the first case that needs it. Other cases do not pay for its memory or its start."""

    def __init__(self, pool: BrowserPool) -> None:
        self._pool = pool
        self._page: Target | None = None
        self._browser: Browser | None = None
        self._handle = ""
        self._lock = asyncio.Lock()

    async def run_with_retries(self, case: Case, on_verdict: OnVerdict = None) -> Report:
        """Return the report of the case, with the compiler's result where the task wants it. Both run at the same
        time.

        on_verdict: called with the report when its verdict is certain, before evidence and types are known.
        """
        execution = run_with_retries(case, self._pool, None if case.must_type_check else on_verdict)
        if not (case.wants_types or case.must_type_check):
            return await execution
        report, types = await asyncio.gather(execution, self.check(case))
        return enforce_types(report, types) if case.must_type_check else with_types(report, types)

    async def check(self, case: Case) -> tuple[TypeFault, ...] | TypesNotChecked:
        """Return the type errors, or the reason why they cannot be found."""
        files = dict(case.files)
        if not any(path.endswith(TYPED) for path in files):
            return ()
        if sum(map(len, files.values())) > LARGEST_SOURCE:
            return TypesNotChecked(
                f"Types not checked: more than {LARGEST_SOURCE} characters of source.", is_ours=False
            )
        async with self._lock:
            try:
                page = await self._open()
                work = page.call(self._handle, "function(f){return this.bakeoffTypes(f)}", files)
                result = object_of(await page.guard(work, LIMIT_S))
                if result["gaveUp"]:
                    return TypesNotChecked(
                        f"Types not checked: the compiler gave up: {result['gaveUp']}", is_ours=False
                    )
                return tuple(TypeFault(**fault) for fault in result["faults"])
            except TimeIsUp:
                await self._close()
                return TypesNotChecked(f"Types not checked: it took longer than {LIMIT_S:.0f} s.", is_ours=False)
            except LimitReached:
                await self._close()
                return TypesNotChecked("Types not checked: the compiler needed too much memory.", is_ours=False)
            except SandboxError as exc:
                await self._close()
                return TypesNotChecked(f"Types not checked: {exc}", is_ours=True)

    async def _open(self) -> Target:
        browser = self._pool.browser
        if browser is None:
            raise SandboxError("There is no browser.")
        if self._page is None or self._browser is not browser:
            page = Target(browser, self._pool.port)
            await page.open()
            self._handle = await page.navigate("/types")
            address = f"/types-{harness_version()}.json"
            answer: dict[str, Any] = await page.guard(
                page.call(self._handle, "function(u){return this.bakeoffOpen(u)}", address), READY_S
            )
            if "exceptionDetails" in answer:
                raise SandboxError(f"the compiler did not start: {str(answer['exceptionDetails'])[:300]}")
            self._page, self._browser = page, browser
        return self._page

    async def _close(self) -> None:
        page, self._page = self._page, None
        if page:
            await page.close()


def with_types(report: Report, types: tuple[TypeFault, ...] | TypesNotChecked) -> Report:
    """Add the type errors to the report, or the reason why they cannot be found. The verdict stays."""
    if isinstance(types, TypesNotChecked):
        return replace(report, types_note=str(types))
    return replace(report, type_errors=types)


def enforce_types(report: Report, types: tuple[TypeFault, ...] | TypesNotChecked) -> Report:
    """Return the report of a task that demands correct types: a type error counts as a build error."""
    typed_report = with_types(report, types)
    if isinstance(types, TypesNotChecked) and types.is_ours:
        return replace(typed_report, verdict=Verdict.UNSCORED, cause=str(types))
    if not types or worst([report.verdict, Verdict.BUILD_ERROR]) is not Verdict.BUILD_ERROR:
        return typed_report
    if report.verdict is Verdict.BUILD_ERROR:
        return typed_report
    first = typed_report.type_errors[0] if typed_report.type_errors else None
    cause = f"{first.path}, line {first.line}: TS{first.code}: {first.message}" if first else typed_report.types_note
    return replace(typed_report, verdict=Verdict.BUILD_ERROR, cause=cause[:500])
