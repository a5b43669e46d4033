"""The sandbox: it takes cases and returns reports. Chromium and its slots run in a thread with its own event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, Self

from evaluations import host_limits
from evaluations.errors import SandboxError
from evaluations.execution_records import BROWSER, Case, OnVerdict, Report
from evaluations.records import Verdict
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.pool import BrowserPool
from evaluations.sandbox.report import LONGEST_CAUSE
from evaluations.sandbox.type_checker import TypeChecker

START_S = 300.0
STOP_S = 15.0
LOOK_AHEAD = 3  # cases a slot
BROWSER_MB, SLOT_MB = 600, 650  # its page and a case that uses its limit of 512 MB
log = logging.getLogger(__name__)


def usual_slots() -> int:
    """Return one more than there are processors, because a slot also waits for the browser's own process; fewer if
    the memory does not suffice for a large case in each.
    """
    n_slots, memory_mb = host_limits.processors() + 1, host_limits.memory_mb()
    most = (memory_mb - BROWSER_MB) // SLOT_MB if memory_mb else n_slots
    return max(1, min(n_slots, most))


class Sandbox:
    """Runs cases, at most `n_slots` at once; `execute` may be called from any thread. A context manager.

    own_network: the browser gets an empty network where the kernel allows it; only tests of the policy switch it off.
    """

    def __init__(self, *, slots: int | None = None, own_network: bool = True) -> None:
        self.n_slots = slots or usual_slots()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sandbox", daemon=True)
        self._pool = BrowserPool(self.n_slots, own_network=own_network)
        self._types = TypeChecker(self._pool)
        self._is_closed = False

    def __enter__(self) -> Self:
        """Start harness server and browser. Raises SandboxError with what to do."""
        self._thread.start()
        try:
            self._submit(self._pool.start()).result(START_S)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End everything."""
        self.close()

    def close(self) -> None:
        """End the browser and everything in it. Waiting cases fail. It may be called more than once."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._thread.is_alive():
            with suppress(Exception):
                self._submit(self._stop()).result(STOP_S)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(STOP_S)
        self._loop.close()

    async def _stop(self) -> None:
        await self._pool.stop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _submit(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _settle(self, case: Case, on_verdict: OnVerdict = None) -> Report:
        """Return the report of the case. An unexpected exception fails this case only; the others continue."""
        try:
            report = await self._types.run_with_retries(case, _in_a_thread(on_verdict) if on_verdict else None)
        except SandboxError:
            raise
        except Exception as exc:
            log.exception("Case %s could not be executed.", case.id)
            cause = f"It could not be executed: {type(exc).__name__}: {exc}"
            return Report(id=case.id, verdict=Verdict.UNSCORED, cause=cause[:LONGEST_CAUSE])
        return replace(report, harness_version=self.harness_version) if report.harness_version else report

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        """Run one case and wait for its report. Raises SandboxError when no browser can be had.

        on_verdict: called in another thread with a report without evidence, if the verdict is certain before the
        evidence (picture, accessibility, page facts) is there.
        """
        if self._is_closed or not self._thread.is_alive():
            raise SandboxError("The sandbox is not open. Use it in a with statement.")
        try:
            report: Report = self._submit(self._settle(case, on_verdict)).result()
        except CancelledError:
            raise SandboxError("The sandbox was closed before the case was done.") from None
        return report

    def execute_many(self, cases: Iterable[Case]) -> Iterator[Report]:
        """Yield reports in the order in which the cases finish. Only a few cases are read ahead, so memory stays
        constant.
        """
        source = iter(cases)
        running = {self._submit(self._settle(case)) for case in islice(source, self.n_slots * LOOK_AHEAD)}
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    running |= {self._submit(self._settle(case)) for case in islice(source, 1)}
                    yield future.result()
        finally:
            for future in running:
                future.cancel()

    @property
    def browser_pid(self) -> int:
        """Process number of the browser; 0 when none runs."""
        return self._pool.browser.pid if self._pool.browser else 0

    @property
    def harness_version(self) -> str:
        """The version of the harness (a content hash) and of the browser."""
        browser = self._pool.browser
        return f"{harness_version()}{BROWSER}{browser.version}" if browser else harness_version()


def _in_a_thread(call: Callable[[Report], None]) -> Callable[[Report], None]:
    """Return a function that calls it in a thread, because the event loop serves all cases."""

    def logged(report: Report) -> None:
        try:
            call(report)
        except Exception:
            log.exception("The verdict of case %s could not be announced.", report.id)

    def submit(report: Report) -> None:
        asyncio.get_running_loop().run_in_executor(None, logged, report)

    return submit
