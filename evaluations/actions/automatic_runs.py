"""Starts runs for new models automatically, each once, and compares them with the model in use."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from evaluations.actions.authors import User, author_of
from evaluations.actions.start_run import samples_error
from evaluations.errors import EvaluationError, LimitReached, SuiteError
from evaluations.limits import MAX_SCHEDULES
from evaluations.models import AutomaticRun, InUse, LanguageModel, ModelServer, Run, Schedule, Suite, SuiteVersion, Team
from evaluations.models.automatic_runs import digest_of
from evaluations.models.choices import Purpose, purpose_of
from evaluations.prompts import skips
from evaluations.queries.comparison import Side, compare_sides
from evaluations.records import Sampling, to_json

STRATEGY = "plain"
END_STATES = (Run.State.DONE, Run.State.CANCELLED)
MOST_EARLIER = 20  # runs of the model in use that are read
NOT_CHOSEN = "Your team has not chosen a model that it uses for {purpose}: there is nothing to compare with."
SAME_MODEL = "It is the model that your team uses for {purpose}."
NO_ANSWERS = "{model} or {against} has no scored answers to the same tasks."
log = logging.getLogger(__name__)


@transaction.atomic
def add_schedule(
    team: Team,
    suites: Iterable[Suite],
    servers: Iterable[ModelServer],
    hours: tuple[int, int],
    n_samples: int,
    by: User,
) -> Schedule:
    """Add a schedule. Existing models count as known: only models that appear or change later are run. Raises
    SuiteError.
    """
    chosen = list(suites)
    if not chosen:
        raise SuiteError("No suite is chosen. Choose at least one.")
    if not all(0 <= hour <= 23 for hour in hours):
        raise SuiteError(f"Hours are from 0 to 23, not {hours[0]} and {hours[1]}.")
    if error := samples_error(n_samples):
        raise SuiteError(error)
    if Schedule.objects.filter(team=team).count() >= MAX_SCHEDULES:
        raise SuiteError(f"A team has {MAX_SCHEDULES} schedules at most. Delete one first.")
    schedule = Schedule.objects.create(
        team=team, from_hour=hours[0], to_hour=hours[1], n_samples=n_samples, created_by=author_of(by)
    )
    schedule.suites.set(chosen)
    schedule.servers.set(servers)
    listed = LanguageModel.objects.visible_to(team).filter(is_present=True).select_related("server")
    known = {digest_of(model): model for model in listed}
    AutomaticRun.objects.bulk_create(
        AutomaticRun(schedule=schedule, suite=suite, digest=digest, model=model, reported_at=now())
        for suite in chosen
        for digest, model in known.items()
    )
    return schedule


def start_due() -> list[Run]:
    """Start due runs: one per digest, suite and schedule. The caller wakes the workers."""
    runs = []
    for schedule in Schedule.objects.filter(is_active=True).select_related("team"):
        if not schedule.is_due():
            continue
        for suite in schedule.suites.all():
            runs += [run for model in _unseen(schedule, suite) if (run := _start(schedule, suite, model))]
    return runs


def _unseen(schedule: Schedule, suite: Suite) -> list[LanguageModel]:
    digests_run = set(AutomaticRun.objects.filter(schedule=schedule, suite=suite).values_list("digest", flat=True))
    return list(
        {digest: model for model in schedule.models() if (digest := digest_of(model)) not in digests_run}.values()
    )


def _start(schedule: Schedule, suite: Suite, model: LanguageModel) -> Run | None:
    """Start a run; None if another process was quicker, or the suite has no version.

    The row that records it is written in the same transaction as the run.
    """
    version = suite.latest()
    if version is None:
        return None
    try:
        with transaction.atomic():
            row = AutomaticRun.objects.create(schedule=schedule, suite=suite, digest=digest_of(model), model=model)
            against = model_in_use(schedule.team, version)
            baseline = _earlier_run(schedule, version, against) if against and against != model else None
            chosen = [model]
            if against and against != model and baseline is None and _can_be_asked(against, schedule.team):
                chosen.append(against)
            run = Run.objects.start(
                version,
                chosen,
                Sampling(),
                team=schedule.team,
                title=f"New model {model.model_id[:100]}: {suite.title[:80]}",
                n_samples=schedule.n_samples,
                strategies=[STRATEGY],
                created_by=schedule.created_by,
                skips=skips,
            )
            row.run, row.against, row.baseline = run, against, baseline
            row.save(update_fields=["run", "against", "baseline"])
            return run
    except IntegrityError:
        return None
    except LimitReached as exc:  # tried again when runs have ended
        log.warning("%s of %s is not started yet: %s", model.model_id, schedule.team, exc)
        return None


def purpose_of_version(version: SuiteVersion) -> Purpose:
    """Return the purpose of most tasks of a version."""
    kinds = Counter(purpose_of(kind) for kind in version.tasks.values_list("kind", flat=True))
    return kinds.most_common(1)[0][0] if kinds else Purpose.COMPONENTS


def model_in_use(team: Team, version: SuiteVersion) -> LanguageModel | None:
    """Return the model that the team uses for the purpose of the version's tasks."""
    chosen = InUse.objects.filter(team=team, purpose=purpose_of_version(version), candidate=None)
    row = chosen.select_related("model__server").first()
    return row.model if row else None


