"""The function lane: a page that starts a fresh Worker for each case."""

from __future__ import annotations

from typing import Any

from evaluations.records import Case
from evaluations.sandbox.chromium import Browser
from evaluations.sandbox.raw import Raw, job_of, value_of
from evaluations.sandbox.server import worker_path
from evaluations.sandbox.target import GRACE_S, Target


class FunctionLane:
    """One host page; no candidate runs in it, only in the Workers it starts."""

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._host: Target | None = None
        self._handle = ""

    @property
    def n_cases(self) -> int:
        """Cases since the page was opened."""
        return self._host.n_cases if self._host else 0

    async def open(self) -> Target:
        """The host page, opened where there is none."""
        if self._host is None:
            host = Target(self._browser, self._port)
            await host.open()
            await host.navigate("/function")
            self._handle = (await host.evaluate("globalThis"))["objectId"]
            self._host = host
        return self._host

    async def renew(self) -> None:
        """Throws the page away, with whatever runs in it."""
        if self._host:
            host, self._host = self._host, None
            await host.close()

    async def execute(self, case: Case, compiled: dict[str, Any]) -> Raw:
        """Runs the case once. Raises LimitReached, TimeIsUp, or SandboxError when the browser is at fault."""
        page = await self.open()
        page.n_cases += 1
        url = worker_path(compiled["parts"])
        work = page.call(
            self._handle,
            "function(u,j,l){return this.bakeoffRun(u,j,l)}",
            url,
            job_of(case, compiled, ""),
            case.timeout_ms,
        )
        answer = await page.guard(work, case.timeout_ms / 1000 + GRACE_S)
        result = value_of(answer)
        return Raw(is_timeout=True) if "ended" in result else Raw(result=result)
