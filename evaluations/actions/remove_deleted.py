"""Removes items and drafts that were deleted 30 days ago, and stored files that are no longer needed."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from evaluations.actions.delete_items import tasks_about
from evaluations.models import (
    BulkChange,
    Candidate,
    Deletion,
    EditedAnswer,
    Grading,
    Installation,
    Run,
    StoredFile,
    Suite,
    Task,
    TaskDraft,
    Team,
    Workbook,
)
from evaluations.models.items import RESTORABLE_FOR

BATCH = 20  # items that one job removes


def remove_deleted() -> int:
    """Remove them, each in its own transaction; return how many items and discarded drafts."""
    old = (
        Deletion.objects.filter(created_at__lt=now() - RESTORABLE_FOR).select_related("workbook").order_by("pk")[:BATCH]
    )
    for deletion in list(old):
        _remove(deletion)
    return len(old) + _remove_drafts()


@transaction.atomic
def _remove_drafts() -> int:
    drafts = list(TaskDraft.objects.discarded().filter(changed_at__lt=now() - RESTORABLE_FOR)[:BATCH])
    TaskDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    remove_unneeded_files({digest for draft in drafts for digest in draft.fixtures.values()})
    return len(drafts)


@transaction.atomic
def _remove(deletion: Deletion) -> None:
    suites = list(Suite.objects.filter(team=deletion.bin_id).values_list("pk", flat=True))
    # Also runs of the suite that were deleted separately before.
    runs = Run.objects.filter(Q(team=deletion.bin_id) | Q(suite_version__suite__in=suites))
    run_pks = list(runs.values_list("pk", flat=True))
    tasks = list(Task.objects.filter(version__suite__in=suites).values_list("pk", flat=True))
    if deletion.workbook:
        tasks += tasks_about(deletion.workbook)
    answers = Candidate.objects.filter(Q(run__in=run_pks) | Q(task__in=tasks))
    files = _files_of(list(answers.values_list("pk", flat=True)), tasks, deletion.workbook)
    drafts = TaskDraft.objects.filter(suite__in=suites).values_list("fixtures", flat=True)
    files |= {digest for row in drafts for digest in row.values()}
    answers.delete()
    Run.objects.filter(pk__in=run_pks).delete()
    Task.objects.filter(pk__in=tasks).delete()
    Suite.objects.filter(pk__in=suites).delete()
    Workbook.objects.filter(team=deletion.bin_id).delete()
    BulkChange.objects.filter(team=deletion.bin_id).delete()
    Deletion.objects.filter(pk=deletion.pk).delete()
    Team.objects.filter(deletion=None).exclude(bin_for=None).delete()
    remove_unneeded_files(files)


def _files_of(answers: list[int], tasks: list[int], workbook: Workbook | None) -> set[str]:
    """Return digests of all files that these rows point to."""
    files = {workbook.file_id} if workbook else set()
    for rows in (Grading.objects, EditedAnswer.objects):
        shots = rows.filter(candidate__in=answers, screenshot__isnull=False)
        files |= set(shots.values_list("screenshot", flat=True))
    fixtures = Task.objects.filter(pk__in=tasks).values_list("fixtures", flat=True)
    return files | {digest for row in fixtures for digest in row.values()}


def remove_unneeded_files(digests: set[str]) -> list[str]:
    """Remove those of these files that no workbook, grading, task or draft uses; return the removed digests.

    The stored bytes are removed when the caller's transaction has been committed.
    """
    rows = StoredFile.objects.filter(pk__in=digests, workbooks=None, grading=None, editedanswer=None)
    fixture_rows = [
        rows.exclude(fixtures={}).values_list("fixtures", flat=True) for rows in (Task.objects, TaskDraft.objects)
    ]
    fixtures = {digest for rows_of_kind in fixture_rows for row in rows_of_kind for digest in row.values()}
    unneeded = [row for row in rows if row.pk not in fixtures]
    names = [row.storage_name for row in unneeded]
    StoredFile.objects.filter(pk__in=[row.pk for row in unneeded]).delete()
    transaction.on_commit(lambda: _delete(names))
    return [str(row.pk) for row in unneeded]


def _delete(names: list[str]) -> None:
    """Delete files, but none while a backup reads them: the daily clean-up removes those later."""
    if Installation.objects.files_are_kept():
        return
    for name in names:
        default_storage.delete(name)
