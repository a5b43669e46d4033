"""The reports of an answer, in the form that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.template.defaultfilters import pluralize
from django.utils.safestring import SafeString

from evaluations.explanations import checks_of_cells, explain
from evaluations.models import Candidate, EditedAnswer, Generation, Grading, QualityProfile
from evaluations.queries.conversations import Diff, diff_texts
from evaluations.queries.quality import ProfileLine, profile_lines
from evaluations.records import Kind
from webapp.runs.gallery import can_run
from webapp.site.code_view import answer_code, marked_answer
from webapp.workbooks.results import CellLine, Reading, page_of, reading_of, side_by_side

JsonObject = dict[str, Any]
MOST_COMPARED = 4_000_000  # pairs of lines: differences of larger files would take seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The checks of one execution. title is empty if there is only one; is_good: its result is the desired one.

    is_open: unfolded, even if it is not the first.
    """

    title: str
    note: str
    is_good: bool
    report: JsonObject
    is_open: bool = False


class Evidence(TypedDict):
    """The reports of an answer. files, answer: its code, and the text that the code was taken from.

    changed_files: path and differences. lines: cells that differ; screen, way, variants: of an uploaded workbook.
    """

    files: list[tuple[str, SafeString]]
    changed_files: list[tuple[str, Diff]]
    answer: SafeString
    groups: list[Group]
    n_checks: int
    n_checks_passed: int
    type_errors: list[JsonObject]
    types_note: str
    access_faults: list[JsonObject]
    aria: str
    console: list[JsonObject]
    reading: Reading | None
    rebuilt: VisualComparison | None
    lines: Sequence[CellLine]
    screen: str
    way: str
    variants: list[JsonObject]
    can_preview: bool
    attempts: int


class Quality(TypedDict):
    """quality: lines of the profile, empty while there is none. quality_flaws: how many of them name one."""

    quality: list[ProfileLine]
    quality_flaws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisualComparison:
    """The comparison of kind visual. The screenshot is a sheet: the answer's windows above, the reference's below.

    views: as graders/visual.py has them, each with `n_more` faults that are not listed.
    """

    threshold: float
    views: list[JsonObject]
    sheet_width: int
    sheet_height: int
    row_height: int
    has_pictures: bool


def rebuilt_of(grading: Grading | EditedAnswer) -> VisualComparison | None:
    """Return the windows of an answer that rebuilds a picture; None of other kinds, and where the page was never
    shown.
    """
    details = grading.findings_of_grader
    views, sheet = details.get("views"), details.get("sheet")
    if not views or not sheet:
        return None
    return VisualComparison(
        threshold=details["threshold"],
        views=[{**view, "n_more": view["n_faults"] - len(view["faults"])} for view in views],
        sheet_width=sheet["width"],
        sheet_height=sheet["height"],
        row_height=sheet["row_height"],
        has_pictures=grading.screenshot_id is not None,
    )


def evidence(candidate: Candidate, generation: Generation | None, grading: Grading | EditedAnswer | None) -> Evidence:
    """Return the context of the page: files, answer, groups of checks, console, cells."""
    text = generation.text if generation else ""
    if grading is None:
        return _no_evidence(marked_answer(text, {}))
    details = grading.findings_of_grader
    cells = checks_of_cells(details)
    groups = _groups(candidate, _with_checks(grading.reports, cells))
    # Tests should fail on broken versions, so only the results on the given code count as the answer's own.
    own = grading.reports[:1] if candidate.task.kind == Kind.WRITE_TESTS else grading.reports
    checks = [check for report in own for check in report.get("checks") or []] + cells
    reading = reading_of(candidate, details) if details.get("comparison") else None
    return {
        "files": answer_code(grading),
        "changed_files": changed_files(candidate, grading),
        "answer": marked_answer(text, grading.extraction),
        "groups": groups,
        "n_checks": len(checks),
        "n_checks_passed": sum(check.get("verdict") == "passed" for check in checks),
        "type_errors": [fault for report in own for fault in report.get("type_errors") or []],
        "types_note": next((report["types_note"] for report in own if report.get("types_note")), ""),
        "access_faults": [fault for report in own for fault in report.get("access_faults") or []],
        "aria": next((report["aria"] for report in own if report.get("aria")), ""),
        "console": [line for report in own for line in report.get("console") or []],
        "reading": reading,
        "rebuilt": rebuilt_of(grading),
        "lines": page_of(side_by_side([reading]), [reading], start=0).lines if reading else [],
        "screen": details.get("screen", ""),
        "way": details.get("way", ""),
        "variants": details.get("variants", []),
        "can_preview": bool(grading.files) and can_run(candidate.task),
        "attempts": max((report.get("attempts", 1) for report in grading.reports), default=0),
    }


