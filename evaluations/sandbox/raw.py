"""What goes into a realm and what comes out of it, before it is judged: harness/wire.ts in Python."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from evaluations.errors import SandboxError
from evaluations.records import AccessFault, Case

NOTHING: dict[str, Any] = {"checks": [], "console": [], "captured": {}, "tampered": "", "isScript": False}


@dataclass(slots=True)
class Raw:
    """What one execution gave, before it is judged. result: as harness/wire.ts; None when it did not come to one.

    waited_share: of a measured run, the share of its time in [0, 1] in which a renderer was ready to run and had no
    processor; 1 when it was not measured, or this system does not tell.
    """

    result: dict[str, Any] | None = None
    limit: str = ""
    is_timeout: bool = False
    waited_share: float = 1.0
    screenshot: bytes | None = None
    access_faults: tuple[AccessFault, ...] = ()
    aria: str = ""

    @classmethod
    def of_build_error(cls, error: str) -> Raw:
        """What never ran."""
        return cls(result={"stage": "build", "error": error, **NOTHING})

    @property
    def took_too_long(self) -> bool:
        """Whether the whole case or one of its checks did not end in its time."""
        checks = self.result["checks"] if self.result else []
        return self.is_timeout or any(check.get("kind") == "timeout" for check in checks)


def value_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The result inside a protocol answer. Raises SandboxError when the harness itself failed."""
    if "exceptionDetails" in answer or not isinstance(answer["result"].get("value"), dict):
        raise SandboxError("The harness failed: " + json.dumps(answer.get("exceptionDetails", answer))[:500])
    return dict(answer["result"]["value"])


def job_of(case: Case, compiled: dict[str, Any]) -> dict[str, Any]:
    """The harness's Job, as harness/wire.ts says it."""
    return {
        "modules": compiled["modules"], "entry": case.entry, "checksPath": case.checks.path,
        "checkPaths": [case.checks.path, *case.checks.files],
        "fixtures": {name: base64.b64encode(content).decode() for name, content in case.fixtures.items()},
        "timeoutMs": case.timeout_ms, "mustDefineTests": case.must_define_tests,
        "clearsMocks": case.checks.clears_mocks, "required": compiled["required"], "parts": compiled["parts"],
    }  # fmt: skip
