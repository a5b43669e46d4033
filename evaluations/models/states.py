"""Life of a run and of a candidate. Verdicts are in evaluations/records.py."""

from django.db import models


class RunState(models.TextChoices):
    """A paused run starts nothing new; a cancelled run never starts anything again."""

    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class State(models.TextChoices):
    """Life of a candidate. `executing` begins when the answer is stored; taken_by is empty until a slot has it."""

    QUEUED = "queued"
    GENERATING = "generating"
    EXECUTING = "executing"
    DONE = "done"
    CANCELLED = "cancelled"
