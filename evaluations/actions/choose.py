"""Choose the models and answers that a team uses; save filters under a name."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict

from evaluations.actions.authors import User, author_of
from evaluations.errors import SuiteError
from evaluations.limits import MAX_EVIDENCE, MAX_REASON, MAX_SAVED_VIEWS
from evaluations.models import Candidate, InUse, LanguageModel, SavedView, Suite, Team
from evaluations.models.choices import purpose_of

NOT_FILTERS = ("page", "part", "panes")  # parameters that are not part of the filter


@transaction.atomic
def use_model(
    team: Team, model: LanguageModel, purpose: str, by: User, *, reason: str = "", evidence: str = ""
) -> InUse:
    """Make this the model that the team uses for the purpose, instead of the one before.

    reason: why it was chosen; evidence: the query string of the advisor's page. For a model that is already in use they
    replace the old values; the date stays.
    """
    rows = InUse.objects.filter(team=team, purpose=purpose, candidate=None)
    values = {"reason": reason[:MAX_REASON], "evidence": evidence if len(evidence) <= MAX_EVIDENCE else ""}
    same = rows.filter(model=model).first()
    if same is None:
        rows.delete()
        return InUse.objects.create(team=team, purpose=purpose, model=model, created_by=author_of(by), **values)
    if reason or evidence:
        same.reason, same.evidence = values["reason"], values["evidence"]
        same.save(update_fields=["reason", "evidence"])
    return same


@transaction.atomic
def use_answer(answer: Candidate, by: User) -> InUse:
    """Make this the answer that the team uses, instead of another one to the same task or in the same conversation.

    Needs the answer's task, its version and suite, and its run.
    """
    same = InUse.objects.filter(candidate=answer).first()
    if same is not None:
        return same
    suite = answer.task.version.suite
    is_prompt = suite.origin == Suite.Origin.PROMPT
    alike = {"candidate__task__version__suite": suite} if is_prompt else {"candidate__task": answer.task_id}
    InUse.objects.filter(team=answer.run.team_id, **alike).delete()
    purpose = purpose_of(answer.task.kind)
    return InUse.objects.create(team_id=answer.run.team_id, purpose=purpose, candidate=answer, created_by=author_of(by))


def in_use_of(team: Team) -> QuerySet[InUse]:
    """Return the models and answers in use by the team, without deleted answers."""
    is_there = Q(candidate=None) | Q(candidate__run__team=team)
    rows = InUse.objects.filter(is_there, team=team).select_related("model__server", "created_by")
    return rows.select_related("candidate__task", "candidate__model__server")


def save_view(team: Team, person: Any, page: str, name: str, query: str, *, is_shared: bool) -> SavedView:
    """Keep a filter; one of the same name on the same page is replaced. Raises SuiteError."""
    if page not in SavedView.Page.values:
        raise SuiteError(f"“{page[:40]}” has no views. There are: {', '.join(SavedView.Page.values)}.")
    fields = {"query": filter_of(query), "is_shared": is_shared}
    own = SavedView.objects.filter(team=team, person=person)
    if own.exclude(page=page, name=name).count() >= MAX_SAVED_VIEWS:
        raise SuiteError(f"You have {MAX_SAVED_VIEWS} views already. Delete one.")
    name = _checked_name(name)
    return SavedView.objects.update_or_create(team=team, person=person, page=page, name=name, defaults=fields)[0]


def change_view(view: SavedView, *, name: str | None = None, is_shared: bool | None = None) -> None:
    """Rename or share a view. Raises SuiteError."""
    if name is not None:
        name = _checked_name(name)
        alike = SavedView.objects.filter(team=view.team_id, person=view.person_id, page=view.page, name=name)
        if alike.exclude(pk=view.pk).exists():
            raise SuiteError(f"You have another view called “{name}” on this page.")
        view.name = name
    if is_shared is not None:
        view.is_shared = is_shared
    view.save(update_fields=["name", "is_shared"])


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 80 or not name.isprintable():
        raise SuiteError("A view's name has 1 to 80 characters.")
    return name


def filter_of(query: str) -> str:
    """Return the part of an address behind its question mark that filters. Raises SuiteError for one that is too
    long.
    """
    params = QueryDict(query.removeprefix("?"), mutable=True)
    for name in NOT_FILTERS:
        params.pop(name, None)
    filter_params = QueryDict(mutable=True)
    for name, values in params.lists():
        filter_params.setlist(name, [value for value in values if value])
    text = filter_params.urlencode()
    if len(text) > 2000:
        raise SuiteError(f"The filter has {len(text):,} characters, more than 2,000. Choose fewer things.")
    return text
