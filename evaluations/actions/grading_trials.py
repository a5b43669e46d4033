"""Grade stored answers with the checks of another version of their suite: start a trial, apply it, discard it.

A trial changes nothing that counts. Applied, it is a bulk change of kind regrade, which can be undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from evaluations.actions.apply_bulk_change import snapshot_rows
from evaluations.actions.authors import User, author_of
from evaluations.errors import EvaluationError
from evaluations.limits import MAX_TRIAL_ANSWERS
from evaluations.models import BulkChange, Candidate, Grading, GradingTrial, State, SuiteVersion, Task, Team
from evaluations.models.changes import ChangeKind, can_be_regraded
from evaluations.models.grading_trials import TrialVerdict
from evaluations.queries.other_checks import has_other_checks, is_asked_otherwise
from evaluations.records import Verdict

BATCH = 200
RESULT = ("verdict", "score", "cause", "is_flaky")  # the fields of a candidate that its verdict decides
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """tasks: task of an earlier version to the same task with other checks. asked_otherwise: slugs of left out tasks,
    because the models saw another prompt. n: stored answers.
    """

    tasks: dict[int, int]
    asked_otherwise: Sequence[str]
    n: int


def plan_trial(team: Team, version: SuiteVersion, slug: str = "") -> TrialPlan:
    """Count the stored answers that the version's checks can grade, of all tasks or of one."""
    present = {task.slug: task for task in version.tasks.all() if not slug or task.slug == slug}
    earlier = Task.objects.filter(version__suite=version.suite_id, slug__in=present).exclude(version=version)
    tasks, otherwise = {}, set[str]()
    for old in earlier:
        new = present[old.slug]
        if is_asked_otherwise(old, new):
            otherwise.add(old.slug)
        elif has_other_checks(old, new):
            tasks[old.pk] = new.pk
    return TrialPlan(tasks=tasks, asked_otherwise=sorted(otherwise), n=_answers(team, tasks).count())


def _answers(team: Team, tasks: Iterable[int]) -> QuerySet[Candidate]:
    return can_be_regraded(Candidate.objects.filter(run__team=team, task__in=list(tasks)))


def start_trial(team: Team, version: SuiteVersion, *, key: str, by: User, slug: str = "") -> tuple[GradingTrial, bool]:
    """Return the trial, and whether it is new: for a known key return the trial of that time.

    Raises EvaluationError when there is nothing to grade. The caller wakes a worker.
    """
    if earlier := GradingTrial.objects.filter(team=team, key=key).first():
        return earlier, False
    plan = plan_trial(team, version, slug)
    if reason := trial_error(version, plan):
        raise EvaluationError(reason)
    try:
        with transaction.atomic():
            return _start(team, version, plan, key=key, created_by=author_of(by)), True
    except IntegrityError:
        return GradingTrial.objects.get(team=team, key=key), False


def trial_error(version: SuiteVersion, plan: TrialPlan) -> str:
    """Return why there is nothing to try; empty when there is."""
    if plan.n > MAX_TRIAL_ANSWERS:
        return (
            f"There are {plan.n:,} stored answers; the limit of one trial is {MAX_TRIAL_ANSWERS:,}. Try single tasks."
        )
    if plan.n:
        return ""
    if plan.tasks:
        return f"{version} has other checks, but there are no stored answers that they could grade."
    if plan.asked_otherwise:
        names = ", ".join(plan.asked_otherwise[:5])
        return (
            f"The stored answers are to other prompts ({names}), so {version} cannot grade them. Ask the models again."
        )
    return f"{version} would change no verdict of an earlier version: no task has other checks."


