"""What reports mean for each kind of task, with scripted reports; and the entry conditions with a scripted executor."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from evaluations import graders
from evaluations.execution_records import Case, CheckReport, Outcome, Report
from evaluations.graders.conditions import entry_conditions
from evaluations.records import Checks, Extraction, Kind, TaskSpec, Verdict

V = Verdict
FUNCTION = TaskSpec(
    slug="twice",
    title="Twice",
    kind=Kind.FUNCTION,
    prompt="Write twice(n).",
    language="js",
    entry="answer.js",
    checks=Checks(path="checks.test.js", source="test"),
    context={"rate.js": "export const rate = 2;"},
    reference={"answer.js": "good"},
    mutants={"same": {"answer.js": "bad"}},
    fixtures={"a.txt": b"1"},
)
TESTS = TaskSpec(
    slug="tests",
    title="Tests",
    kind=Kind.WRITE_TESTS,
    prompt="Test it.",
    entry="twice.test.tsx",
    context={"twice.ts": "right"},
    reference={"twice.test.tsx": "tests"},
    mutants={"same": {"twice.ts": "n"}, "thrice": {"twice.ts": "3n"}},
)


def extraction(files: dict[str, str], entry: str = "answer.js") -> Extraction:
    return Extraction(files=files, entry=entry, rule="given", reason="The answer contains no code.")


def report(verdict: Verdict, *checks: str, cause: str = "") -> Report:
    created = tuple(CheckReport(name=f"{i}", verdict=check) for i, check in enumerate(checks))
    return Report(id="x", verdict=verdict, cause=cause, checks=created)


@pytest.mark.parametrize("kind", list(Kind))
def test_answer_without_code_is_no_code_and_needs_no_execution(kind: Kind) -> None:
    spec = dataclasses.replace(FUNCTION, kind=kind)
    assert graders.cases_for(spec, extraction({}), candidate_id="7") == []
    outcome = graders.grade(spec, extraction({}), [])
    assert (outcome.verdict, outcome.score, outcome.cause) == (V.NO_CODE, 0.0, "The answer contains no code.")


def test_case_of_a_function_contains_what_the_checks_need() -> None:
    [case] = graders.cases_for(FUNCTION, extraction({"answer.js": "code"}), candidate_id="7")
    assert (case.id, case.lane, case.entry, case.checks) == ("7:twice", "function", "answer.js", FUNCTION.checks)
    assert case.files == {"answer.js": "code", "rate.js": "export const rate = 2;"}
    assert case.fixtures == {"a.txt": b"1"}
    assert not case.wants_screenshot


@pytest.mark.parametrize("kind", [Kind.COMPONENT, Kind.HOOK, Kind.PAGE])
def test_page_kinds_run_in_a_page_and_leave_a_picture(kind: Kind) -> None:
    [case] = graders.cases_for(
        dataclasses.replace(FUNCTION, kind=kind), extraction({"answer.js": "code"}), candidate_id="7"
    )
    assert case.lane == "page"
    assert case.wants_screenshot


@pytest.mark.parametrize(
    ("sandbox_report", "score"),
    [
        (report(V.PASSED, "passed", "passed"), 1.0),
        (report(V.PASSED, "passed", "skipped"), 1.0),
        (report(V.FAILED, "passed", "failed", "failed", "skipped"), 1 / 3),
        (report(V.RUNTIME_ERROR, "passed", "failed"), 0.5),
        (report(V.FAILED, "passed", "passed"), 0.99),  # a replaced built-in, an uncaught exception: never full marks
        (report(V.TIMEOUT, "passed"), 0.0),
        (report(V.OVER_LIMIT, "passed"), 0.0),
        (report(V.BUILD_ERROR), 0.0),
        (report(V.UNSCORED, "passed", "passed"), 0.0),
    ],
)
def test_score_is_the_share_of_checks_passed(sandbox_report: Report, score: float) -> None:
    outcome = graders.grade(FUNCTION, extraction({"answer.js": "code"}), [sandbox_report])
    assert outcome.verdict is sandbox_report.verdict
    assert outcome.score == pytest.approx(score)


def test_tests_run_on_the_code_as_given_and_on_each_broken_version() -> None:
    answer = extraction({"twice.test.tsx": "tests", "helper.ts": "help"}, "twice.test.tsx")
    cases = graders.cases_for(TESTS, answer, candidate_id="7")
    assert [case.id for case in cases] == ["7:reference", "7:same", "7:thrice"]
    assert [case.files["twice.ts"] for case in cases] == ["right", "n", "3n"]
    for case in cases:
        assert case.checks == Checks(path="twice.test.tsx", source="tests")
        assert case.entry == "twice.ts"
        assert case.files["helper.ts"] == "help"
        assert case.must_define_tests


@pytest.mark.parametrize("copy", ["twice.ts", "twice.tsx", "src/twice.js", "hooks/Twice.jsx"])
def test_copy_of_the_code_under_test_is_not_what_is_tested(copy: str) -> None:
    answer = extraction({"twice.test.tsx": "tests", copy: "right"}, "twice.test.tsx")
    cases = graders.cases_for(TESTS, answer, candidate_id="7")
    assert [sorted(case.files.items()) for case in cases] == [[("twice.ts", source)] for source in ("right", "n", "3n")]


def test_tests_under_another_path_are_still_the_tests() -> None:
    cases = graders.cases_for(TESTS, extraction({"my.test.tsx": "tests"}, "my.test.tsx"), candidate_id="7")
    assert {case.checks.source for case in cases} == {"tests"}


@pytest.mark.parametrize(
    ("verdicts", "verdict", "score", "words"),
    [
        ((V.PASSED, V.FAILED, V.FAILED), V.PASSED, 1.0, ""),
        ((V.PASSED, V.TIMEOUT, V.RUNTIME_ERROR), V.PASSED, 1.0, ""),
        ((V.PASSED, V.FAILED, V.PASSED), V.FAILED, 0.5, "1 of 2 broken versions pass the tests: thrice."),
        ((V.PASSED, V.PASSED, V.PASSED), V.FAILED, 0.0, "same, thrice"),
        ((V.FAILED, V.FAILED, V.FAILED), V.FAILED, 0.0, "On the given code the tests do not pass: why"),
        ((V.BUILD_ERROR, V.BUILD_ERROR, V.BUILD_ERROR), V.BUILD_ERROR, 0.0, "do not pass: why"),
        ((V.PASSED, V.UNSCORED, V.FAILED), V.UNSCORED, 0.0, "why"),
    ],
)
def test_tests_are_judged_by_the_broken_versions_they_notice(
    verdicts: tuple[Verdict, ...], verdict: Verdict, score: float, words: str
) -> None:
    answer = extraction({"twice.test.tsx": "tests"}, "twice.test.tsx")
    outcome = graders.grade(TESTS, answer, [report(reported, "passed", cause="why") for reported in verdicts])
    assert (outcome.verdict, outcome.score) == (verdict, score)
    assert words in outcome.cause


def judged(reports: dict[str, list[Report]]) -> tuple[list[str], Outcome]:
    """The cases that are executed for an answer that is tests, and its outcome. reports: by the code under test."""
    executed = []

    def execute(case: Case) -> Report:
        executed.append(case.id)
        return reports[case.files["twice.ts"]].pop(0)

    answer = extraction({"twice.test.tsx": "tests"}, "twice.test.tsx")
    _, outcome = graders.execute_and_grade(TESTS, answer, execute, candidate_id="7")
    return executed, outcome


def test_tests_that_passed_run_once_more_on_the_code_as_given() -> None:
    executed, outcome = judged(
        {"right": [report(V.PASSED), report(V.PASSED)], "n": [report(V.FAILED)], "3n": [report(V.FAILED)]}
    )
    assert executed == ["7:reference", "7:same", "7:thrice", "7:reference again"]
    assert (outcome.verdict, outcome.score, outcome.cause) == (V.PASSED, 1.0, "")


@pytest.mark.parametrize("second", [V.FAILED, V.TIMEOUT, V.RUNTIME_ERROR])
def test_tests_that_do_not_pass_the_second_time_fail(second: Verdict) -> None:
    _, outcome = judged(
        {
            "right": [report(V.PASSED), report(second, cause="1 of 2 checks: odd")],
            "n": [report(V.FAILED)],
            "3n": [report(V.FAILED)],
        }
    )
    assert (outcome.verdict, outcome.score) == (V.FAILED, 0.0)
    assert outcome.cause == (
        "On the given code the tests passed once and did not pass the second time: 1 of 2 checks: odd"
    )
    assert outcome.details == {"killed": ["same", "thrice"], "survived": []}


def test_second_run_that_could_not_be_done_is_our_fault() -> None:
    _, outcome = judged(
        {
            "right": [report(V.PASSED), report(V.UNSCORED, cause="no browser")],
            "n": [report(V.FAILED)],
            "3n": [report(V.FAILED)],
        }
    )
    assert (outcome.verdict, outcome.cause) == (V.UNSCORED, "no browser")


@pytest.mark.parametrize("given", [V.FAILED, V.PASSED])
def test_tests_that_did_not_pass_are_not_run_again(given: Verdict) -> None:
    executed, _ = judged({"right": [report(given)], "n": [report(V.PASSED)], "3n": [report(V.FAILED)]})
    assert executed == ["7:reference", "7:same", "7:thrice"]


ZONED = dataclasses.replace(
    FUNCTION, checks=Checks(path="checks.test.js", source="// @time-zones America/New_York Europe/Berlin\ntest")
)


def judged_in_zones(**verdicts: Verdict) -> tuple[list[str], Outcome]:
    """The time zones in which an answer is executed, and its outcome. verdicts: by zone; passed in the others."""
    zones = []

    def execute(case: Case) -> Report:
        zones.append(case.time_zone)
        verdict = verdicts.get(case.time_zone.partition("/")[2] or "UTC", V.PASSED)
        return report(verdict, "passed", verdict, cause="1 of 2 checks: odd" if verdict is not V.PASSED else "")

    _, outcome = graders.execute_and_grade(ZONED, extraction({"answer.js": "code"}), execute, candidate_id="7")
    return zones, outcome


def test_checks_run_again_in_the_time_zones_that_they_name() -> None:
    zones, outcome = judged_in_zones()
    assert zones == ["", "America/New_York", "Europe/Berlin"]
    assert (outcome.verdict, outcome.score) == (V.PASSED, 1.0)


def test_answer_that_is_right_only_in_utc_fails() -> None:
    _, outcome = judged_in_zones(Berlin=V.FAILED)
    assert (outcome.verdict, outcome.score) == (V.FAILED, 0.5)
    assert outcome.cause == "In the time zone Europe/Berlin: 1 of 2 checks: odd"


def test_answer_that_fails_in_utc_is_tried_in_no_other_zone() -> None:
    zones, outcome = judged_in_zones(UTC=V.FAILED)
    assert zones == [""]
    assert outcome.cause == "1 of 2 checks: odd"


def test_zone_that_could_not_be_tried_is_our_fault() -> None:
    _, outcome = judged_in_zones(New_York=V.UNSCORED)
    assert (outcome.verdict, outcome.cause) == (V.UNSCORED, "1 of 2 checks: odd")


def test_answer_without_checks_is_unchecked_and_has_no_score() -> None:
    spec = dataclasses.replace(FUNCTION, kind=Kind.FREE, checks=None)
    [case] = graders.cases_for(spec, extraction({"answer.js": "code"}), candidate_id="7")
    assert case.lane == "page"
    assert case.wants_screenshot
    shown = graders.grade(spec, extraction({"answer.js": "code"}), [report(V.PASSED, "passed")])
    assert (shown.verdict, shown.score, shown.details) == (
        V.UNCHECKED,
        None,
        {"is_unchecked": True, "needs_props": False},
    )
    broken = graders.grade(spec, extraction({"answer.js": "code"}), [report(V.BUILD_ERROR, cause="line 3")])
    assert (broken.verdict, broken.score, broken.cause) == (V.BUILD_ERROR, 0.0, "line 3")


def test_task_without_checks_is_judged_like_a_free_one() -> None:
    spec = dataclasses.replace(FUNCTION, kind=Kind.COMPONENT, checks=None)
    assert not spec.is_checked
    assert graders.grader_for(spec) is graders.GRADERS[Kind.FREE]


@pytest.mark.parametrize("kind", [Kind.EXCEL, Kind.WRITE_TESTS])
def test_workbooks_and_broken_versions_are_checks(kind: Kind) -> None:
    spec = dataclasses.replace(FUNCTION, kind=kind, checks=None)
    assert spec.is_checked
    assert graders.grader_for(spec) is graders.GRADERS[kind]


def test_kind_free_is_unchecked_whatever_is_beside_it() -> None:
    spec = dataclasses.replace(FUNCTION, kind=Kind.FREE)
    assert spec.checks is not None
    assert not spec.is_checked


def test_every_kind_has_a_grader() -> None:
    assert set(graders.GRADERS) == set(Kind)


def says(verdicts: dict[str, Verdict]) -> Callable[[Case], Report]:
    """An executor that decides by the source of the entry file."""
    return lambda case: report(verdicts.get(case.files.get(case.entry, ""), V.FAILED))


def test_task_with_a_good_reference_and_bad_mutants_may_enter() -> None:
    conditions = entry_conditions(FUNCTION, says({"good": V.PASSED}))
    assert [(condition.name, condition.is_met) for condition in conditions] == [
        ("reference passes", True),
        ("empty answer fails", True),
        ("mutant same fails", True),
    ]


@pytest.mark.parametrize(
    ("verdicts", "unmet"),
    [
        ({}, ["reference passes"]),
        ({"good": V.PASSED, "bad": V.PASSED}, ["mutant same fails"]),
        ({"good": V.PASSED, "export {};\n": V.PASSED}, ["empty answer fails"]),
        ({"good": V.UNSCORED, "bad": V.UNSCORED}, ["reference passes", "mutant same fails"]),
    ],
)
def test_task_that_judges_wrongly_may_not_enter(verdicts: dict[str, Verdict], unmet: list[str]) -> None:
    conditions = entry_conditions(FUNCTION, says(verdicts))
    assert [condition.name for condition in conditions if not condition.is_met] == unmet


def test_task_with_unstable_verdicts_may_not_enter() -> None:
    turns = iter([V.PASSED, V.FAILED, V.PASSED])

    def execute(case: Case) -> Report:
        return report(next(turns) if case.files[case.entry] == "good" else V.FAILED)

    conditions = entry_conditions(FUNCTION, execute)
    assert [condition.name for condition in conditions if not condition.is_met] == ["reference passes"]
    assert "Not the same 3 times: passed 1.00, failed 0.00, passed 1.00" in conditions[0].message


def test_an_endless_mutant_may_reach_either_limit() -> None:
    """It uses time and memory at once; which limit it reaches first depends on how busy the machine is."""
    turns = iter([V.TIMEOUT, V.OVER_LIMIT, V.TIMEOUT])

    def execute(case: Case) -> Report:
        source = case.files[case.entry]
        return report(next(turns) if source == "bad" else V.PASSED if source == "good" else V.FAILED)

    conditions = entry_conditions(FUNCTION, execute)
    assert [condition for condition in conditions if not condition.is_met] == []


def test_reference_tests_must_notice_every_broken_version() -> None:
    conditions = entry_conditions(TESTS, says({"right": V.PASSED, "3n": V.PASSED}), times=1)
    assert [condition.name for condition in conditions if not condition.is_met] == [
        "reference passes",
        "mutant thrice is noticed",
    ]


def test_task_without_a_reference_may_not_enter() -> None:
    [conditions] = entry_conditions(dataclasses.replace(FUNCTION, reference={}), says({}))
    assert not conditions.is_met
    assert "Add a solution" in conditions.message


EDIT = dataclasses.replace(FUNCTION, kind=Kind.EDIT, context={"answer.js": "old", "other.js": "other"})


def edit_report(verdict: Verdict, **checks: str) -> Report:
    created = tuple(
        CheckReport(name=f"{group} > {i}", verdict=mark)
        for group, marks in checks.items()
        for i, mark in enumerate({"p": "passed", "f": "failed", "s": "skipped"}[mark] for mark in marks)
    )
    return Report(id="x", verdict=verdict, checks=created)


@pytest.mark.parametrize(
    ("sandbox_report", "score", "change", "kept"),
    [
        (edit_report(V.PASSED, change="pp", kept="p"), 1.0, 1.0, 1.0),
        (edit_report(V.FAILED, change="pf", kept="p"), 0.5, 0.5, 1.0),
        (edit_report(V.FAILED, change="pp", kept="pfff"), 0.25, 1.0, 0.25),
        (edit_report(V.FAILED, change="ff", kept="pp"), 0.0, 0.0, 1.0),
        (edit_report(V.FAILED, change="pfs", kept="ps"), 0.5, 0.5, 1.0),
        (edit_report(V.RUNTIME_ERROR, change="p", kept="p"), 0.99, 1.0, 1.0),
        (edit_report(V.TIMEOUT, change="p", kept="p"), 0.0, 0.0, 0.0),
        (edit_report(V.FAILED, change="p"), 0.0, 1.0, 0.0),
    ],
)
def test_edit_scores_the_change_and_what_is_kept_apart(
    sandbox_report: Report, score: float, change: float, kept: float
) -> None:
    outcome = graders.grade(EDIT, extraction({"answer.js": "new"}), [sandbox_report])
    assert (outcome.score, outcome.verdict) == (score, sandbox_report.verdict)
    assert (outcome.details["change"]["score"], outcome.details["kept"]["score"]) == (change, kept)


def test_edit_runs_the_given_files_with_what_the_answer_changes() -> None:
    [case] = graders.cases_for(EDIT, extraction({"answer.js": "new"}), candidate_id="7")
    assert case.files == {"answer.js": "new", "other.js": "other"}


def test_conditions_of_an_edit_try_the_files_as_given() -> None:
    tried = []

    def execute(case: Case) -> Report:
        tried.append(case.files["answer.js"])
        if case.files["answer.js"] == "good":
            return edit_report(V.PASSED, change="p", kept="p")
        return edit_report(V.FAILED, change="f", kept="pf" if case.files["answer.js"] == "old" else "p")

    conditions = entry_conditions(EDIT, execute, times=1)
    assert tried == ["good", "old", "bad"]
    assert {condition.name: condition.is_met for condition in conditions} == {
        "reference passes": True,
        "empty answer fails": True,
        "mutant same fails": True,
        "given files pass the checks of what is kept": False,
    }
