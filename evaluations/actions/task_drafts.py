"""Edit the tasks of a suite: drafts that are saved as typed, and versions made of those that meet their conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.db import transaction
from django.utils.timezone import now

from evaluations.actions.authors import User, author_of
from evaluations.actions.save_suite import save_version
from evaluations.actions.task_fields import (
    FieldFault,
    Fields,
    ReadTask,
    clean_fields,
    fields_of_spec,
    new_fields,
    read_task,
)
from evaluations.actions.task_threshold import THRESHOLD, threshold_text, with_threshold
from evaluations.errors import SuiteError
from evaluations.models import StoredFile, Suite, SuiteVersion, Task, TaskDraft, Workbook
from evaluations.queries.entry_conditions import check_of
from evaluations.records import EDIT_GROUPS, Json, Kind, TaskSpec
from evaluations.stored_json import StoredExtra

NO_CHECKS = "// No checks yet.\n"
# The check file of a draft without checks, where one is needed; some kinds have a form of their own.
EMPTY_CHECKS: dict[str, str] = {
    Kind.EDIT: "".join(f'describe("{group}", () => {{}});\n' for group in EDIT_GROUPS),
    Kind.PYTHON: "pass\n",
}
CHANGED_MEANWHILE = "It was changed or kept by somebody else meanwhile. Look at it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResult:
    """Result of saving. conflicts: fields that somebody else changed too, with their value; these were not saved.

    changed_before_by: who had saved last.
    """

    draft: TaskDraft
    conflicts: Mapping[str, Json]
    changed_before_by: str


def require_editable(suite: Suite) -> None:
    """Raise SuiteError for a suite that is imported from files, because the next import would replace the edits."""
    if suite.origin != Suite.Origin.WRITTEN:
        raise SuiteError(f'The suite "{suite.slug}" was not written here and is read-only. Clone it to edit its tasks.')


def open_draft(suite: Suite, task: Task, by: User) -> TaskDraft:
    """Return the draft of a task of the newest version; create it if the task has no draft."""
    require_editable(suite)
    fields, extra = fields_of_spec(task.to_spec(with_files=False))
    draft, _ = TaskDraft.objects.get_or_create(
        suite=suite,
        task_slug=task.slug,
        is_archived=False,
        defaults={
            "fields": fields,
            "extra": extra,
            "fixtures": task.fixtures,
            "workbook": task.workbook,
            "changed_by": author_of(by),
        },
    )
    return draft


def new_draft(
    suite: Suite,
    fields: Mapping[str, Json],
    by: User,
    *,
    extra: StoredExtra | None = None,
    fixtures: Mapping[str, str] | None = None,
    workbook: Workbook | None = None,
) -> TaskDraft:
    """Make a draft of a new task. Its slug is made free where another task has it. Raises ValueError for unusable
    fields.
    """
    require_editable(suite)
    cleaned: dict[str, Json] = {**clean_fields(fields)}
    if THRESHOLD in cleaned:
        extra = with_threshold(extra or {}, cleaned.pop(THRESHOLD))
    typed = new_fields(**cleaned)
    typed["slug"] = free_slug(suite, typed["slug"] or "new-task")
    return TaskDraft.objects.create(
        suite=suite,
        fields=typed,
        extra=extra or {},
        fixtures=dict(fixtures or {}),
        workbook=workbook,
        changed_by=author_of(by),
    )


def free_slug(suite: Suite, preferred: str) -> str:
    """Return the slug, with a number appended if a task or draft of the suite has it already."""
    used_slugs = _taken_slugs(suite)
    slug, n = preferred[:90], 2
    while slug in used_slugs:
        slug, n = f"{preferred[:90]}-{n}", n + 1
    return slug


def _taken_slugs(suite: Suite, own_draft: TaskDraft | None = None) -> set[str]:
    newest = suite.latest()
    slugs = set(newest.tasks.values_list("slug", flat=True)) if newest else set()
    drafts = suite.drafts.filter(is_archived=False)
    if own_draft is not None:
        slugs.discard(own_draft.task_slug)
        drafts = drafts.exclude(pk=own_draft.pk)
    return slugs | {str(fields.get("slug", "")) for fields in drafts.values_list("fields", flat=True)}


def typed_fields(draft: TaskDraft) -> Mapping[str, Json]:
    """Return the fields of a draft as typed, with its threshold."""
    return {**draft.fields, THRESHOLD: threshold_text(draft.extra)}


@transaction.atomic
def save_draft(pk: int, revision: int, changes: Mapping[str, object], by: User) -> SaveResult:
    """Store the typed text, field by field. Raises ValueError for unusable fields.

    revision: that of the fields as the person saw them. A field that somebody else changed since to another value is a
    conflict: their value stays, and is returned.
    """
    draft = TaskDraft.objects.select_for_update().get(pk=pk)
    stored: Mapping[str, Json] = typed_fields(draft)
    typed: Mapping[str, Json] = clean_fields({**draft.fields, **changes})
    differing = {name: typed[name] for name in changes if typed[name] != stored.get(name)}
    conflicts = {name: stored.get(name) for name in differing if draft.field_revisions.get(name, 0) > revision}
    own = {name: value for name, value in differing.items() if name not in conflicts}
    before = draft.changed_by.get_username() if draft.changed_by else ""
    if own:
        draft.revision += 1
        draft.field_revisions = {**draft.field_revisions, **dict.fromkeys(own, draft.revision)}
        if THRESHOLD in own:
            draft.extra = with_threshold(draft.extra, own.pop(THRESHOLD))
        draft.fields = cast(Fields, {**draft.fields, **own})
        draft.changed_by, draft.changed_at = author_of(by), now()
        draft.save()
    return SaveResult(draft=draft, conflicts=conflicts, changed_before_by=before)


@transaction.atomic
def save_fixture(pk: int, name: str, content: bytes | None, by: User) -> TaskDraft:
    """Add, replace or (content None) remove a file that the checks use."""
    draft = TaskDraft.objects.select_for_update().get(pk=pk)
    fixtures = {label: digest for label, digest in draft.fixtures.items() if label != name}
    if content is not None:
        fixtures[name] = StoredFile.objects.store(content).pk
    draft.fixtures, draft.revision = fixtures, draft.revision + 1
    draft.field_revisions = {**draft.field_revisions, "fixtures": draft.revision}
    draft.changed_by, draft.changed_at = author_of(by), now()
    draft.save()
    return draft


def has_checks(draft: TaskDraft) -> bool:
    """Return whether somebody wrote checks."""
    return bool(draft.fields.get("checks", "").strip())


def read_draft(draft: TaskDraft, *, may_lack_checks: bool = False) -> ReadTask:
    """Return the task that a draft describes, without its fixtures, and every fault of it.

    may_lack_checks: a draft without checks gets an empty check file, for steps that come before the checks are written.
    """
    extra: StoredExtra = {**draft.extra, "truth": draft.workbook.truth} if draft.workbook else draft.extra
    empty_checks = EMPTY_CHECKS.get(draft.fields.get("kind", ""), NO_CHECKS)
    lacks_checks = may_lack_checks and not has_checks(draft)
    typed: Fields = {**draft.fields, "checks": empty_checks} if lacks_checks else draft.fields
    read = read_task(typed, extra)
    if draft.fields.get("slug", "").strip() in _taken_slugs(draft.suite, own_draft=draft):
        message = f'Another task of the suite has the address "{draft.fields["slug"]}". Choose another one.'
        return replace(read, spec=None, faults=(*read.faults, FieldFault(field="slug", message=message)))
    return read


def draft_error(draft: TaskDraft) -> str:
    """Return why a draft cannot be in the suite yet; empty when it can."""
    read = read_draft(draft)
    if read.spec is None:
        return read.faults[0].message
    if read.spec.kind is Kind.FREE:
        return ""
    check = check_of(read.spec, draft.fixtures)
    if check is None:
        return "It was not tried in this form. Press Try."
    if not check.is_met:
        row = next(row for row in check.conditions if not row["is_met"])
        return f"Not met: {row['name']}. {row['message']}".strip()
    return ""


@transaction.atomic
def add_draft_to_suite(draft: TaskDraft) -> SuiteVersion:
    """Put the task into the suite: a new version, in which it replaces its old content. Raises SuiteError."""
    suite = Suite.objects.select_for_update().get(pk=draft.suite_id)
    require_editable(suite)
    if reason := draft_error(draft):
        raise SuiteError(reason)
    spec = read_draft(draft).spec
    assert spec is not None
    spec = replace(spec, fixtures=_bytes_of(draft.fixtures))
    tasks = _tasks_of(suite)
    slugs = [task.slug for task in tasks]
    specs = [(task.to_spec(), task.workbook) for task in tasks]
    if draft.task_slug in slugs:
        specs[slugs.index(draft.task_slug)] = (spec, draft.workbook)
    else:
        position = len(specs) if draft.position is None else min(draft.position, len(specs))
        specs.insert(position, (spec, draft.workbook))
    version = _add_version_of(suite, specs)
    draft.delete()
    return version


def _bytes_of(fixtures: Mapping[str, str]) -> dict[str, bytes]:
    stored = StoredFile.objects.in_bulk(list(fixtures.values()))
    return {name: stored[digest].read() for name, digest in fixtures.items()}


def _tasks_of(suite: Suite) -> list[Task]:
    newest = suite.latest()
    return list(newest.tasks.select_related("workbook").order_by("position")) if newest else []


def _add_version_of(suite: Suite, specs: Sequence[tuple[TaskSpec, Workbook | None]]) -> SuiteVersion:
    books = {at: workbook for at, (_, workbook) in enumerate(specs) if workbook is not None}
    return save_version(suite, [spec for spec, _ in specs], books, is_newest=True)


@transaction.atomic
def archive_task(suite: Suite, slug: str, by: User) -> TaskDraft:
    """Take a task out of the suite, into its archive. Raises SuiteError."""
    suite = Suite.objects.select_for_update().get(pk=suite.pk)
    require_editable(suite)
    tasks = _tasks_of(suite)
    task = _task_by_slug(tasks, slug)
    if len(tasks) == 1:
        raise SuiteError(f'"{slug}" is the only task. A suite cannot be without tasks: archive the suite instead.')
    for edited in suite.drafts.filter(task_slug=slug, is_archived=False):
        discard_draft(edited, by)
    fields, extra = fields_of_spec(task.to_spec(with_files=False))
    draft = TaskDraft.objects.create(
        suite=suite,
        fields=fields,
        extra=extra,
        fixtures=task.fixtures,
        workbook=task.workbook,
        changed_by=author_of(by),
        position=task.position,
        is_archived=True,
    )
    _add_version_of(suite, [(other.to_spec(), other.workbook) for other in tasks if other.slug != slug])
    return draft


def _task_by_slug(tasks: Iterable[Task], slug: str) -> Task:
    task = next((task for task in tasks if task.slug == slug), None)
    if task is None:
        raise SuiteError(f'The newest version has no task "{slug}". Look at the suite again.')
    return task


def discard_draft(draft: TaskDraft, by: User) -> None:
    """Discard a draft: it stays in the suite's archive for 30 days. An untouched draft is removed at once."""
    if draft.revision == 1 and not draft.task_slug and not draft.fields.get("prompt"):
        draft.delete()
        return
    draft.is_archived, draft.changed_by, draft.changed_at = True, author_of(by), now()
    draft.save(update_fields=["is_archived", "changed_by", "changed_at"])


