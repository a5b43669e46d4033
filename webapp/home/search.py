"""Search over names, notes and tags, the text of prompts, the code of answers, and the sheets of workbooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Max, Q, QuerySet

from evaluations.models import Candidate, LanguageModel, Note, Run, Suite, Tag, Task, Team, Workbook
from evaluations.models.search import SearchText, texts_with
from evaluations.queries.conversations import one_per_conversation

FOUND_AT_MOST = 20
CAN_BE_ARCHIVED = {"Conversations": "suite", "Runs": "run", "Suites": "suite", "Workbooks": "workbook"}
SearchResult = list[tuple[str, Any]]


def found_by(team: Team, query: str, kind: str = "") -> SearchResult:
    """Return rows by kind (a name of KINDS), the first FOUND_AT_MOST of each; nothing for an empty query.

    kind: that one alone; "" for all. By name: every word in the name, the note or the tags. By text: every word begins
    a word of the text.
    """
    if not query:
        return []
    results = [(name, list(find(team, query)[:FOUND_AT_MOST])) for name, find in KINDS.items() if kind in ("", name)]
    for name, rows in results:
        _mark_archived(name, rows)
    return results


def _mark_archived(kind: str, rows: list[Any]) -> None:
    """Give each row `is_archived`: lists leave archived rows out, a search finds them and marks them."""
    column = CAN_BE_ARCHIVED.get(kind)
    archived: set[int] = set()
    if column:
        notes = Note.objects.filter(archived_at__isnull=False, **{f"{column}__in": [row.pk for row in rows]})
        archived = set(notes.values_list(column, flat=True))
    for row in rows:
        row.is_archived = row.pk in archived


def _conversations(team: Team, query: str) -> QuerySet[Suite]:
    texts = texts_with(query).filter(kind=SearchText.Kind.PROMPT).values("task__version__suite")
    condition = _every(query, "title") | _in_note_or_tag("suite", query) | Q(pk__in=texts)
    rows = Suite.objects.filter(condition, team=team, origin=Suite.Origin.PROMPT)
    return rows.order_by("-created_at", "-pk")


def _runs(team: Team, query: str) -> QuerySet[Run]:
    return one_per_conversation(Run.objects.filter(_every(query, "title") | _in_note_or_tag("run", query), team=team))


def _suites(team: Team, query: str) -> QuerySet[Suite]:
    condition = _every(query, "title", "slug") | _in_note_or_tag("suite", query)
    return Suite.objects.filter(condition, team=team).exclude(origin=Suite.Origin.PROMPT)


def _tasks(team: Team, query: str) -> QuerySet[Task]:
    newest = Suite.objects.filter(team=team).annotate(v=Max("versions")).values("v")
    texts = texts_with(query).filter(kind=SearchText.Kind.PROMPT).values("task")
    condition = _every(query, "title", "slug") | Q(pk__in=texts)
    rows = Task.objects.filter(condition, version__in=newest).exclude(version__suite__origin=Suite.Origin.PROMPT)
    return rows.select_related("version__suite").order_by("title")


def _answers(team: Team, query: str) -> QuerySet[Candidate]:
    texts = texts_with(query).filter(kind=SearchText.Kind.CODE).values("candidate")
    # Read the ids first: with all three kinds of match in one condition PostgreSQL would read every answer.
    pks = texts.union(Candidate.objects.filter(_in_note_or_tag("candidate", query)).order_by().values("pk"))
    rows = Candidate.objects.filter(pk__in=pks, run__team=team).select_related("model__server", "task", "run")
    return rows.order_by("-pk")


def _workbooks(team: Team, query: str) -> QuerySet[Workbook]:
    texts = texts_with(query).filter(kind=SearchText.Kind.SHEETS).values("workbook")
    condition = _every(query, "name") | Q(pk__in=texts) | _in_note_or_tag("workbook", query)
    return Workbook.objects.filter(condition, team=team).defer("preview", "truth")


def _models(team: Team, query: str) -> QuerySet[LanguageModel]:
    condition, (server, slash, name) = _every(query, "name", "family"), query.partition("/")
    if slash:
        condition |= Q(server__slug__icontains=server, name__icontains=name)
    return LanguageModel.objects.visible_to(team).filter(condition).select_related("server")


KINDS: dict[str, Callable[[Team, str], QuerySet[Any]]] = {
    "Conversations": _conversations,
    "Runs": _runs,
    "Suites": _suites,
    "Tasks": _tasks,
    "Answers": _answers,
    "Workbooks": _workbooks,
    "Models": _models,
}


def _in_note_or_tag(column: str, query: str) -> Q:
    """Return a condition on things: every word is in the note or in a tag."""
    condition = Q()
    for word in query.split()[:10]:
        about: dict[str, Any] = {f"{column}__isnull": False}
        notes = Note.objects.filter(**about, text__icontains=word).values(column)
        tags = Tag.objects.filter(**about, text__icontains=word.lstrip("#")).order_by().values(column)
        condition &= Q(pk__in=notes) | Q(pk__in=tags)
    return condition


def _every(query: str, *fields: str) -> Q:
    """Return the condition that each word of the query is in one of the fields."""
    condition = Q()
    for word in query.split()[:10]:
        any_field = Q()
        for field in fields:
            any_field |= Q(**{f"{field}__icontains": word})
        condition &= any_field
    return condition
