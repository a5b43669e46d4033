"""The versions of what decides a verdict beside the task: harness and grader."""

from __future__ import annotations

from evaluations.graders import GRADER_VERSION
from evaluations.sandbox import harness_version


def check_versions() -> tuple[str, str]:
    """Return harness and grader of this process. Raises SandboxError if the harness is not built."""
    return harness_version(), GRADER_VERSION
