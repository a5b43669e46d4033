"""The sandbox: Chromium and its slots in a thread with an event loop of its own; cases in, reports out."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from itertools import islice
from typing import Any, Self

from evaluations.errors import SandboxError
from evaluations.records import Case, Checks, Report, Verdict
from evaluations.sandbox.cdp import Gone
from evaluations.sandbox.chromium import Browser
from evaluations.sandbox.compiler import Compiler
from evaluations.sandbox.judge import report_of
from evaluations.sandbox.memory import watch
from evaluations.sandbox.server import HarnessServer
from evaluations.sandbox.slots import Raw, Slot

START_S = 60.0
UNSURE = {Verdict.TIMEOUT, Verdict.OVER_LIMIT}  # seen once is not enough: a busy machine looks the same
PROBE = Case(
    id="probe", lane="function", files={"answer.js": "export const two = () => 2"}, entry="answer.js",
    checks=Checks(path="probe.test.js", source="test('two', () => expect(two()).toBe(2))"),
)  # fmt: skip
log = logging.getLogger(__name__)


class Sandbox:
    """Runs cases, at most `n_slots` at once; `execute` may be called from any thread. A context manager."""

    def __init__(self, *, slots: int | None = None) -> None:
        self.n_slots = slots or os.cpu_count() or 2
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._free: asyncio.Queue[Slot] = asyncio.Queue()
        self._browser: Browser | None = None
        self._server = HarnessServer()
        self._lock = asyncio.Lock()
        self._alone = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        """Starts server and browser. Raises SandboxError with the cure."""
        self._thread.start()
        try:
            self._submit(self._start()).result(START_S)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Ends everything."""
        self.close()

    def close(self) -> None:
        """Ends the browser and whatever runs in it; repeats are harmless."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._thread.is_alive():
            with suppress(Exception):
                self._submit(self._stop()).result(15)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
            self._loop.close()

    def _submit(self, work: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def execute(self, case: Case) -> Report:
        """Runs one case and waits for its report. Raises SandboxError when no browser can be had."""
        report: Report = self._submit(self._execute(case)).result()
        return report

    def execute_many(self, cases: Iterable[Case]) -> Iterator[Report]:
        """Reports in the order they finish; looks ahead by a few cases only, so memory stays constant."""
        source = iter(cases)
        running = {self._submit(self._execute(case)) for case in islice(source, self.n_slots * 3)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                running.update(self._submit(self._execute(case)) for case in islice(source, 1))
                yield future.result()

    async def _start(self) -> None:
        await self._server.start()
        await self._launch()

    async def _launch(self) -> None:
        """A new browser with all its slots; the old ones are forgotten."""
        browser = Browser()
        await browser.start(self._server.port)
        self._browser, self._compiler = browser, Compiler(browser, self._server.port)
        while not self._free.empty():
            self._free.get_nowait()
        slots = [Slot(browser, self._server.port) for _ in range(self.n_slots)]
        await asyncio.gather(self._compiler.warm_up(), *(slot.warm_up() for slot in slots))
        for slot in slots:
            self._free.put_nowait(slot)
        self._watch = asyncio.create_task(watch(browser.pid))

    async def _stop(self) -> None:
        if self._watch:
            self._watch.cancel()
        if self._browser:
            await self._browser.stop()
        await self._server.stop()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _relaunch(self, dead: Browser | None) -> None:
        async with self._lock:
            if self._browser is dead and dead is not None:
                log.warning("The browser ended; a new one is started.")
                if self._watch:
                    self._watch.cancel()
                await dead.stop()
                await self._launch()

    async def _execute(self, case: Case) -> Report:
        begun = time.perf_counter()
        raw, first = await self._once_or_again(case), None
        report = report_of(case, raw, attempts=1, duration_ms=(time.perf_counter() - begun) * 1000)
        if report.verdict in UNSURE:
            first = report
            async with self._alone:
                raw = await self._once_or_again(case, is_alone=True)
            report = report_of(case, raw, attempts=2, duration_ms=(time.perf_counter() - begun) * 1000)
            if report.verdict != first.verdict:
                report = report_of(
                    case, raw, attempts=2, duration_ms=report.duration_ms, is_flaky=_is_flaky(first, report)
                )
        return report

    async def _once_or_again(self, case: Case, *, is_alone: bool = False) -> Raw:
        """One execution; trouble of the browser's is tried once more in a fresh one."""
        for is_last in (False, True):
            browser = self._browser
            try:
                return await self._once(case, is_alone=is_alone)
            except SandboxError as exc:
                if is_last:
                    raise
                if isinstance(exc, Gone):
                    await self._relaunch(browser)
        raise AssertionError("unreachable")

    async def _once(self, case: Case, *, is_alone: bool) -> Raw:
        if case.lane == "python":
            raise SandboxError("The python lane is not built yet: no verdict for this case.")
        compiled = await self._compiler.compile(case)
        if compiled["error"]:
            return Raw(result={"stage": "build", "error": compiled["error"], "checks": [], "console": [], "captured": {},
                               "tampered": "", "isScript": False})  # fmt: skip
        held = [await asyncio.wait_for(self._free.get(), 600)]
        try:
            if is_alone:
                held += [await asyncio.wait_for(self._free.get(), 600) for _ in range(self.n_slots - 1)]
            return await held[0].execute(case, compiled)
        finally:
            for slot in held:
                if slot.browser is self._browser:
                    self._free.put_nowait(slot)


def _is_flaky(first: Report, second: Report) -> bool:
    """A pass after a timeout is the machine's doing when nothing else differs; a pass after a failed check is flaky."""
    return first.verdict is not Verdict.TIMEOUT and second.verdict is Verdict.PASSED
