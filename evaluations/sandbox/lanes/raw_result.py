"""The input and output of a realm before grading: harness/protocol.ts in Python."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import AccessFault, Case, PageFacts
from evaluations.sandbox.browser.cdp import ProtocolError
from evaluations.sandbox.browser.clock import NOT_MEASURED, Shares
from evaluations.sandbox.lanes.validation import ForgedResult, validated

# What the browser says of a result with a bigint, a getter that throws, or hundreds of levels. The harness makes none.
NO_VALUE = (
    "Object couldn't be returned by value",
    "Object reference chain is too long",
    "Failed to convert response to JSON",
    "Internal error",
)
EMPTY_RESULT: dict[str, Any] = {"checks": [], "console": [], "captured": {}, "tampered": "", "isScript": False}


@dataclass(slots=True)
class RawResult:
    """The raw result of one execution. result: as in harness/protocol.ts; None when there is no result.

    forged: why the result cannot be the harness's own, else empty.
    shares: what held it up. If a run was not measured, they come from looks at the main threads every 50 ms.
    lasted_s: wall time of the run.
    has_idled: a timeout of a run with longer timers that waited for nothing that a processor could have given.
    looking: fills in what the page looks like, while the next case may already run in another page.
    """

    result: dict[str, Any] | None = None
    forged: str = ""
    limit: str = ""
    is_timeout: bool = False
    has_idled: bool = False
    shares: Shares = NOT_MEASURED
    lasted_s: float = 0.0
    screenshot: bytes | None = None
    access_faults: tuple[AccessFault, ...] = ()
    aria: str = ""
    page_facts: PageFacts | None = None
    looking: asyncio.Task[None] | None = None

    @classmethod
    def of_build_error(cls, error: str) -> RawResult:
        """Return the raw result of a case that never ran."""
        return cls(result={"stage": "build", "error": error, **EMPTY_RESULT})

    @property
    def gave_up(self) -> bool:
        """Whether a check stopped waiting for something: it says so by `capture("gave_up", true)`."""
        return bool(self.result and self.result.get("captured", {}).get("gave_up") is True)

    @property
    def took_too_long(self) -> bool:
        """Whether the whole case or one of its checks did not end in its time."""
        checks = self.result["checks"] if self.result else []
        return self.is_timeout or any(check.get("kind") == "timeout" for check in checks)


def value_of(answer: dict[str, Any]) -> Any:
    """Return the value inside a protocol answer. Raises SandboxError when the harness itself failed."""
    if "exceptionDetails" in answer:
        raise SandboxError("The harness failed: " + json.dumps(answer["exceptionDetails"])[:500])
    return answer["result"].get("value")


def object_of(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the object that our own page gives, where no candidate runs. Raises SandboxError when it failed."""
    value = value_of(answer)
    if not isinstance(value, dict):
        raise SandboxError("The harness failed: " + json.dumps(answer)[:500])
    return value


async def plain_value(work: Awaitable[Any]) -> Any:
    """Return the value that a call gives. Raises Forged when it is not plain data, and what the call raises."""
    try:
        return value_of(await work)
    except ProtocolError as exc:
        if any(reason in str(exc) for reason in NO_VALUE):
            raise ForgedResult(f"the result is not plain data ({exc}).") from exc
        raise


async def raw_of(work: Awaitable[Any]) -> RawResult:
    """Return the validated result of a call of the harness. Raises what the call raises."""
    try:
        return RawResult(result=validated(await plain_value(work)))
    except ForgedResult as exc:
        return RawResult(forged=str(exc))


def job_of(case: Case, compiled: dict[str, Any]) -> dict[str, Any]:
    """Return the harness's Job, as harness/protocol.ts says it. compiled["stretch"]: factor for the timers of the
    harness.
    """
    stretch = compiled.get("stretch", 1)
    return {
        "modules": compiled["modules"],
        "entry": case.entry,
        "checksPath": case.checks.path,
        "checkPaths": [case.checks.path, *case.checks.files],
        "fixtures": {name: base64.b64encode(content).decode() for name, content in case.fixtures.items()},
        "timeoutMs": case.timeout_ms,
        "mustDefineTests": case.must_define_tests,
        "clearsMocks": case.checks.clears_mocks,
        "askedName": case.asked_name,
        "required": compiled["required"],
        "parts": compiled["parts"],
        "stretch": stretch,
        "limitStretch": compiled.get("limit_stretch", stretch),
    }
