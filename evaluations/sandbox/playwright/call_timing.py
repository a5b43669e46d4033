"""How long a call of a spec to Playwright's driver may take, also in a run that lacked a processor before.

Playwright counts wall time. On a busy machine a wait of 5 s would end before the page could do anything; a multiple of
it would let a page that only waits use up the limit of the whole case. So a call that may wait is asked again until
the time that counts (clock.py) has passed: the same expectation then ends at the same point as on a quiet machine.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from evaluations.execution_records import Case
from evaluations.sandbox.playwright.driver import is_late
from evaluations.sandbox.playwright.gate import names

Answer = dict[str, Any]
LEAST_MS = 100.0  # for a call that is asked again
READS = names(
    """expect waitForSelector waitForFunction waitForElementState textContent innerText innerHTML inputValue isChecked
    isDisabled isEditable isEnabled getAttribute"""
)
# These wait for an element that can be acted on. Once the driver has begun to act, they are not asked again.
ACTIONS = names("click dblclick hover tap check uncheck fill focus blur selectOption setInputFiles")
TYPING = names("press type dispatchEvent dragAndDrop")  # these act as soon as there is an element


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTiming:
    """Limits of the calls of one run.

    stretch: factor for calls that are not asked again. counted_ms: time that counts, from any point; None in a run that
    is not measured, where all limits are wall time. limit_ms: of the case.
    """

    limit_ms: float = float("inf")
    stretch: float = 1.0
    counted_ms: Callable[[], float] | None = None

    @classmethod
    def for_case(cls, case: Case, compiled: dict[str, Any]) -> CallTiming:
        """Return the timing of a run. The case's limit is stretched already."""
        counted_s = compiled.get("counted_s")
        if counted_s is None:
            return cls()
        stretch = compiled["limit_stretch"]
        return cls(limit_ms=case.timeout_ms / stretch, stretch=stretch, counted_ms=lambda: counted_s() * 1000)


PLAIN_TIMING = CallTiming()


class CallClock:
    """Times the calls of one case. tell_over is called once, when the case has used its limit."""

    def __init__(self, timing: CallTiming, tell_over: Callable[[], None]) -> None:
        self._timing, self._tell_over = timing, tell_over
        self._end_ms = (timing.counted_ms() if timing.counted_ms else 0.0) + timing.limit_ms
        self._is_over = False

    def counted_ms(self) -> float:
        """Return the time that counts, from any point. 0 in a run that is not measured."""
        if self._timing.counted_ms is None:
            return 0.0
        now = self._timing.counted_ms()
        if now >= self._end_ms and not self._is_over:
            self._is_over = True
            self._tell_over()
        return now

    async def call(self, method: str, timeout_ms: float, ask: Callable[[float], Awaitable[Answer]]) -> Answer:
        """Return the driver's answer. ask: makes the call, with a limit of wall time in ms."""
        if self._timing.counted_ms is None or method not in READS | ACTIONS | TYPING:
            return await ask(timeout_ms * self._timing.stretch)
        now = self.counted_ms()
        end = now + timeout_ms if self._is_over else min(now + timeout_ms, self._end_ms)
        while True:
            answer = await ask(max(LEAST_MS, end - now))
            now = self.counted_ms()
            if now >= end or not may_ask_again(method, answer):
                return answer


def may_ask_again(method: str, answer: Answer) -> bool:
    """Return whether the call ended by its limit of time and had no effect on the page."""
    if not is_late(answer):
        return False
    log = "\n".join(map(str, answer.get("log") or []))
    if method in TYPING:
        return "resolved to" not in log
    return method in READS or "performing" not in log
