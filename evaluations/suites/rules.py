"""The rules that a usable task must follow. Folders and the task editor share them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluations.records import EDIT_GROUPS, Kind, TaskSpec
from evaluations.suites.expected_rules import expected_data_fault

SPECS = ("checks.spec.ts", "checks.spec.js")  # Playwright's, for plain pages
CHECK_FILES = ("checks.test.tsx", "checks.test.ts", "checks.test.jsx", "checks.test.js", "checks.py", *SPECS)
LANGUAGES = ("js", "jsx", "ts", "tsx", "vue", "py", "html")
EDIT_LANGUAGES = ("js", "jsx", "ts", "tsx")
VUE_KINDS = (Kind.COMPONENT, Kind.FREE)
WITHOUT_CHECKS = (Kind.FREE, Kind.WRITE_TESTS, Kind.EXCEL, Kind.VISUAL)
EXPECTED_HINT = "Correct it, or let “Make a task” on the workbook's page write it."
# Smallest and largest value of each number: with a limit of 0 every answer fails, a huge limit blocks a slot.
RANGES = {"timeout_ms": (100, 120_000), "memory_mb": (16, 4096), "max_tokens": (1, 131_072)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A rule that a task breaks. field: of TaskSpec; name: of the mutant or alternative; text: the predicate of the
    message.
    """

    field: str
    text: str
    name: str = ""