def _can_be_asked(model: LanguageModel, team: Team) -> bool:
    return LanguageModel.objects.can_generate().visible_to(team).filter(pk=model.pk).exists()


def _earlier_run(schedule: Schedule, version: SuiteVersion, model: LanguageModel) -> Run | None:
    """Return the newest finished run with answers of the model in use, with the same settings and weights."""
    rows = Run.objects.filter(
        team=schedule.team,
        suite_version=version,
        state=Run.State.DONE,
        origin=Run.Origin.LIVE,
        n_samples=schedule.n_samples,
        sampling=to_json(Sampling()),
        chosen=model,
    )
    for run in rows.order_by("-pk")[:MOST_EARLIER]:
        candidates = run.candidates.filter(model=model, strategy=STRATEGY)
        digests = set(candidates.values_list("generation__model_digest", flat=True))
        if candidates.scored().exists() and digests <= {model.digest}:
            return run
    return None


def report(row: AutomaticRun) -> AutomaticRun:
    """Return the row with its result once its run has ended; written once."""
    if row.reported_at or row.run is None or row.run.state not in END_STATES:
        return row
    result, sentence = _compare_with_used_model(row)
    values: dict[str, Any] = {"result": result, "sentence": sentence, "reported_at": now()}
    AutomaticRun.objects.filter(pk=row.pk, reported_at=None).update(**values)
    row.refresh_from_db()
    return row


def _compare_with_used_model(row: AutomaticRun) -> tuple[str, str]:
    assert row.run is not None
    purpose, not_compared = purpose_of_version(row.run.suite_version), AutomaticRun.Result.ALONE
    if row.against is None:
        return not_compared, NOT_CHOSEN.format(purpose=purpose.label)
    if row.against_id == row.model_id:
        return not_compared, SAME_MODEL.format(purpose=purpose.label)
    new = Side(run=row.run, model=row.model, strategy=STRATEGY)
    used_side = Side(run=row.baseline or row.run, model=row.against, strategy=STRATEGY)
    try:
        pair = compare_sides(new, used_side)
    except EvaluationError as exc:
        return not_compared, str(exc)
    if pair is None:
        return not_compared, NO_ANSWERS.format(model=row.model.model_id, against=row.against.model_id)
    sentence = pair.sentence(row.model.model_id, row.against.model_id)
    if not pair.is_sure:
        return AutomaticRun.Result.SAME, sentence
    return (AutomaticRun.Result.WORSE if pair.is_worse else AutomaticRun.Result.BETTER), sentence


def report_of(run: Run) -> AutomaticRun | None:
    """Return the result of an automatic run; None for any other run."""
    rows = AutomaticRun.objects.filter(run=run).select_related("run__suite_version", "model__server", "against__server")
    row = rows.select_related("baseline").first()
    return report(row) if row else None


def report_ended() -> list[AutomaticRun]:
    """Report the runs that have ended since the last call; return their number."""
    rows = AutomaticRun.objects.filter(reported_at=None, run__state__in=END_STATES)
    return [report(row) for row in rows.select_related("run__suite_version", "model__server", "against__server")]
