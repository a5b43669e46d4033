"""The same verdicts beside busy loops; nothing held after many candidates. bench/ has the long runs of both."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evaluations.sandbox import Sandbox

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import flatness
import mix
import steadiness

HARD = {
    "timeout_endless_loop", "timeout_regular_expression", "timeout_loop_in_render", "timeout_python_endless_loop",
    "over_limit_heap", "failed_patches_object_is", "runtime_error_deep_recursion", "passed_never_lets_go",
}  # fmt: skip


@pytest.mark.timeout(240)
def test_verdicts_are_the_same_beside_busy_loops() -> None:
    hard = [case for slow in (True, False) for case in mix.golden(is_slow=slow) if case.id.split("/")[0] in HARD]
    assert len(hard) == len(HARD)
    cases = [*hard, mix.near_the_limit(0.6), *mix.plain()[:24]]
    quiet = steadiness.verdicts(cases)
    with steadiness.busy(4):
        assert steadiness.differing([quiet, steadiness.verdicts(cases)]) == {}
    assert len(set(quiet.values())) >= 4


def test_case_that_differs_is_named() -> None:
    """What the long run fails by."""
    assert steadiness.differing([{"a": "passed", "b": "failed"}, {"a": "timeout", "b": "failed"}]) == {
        "a": ["passed", "timeout"]
    }
    assert steadiness.differing([{"a": "passed"}, {}]) == {"a": ["passed"]}


@pytest.mark.timeout(240)
def test_many_candidates_leave_nothing_behind() -> None:
    with Sandbox(slots=1) as sandbox:
        assert len(list(sandbox.execute_many(mix.mixed(90, slow_every=1000)))) == 90
        before = flatness.Look.now(0, 0)
        assert len(list(sandbox.execute_many(mix.mixed(150, slow_every=1000)))) == 150
        after = flatness.Look.now(0, 0)
    assert after.zombies == before.zombies == 0
    assert after.descriptors <= before.descriptors + 2
    assert after.files <= before.files
    assert after.threads <= before.threads
    assert after.profile_mb <= before.profile_mb + 2
