"""Delete conversations, suites, runs, answers and workbooks so that they can be restored for 30 days.

Deleted items go to a bin. A run, suite or workbook changes its team. An answer of a run that stays goes to a copy of
that run in the bin, and the counts of both are computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Q

from evaluations.actions.annotate_items import Item
from evaluations.actions.authors import User, author_of
from evaluations.errors import SuiteError
from evaluations.models import BulkChange, Campaign, Candidate, Deletion, Run, State, Suite, Task, Team, Workbook
from evaluations.models.candidates import CandidateQuerySet
from evaluations.models.items import column_of
from evaluations.models.tally_triggers import recount

MOST_NAMED = 3
OPEN_STATES = (State.QUEUED, State.GENERATING, State.EXECUTING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Items that are deleted together with an item, and the reason why it cannot be deleted; empty when it can.

    runs: runs that are deleted. shared: runs that stay and lose answers. n_running: runs that are cancelled.
    """

    runs: list[Run] = field(default_factory=list)
    shared: list[Run] = field(default_factory=list)
    suites: list[Suite] = field(default_factory=list)
    n_answers: int
    n_running: int
    reason: str

    @property
    def n_runs(self) -> int:
        """Return the number of runs that are deleted as a whole."""
        return len(self.runs)


def consequences(item: Item) -> Consequences:
    """Return the consequences, for the confirmation page."""
    suites, runs, shared = _deleted_together(item)
    leaving = _leaving_answers(item, shared)
    active = [run for run in runs if run.state in (Run.State.RUNNING, Run.State.PAUSED)]
    return Consequences(
        runs=runs,
        shared=shared,
        suites=suites,
        n_answers=Candidate.objects.filter(run__in=runs).count() + leaving.count(),
        n_running=len(active),
        reason=_reason(item, [*runs, *shared]) or _still_made(leaving),
    )


def _deleted_together(item: Item) -> tuple[list[Suite], list[Run], list[Run]]:
    """Return the suites and runs that are deleted as a whole, and the runs that lose answers."""
    if isinstance(item, Run):
        return [], [item], []
    if isinstance(item, Candidate):
        return [], [], [item.run]
    if isinstance(item, Suite):
        return [item], list(Run.objects.filter(suite_version__suite=item, team=item.team_id)), []
    return _of_workbook(item)


def _of_workbook(workbook: Workbook) -> tuple[list[Suite], list[Run], list[Run]]:
    """Delete prompts about this workbook only; a prompt over several workbooks keeps the answers about the others."""
    tasks = tasks_about(workbook)
    still_there = Task.objects.exclude(pk__in=tasks).exclude(workbook__team__bin_for__isnull=False)
    others = still_there.values("version__suite")
    suites = Suite.objects.filter(versions__tasks__in=tasks, team=workbook.team_id).exclude(pk__in=others).distinct()
    rows = Run.objects.filter(suite_version__tasks__in=tasks, team=workbook.team_id).distinct().order_by("-pk")
    runs = list(rows.select_related("suite_version"))
    own_suites = set(suites.values_list("pk", flat=True))
    gone = [run for run in runs if run.suite_version.suite_id in own_suites]
    return list(suites), gone, [run for run in runs if run.suite_version.suite_id not in own_suites]


def tasks_about(workbook: Workbook) -> list[int]:
    """Return tasks of prompts about a workbook; suites that merely use its file are not meant."""
    rows = Task.objects.filter(version__suite__origin=Suite.Origin.PROMPT, workbook=workbook)
    return list(rows.values_list("pk", flat=True))


def _leaving_answers(item: Item, shared: Sequence[Run]) -> CandidateQuerySet:
    """Return the answers that are deleted from runs which are kept."""
    if isinstance(item, Candidate):
        return Candidate.objects.filter(pk=item.pk)
    if isinstance(item, Workbook):
        return Candidate.objects.filter(run__in=shared, task__in=tasks_about(item))
    return Candidate.objects.none()


def _reason(item: Item, runs: Sequence[Run]) -> str:
    if isinstance(item, Suite) and item.origin == Suite.Origin.SHIPPED:
        return "It comes with the site, which brings it back at its next start. Archive it instead."
    is_whole = not isinstance(item, Candidate)
    if is_whole and any(run.import_key and run.created_by_id is None for run in runs):
        return "The server imported it, and may bring it back at its next start. Archive it instead."
    titles = list(Campaign.objects.filter(runs__in=runs).distinct().values_list("title", flat=True)[:MOST_NAMED])
    if titles:
        return f"Its answers are judged in {', '.join(titles)}, whose votes would be deleted too. Archive it instead."
    return ""


def _still_made(leaving: CandidateQuerySet) -> str:
    row = leaving.filter(state__in=OPEN_STATES).select_related("run").first()
    return f"An answer is still being made in “{row.run.title}”. Wait for it, or cancel the run." if row else ""


