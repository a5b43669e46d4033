"""Candidates, what was generated for them, and how it was graded."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.timezone import now

from evaluations.models.graded_code import GradedCode
from evaluations.models.json_column import JSONColumn
from evaluations.models.packed_json import PackedJSONField
from evaluations.models.servers import LanguageModel, ModelServer
from evaluations.models.states import RunState, State
from evaluations.models.suites import Task
from evaluations.records import Verdict
from evaluations.stored_json import StoredOptions, StoredPrompt, StoredSettings, StoredSource


class CauseHead(models.Func):
    """The first 160 characters of a cause, by which equal causes are counted and found.

    The SQL has literals, so that the database uses its index.
    """

    function = "SUBSTR"
    template = "%(function)s(%(expressions)s, 1, 160)"
    output_field = models.CharField(max_length=160)


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Filters of candidates, and their claims and hand-overs. Each of these is one guarded UPDATE."""

    def with_verdict(self) -> CandidateQuerySet:
        """Return candidates with a verdict about the answer: not those without a verdict, and not unscored ones."""
        return self.exclude(verdict__in=["", Verdict.UNSCORED])

    def scored(self) -> CandidateQuerySet:
        """Return candidates that count in rates: with a verdict, not flaky, of a task with checks.

        Tally.n_scored counts the same ones.
        """
        return self.with_verdict().filter(is_flaky=False, task__is_checked=True)

    def waiting_for_sandbox(self) -> CandidateQuerySet:
        """Return stored answers that no slot has taken; the newest run first, because somebody is probably watching
        it.
        """
        ready = models.Q(not_before=None) | models.Q(not_before__lte=Now())
        free = self.filter(ready, state=State.EXECUTING, taken_by="")
        return free.exclude(run__state__in=[RunState.PAUSED, RunState.CANCELLED]).order_by("-run_id", "pk")

    def waiting_for_model(self, server_id: int) -> CandidateQuerySet:
        """Return candidates of running runs that this server has not been asked for yet, oldest first."""
        return self._waiting().filter(model__server=server_id)

    def waiting_for_help(self, server_id: int) -> CandidateQuerySet:
        """Return candidates that wait for other servers, for models that this server has too, with the same weights;
        oldest first.

        Only where this server may get the prompt: it is the run's team's own, or both servers are the whole site's.
        A run that asks the model on both servers compares them, and gets its answers from each.
        """
        server = ModelServer.objects.get(pk=server_id)
        rows = self._waiting().filter(model__in=LanguageModel.objects.twins_of(server))
        rows = rows.filter(run__team=server.team_id) if server.team_id else rows.filter(model__server__team=None)
        both = LanguageModel.objects.filter(server=server_id, name=models.OuterRef("model__name"))
        return rows.exclude(models.Exists(both.filter(runmodel__run=models.OuterRef("run"))))

    def _waiting(self) -> CandidateQuerySet:
        ready = models.Q(not_before=None) | models.Q(not_before__lte=Now())
        rows = self.filter(ready, state=State.QUEUED, taken_by="", run__state=RunState.RUNNING)
        return rows.order_by("run_id", "pk")

    def claim(self, pks: list[int], state: State, worker: str) -> list[int]:
        """Mark the rows that are still free as taken by this worker; return them.

        state: generating claims queued rows, executing those whose answer is stored.
        """
        before = State.QUEUED if state == State.GENERATING else State.EXECUTING
        with transaction.atomic():
            free = list(
                self.filter(pk__in=pks, taken_by="", state=before)
                .select_for_update(skip_locked=True, of=("self",))
                .values_list("pk", flat=True)
            )
            self.filter(pk__in=free).update(state=state, taken_by=worker, taken_at=Now())
        return free

    def leave_out_cancelled(self) -> int:
        """Leave out candidates of cancelled runs that no worker holds; a worker calls it when it releases a row."""
        free = self.filter(state__in=[State.QUEUED, State.EXECUTING], taken_by="")
        return free.filter(run__state=RunState.CANCELLED).update(state=State.CANCELLED)

    def put_back(self, worker: str) -> int:
        """Release a worker's rows: unanswered ones are asked again, answered ones executed again."""
        rows = self.filter(taken_by=worker)
        n_generating = rows.filter(state=State.GENERATING).update(state=State.QUEUED, taken_by="", taken_at=None)
        return n_generating + rows.filter(state=State.EXECUTING).update(taken_by="", taken_at=None)


