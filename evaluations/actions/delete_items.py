"""Delete conversations and runs so that they can be restored for 30 days, and remove what was deleted before that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now

from evaluations.actions.authors import User, author_of
from evaluations.errors import SuiteError
from evaluations.models import (
    BulkChange,
    Campaign,
    Candidate,
    Deletion,
    Grading,
    Run,
    StoredFile,
    Suite,
    Task,
    TaskDraft,
    Team,
)
from evaluations.models.keeping import KEPT_FOR

MOST_NAMED = 3
AT_ONCE = 20  # things that one job removes


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What goes with a thing, and why it cannot be deleted; the reason is empty when it can."""

    n_runs: int
    n_answers: int
    n_running: int
    reason: str


def runs_with(thing: Suite | Run) -> list[Run]:
    """The runs that are deleted with a conversation, or the run itself."""
    if isinstance(thing, Run):
        return [thing]
    return list(Run.objects.filter(suite_version__suite=thing, team=thing.team_id))


def consequences(thing: Suite | Run) -> Consequences:
    """What a person is told before."""
    runs = runs_with(thing)
    active = [run for run in runs if run.state in (Run.State.RUNNING, Run.State.PAUSED)]
    return Consequences(
        n_runs=len(runs),
        n_answers=Candidate.objects.filter(run__in=runs).count(),
        n_running=len(active),
        reason=_reason(thing, runs),
    )


def _reason(thing: Suite | Run, runs: Sequence[Run]) -> str:
    if isinstance(thing, Suite) and thing.origin != Suite.Origin.PROMPT:
        return "Only conversations and runs can be deleted. Archive the suite instead."
    if any(run.import_key and run.created_by_id is None for run in runs):
        return "The server imported it, and may bring it back at its next start. Archive it instead."
    titles = list(Campaign.objects.filter(runs__in=runs).distinct().values_list("title", flat=True)[:MOST_NAMED])
    if titles:
        return f"Its answers are judged in {', '.join(titles)}, whose votes would go with it. Archive it instead."
    return ""


@transaction.atomic
def delete_thing(thing: Suite | Run, by: User) -> Deletion:
    """Put a conversation or a run into the team's bin; what still runs is cancelled. Raises SuiteError."""
    runs = runs_with(thing)
    if reason := _reason(thing, runs):
        raise SuiteError(reason)
    for run in runs:
        run.cancel()
    deletion = Deletion.objects.create(
        team=thing.team,
        suite=thing if isinstance(thing, Suite) else None,
        run=thing if isinstance(thing, Run) else None,
        title=thing.title,
        runs=[run.pk for run in runs],
        created_by=author_of(by),
    )
    _move(deletion, Team.objects.bin_of(thing.team))
    return deletion


@transaction.atomic
def restore(deletion: Deletion) -> None:
    """Take it out of the bin. A run whose conversation is in the bin waits for that. Raises SuiteError."""
    if deletion.run_id and deletion.run is not None:
        suite = deletion.run.suite_version.suite
        if suite.team_id != deletion.team_id:
            raise SuiteError(f"Its conversation “{suite.title}” is deleted too. Restore that first.")
    keys = Run.objects.filter(pk__in=deletion.runs).exclude(import_key="").values("import_key")
    if Run.objects.filter(team=deletion.team, import_key__in=keys).exists():
        raise SuiteError("The same answers were added again since. Delete those first.")
    _move(deletion, deletion.team)
    deletion.delete()


def _move(deletion: Deletion, team: Team) -> None:
    if deletion.suite_id:
        Suite.objects.filter(pk=deletion.suite_id).update(team=team)
    # A bulk change of these runs alone goes with them.
    others = BulkChange.objects.filter(runs__in=Run.objects.exclude(pk__in=deletion.runs)).values("pk")
    changes = BulkChange.objects.filter(runs__in=deletion.runs).exclude(pk__in=others)
    BulkChange.objects.filter(pk__in=list(changes.values_list("pk", flat=True))).update(team=team)
    Run.objects.filter(pk__in=deletion.runs).update(team=team)


def remove_deleted() -> int:
    """Remove for good what was deleted 30 days ago; how many things. Each in a transaction of its own."""
    old = Deletion.objects.filter(created_at__lt=now() - KEPT_FOR).order_by("pk")[:AT_ONCE]
    for deletion in list(old):
        _remove(deletion)
    return len(old)


@transaction.atomic
def _remove(deletion: Deletion) -> None:
    runs = Run.objects.filter(pk__in=deletion.runs)
    if deletion.suite_id:  # with runs of it that were deleted one by one before
        runs = runs | Run.objects.filter(suite_version__suite=deletion.suite_id)
    pks = list(runs.values_list("pk", flat=True))
    shots = Grading.objects.filter(candidate__run__in=pks, screenshot__isnull=False)
    files = set(shots.values_list("screenshot", flat=True))
    fixtures = Task.objects.filter(version__suite=deletion.suite_id or 0).values_list("fixtures", flat=True)
    drafts = TaskDraft.objects.filter(suite=deletion.suite_id or 0).values_list("fixtures", flat=True)
    files |= {digest for row in (*fixtures, *drafts) for digest in row.values()}
    Candidate.objects.filter(run__in=pks).delete()
    Run.objects.filter(pk__in=pks).delete()
    if deletion.suite_id:
        Task.objects.filter(version__suite=deletion.suite_id).delete()
        Suite.objects.filter(pk=deletion.suite_id).delete()
    BulkChange.objects.filter(team__bin_for=deletion.team_id, runs=None).delete()
    Deletion.objects.filter(pk=deletion.pk).delete()
    remove_unneeded_files(files)


def remove_unneeded_files(digests: set[str]) -> list[str]:
    """Remove those of these files that no workbook, grading, task or draft points to; the digests that went.

    The stored bytes go when the caller's transaction is through.
    """
    rows = StoredFile.objects.filter(pk__in=digests, workbooks=None, grading=None)
    kept = [rows.exclude(fixtures={}).values_list("fixtures", flat=True) for rows in (Task.objects, TaskDraft.objects)]
    fixtures = {digest for rows_of_kind in kept for row in rows_of_kind for digest in row.values()}
    unneeded = [row for row in rows if row.pk not in fixtures]
    names = [row.storage_name for row in unneeded]
    StoredFile.objects.filter(pk__in=[row.pk for row in unneeded]).delete()
    transaction.on_commit(lambda: _delete(names))
    return [str(row.pk) for row in unneeded]


def _delete(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
