"""Items with star, tags, note and archive, by their addresses; and these values of one item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from evaluations.actions.annotate_items import Item, can_be_named
from evaluations.actions.delete_items import title_of
from evaluations.models import Candidate, Deletion, Note, Run, Star, Suite, Tag, Team, Workbook
from evaluations.models.items import column_of
from webapp.site.access import get_for_team

PROMPTS = Q(origin=Suite.Origin.PROMPT)
ROWS: dict[str, QuerySet[Any]] = {
    "conversation": Suite.objects.filter(PROMPTS),
    "suite": Suite.objects.exclude(PROMPTS),
    "run": Run.objects.select_related("suite_version__suite"),
    "answer": Candidate.objects.select_related("run", "task", "model__server"),
    "workbook": Workbook.objects.defer("preview", "truth"),
}


def item_of(request: HttpRequest, kind: str, pk: int) -> Item:
    """Return an item of the team by kind and number; 404 when there is none."""
    if kind not in ROWS:
        raise Http404(f'There is no kind "{kind[:20]}". There are: {", ".join(ROWS)}.')
    item: Item = get_for_team(request, ROWS[kind].all(), pk=pk)
    return item


def kind_of(item: Item) -> str:
    """Return the kind that addresses name."""
    if isinstance(item, Suite):
        return "conversation" if item.origin == Suite.Origin.PROMPT else "suite"
    return "answer" if isinstance(item, Candidate) else column_of(item)


def item_page(item: Item) -> str:
    """Return the address of the item's own page."""
    kind = kind_of(item)
    if kind == "suite":
        return reverse("suite", args=[item.slug])  # type: ignore[union-attr]
    return reverse({"answer": "candidate"}.get(kind, kind), args=[item.pk])


def deletions_of(team: Team) -> QuerySet[Deletion]:
    """Return the deletions that the team can restore, the newest first, each with its item."""
    rows = Deletion.objects.filter(team=team).select_related("suite", "candidate", "created_by", "bin", "team")
    return rows.select_related("run__suite_version__suite").select_related("workbook").defer("workbook__preview")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """Name, tags, note, archive and star of one item. has_star: for the current person."""

    kind: str
    pk: int
    title: str
    has_star: bool
    tags: list[str]
    note: str
    archived_at: datetime | None
    can_be_named: bool
    can_be_deleted: bool


def kept_of(item: Item, person: Any) -> KeptItem:
    """Return what is kept about these, in three queries."""
    about: dict[str, Model] = {column_of(item): item}
    note = Note.objects.filter(**about).first()
    kind = kind_of(item)
    return KeptItem(
        kind=kind,
        pk=item.pk,
        title=title_of(item),
        has_star=Star.objects.filter(person=person.pk, **about).exists(),
        tags=list(Tag.objects.filter(**about).values_list("text", flat=True)),
        note=note.text if note else "",
        archived_at=note.archived_at if note else None,
        can_be_named=can_be_named(item),
        can_be_deleted=not (isinstance(item, Suite) and item.origin == Suite.Origin.SHIPPED),
    )


FILTERS = ("", "starred", "archived")


def narrow_kept(rows: QuerySet[Any], person: Any, show: str = "") -> QuerySet[Any]:
    """Return suites, conversations or workbooks as a list shows them. show: of FILTERS; "": those not archived."""
    column = str(rows.model._meta.model_name)
    archived = Exists(Note.objects.filter(archived_at__isnull=False, **{column: OuterRef("pk")}))
    rows = rows.filter(archived) if show == "archived" else rows.exclude(archived)
    if show == "starred":
        return rows.filter(Exists(Star.objects.filter(person=person.pk, **{column: OuterRef("pk")})))
    return rows


def narrow_runs(rows: QuerySet[Run], person: Any, *, show: str = "", tag: str = "") -> QuerySet[Run]:
    """Run as a list shows them: with their own star or tag, or that of their conversation; archived if asked.

    show: "" all but the archived ones, "starred" the person's own, "archived" those alone.
    """
    archived = _on_run(Note.objects.filter(archived_at__isnull=False))
    rows = rows.filter(archived) if show == "archived" else rows.exclude(archived)
    if show == "starred":
        rows = rows.filter(_on_run(Star.objects.filter(person=person.pk)))
    return rows.filter(_on_run(Tag.objects.filter(text=tag))) if tag else rows


def _on_run(about: QuerySet[Any]) -> Q:
    """Return a condition on runs: such a row is about the run, or about its conversation."""
    of_prompt = about.filter(suite=OuterRef("suite_version__suite"), suite__origin=Suite.Origin.PROMPT)
    return Q(Exists(about.filter(run=OuterRef("pk")))) | Q(Exists(of_prompt))
