"""Suites, their versions and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.timezone import now

from evaluations.models.files import StoredFile, Workbook
from evaluations.models.json_column import JSONColumn
from evaluations.models.teams import Team
from evaluations.partial_dates import MAX_LENGTH
from evaluations.records import Checks, Kind, Message, TaskSpec, to_json
from evaluations.stored_json import JsonObject


class Suite(models.Model):
    """A named set of tasks. origin: shipped (folder in suites/), written (in the browser), prompt (one submission)."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped"
        WRITTEN = "written"
        PROMPT = "prompt"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="suites")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    readme = models.TextField(
        blank=True,
        default="",
        db_default="",  # processes of the release before do not know the column
        help_text="What it can tell, as Markdown.",
    )
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.WRITTEN)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["slug"]
        constraints = [models.UniqueConstraint(fields=["team", "slug"], name="one_suite_per_slug")]

    def __str__(self) -> str:
        return self.slug

    def latest(self) -> SuiteVersion | None:
        """Return the newest version."""
        return self.versions.order_by("-number").first()


class SuiteVersion(models.Model):
    """Frozen content of a suite; digest is its content hash: the same content never makes a second version."""

    suite = models.ForeignKey(Suite, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=now)
    variant_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="variants",
        help_text="The version whose tasks this version contains with other names.",
    )

    class Meta:
        ordering = ["suite", "number"]
        constraints = [
            models.UniqueConstraint(fields=["suite", "number"], name="one_number_per_version"),
            models.UniqueConstraint(fields=["suite", "digest"], name="one_version_per_content"),
        ]

    def __str__(self) -> str:
        return f"{self.suite.slug} v{self.number}"

    @property
    def is_single_prompt(self) -> bool:
        """Whether it is one prompt, not a suite: there is nothing to average over, so pages show no statistics."""
        return self.suite.origin == Suite.Origin.PROMPT and self.tasks.count() == 1


@lru_cache(maxsize=12)
def _tasks(version: int, made_at: datetime) -> tuple[Task, ...]:
    tasks = Task.objects.filter(version=version).defer("spec", "fixtures").order_by("position")
    return tuple(tasks)


def tasks_of(version: SuiteVersion) -> list[Task]:
    """Return the tasks of a version in their order, without their specs; cached, because a version never changes.

    Reading 500 takes 20 ms. The time at which a version was made distinguishes it from a removed one with its number.
    """
    if version.tasks.count() != len(_tasks(version.pk, version.created_at)):
        _tasks.cache_clear()  # it was read while it was being written
    return list(_tasks(version.pk, version.created_at))


class TaskQuerySet(models.QuerySet["Task"]):
    """Writing tasks from their plain records."""

    def add(self, version: SuiteVersion, position: int, spec: TaskSpec, workbook: Workbook | None = None) -> Task:
        """Add one task row; its fixtures go to the content-addressed store."""
        fixtures = {name: StoredFile.objects.store(content).pk for name, content in spec.fixtures.items()}
        stored_spec = to_json(
            {f: getattr(spec, f) for f in spec.__dataclass_fields__ if f not in ("fixtures", "published")}
        )
        return self.create(
            version=version,
            position=position,
            slug=spec.slug,
            title=spec.title,
            kind=spec.kind,
            language=spec.language,
            tags=list(spec.tags),
            spec=stored_spec,
            fixtures=fixtures,
            workbook=workbook,
            is_checked=spec.is_checked,
            published=spec.published,
        )


class Task(models.Model):
    """One problem of a suite version. spec: plain TaskSpec without fixtures; fixtures: file name to SHA-256."""

    version = models.ForeignKey(SuiteVersion, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveIntegerField()
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    tags: JSONColumn[list[str]] = models.JSONField(default=list)
    spec: JSONColumn[JsonObject] = models.JSONField()
    fixtures: JSONColumn[dict[str, str]] = models.JSONField(default=dict)
    is_checked = models.BooleanField(default=True, help_text="False: the answers are shown but count in no rate.")
    workbook = models.ForeignKey(Workbook, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks")
    published = models.CharField(
        max_length=MAX_LENGTH, blank=True, help_text="Date since which the task is public: 2023, 2023-06 or 2023-06-14."
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="one_task_per_slug")]

    def __str__(self) -> str:
        return self.slug

    @property
    def droppable(self) -> dict[str, str]:
        """The fixtures that a person can hand to a file input of an answer: file name to SHA-256.

        Empty for a page to rebuild: its pictures belong to the prompt.
        """
        return {} if self.kind == Kind.VISUAL else self.fixtures

    def to_spec(self, *, with_files: bool = True) -> TaskSpec:
        """Return the task as a record, with fixtures from the store; with_files False leaves them out, for a prompt."""
        stored = StoredFile.objects.in_bulk(list(self.fixtures.values())) if with_files else {}
        fixtures = {name: stored[key].read() for name, key in self.fixtures.items() if stored}
        return spec_from_json({**self.spec, "published": self.published}, fixtures)


def spec_from_json(stored: Mapping[str, Any], fixtures: Mapping[str, bytes]) -> TaskSpec:
    """Convert the result of `to_json` back to a record."""
    values: dict[str, Any] = {name: value for name, value in stored.items() if name != "fixtures"}
    checks = values.pop("checks")
    values.update(kind=Kind(values["kind"]), tags=tuple(values["tags"]))
    values["turns"] = tuple(Message(**turn) for turn in values.get("turns", ()))
    return TaskSpec(**values, checks=Checks(**checks) if checks else None, fixtures=fixtures)
