"""The content of the editor's pages: fields with errors, files in rows, conditions of entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.actions.task_drafts import draft_error, read_draft
from evaluations.actions.task_fields import DEFAULTS, FILE_LISTS, TEXTS, Fields, ReadTask, rows_in, text_in
from evaluations.actions.task_threshold import MAX_LENGTH, THRESHOLD
from evaluations.limits import MAX_ENTRY_POINT
from evaluations.models import Suite, TaskDraft
from evaluations.suites.rules import WITHOUT_CHECKS, languages_of, usual_language
from webapp.site.kind_titles import KIND_TITLES, LANGUAGE_TITLES
from webapp.task_editor.posted import columns_of

LANGUAGES = list(LANGUAGE_TITLES.items())
LABELS = {
    "title": "Title",
    "slug": "Address",
    "kind": "Kind",
    "language": "Language",
    "entry": "File of the answer",
    "entry_point": "Function name",
    "prompt": "Prompt",
    "checks": "Checks",
    "timeout_ms": "Time limit (ms)",
    "memory_mb": "Memory (MB)",
    "max_tokens": "Answer's tokens",
    "tags": "Tags",
    "licence": "Licence",
    "source": "Source",
    "published": "Published",
    THRESHOLD: "Score that passes",
}
HELP = {
    "slug": "Letters, digits, - and _; part of the task's address",
    "entry": "Empty: answer.tsx and the like",
    "entry_point": "Needed when the checks import it",
    "checks": "A test file as for Vitest or Jest; asserts for Python; a Playwright spec for an HTML page; "
    'for a change of given files in describe("change", …) and describe("kept", …)',
    "tags": "Separated by commas",
    "source": "Where it is from",
    "published": "Since when it is public: 2023, 2023-06 or 2023-06-14. Empty: it is not public, or unknown",
    THRESHOLD: "Of a page to rebuild, from 0 to 1: the mean of its five figures, in the worse window. Empty: 0.8",
}
LISTS = {
    "reference": ("Reference", "A solution. It must pass.", "answer.tsx"),
    "mutants": ("Mutants", "Wrong solutions. Each must fail.", "answer.tsx"),
    "alternatives": ("Other right answers", "Written differently. Each must pass.", "answer.tsx"),
    "context": ("Context files", "Sent with the prompt, and there when the answer runs.", "rates.ts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One text of the form. theirs: text that somebody else saved in the meantime, None if there was no such change."""

    name: str
    label: str
    value: str
    most: int
    help: str = ""
    faults: Sequence[str] = ()
    theirs: str | None = None
    usual: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A file of a list. label: the mutant's name; None if rows have no names."""

    label: str | None
    path: str
    text: str
    faults: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A list of files of the form."""

    name: str
    title: str
    help: str
    columns: Mapping[str, str]
    rows: Sequence[RowView]
    blank: RowView
    faults: Sequence[str] = ()
    theirs: Sequence[RowView] | None = None


def field_views(typed: Fields, read: ReadTask, conflicts: Mapping[str, Any]) -> dict[str, FieldView]:
    """Return the texts of the form by name."""
    faults = _faults_by_field(read)
    return {
        name: FieldView(
            name=name,
            label=LABELS[name],
            value=text_in(typed, name) if name in typed else "",
            most=MAX_ENTRY_POINT if name == "entry_point" else most,
            help=HELP.get(name, ""),
            faults=faults.get((name, None), []),
            theirs=conflicts.get(name),
            usual=DEFAULTS.get(name, ""),
        )
        for name, most in {**TEXTS, THRESHOLD: MAX_LENGTH}.items()
    }


def _faults_by_field(read: ReadTask) -> dict[tuple[str, int | None], list[str]]:
    faults: dict[tuple[str, int | None], list[str]] = {}
    for fault in read.faults:
        faults.setdefault((fault.field, fault.row), []).append(fault.message)
    return faults


def list_views(typed: Fields, read: ReadTask, conflicts: Mapping[str, Any], added: str = "") -> dict[str, ListView]:
    """Return the lists of files of the form by name. added: a list that gets one more row, for browsers without
    JavaScript.
    """
    faults = _faults_by_field(read)
    views = {}
    for name, (title, text, path) in LISTS.items():
        entry = typed.get("entry") or (typed["reference"][0][0] if typed.get("reference") else path)
        blank = RowView(label="" if FILE_LISTS[name] == len(("name", "path", "text")) else None, path=entry, text="")
        blank = blank if name != "context" else RowView(label=None, path="", text="")
        rows = [
            _row(texts, faults.get((name, at), ()))
            for at, texts in enumerate(rows_in(typed, name) if name in typed else [])
        ]
        if added == name or (name == "reference" and not rows):
            rows.append(blank)
        theirs = [_row(texts) for texts in conflicts[name]] if conflicts.get(name) is not None else None
        columns = dict(zip(("name", "path", "text")[-FILE_LISTS[name] :], columns_of(name), strict=True))
        views[name] = ListView(
            name=name,
            title=title,
            help=text,
            columns=columns,
            rows=rows,
            blank=blank,
            faults=faults.get((name, None), ()),
            theirs=theirs,
        )
    return views


def _row(texts: Sequence[str], faults: Sequence[str] = ()) -> RowView:
    *label, path, text = texts
    return RowView(label=label[0] if label else None, path=path, text=text, faults=faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindView:
    """A kind to choose. languages: that it may have, the usual one first."""

    name: str
    title: str
    languages: Sequence[str]
    has_checks: bool


def kind_views() -> list[KindView]:
    """Return the kinds in the order of the form."""
    views = []
    for kind, title in KIND_TITLES.items():
        usual = usual_language(kind)
        languages = [usual, *(language for language in languages_of(kind) if language != usual)]
        has_checks = kind not in WITHOUT_CHECKS
        views.append(KindView(name=kind.value, title=title, languages=languages, has_checks=has_checks))
    return views


def draft_rows(suite: Suite, *, is_archived: bool) -> list[tuple[TaskDraft, str]]:
    """Return drafts of a suite, each with the reason why it cannot be kept; empty: it can."""
    rows = suite.drafts.filter(is_archived=is_archived).select_related("suite", "changed_by", "workbook")
    return [(draft, "" if is_archived else draft_error(draft)) for draft in rows]


def read_typed(draft: TaskDraft, typed: Fields) -> ReadTask:
    """Return the task of a draft with these fields, which are not saved."""
    return read_draft(
        TaskDraft(
            pk=draft.pk,
            suite=draft.suite,
            task_slug=draft.task_slug,
            fields=typed,
            extra=draft.extra,
            workbook=draft.workbook,
        )
    )