@transaction.atomic
def delete_item(item: Item, by: User) -> Deletion:
    """Put an item into a bin of the team; its active runs are cancelled. Raises SuiteError."""
    effects = consequences(item)
    if effects.reason:
        raise SuiteError(effects.reason)
    for run in effects.runs:
        run.cancel()
    team = item.run.team if isinstance(item, Candidate) else item.team
    into = Team.objects.new_bin(team)
    deletion = Deletion.objects.create(
        **{column_of(item): item},
        team=team,
        bin=into,
        title=title_of(item)[:200],
        runs=[run.pk for run in effects.runs],
        answers=[(pk, run) for pk, run in _leaving_answers(item, effects.shared).values_list("pk", "run")],
        created_by=author_of(by),
    )
    _fill(deletion, effects, into)
    return deletion


def title_of(item: Item) -> str:
    """Return the title that lists show."""
    if isinstance(item, Candidate):
        return f"{item.task.title}: {item.model.model_id}"
    return item.name if isinstance(item, Workbook) else item.title


def _fill(deletion: Deletion, effects: Consequences, into: Team) -> None:
    Suite.objects.filter(pk__in=[suite.pk for suite in effects.suites]).update(team=into)
    # A bulk change of only these runs is deleted with them.
    others = BulkChange.objects.filter(runs__in=Run.objects.exclude(pk__in=deletion.runs)).values("pk")
    changes = BulkChange.objects.filter(runs__in=deletion.runs).exclude(pk__in=others)
    BulkChange.objects.filter(pk__in=list(changes.values_list("pk", flat=True))).update(team=into)
    Run.objects.filter(pk__in=deletion.runs).update(team=into)
    if deletion.workbook_id:
        Workbook.objects.filter(pk=deletion.workbook_id).update(team=into)
    for run in Run.objects.filter(pk__in={home for _, home in deletion.answers}):
        pks = [pk for pk, home in deletion.answers if home == run.pk]
        _move_answers(pks, run.pk, _stand_in(run, into).pk)


def _stand_in(run: Run, into: Team) -> Run:
    return Run.objects.create(
        team=into,
        suite_version_id=run.suite_version_id,
        title=run.title,
        origin=run.origin,
        sampling=run.sampling,
        strategies=run.strategies,
        n_samples=run.n_samples,
        state=Run.State.DONE,
    )


def _move_answers(pks: Sequence[int], origin: int, target: int) -> None:
    """Move answers to another run. The triggers do not see that, so both runs are counted again."""
    Candidate.objects.filter(pk__in=pks).update(run=target)
    recount(connection, [origin, target])


@transaction.atomic
def restore(deletion: Deletion) -> None:
    """Take it out of the bin. An item that belongs to another deleted item cannot be restored before that one. Raises
    SuiteError.
    """
    if reason := _stays_in_bin(deletion):
        raise SuiteError(reason)
    home_of: dict[int, int] = dict(deletion.answers)
    stand_ins = dict(Candidate.objects.filter(pk__in=home_of).values_list("pk", "run"))
    for stand_in in set(stand_ins.values()):
        pks = [pk for pk, run in stand_ins.items() if run == stand_in]
        _move_answers(pks, stand_in, home_of[pks[0]])
    Run.objects.filter(pk__in=set(stand_ins.values())).delete()
    for rows in (Suite, Run, BulkChange, Workbook):
        rows.objects.filter(team=deletion.bin_id).update(team=deletion.team_id)
    into = deletion.bin
    deletion.delete()
    if into:
        into.delete()


def _stays_in_bin(deletion: Deletion) -> str:
    """Return why it cannot be restored now; empty when it can."""
    in_team, item = {"team": deletion.team_id}, deletion.item
    if isinstance(item, Run) and item.suite_version.suite.team_id != deletion.team_id:
        return f"“{item.suite_version.suite.title}”, which it belongs to, is deleted too. Restore that first."
    for run in Run.objects.filter(pk__in={home for _, home in deletion.answers}).exclude(**in_team):
        return f"Its run “{run.title}” is deleted too. Restore that first."
    if isinstance(item, Suite) and Suite.objects.filter(slug=item.slug, **in_team).exists():
        return f"There is another suite called {item.slug} now. Delete that one first."
    if isinstance(item, Workbook) and Workbook.objects.filter(file=item.file_id, name=item.name, **in_team).exists():
        return f"{item.name} was uploaded again since. Delete that one first."
    keys = Run.objects.filter(pk__in=deletion.runs).exclude(import_key="").values("import_key")
    if Run.objects.filter(import_key__in=keys, **in_team).exists():
        return "The same answers were added again since. Delete those first."
    return _place_taken(deletion)


def _place_taken(deletion: Deletion) -> str:
    rows = Candidate.objects.filter(pk__in=[pk for pk, _ in deletion.answers])
    keys = rows.values_list("pk", "task", "model", "strategy", "sample")
    home_of: dict[int, int] = dict(deletion.answers)
    for pk, task, model, strategy, sample in keys:
        same = Q(run=home_of[pk], task=task, model=model, strategy=strategy, sample=sample)
        if Candidate.objects.filter(same).exists():
            return "Its run has another answer in its place since. Delete that one first."
    return ""
