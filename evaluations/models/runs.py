"""Runs. Progress is computed from the candidate rows, never from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.functions import Coalesce, Now
from django.utils.timezone import now

from evaluations.errors import LimitReached
from evaluations.models import standstill
from evaluations.models.candidates import Candidate
from evaluations.models.json_column import JSONColumn
from evaluations.models.servers import LanguageModel
from evaluations.models.states import RunState, State
from evaluations.models.suites import SuiteVersion, Task
from evaluations.models.teams import Team
from evaluations.records import Sampling, Verdict, to_json
from evaluations.sampling import describe_sampling, read_sampling
from evaluations.stored_json import StoredForecast, StoredPendingVariant, StoredSampling

BESIDE = "beside-"  # beginning of the import_key of a second run, which the number of the first one follows
# Beginning of the import_key with which processes of the release before note what pending_variant notes now. Remove it
# with `take_over_waits` in actions/run_beside.py after one release.
WITH_VARIANT = "with-variant-"
# Newest first: candidates are answered and executed oldest first, so the first row that is read is usually open.
NEWEST_OPEN = (
    "SELECT id FROM evaluations_candidate WHERE run_id = %s AND state NOT IN (%s, %s) ORDER BY id DESC LIMIT 1"
)


class RunQuerySet(models.QuerySet["Run"]):
    """Starting and reading runs."""

    @transaction.atomic
    def start(self, version: SuiteVersion, chosen: Iterable[LanguageModel], sampling: Sampling, **kwargs: Any) -> Run:
        """Make a run with all its candidate rows, written at once.

        kwargs: team and title are required; n_samples (1), strategies (["plain"]), created_by, origin; skips(task,
        strategy) is true for tasks that the strategy leaves out. Raises LimitReached.
        """
        self.refuse_more(kwargs["team"], kwargs.get("created_by"))
        n_samples, strategies = kwargs.pop("n_samples", 1), kwargs.pop("strategies", ["plain"])
        skips: Callable[[Task, str], bool] = kwargs.pop("skips", lambda task, strategy: False)
        run = self.create(
            suite_version=version, sampling=to_json(sampling), n_samples=n_samples, strategies=strategies, **kwargs
        )
        models_, tasks = list(chosen), list(version.tasks.all())
        pairs = [(task, strategy) for task in tasks for strategy in strategies if not skips(task, strategy)]
        RunModel.objects.bulk_create(RunModel(run=run, model=m, position=i) for i, m in enumerate(models_))
        Candidate.objects.bulk_create(
            (
                Candidate(run=run, task=task, model=model, strategy=strategy, sample=sample)
                for model in models_
                for task, strategy in pairs
                for sample in range(n_samples)
            ),
            batch_size=500,
        )
        return run

    def open(self) -> RunQuerySet:
        """Run that have not ended: they are running or paused."""
        return self.filter(state__in=[RunState.RUNNING, RunState.PAUSED])

    def waiting_for_variant(self) -> RunQuerySet:
        """Return runs beside which the renamed variant of their suite is to be run, once a worker has made it.

        Left out are those whose variant failed, and runs that were cancelled or deleted meanwhile.
        """
        waiting = self.filter(pending_variant__state__in=["waiting", "making"], team__bin_for=None)
        return waiting.exclude(state=RunState.CANCELLED).order_by("pk")

    def refuse_more(self, team: Team, person: Any, n_more: int = 1) -> None:
        """Raise LimitReached when a person, or a team, would have more open runs than the settings allow.

        n_more: runs that are started together. Runs without a person (from a shell, at the first start) are not
        limited. It belongs into the transaction that starts the runs: of two simultaneous starts one waits for the
        other.
        """
        if person is None or not (settings.OPEN_RUNS_PER_PERSON or settings.OPEN_RUNS_PER_TEAM):
            return
        Team.objects.select_for_update().filter(pk=team.pk).first()
        own = self.model.objects.open().filter(team=team)
        for limit, rows, whose in (
            (settings.OPEN_RUNS_PER_PERSON, own.filter(created_by=person.pk), "You have"),
            (settings.OPEN_RUNS_PER_TEAM, own, "Your team has"),
        ):
            if limit and (n := rows.count()) + n_more > limit:
                starts = f" This starts {n_more:,}." if n_more > 1 else ""
                raise LimitReached(
                    f"{whose} {n:,} open run{'s' if n != 1 else ''}, and the limit is {limit:,}.{starts} "
                    "Wait until one ends, or cancel one, then do this again.",
                    status=403,
                )

    def with_progress(self) -> RunQuerySet:
        """Add n_candidates, n_done, n_cancelled, n_scored and one count per verdict (n_passed, n_failed, …).

        n_done contains the cancelled ones.
        """
        names = ["n_scored", "n_cancelled", *(f"n_{verdict.value}" for verdict in Verdict)]
        counts = {name: Coalesce(models.Sum(f"tallies__{name}"), 0) for name in names}
        n, n_open = (Coalesce(models.Sum(f"tallies__{name}"), 0) for name in ("n", "n_open"))
        return self.annotate(n_candidates=n, n_done=n - n_open, **counts)


class Run(models.Model):
    """Suite version × models × strategies × frozen settings. origin: live, or stored (answers made elsewhere)."""

    State = RunState

    class Origin(models.TextChoices):
        LIVE = "live"
        STORED = "stored"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="runs")
    suite_version = models.ForeignKey(SuiteVersion, on_delete=models.PROTECT, related_name="runs")
    title = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.LIVE)
    sampling: JSONColumn[StoredSampling] = models.JSONField()
    n_samples = models.PositiveIntegerField(default=1)
    strategies: JSONColumn[list[str]] = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    # Null for older runs: a column without default is added without copying the table.
    until_settled = models.BooleanField(null=True, help_text="It ends when the ranking of its models is settled.")
    forecast: JSONColumn[StoredForecast | None] = models.JSONField(
        null=True,
        help_text="begun_at: time of its first request; low_s, high_s: the time expected then, 0 where unknown.",
    )
    pending_variant: JSONColumn[StoredPendingVariant | None] = models.JSONField(
        null=True, help_text="The renamed variant that is to be run beside it, until that second run is started."
    )
    import_key = models.CharField(
        max_length=80,
        blank=True,
        help_text="Key of the import that made this run; the same import never makes a second one.",
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(default=now)
    thinned_at = models.DateTimeField(null=True, blank=True, help_text="When reports and pictures were removed.")
    finished_at = models.DateTimeField(null=True, blank=True)
    chosen = models.ManyToManyField(LanguageModel, through="RunModel", related_name="runs")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["team", "-created_at"], name="run_by_team")]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "import_key"], condition=~models.Q(import_key=""), name="one_run_per_import_key"
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk}: {self.title}"

    def to_sampling(self) -> Sampling:
        """Return the frozen settings as a record."""
        return read_sampling(self.sampling)

    @property
    def sampling_text(self) -> str:
        """The frozen settings in one line."""
        return describe_sampling(self.sampling)

    @property
    def message(self) -> str:
        """One sentence about what the run waits for; empty when it waits for nothing."""
        if self.state != RunState.RUNNING:
            return ""
        return " ".join(standstill.reasons(self))

    def pause(self) -> bool:
        """Start no new work; current generations and executions finish. False when it was not running."""
        return bool(Run.objects.filter(pk=self.pk, state=RunState.RUNNING).update(state=RunState.PAUSED))

    def resume(self) -> bool:
        """Go on; the caller wakes the workers. False when it was not paused."""
        moved = Run.objects.filter(pk=self.pk, state=RunState.PAUSED).update(state=RunState.RUNNING)
        self.finish_if_complete()
        return bool(moved)

    @transaction.atomic
    def cancel(self) -> bool:
        """Ask no further questions; stored answers keep their verdicts. False when it had ended."""
        active = Run.objects.filter(pk=self.pk, state__in=[RunState.RUNNING, RunState.PAUSED])
        if not active.update(state=RunState.CANCELLED, finished_at=Now()):
            return False
        self.candidates.leave_out_cancelled()
        return True

    def finish_if_complete(self) -> bool:
        """Mark the run done when all candidates have ended. True only for the caller that ended it.

        A run that asks until its ranking is settled is done when its plan has ended as well.
        """
        with (
            connection.cursor() as cursor
        ):  # SQL by hand: it is read for each verdict, and building the query took 1.3 of its 12 ms
            cursor.execute(NEWEST_OPEN, [self.pk, State.DONE.value, State.CANCELLED.value])
            if cursor.fetchone():
                return False
        running = Run.objects.filter(pk=self.pk, state=RunState.RUNNING)
        if self.until_settled:
            running = running.exclude(adaptive__ending="")
        return bool(running.update(state=RunState.DONE, finished_at=Now()))


class RunModel(models.Model):
    """A model chosen for a run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="run_models")
    model = models.ForeignKey(LanguageModel, on_delete=models.PROTECT)
    position = models.PositiveIntegerField()
    not_taken: JSONColumn[dict[str, str] | None] = models.JSONField(
        null=True, blank=True, help_text="Sampling options that the server could not take, each with the reason."
    )

    class Meta:
        ordering = ["run", "position"]
        constraints = [models.UniqueConstraint(fields=["run", "model"], name="one_model_per_run")]

    def __str__(self) -> str:
        return f"{self.model} in run {self.run_id}"