@transaction.atomic
def restore_task(draft: TaskDraft) -> SuiteVersion | None:
    """Restore a task to the suite if it meets its conditions; else make it a draft and return None.

    A discarded draft becomes a draft again. It is for a new task if its own task is gone or is being edited.
    """
    require_editable(draft.suite)
    was_discarded, draft.is_archived = draft.is_discarded, False
    if was_discarded and _is_free(draft):
        draft.save()
        return None
    if was_discarded:
        draft.task_slug = ""
    draft.fields = {**draft.fields, "slug": free_slug(draft.suite, draft.fields["slug"])}
    draft.save()
    return None if was_discarded or draft_error(draft) else add_draft_to_suite(draft)


def _is_free(draft: TaskDraft) -> bool:
    """Return whether the task that the draft edits is in the suite, and no other draft edits it."""
    others = draft.suite.drafts.filter(task_slug=draft.task_slug, is_archived=False)
    is_there = draft.task_slug in [task.slug for task in _tasks_of(draft.suite)]
    return bool(draft.task_slug) and is_there and not others.exists()


@transaction.atomic
def order_tasks(suite: Suite, slugs: Sequence[str]) -> SuiteVersion:
    """Make a version with the same tasks in another order. Raises SuiteError unless each is named once."""
    suite = Suite.objects.select_for_update().get(pk=suite.pk)
    require_editable(suite)
    tasks = {task.slug: task for task in _tasks_of(suite)}
    if sorted(slugs) != sorted(tasks):
        raise SuiteError(f"The order must name each of the {len(tasks)} tasks once. {CHANGED_MEANWHILE}")
    return _add_version_of(suite, [(tasks[slug].to_spec(), tasks[slug].workbook) for slug in slugs])


@transaction.atomic
def clone_task(task: Task, target: Suite, by: User) -> TaskDraft:
    """Make a draft with the same content in the same or another suite."""
    fields, extra = fields_of_spec(task.to_spec(with_files=False))
    return new_draft(target, fields, by, extra=extra, fixtures=task.fixtures, workbook=task.workbook)


@transaction.atomic
def move_task(task: Task, target: Suite, by: User) -> TaskDraft:
    """Clone a task into another suite, where it is a draft until it is kept, and archive it here."""
    if target.pk == task.version.suite_id:
        raise SuiteError(f'The task is in "{target.slug}" already. Choose another suite.')
    draft = clone_task(task, target, by)
    archive_task(task.version.suite, task.slug, by)
    return draft
