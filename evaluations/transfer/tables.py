"""The contents of a team's archive: the tables in the order in which their rows refer to each other.

Not in it: people and their memberships, tokens, links, webhooks, model servers and keys, settings, schedules, drafts,
what was deleted, runs that have not ended, and showings of pairs that nobody has judged. Who wrote, voted or started
something is left out; votes keep the anonymous id of their reviewer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, ForeignKey, Q, QuerySet

from evaluations.models import (
    BlindRating,
    Campaign,
    Candidate,
    Comment,
    EditedAnswer,
    FollowUp,
    Generation,
    Grading,
    LanguageModel,
    Mark,
    Note,
    Ordering,
    OwnStrategy,
    Pair,
    PromptTemplate,
    Round,
    Run,
    RunModel,
    StarRating,
    State,
    Suite,
    SuiteVersion,
    Tag,
    Task,
    Team,
    Thought,
    Vote,
    Workbook,
)
from evaluations.models.states import RunState

END_STATES = (RunState.DONE, RunState.CANCELLED)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. team, run: the way from a row to its team, and to its run where it has one.

    left_out: fields that mean something on their own installation alone. only: which rows. is_leaf: no other table
    refers to it; a row that is there already stays as it is. needs_all: a row whose reference is missing is left out,
    also where the reference may be empty.
    """

    model: Any
    team: str
    run: str = ""
    left_out: tuple[str, ...] = ()
    only: Q = field(default_factory=Q)
    is_leaf: bool = False
    needs_all: bool = False

    @property
    def name(self) -> str:
        """Name of the member of the archive."""
        return f"database/{self.model._meta.model_name}"

    def rows(self, team: Team) -> QuerySet[Any]:
        """Return the rows of a team, oldest first."""
        rows = self.model._base_manager.filter(self.only, **{self.team: team})
        if self.run:
            rows = rows.filter(**{f"{self.run}__state__in": END_STATES})
        if self.model in (Campaign, Pair, Vote, Ordering, BlindRating):
            path = {Campaign: "pk"}.get(self.model, "campaign")
            rows = rows.filter(**{f"{path}__in": whole_campaigns(team)})
        if self.model is Pair:
            places = Q(votes__slot__isnull=False, votes__voted_at__isnull=False)
            rows = rows.annotate(n_voted=Count("votes", filter=places))
        result: QuerySet[Any] = rows.order_by("pk")
        return result

    def fields(self) -> list[models.Field[Any, Any]]:
        """Return the fields that are carried: all but the key, people, the team, and left_out."""
        others = (settings.AUTH_USER_MODEL, "evaluations.Team")
        return [
            column
            for column in self.model._meta.concrete_fields
            if not column.primary_key
            and column.name not in self.left_out
            and not (isinstance(column, ForeignKey) and column.related_model._meta.label in _labels(others))
        ]


def _labels(names: Iterable[str]) -> set[str]:
    return {name if name != settings.AUTH_USER_MODEL else "auth.User" for name in names}


def whole_campaigns(team: Team) -> QuerySet[Campaign]:
    """Return campaigns of which no run is still going on."""
    return Campaign.objects.filter(team=team).exclude(runs__state__in=[RunState.RUNNING, RunState.PAUSED])


TABLES = (
    Table(model=OwnStrategy, team="team", is_leaf=True),
    Table(model=PromptTemplate, team="team", is_leaf=True),
    Table(model=Workbook, team="team"),
    Table(model=Suite, team="team"),
    Table(model=SuiteVersion, team="suite__team"),
    Table(model=Task, team="version__suite__team"),
    Table(model=Run, team="team", only=Q(state__in=END_STATES), left_out=("until_settled", "forecast")),
    Table(model=RunModel, team="run__team", run="run"),
    Table(model=Candidate, team="run__team", run="run", left_out=("taken_by", "taken_at", "not_before")),
    Table(model=Generation, team="candidate__run__team", run="candidate__run"),
    Table(model=Grading, team="candidate__run__team", run="candidate__run"),
    Table(model=Round, team="candidate__run__team", run="candidate__run"),
    Table(model=Thought, team="candidate__run__team", run="candidate__run"),
    Table(model=FollowUp, team="version__suite__team", is_leaf=True),
    Table(
        model=EditedAnswer,
        team="candidate__run__team",
        run="candidate__run",
        left_out=("taken_by", "taken_at"),
        only=Q(state=State.DONE),
    ),
    Table(model=Campaign, team="team"),
    Table(model=Pair, team="campaign__team"),
    Table(model=Ordering, team="campaign__team", only=Q(stored_at__isnull=False)),
    Table(model=Vote, team="campaign__team", only=Q(voted_at__isnull=False), left_out=("token",)),
    Table(model=BlindRating, team="campaign__team", only=Q(stored_at__isnull=False), left_out=("token",)),
    Table(model=StarRating, team="candidate__run__team", run="candidate__run"),
    Table(model=Comment, team="candidate__run__team", run="candidate__run", needs_all=True),
    *(
        Table(model=model, team=f"{way}__team", only=Q(**{f"{thing}__isnull": False}), is_leaf=True, needs_all=True)
        for model in (Tag, Note)
        for thing, way in (
            ("suite", "suite"),
            ("run", "run"),
            ("workbook", "workbook"),
            ("candidate", "candidate__run"),
        )
    ),
    Table(model=Mark, team="candidate__run__team", run="candidate__run", is_leaf=True, needs_all=True),
    Table(model=Mark, team="task__version__suite__team", is_leaf=True, needs_all=True),
)
MANY_TO_MANY = {Campaign: ("runs", "chosen")}
OF_MODEL = ("family", "parameter_size", "quantisation", "digest")


def members() -> dict[str, list[Table]]:
    """Return tables by member of the archive; some rows are found by several ways."""
    result: dict[str, list[Table]] = {}
    for table in TABLES:
        result.setdefault(table.name, []).append(table)
    return result


def archive_row(table: Table, row: Any) -> Row:
    """Return a row as it is in the archive; `id` is its key on the installation that it comes from."""
    values: Row = {"id": row.pk} | {
        column.attname: _json_value(column.value_from_object(row)) for column in table.fields()
    }
    for name in MANY_TO_MANY.get(table.model, ()):
        values[name] = sorted(getattr(row, name).values_list("pk", flat=True))
    if table.model is Pair:
        values["n_given"] = row.n_voted
    for name in ("token", "ranking"):  # a token opens a showing: its hash is enough to tell which votes belong together
        if values.get(name):
            values[name] = hashlib.sha256(str(values[name]).encode()).hexdigest()[:32]
    return values


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def model_rows(team: Team) -> Iterator[Row]:
    """Yield the language models that the carried runs name, each with the server it was on."""
    rows = LanguageModel.objects.filter(runmodel__run__team=team, runmodel__run__state__in=END_STATES).distinct()
    for row in rows.select_related("server").order_by("pk"):
        values: Mapping[str, Any] = {name: getattr(row, name) for name in OF_MODEL}
        yield {"id": row.pk, "server": row.server.slug, "name": row.name, **values}


def files_of(row: Row) -> set[str]:
    """Return SHA-256 of every stored file that a row of the archive names."""
    named = {row.get("file_id"), row.get("screenshot_id"), *(row.get("fixtures") or {}).values()}
    return {digest for digest in named if digest}
