"""Takes a workbook away with everything that came from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from evaluations.actions.delete_items import remove_unneeded_files
from evaluations.models import Candidate, Grading, Run, Suite, Task, Workbook
from webapp.workbooks import sheet_cache


@dataclass(frozen=True, slots=True)
class Derived:
    """What goes with a workbook: whole runs, and answers in runs that other workbooks share."""

    gone: list[Run]
    kept: list[Run]
    n_answers: int


def derived_from(workbook: Workbook) -> Derived:
    """What was made for this workbook; suites that merely use the file are not derived from it."""
    tasks = Task.objects.filter(version__suite__origin=Suite.Origin.PROMPT, workbook=workbook)
    rows = Run.objects.filter(suite_version__tasks__in=tasks, team=workbook.team_id)
    found = list(rows.distinct().order_by("-pk"))
    shared = set(
        Task.objects.filter(version__runs__in=found).exclude(workbook=workbook).values_list("version__runs", flat=True)
    )
    return Derived(
        gone=[run for run in found if run.pk not in shared],
        kept=[run for run in found if run.pk in shared],
        n_answers=Candidate.objects.filter(task__in=tasks).count(),
    )


def remove_workbook(workbook: Workbook) -> None:
    """Its row, its prompts, their runs with all answers, and every stored file that nothing else needs."""
    with transaction.atomic():
        tasks = Task.objects.filter(version__suite__origin=Suite.Origin.PROMPT, workbook=workbook)
        derived = list(tasks.values_list("pk", flat=True))
        # A prompt over several workbooks keeps what belongs to the others.
        others = Task.objects.exclude(pk__in=derived).values("version__suite")
        suites = list(
            Suite.objects.filter(versions__tasks__in=derived).exclude(pk__in=others).values_list("pk", flat=True)
        )
        gradings = Grading.objects.filter(candidate__task__in=derived, screenshot__isnull=False)
        files = {workbook.file_id, *gradings.values_list("screenshot", flat=True)}
        Candidate.objects.filter(task__in=derived).delete()
        Run.objects.filter(suite_version__suite__in=suites).delete()
        Task.objects.filter(pk__in=derived).delete()
        Suite.objects.filter(pk__in=suites).delete()
        workbook.delete()
        if workbook.file_id in remove_unneeded_files({str(digest) for digest in files}):
            transaction.on_commit(lambda: sheet_cache.forget(workbook), robust=True)