def _start(team: Team, version: SuiteVersion, plan: TrialPlan, **kwargs: Any) -> GradingTrial:
    answers = list(_answers(team, plan.tasks).values_list("pk", "task", "verdict", "is_flaky"))
    candidates = [pk for pk, *_ in answers]
    gradings: dict[int, int] = {}
    for part in _parts(candidates):
        current = Grading.objects.filter(candidate__in=part, is_current=True)
        gradings.update(current.values_list("candidate", "pk"))
    trial = GradingTrial.objects.create(team=team, version=version, n=len(answers), **kwargs)
    TrialVerdict.objects.bulk_create(
        (
            TrialVerdict(
                trial=trial,
                candidate_id=pk,
                task_id=plan.tasks[task],
                grading_id=gradings.get(pk),
                before="flaky" if is_flaky else verdict,
            )
            for pk, task, verdict, is_flaky in answers
        ),
        batch_size=BATCH,
    )
    return trial


def _parts(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]


def discard_trial(trial: GradingTrial) -> None:
    """Delete a trial and its verdicts. Raises EvaluationError for one that was applied."""
    if trial.change_id:
        raise EvaluationError("It was applied. Undo the change instead.")
    trial.delete()


@transaction.atomic
def apply_trial(trial: GradingTrial, by: User) -> BulkChange:
    """Let the verdicts of a trial count: a bulk change that can be undone. Raises EvaluationError.

    Left out are answers that could not be executed, and those that were graded again since the trial began.
    """
    trial = GradingTrial.objects.select_for_update().select_related("version__suite").get(pk=trial.pk)
    if trial.change:
        return trial.change
    if not trial.is_done:
        raise EvaluationError("Not all answers are executed yet. Apply it when they are.")
    rows = _still_comparable(trial)
    if not rows:
        raise EvaluationError("No verdict of this trial can be applied: the answers were graded again meanwhile.")
    change = BulkChange.objects.create(
        team=trial.team,
        kind=ChangeKind.REGRADE,
        key=f"trial-{trial.pk}",
        n_regraded=len(rows),
        created_by=author_of(by),
    )
    candidates = [row.candidate_id for row in rows]
    for part in _parts(candidates):
        snapshot_rows(change, Candidate.objects.filter(pk__in=part))
    change.runs.set(Candidate.objects.filter(pk__in=candidates).order_by().values_list("run", flat=True).distinct())
    for some in _parts(rows):
        _replace(some, str(trial.version))
    trial.change = change
    trial.save(update_fields=["change"])
    trial.rows.update(judgement={})
    return change


def _still_comparable(trial: GradingTrial) -> list[TrialVerdict]:
    """Lock the answers whose verdict is still the one that the trial compared with."""
    rows = [row for row in trial.rows.order_by("candidate") if row.verdict not in ("", Verdict.UNSCORED)]
    current: dict[int, int] = {}
    for part in _parts([row.candidate_id for row in rows]):
        done = Candidate.objects.filter(pk__in=part, state=State.DONE, taken_by="").order_by("pk")
        locked = list(done.select_for_update(of=("self",)).values_list("pk", flat=True))
        current |= dict.fromkeys(locked, 0)
        gradings = Grading.objects.filter(candidate__in=locked, is_current=True)
        current.update(gradings.values_list("candidate", "pk"))
    return [row for row in rows if current.get(row.candidate_id, -1) == (row.grading_id or 0)]


def _replace(rows: Sequence[TrialVerdict], version: str) -> None:
    """Make the trial's verdicts current: one statement for the candidates with the same result.

    The picture of an answer stays: the code is the same.
    """
    earlier = Grading.objects.filter(pk__in=[row.grading_id for row in rows if row.grading_id])
    pictures = dict(earlier.values_list("pk", "screenshot"))
    earlier.update(is_current=False)
    gradings = []
    for row in rows:
        fields: dict[str, Any] = dict(row.judgement)
        fields["details"] = {**fields["details"], "checks_of": version}
        picture = pictures.get(row.grading_id or 0)
        gradings.append(Grading(candidate_id=row.candidate_id, screenshot_id=picture, is_current=True, **fields))
    Grading.objects.bulk_create(gradings)
    alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for grading in gradings:
        alike[tuple(getattr(grading, name) for name in RESULT)].append(grading.candidate_id)
    for result, candidates in alike.items():
        fields = dict(zip(RESULT, result, strict=True))
        Candidate.objects.filter(pk__in=candidates).update(finished_at=now(), **fields)