class Candidate(models.Model):
    """One try of one model at one task. verdict is empty until there is one; score in [0, 1]."""

    State = State
    # db_index=False: candidate_by_run begins with it.
    run = models.ForeignKey("evaluations.Run", on_delete=models.CASCADE, related_name="candidates", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="candidates")
    model = models.ForeignKey(LanguageModel, on_delete=models.PROTECT, related_name="candidates")
    strategy = models.CharField(max_length=80, default="plain")
    sample = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    taken_by = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0, help_text="Tries that Bakeoff or the server ended with an error.")
    not_before = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=15, blank=True)
    score = models.FloatField(null=True, blank=True)
    cause = models.TextField(blank=True)
    is_truncated = models.BooleanField(default=False)
    is_flaky = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "task", "model", "strategy", "sample"], name="one_candidate_per_try")
        ]
        indexes = [
            models.Index(fields=["state", "taken_by", "-run", "id"], name="candidate_by_state"),
            models.Index(fields=["run", "model", "verdict"], name="candidate_by_verdict"),
            models.Index(fields=["run", "-finished_at"], name="candidate_by_end"),
            models.Index(CauseHead("cause"), "run", name="candidate_by_cause"),
            # For the list of answers: newest run first. Rare values have their own index, to find the last of them.
            models.Index(fields=["-run", "id"], name="candidate_by_run"),
            models.Index(fields=["-run", "verdict", "id"], name="candidate_by_run_verdict"),
            models.Index(fields=["-run", "id"], condition=models.Q(is_flaky=True), name="candidate_flaky"),
            models.Index(fields=["-run", "id"], condition=models.Q(is_truncated=True), name="candidate_truncated"),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class Generation(models.Model):
    """The answer of a model, stored raw, with exactly what was asked. Times in ms."""

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="generation")
    prompt: JSONColumn[StoredPrompt] = PackedJSONField()
    options: JSONColumn[StoredOptions] = PackedJSONField(default=dict)
    # Null also for older answers: a column without a default is added without copying the table.
    settings: JSONColumn[StoredSettings | None] = PackedJSONField(
        null=True,
        blank=True,
        help_text="Sampling options: those sent, those refused, the model's own ones, and the context used.",
    )
    text = models.TextField(blank=True)
    stop_reason = models.CharField(max_length=10)
    model_digest = models.CharField(max_length=128, blank=True)
    quantisation = models.CharField(max_length=60, blank=True)
    prompt_tokens = models.PositiveIntegerField(null=True, blank=True)
    completion_tokens = models.PositiveIntegerField(null=True, blank=True)
    load_ms = models.FloatField(null=True, blank=True)
    first_token_ms = models.FloatField(null=True, blank=True)
    generation_ms = models.FloatField(null=True, blank=True)
    # Null also for older answers: a column without a default is added without copying the table.
    first_text_ms = models.FloatField(
        null=True, blank=True, help_text="Time from the request to the first token of the answer, after the thought."
    )
    thinking_ms = models.FloatField(
        null=True, blank=True, help_text="Time from the first token of the thought to its end."
    )
    thinking_tokens = models.PositiveIntegerField(
        null=True, blank=True, help_text="Included in completion_tokens; null without a thought."
    )
    is_thought_only = models.BooleanField(null=True, help_text="The model thought until its limit and gave no answer.")
    source: JSONColumn[StoredSource] = PackedJSONField(
        default=dict, blank=True, help_text="For imported answers: where, when and how they were made."
    )
    # NULL for rows created before this column; adding it without a default avoids a table rebuild on SQLite, which
    # would drop the triggers.
    is_trimmed = models.BooleanField(
        null=True, help_text="Part of the prompt was left out so that the rest fits into the context."
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["candidate"], condition=models.Q(is_trimmed=True), name="generation_trimmed"),
            models.Index(
                fields=["candidate"], condition=models.Q(is_thought_only=True), name="generation_thought_only"
            ),
        ]

    def __str__(self) -> str:
        return f"generation of candidate {self.candidate_id}"


class Grading(GradedCode):
    """One extraction, execution and grading of a generation. Old ones stay as history; one is current."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="gradings")
    is_current = models.BooleanField(default=True)
    thinned_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When code, reports and picture were removed to save space; the verdict is kept.",
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["candidate"], condition=models.Q(is_current=False, thinned_at=None), name="grading_older_whole"
            ),
            models.Index(
                fields=["screenshot"], condition=models.Q(screenshot__isnull=False), name="grading_by_screenshot"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=models.Q(is_current=True), name="one_current_grading"
            )
        ]

    def __str__(self) -> str:
        return f"grading of candidate {self.candidate_id}"