def is_relative(path: str) -> bool:
    """Return whether a path stays inside the task."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def usual_language(kind: Kind) -> str:
    """Return the language of a kind if none is given."""
    return {Kind.PYTHON: "py", Kind.VISUAL: "html"}.get(kind, "tsx")


def languages_of(kind: Kind) -> tuple[str, ...]:
    """Return the languages that a kind may have."""
    if kind is Kind.PYTHON:
        return ("py",)
    if kind is Kind.VISUAL:
        return ("html",)
    if kind is Kind.EDIT:
        return EDIT_LANGUAGES
    others = {"py", *(() if kind in (Kind.PAGE, Kind.FREE) else ("html",)), *(() if kind in VUE_KINDS else ("vue",))}
    return tuple(language for language in LANGUAGES if language not in others)


def usual_entry(kind: Kind, language: str) -> str:
    """Return the path of the chosen code if none is given."""
    if language == "html":
        return "index.html"
    return f"answer.{'test.' if kind is Kind.WRITE_TESTS else ''}{language}"


def faults_of(task: TaskSpec) -> Iterator[Fault]:
    """Yield missing fields that the kind needs, and names that refer to nothing."""
    if not is_relative(task.entry):
        yield Fault(field="entry", text=f'entry "{task.entry}" leaves the task. Give a relative path.')
    if (task.kind is Kind.PYTHON) != (task.language == "py"):
        yield Fault(field="language", text=f"{_language(task)}. Choose kind python and language py together.")
    yield from _checks_faults(task)
    yield from _language_faults(task)
    if task.reference and task.kind is not Kind.EDIT and task.entry not in task.reference:
        yield Fault(field="reference", text=f"lacks {task.entry}, the file that the checks import. Add it.")
    if task.kind is Kind.EXCEL:
        yield from _excel_faults(task)
    if task.kind is Kind.WRITE_TESTS:
        for name, files in (("context", task.context), ("mutants", task.mutants)):
            if not files:
                text = f"has no {name}/, which kind write_tests runs the tests on. Add it."
                yield Fault(field=name, text=text)
    if task.kind is Kind.EDIT:
        yield from _edit_faults(task)
    if task.kind is Kind.VISUAL:
        yield from _visual_faults(task)
    yield from _mutant_faults(task)


def _excel_faults(task: TaskSpec) -> Iterator[Fault]:
    """Yield faults of kind excel, whose answers are compared with a table."""
    if task.truth is None:
        yield Fault(field="truth", text="has no truth.json, which kind excel is compared with. Add it.")
    elif fault := expected_data_fault(task.truth):
        text = f"has a truth.json that is not the expected table of a workbook: {fault}. {EXPECTED_HINT}"
        yield Fault(field="truth", text=text)


def _edit_faults(task: TaskSpec) -> Iterator[Fault]:
    """Yield faults of kind edit, which needs files to change, and checks in two groups."""
    if task.entry not in task.context:
        yield Fault(field="context", text=f"lacks {task.entry}, the file to change. Add it to context/.")
    if task.language not in EDIT_LANGUAGES:
        yield Fault(field="language", text=f"{_language(task)}. Choose one of {', '.join(EDIT_LANGUAGES)}.")
    if task.checks is None:
        return
    for group in EDIT_GROUPS:
        if not re.search(rf"^describe\(\s*[\"'`]{group}[\"'`]", task.checks.source, re.MULTILINE):
            text = f'has no describe("{group}", …) at the top of its checks. Add it: change and kept are scored apart.'
            yield Fault(field="checks", text=text)


def _visual_faults(task: TaskSpec) -> Iterator[Fault]:
    """Yield faults of kind visual, which needs a page to rebuild, and a threshold that can be reached."""
    if not task.reference:
        yield Fault(field="reference", text=f"has no {task.entry}, the page whose picture is to be rebuilt. Add it.")
    if task.checks is not None:
        text = f"has {task.checks.path}, which kind visual does not run: pictures are compared. Remove it."
        yield Fault(field="checks", text=text)
    threshold = task.truth.get("threshold") if isinstance(task.truth, dict) else None
    if task.truth is not None and (
        isinstance(threshold, bool)
        or not isinstance(threshold, int | float)
        or not 0 < threshold <= 1
        or len(task.truth) > 1
    ):
        text = 'is not {"threshold": number above 0, at most 1}, which kind visual takes. Correct it, or leave it out.'
        yield Fault(field="truth", text=text)


def _language(task: TaskSpec) -> str:
    return f'kind {task.kind} in language "{task.language}"'


def _language_faults(task: TaskSpec) -> Iterator[Fault]:
    if task.language == "html" and task.kind not in (Kind.PAGE, Kind.FREE, Kind.VISUAL):
        yield Fault(field="language", text=f"{_language(task)}. Make it kind page.")
    if task.kind is Kind.VISUAL and task.language != "html":
        yield Fault(field="language", text=f"{_language(task)}. Pictures of plain pages are compared: choose html.")
    if task.language == "vue" and task.kind not in VUE_KINDS:
        yield Fault(field="language", text=f"{_language(task)}. Make it kind component or free.")


def _checks_faults(task: TaskSpec) -> Iterator[Fault]:
    if task.checks is None:
        if task.kind not in WITHOUT_CHECKS:
            yield Fault(field="checks", text=f"has no checks. Add one of {', '.join(CHECK_FILES)}.")
        return
    if task.kind is Kind.VISUAL:
        return  # its own rule
    path = task.checks.path
    if path.endswith(".py") != (task.kind is Kind.PYTHON):
        yield Fault(field="checks", text=f"has {path}, which kind {task.kind} cannot run. Rename it.")
    is_spec, is_plain = path in SPECS, task.language == "html"
    if (is_spec and (task.kind is not Kind.PAGE or not is_plain)) or (is_plain and not is_spec):
        text = (
            f'kind {task.kind}, language "{task.language}", checks {path}. '
            f"A plain page is kind page, language html, and has a Playwright spec ({' or '.join(SPECS)})."
        )
        yield Fault(field="language", text=text)


def _mutant_faults(task: TaskSpec) -> Iterator[Fault]:
    base: Mapping[str, str] = task.context if task.kind is Kind.WRITE_TESTS else task.reference
    if task.kind is Kind.EDIT:
        base = {**task.context, **task.reference}
    for name, files in task.mutants.items():
        # A mutant that replaces no file equals the reference: its path probably has a typing error.
        if not set(files) & set(base):
            text = f"replaces none of {', '.join(base) or 'the files'}. Rename."
            yield Fault(field="mutants", name=name, text=text)
    for name, files in task.alternatives.items():
        if task.kind is not Kind.EDIT and task.entry not in files:
            text = f"lacks {task.entry}, the file that the checks import. Add it."
            yield Fault(field="alternatives", name=name, text=text)
