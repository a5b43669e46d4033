"""Counts kept beside the candidates: one row for each run, task, model and strategy, whatever the number of samples.

Database triggers (`tally_triggers.py`) change them in the statement that changes a candidate, so that no code path can
forget to, and a page over a million candidates reads some thousand rows.
"""

from __future__ import annotations

from django.db import models

from evaluations.models.servers import LanguageModel
from evaluations.models.suites import Task


class Tally(models.Model):
    """Candidates of one run, task, model and strategy. Flaky ones count only in n and n_flaky, not for a verdict."""

    # db_index=False: the unique index begins with run, and tally_by_task with task.
    run = models.ForeignKey("evaluations.Run", on_delete=models.CASCADE, related_name="tallies", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="tallies")
    strategy = models.CharField(max_length=80)
    n = models.IntegerField(default=0)
    n_open = models.IntegerField(default=0)
    n_cancelled = models.IntegerField(default=0)
    n_flaky = models.IntegerField(default=0)
    n_truncated = models.IntegerField(default=0)
    n_scored = models.IntegerField(
        default=0, help_text="Number of samples that count in rates; 0 for a task without checks."
    )
    n_passed = models.IntegerField(default=0)
    n_unchecked = models.IntegerField(default=0)
    n_failed = models.IntegerField(default=0)
    n_runtime_error = models.IntegerField(default=0)
    n_over_limit = models.IntegerField(default=0)
    n_timeout = models.IntegerField(default=0)
    n_build_error = models.IntegerField(default=0)
    n_no_code = models.IntegerField(default=0)
    n_unscored = models.IntegerField(default=0)
    score_sum = models.FloatField(default=0.0)
    n_answers = models.IntegerField(default=0)
    prompt_tokens = models.BigIntegerField(default=0)
    completion_tokens = models.BigIntegerField(default=0)
    generation_ms = models.FloatField(default=0.0)
    # Only of answers whose server reported both; tokens per second are computed from them.
    timed_tokens = models.BigIntegerField(default=0)
    timed_ms = models.FloatField(default=0.0)
    n_first_token = models.IntegerField(default=0)
    first_token_ms = models.FloatField(default=0.0)
    n_thoughts = models.IntegerField(default=0)
    n_thought_only = models.IntegerField(default=0)
    thinking_tokens = models.BigIntegerField(default=0)
    thinking_ms = models.FloatField(default=0.0)
    n_first_text = models.IntegerField(default=0)
    first_text_ms = models.FloatField(default=0.0)
    load_ms = models.FloatField(null=True, help_text="The longest load so far, which was a cold start.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "model", "strategy", "task"], name="one_tally_per_cell"),
        ]
        indexes = [models.Index(fields=["task", "run"], name="tally_by_task")]

    def __str__(self) -> str:
        return f"tally of run {self.run_id}, task {self.task_id}, model {self.model_id}"


class CauseTally(models.Model):
    """Number of candidates of a run and model, without flaky ones, that ended with this cause.

    text: the first TEXT_CHARS of the cause.
    """

    # db_index=False: cause_by_run begins with it.
    run = models.ForeignKey("evaluations.Run", on_delete=models.CASCADE, related_name="cause_tallies", db_index=False)
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="cause_tallies")
    verdict = models.CharField(max_length=15)
    text = models.CharField(max_length=160)
    n = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "model", "verdict", "text"], name="one_tally_per_cause"),
        ]
        indexes = [models.Index(fields=["run", "-n"], name="cause_by_run")]

    def __str__(self) -> str:
        return f"{self.n} × {self.verdict}: {self.text}"


class VersionTally(models.Model):
    """How many current gradings of a run each version of harness, extractor and grader made. newest: the last one."""

    run = models.ForeignKey("evaluations.Run", on_delete=models.CASCADE, related_name="version_tallies")
    harness_version = models.CharField(max_length=40)
    extractor_version = models.CharField(max_length=40)
    grader_version = models.CharField(max_length=40)
    n = models.IntegerField(default=0)
    newest = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "harness_version", "extractor_version", "grader_version"], name="one_tally_per_versions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.n} of run {self.run_id} by {self.harness_version}"
