"""Compiles a case's files in a page of its own, so that the candidate's realm never sees the compiler."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.packages import (
    CHECKS_ONLY,
    EXTRAS,
    FOR_ALL_LANES,
    OTHER_VERSIONS,
    PAGE,
    PAGE_CHECKS_ONLY,
    SPEC,
    asks_for_tailwind,
)
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.target import LimitReached, Target, TimeIsUp
from evaluations.sandbox.lanes.raw_result import object_of

LIMIT_S = 5.0
LARGEST_SOURCE = 2_000_000  # characters, all files together
# Sent once: they would be most of a request. What a case's files may import, by lane.
KNOWN: dict[str, Any] = {
    "checksOnly": {
        "function": list(CHECKS_ONLY),
        "page": [*CHECKS_ONLY, *PAGE_CHECKS_ONLY],
        "spec": list(CHECKS_ONLY),
    },
    "extras": EXTRAS,
    "packages": {"function": list(FOR_ALL_LANES), "page": [*FOR_ALL_LANES, *PAGE], "spec": list(SPEC)},
}


class NotCompiled(SandboxError):
    """The compiler's page crashed or took too long, twice; the cause is not known."""


class Compiler:
    """sucrase in Chromium: 0.4 ms a component."""

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._page: Target | None = None
        self._handle = ""
        self._lock = asyncio.Lock()

    async def warm_up(self) -> None:
        """Open the page."""
        self._page = Target(self._browser, self._port)
        await self._page.open()
        self._handle = await self._page.navigate("/compile")
        work = self._page.call(self._handle, "function(k){this.bakeoffKnow(k)}", KNOWN)
        await self._page.soon(work, "The compiler did not start")

    async def compile(self, case: Case) -> dict[str, Any]:
        """Return modules by path, `extras`, `parts`, `required`, and `error`: the first fault, or "".

        Raises NotCompiled, which says nothing about the source, and SandboxError when the browser is at fault.
        """
        # A spec's answer is served as it is; nothing of it runs where the spec does.
        answer = {} if case.lane == "spec" else case.files
        files = {**answer, **case.checks.files, case.checks.path: case.checks.source}
        if sum(map(len, files.values())) > LARGEST_SOURCE:
            return _refused(f"More than {LARGEST_SOURCE} characters of source.")
        request = {
            "files": files,
            "checksPath": case.checks.path,
            "checkPaths": [case.checks.path, *case.checks.files],
            "lane": case.lane,
            "packages": [*_packages_of_spec(case)],
        }
        async with self._lock:
            compiled = await self._compile(request)
        if case.lane == "page" and asks_for_tailwind(case.files):
            compiled["extras"].append("tailwind")
        compiled["extras"] += [OTHER_VERSIONS[v] for v in case.checks.versions.items() if v in OTHER_VERSIONS]
        return compiled

    async def _compile(self, request: dict[str, Any]) -> dict[str, Any]:
        """Compile in the warm page; after a crash or LIMIT_S of wall time once more in a fresh one."""
        for _ in range(2):
            try:
                if self._page is None:
                    await self.warm_up()
                assert self._page is not None
                work = self._page.call(self._handle, "function(r){return this.bakeoffCompile(r)}", request)
                return object_of(await self._page.guard(work, LIMIT_S))
            except (TimeIsUp, LimitReached):
                page, self._page = self._page, None
                if page:
                    await page.close()
            except SandboxError:
                self._page = None
                raise
        raise NotCompiled(f"The source was not compiled within {LIMIT_S:.0f} s, twice.")


def _packages_of_spec(case: Case) -> Iterator[str]:
    """Yield packages that a spec brings along."""
    for path in case.checks.files if case.lane == "spec" else ():
        inside = path.rpartition("node_modules/")[2].split("/") if "node_modules/" in path else []
        if inside:
            yield "/".join(inside[: 2 if inside[0].startswith("@") else 1])


def _refused(error: str) -> dict[str, Any]:
    return {"modules": {}, "error": error, "extras": [], "parts": [], "required": []}
