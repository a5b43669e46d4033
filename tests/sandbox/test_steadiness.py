"""Verdicts stay the same beside busy loops, and memory stays flat after many candidates. bench/ has the long runs."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from bench import flatness, mix, steadiness
from evaluations.records import Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.browser.clock import Patience
from tests.environment import needs_time

HARD = {
    "timeout_endless_loop",
    "timeout_loop_in_render",
    "over_limit_heap",
    "failed_patches_object_is",
    "passed_never_lets_go",
}


@needs_time
@pytest.mark.timeout(240)
def test_verdicts_are_the_same_beside_busy_loops() -> None:
    hard = [case for slow in (True, False) for case in mix.golden(is_slow=slow) if case.id.split("/")[0] in HARD]
    assert len(hard) == len(HARD)
    cases = [*hard, mix.near_the_limit(0.6), *mix.passing_cases()[:8]]
    quiet = steadiness.verdicts(cases)
    with steadiness.busy(4):
        assert steadiness.differing([quiet, steadiness.verdicts(cases)]) == {}
    assert len(set(quiet.values())) >= 4


@pytest.mark.timeout(240)
def test_time_without_a_processor_does_not_count_against_a_case() -> None:
    """Eight loops per processor: a case needs several times its limit of wall time, or its check stops waiting."""
    cases = [mix.computes(700), mix.shows_late(300), mix.near_the_limit(0.6)]
    with Sandbox(slots=1) as sandbox, steadiness.busy(8 * (os.cpu_count() or 2)):
        reports = [sandbox.execute(case) for case in cases]
    assert [(report.verdict, report.cause) for report in reports] == [(Verdict.PASSED, "")] * len(cases)
    assert max(report.duration_ms / case.timeout_ms for report, case in zip(reports, cases, strict=True)) > 1


@needs_time
def test_endless_loop_and_endless_wait_still_end_beside_busy_loops() -> None:
    spins = replace(mix.computes(10**6), id="spins", timeout_ms=300)
    waits = replace(mix.near_the_limit(30), id="waits", timeout_ms=300)
    with Sandbox(slots=2) as sandbox, steadiness.busy(4 * (os.cpu_count() or 2)):
        assert {report.verdict for report in sandbox.execute_many([spins, waits])} == {Verdict.TIMEOUT}


def test_run_with_longer_timers_ends_when_it_only_waits() -> None:
    """Timers are 60 times as long. The check waits for something that never happens, with any number of processors."""
    case = mix.shows_late(1)
    checks = replace(case.checks, source=case.checks.source.replace('"done"', '"never"'))
    with Sandbox(slots=1) as sandbox:
        patience = Patience(stretch=60, counts_idle=False)
        given = replace(case, checks=checks, timeout_ms=1500)
        raw = sandbox._submit(sandbox._pool.run(given, patience=patience)).result(50)
    assert raw.has_idled
    assert raw.is_timeout
    assert raw.lasted_s < 30


def test_limits_of_tests_are_longer_than_waits_where_a_case_is_slow_to_begin() -> None:
    """Simulates a page that has no processor for 4 s: its own limit is 1.5 s, and its expectation is not met."""
    late = "test('is late', async () => { await new Promise((r) => setTimeout(r, 4000)); expect(1).toBe(2); });"
    case = replace(mix.near_the_limit(0.1), timeout_ms=1500)
    patience = Patience(stretch=2, counts_idle=False, limit_stretch=60)
    with Sandbox(slots=1) as sandbox:
        given = replace(case, checks=replace(case.checks, source=late))
        raw = sandbox._submit(sandbox._pool.run(given, patience=patience)).result(50)
    assert not raw.took_too_long


def test_cases_are_drawn_in_proportion_and_the_same_for_a_seed() -> None:
    kinds = {name: {case.id for case in cases} for name, cases in steadiness.kinds().items()}
    n_all = sum(map(len, kinds.values()))
    ids = [case.id for case in steadiness.chosen(300, seed=3)]
    assert ids == [case.id for case in steadiness.chosen(300, seed=3)]
    assert ids != [case.id for case in steadiness.chosen(300, seed=4)]
    assert len(set(ids)) == 300
    for name, members in kinds.items():
        n_drawn = sum(case_id.rpartition("#")[0] in members for case_id in ids)
        assert abs(n_drawn - 300 * len(members) / n_all) <= 1, name
    assert steadiness.shares([98, 1, 1], 10) == [8, 1, 1]


def test_case_that_differs_is_named() -> None:
    """The long run fails by this."""
    assert steadiness.differing([{"a": "passed", "b": "failed"}, {"a": "timeout", "b": "failed"}]) == {
        "a": ["passed", "timeout"]
    }
    assert steadiness.differing([{"a": "passed"}, {}]) == {"a": ["passed"]}


@needs_time
@pytest.mark.timeout(240)
def test_many_candidates_leave_no_files_or_processes() -> None:
    with Sandbox(slots=1) as sandbox:
        assert len(list(sandbox.execute_many(mix.mixed(60, slow_every=1000)))) == 60
        before = flatness.Look.now(0, 0)
        assert len(list(sandbox.execute_many(mix.mixed(90, slow_every=1000)))) == 90
        after = flatness.Look.now(0, 0)
    assert after.zombies == before.zombies == 0
    assert after.descriptors <= before.descriptors + 2
    assert after.files <= before.files
    assert after.threads <= before.threads
    assert after.profile_mb <= before.profile_mb + 2
