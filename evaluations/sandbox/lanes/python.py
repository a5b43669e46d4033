"""The Python lane: a page that starts a Worker with a fresh interpreter (Pyodide) for each case."""

from __future__ import annotations

import base64
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.chromium import READY_S, Browser
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.browser.target import GRACE_S, Target
from evaluations.sandbox.lanes.raw_result import RawResult, plain_value
from evaluations.sandbox.lanes.validation import ForgedResult, validated
from evaluations.wheels import Wheel, imported, needed

START_S = 120.0  # of processor time it takes 2; a busy machine has other work
LARGEST_SOURCE = 2_000_000  # characters, all files together


class PythonLane:
    """One host page, opened by the first Python case; no candidate runs in it, only in the Workers it starts."""

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._host: Target | None = None
        self._handle = ""

    @property
    def n_cases(self) -> int:
        """Cases since the page was opened."""
        return self._host.n_cases if self._host else 0

    async def open(self) -> Target:
        """Return the host page with a first interpreter ready."""
        if self._host is None:
            host = Target(self._browser, self._port)
            await host.open()
            self._handle = await host.navigate("/python")
            begin = host.call(self._handle, "function(v){return this.bakeoffOpen(v)}", harness_version())
            answer = await host.soon(begin, "The Python interpreter did not start", START_S)
            if "exceptionDetails" in answer:
                raise SandboxError(f"The Python interpreter did not start: {str(answer['exceptionDetails'])[:500]}")
            self._host = host
        return self._host

    async def renew(self) -> None:
        """Throw the page away, with whatever runs in it."""
        if self._host:
            host, self._host = self._host, None
            await host.close()

    async def execute(self, case: Case, compiled: dict[str, Any]) -> RawResult:
        """Run the case once. Raises LimitReached, TimeIsUp, or SandboxError when the browser is at fault."""
        del compiled
        if sum(map(len, case.files.values())) + len(case.checks.source) > LARGEST_SOURCE:
            return RawResult.of_build_error(f"More than {LARGEST_SOURCE} characters of source.")
        page = await self.open()
        page.n_cases += 1
        sources = [*case.files.values(), case.checks.source]
        if packages := needed(sources):
            await self._install(page, packages, imported(sources))
        work = page.call(self._handle, "function(j,l){return this.bakeoffPython(j,l)}", job_of(case), case.timeout_ms)
        try:
            value = await plain_value(page.guard(work, READY_S + case.timeout_ms / 1000 + GRACE_S))
            ended = value.get("ended") if isinstance(value, dict) else None
            if ended == "timeout":
                return RawResult(is_timeout=True)
            if ended is not None:
                raise SandboxError(f"The Python interpreter broke: {ended}")
            raw = RawResult(result=validated(value))
        except ForgedResult as exc:
            return RawResult(forged=str(exc))
        return _over_limit(case, raw) if value.get("limit") else raw

    async def _install(self, page: Target, packages: list[Wheel], names: set[str]) -> None:
        """Unpack packages for the next case, and import those of them that Pyodide's release brings.

        Raises SandboxError when that fails: no answer is to blame.
        """
        files = [
            {"name": package.path.name, "address": package.address, "isTrusted": package.is_trusted}
            for package in packages
        ]
        modules = sorted(
            {name for package in packages if package.is_trusted for name in package.modules if name in names}
        )
        begin = page.call(self._handle, "function(w,m){return this.bakeoffInstall(w,m)}", files, modules)
        failure = f"{', '.join(package.path.name for package in packages)} could not be installed"
        answer = await page.soon(begin, failure, START_S)
        if "exceptionDetails" in answer:
            raise SandboxError(f"{failure}: {str(answer['exceptionDetails'])[:500]}")


def _over_limit(case: Case, raw: RawResult) -> RawResult:
    error = raw.result["error"] if raw.result else ""
    return RawResult(
        limit=error if "interpreter's stack" in error else f"It needed more than {case.memory_mb} MB of memory."
    )


def job_of(case: Case) -> dict[str, Any]:
    """Return the harness's PythonJob, as harness/python/python-protocol.ts says it."""
    return {
        "files": dict(case.files),
        "entry": case.entry,
        "checksPath": case.checks.path,
        "checks": case.checks.source,
        "fixtures": {name: base64.b64encode(content).decode() for name, content in case.fixtures.items()},
        "memoryMb": case.memory_mb,
    }