def _no_evidence(answer: SafeString) -> Evidence:
    return {
        "files": [],
        "changed_files": [],
        "answer": answer,
        "groups": [],
        "n_checks": 0,
        "n_checks_passed": 0,
        "type_errors": [],
        "types_note": "",
        "access_faults": [],
        "aria": "",
        "console": [],
        "reading": None,
        "rebuilt": None,
        "lines": [],
        "screen": "",
        "way": "",
        "variants": [],
        "can_preview": False,
        "attempts": 0,
    }


def quality_of(grading: Grading | None) -> Quality:
    """Return the context of the quality profile; empty while there is none."""
    profile = QualityProfile.objects.filter(grading=grading).first() if grading else None
    lines = profile_lines(profile)
    return {"quality": lines, "quality_flaws": sum(line.is_flawed for line in lines)}


def _with_checks(reports: list[JsonObject], more: list[JsonObject]) -> list[JsonObject]:
    """Return the reports, the last one with these checks too: the cells of a workbook are compared outside the
    sandbox.
    """
    if not more or not reports:
        return reports
    *rest, last = reports
    return [*rest, {**last, "checks": [*(last.get("checks") or []), *more]}]


def explain_verdict(candidate: Candidate, grading: Grading | None) -> str:
    """Explain the verdict; empty while there is none. An answer that was never executed has no grading."""
    if grading and grading.verdict == candidate.verdict:
        return grading.why
    return explain(candidate.verdict, candidate.cause, is_flaky=candidate.is_flaky)


def changed_files(candidate: Candidate, grading: Grading | EditedAnswer) -> list[tuple[str, Diff]]:
    """Return the path and differences of each given file that the answer changes, and of each new one; only for kind
    edit.
    """
    if candidate.task.kind != Kind.EDIT or not grading.files:
        return []
    context_files: dict[str, str] = candidate.task.spec["context"]
    changed = [
        (path, context_files.get(path, ""), text)
        for path, text in grading.files.items()
        if text != context_files.get(path)
    ]
    return [
        (path, diff_texts(before, after))
        for path, before, after in changed
        if before.count("\n") * after.count("\n") <= MOST_COMPARED
    ]


def _edit_groups(report: JsonObject) -> list[Group]:
    """Return the checks of the change, and those of what must stay."""
    groups = []
    for name, title in (("change", "The change"), ("kept", "What must stay")):
        start = f"{name} > "
        checks = [check for check in report.get("checks") or [] if check["name"].startswith(start)]
        shown = [{**check, "name": check["name"].removeprefix(start)} for check in checks]
        n_passed = sum(check["verdict"] == "passed" for check in checks)
        note = f"{n_passed} of {len(checks)} check{pluralize(len(checks))} passed"
        is_good = bool(checks) and n_passed == len(checks)
        shown_report = {**report, "checks": shown}
        groups.append(Group(title=title, note=note, is_good=is_good, report=shown_report, is_open=not is_good))
    return groups


def _groups(candidate: Candidate, reports: list[JsonObject]) -> list[Group]:
    if candidate.task.kind == Kind.EDIT and reports and reports[0].get("checks"):
        return _edit_groups(reports[0])
    if candidate.task.kind != Kind.WRITE_TESTS:
        zones = candidate.task.to_spec(with_files=False).time_zones if len(reports) > 1 else []
        titles = [f"In the time zone {zone}" for zone in ["UTC", *zones]] if zones else [""] * len(reports)
        return [
            Group(title=title, note="", is_good=report.get("verdict") == "passed", report=report)
            for title, report in zip(titles, reports, strict=False)
        ]
    names = ["", *candidate.task.spec["mutants"]]
    holds = bool(reports) and reports[0].get("verdict") == "passed"
    groups = []
    for name, report in zip(names, reports, strict=False):
        passed = report.get("verdict") == "passed"
        title = f"On the broken version “{name}”" if name else "On the code as given"
        if name and not holds:
            note = "does not count: the tests refuse the code as given"
        elif name:
            note = "passed: not noticed" if passed else "failed, as they should: noticed"
        else:
            note = "passed, as they should" if passed else "did not pass"
        groups.append(Group(title=title, note=note, is_good=passed != bool(name) and holds, report=report))
    for report in reports[len(names) :]:  # only of tests that passed
        passed = report.get("verdict") == "passed"
        note = "passed again, as they should" if passed else "did not pass again"
        groups.append(Group(title="On the code as given, the second time", note=note, is_good=passed, report=report))
    return groups
