"""A person's own account: everything that is stored about them as one document, and its deletion."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict

from evaluations.actions.anonymise_reviewer import anonymise_reviewer
from evaluations.errors import EvaluationError
from evaluations.models import (
    ApiToken,
    AuditEvent,
    Comment,
    EditedAnswer,
    FollowUp,
    Mark,
    Membership,
    OwnStrategy,
    PromptTemplate,
    RecordedAnswer,
    Run,
    SavedView,
    Star,
    StarRating,
    Suite,
    Vote,
    Workbook,
)
from evaluations.records import Json

# Rows of a person: name in the document, rows, the field that names the person, fields that are left out.
KINDS: tuple[tuple[str, Any, str, tuple[str, ...]], ...] = (
    ("runs", Run, "created_by", ()),
    ("workbooks", Workbook, "uploaded_by", ("upload_check", "preview", "truth")),
    ("comments", Comment, "author", ()),
    ("marks", Mark, "author", ()),
    ("ratings", StarRating, "reviewer", ()),
    ("votes", Vote, "reviewer", ()),
    ("edits", EditedAnswer, "author", ("reports", "details", "screenshot")),
    ("stars", Star, "person", ()),
    ("saved_views", SavedView, "person", ()),
    ("prompt_templates", PromptTemplate, "created_by", ()),
    ("follow_ups", FollowUp, "created_by", ()),
    ("own_strategies", OwnStrategy, "created_by", ()),
    ("recorded_answers", RecordedAnswer, "membership__user", ("membership",)),
    ("audit_events", AuditEvent, "user", ()),
)
SECRET_FIELDS = {"password", "secret_hash"}
# Events about a person: their text has the person's name.
NAMING = (
    *("people", "person-role", "person-link", "person-remove", "sign_in_link", "api_token make"),
    *("api add_member", "api change_member_role", "api make_sign_in_link", "api remove_member"),
)
DELETED = "deleted account"


def export_account(person: User) -> dict[str, Json]:
    """Return everything that is stored about the person, ready for JSON.

    Prompts are those of the runs that the person started.
    """
    export: dict[str, Json] = {
        "user": {
            "name": person.username,
            "email": person.email,
            "joined_at": person.date_joined,
            "last_sign_in": person.last_login,
        },
        "teams": [{"team": m.team.name, "role": m.role} for m in _memberships(person)],
        "tokens": list(_tokens(person).values("name", "prefix", "scopes", "created_at", "last_used_at")),
        "preferences": _preferences(person),
        "prompts": _prompts(person),
    }
    for name, model, field, left_out in KINDS:
        rows = model.objects.filter(**{field: person.pk}).order_by("pk")
        export[name] = [_fields_of(row, {field, *left_out}) for row in rows]
    return export


def _memberships(person: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=person).select_related("team").order_by("pk")


def _tokens(person: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(membership__user=person).order_by("pk")


def _preferences(person: User) -> dict[str, Json]:
    preferences = getattr(person, "preferences", None)
    return model_to_dict(preferences, exclude=["id", "user"]) if preferences else {}


def _prompts(person: User) -> list[dict[str, Json]]:
    """Return the prompts that the person typed: tasks of prompt runs, whose suite is made for them."""
    runs = Run.objects.filter(created_by=person, suite_version__suite__origin=Suite.Origin.PROMPT)
    return [
        {"run": run.pk, "task": task.slug, "prompt": task.spec.get("prompt", "")}
        for run in runs.select_related("suite_version")
        for task in run.suite_version.tasks.all()
    ]


def _fields_of(row: Any, left_out: set[str]) -> dict[str, Json]:
    fields = [field for field in row._meta.concrete_fields if field.name not in left_out | SECRET_FIELDS]
    return {field.name: field.value_from_object(row) for field in fields}


def account_deletion_error(person: User) -> str:
    """Return why the account cannot be deleted yet; empty when it can."""
    for member in _memberships(person).filter(role=Membership.Role.ADMIN):
        others = Membership.objects.filter(team=member.team).exclude(pk=member.pk)
        if others.exists() and not others.filter(role=Membership.Role.ADMIN).exists():
            return f"You are the only admin of {member.team}. Make somebody else admin first."
    if person.is_superuser and not User.objects.filter(is_superuser=True).exclude(pk=person.pk).exists():
        return "You are the only one who may change the whole site. manage.py createsuperuser makes somebody else one."
    return ""


@transaction.atomic
def delete_account(person: User) -> None:
    """Remove the person. Their judgements and their work for teams stay without the name; private data is deleted.

    Raises EvaluationError with the reason when a team would lose its only admin.
    """
    if reason := account_deletion_error(person):
        raise EvaluationError(reason)
    for member in _memberships(person):
        anonymise_reviewer(member.team, person.pk)
    _forget_name(person)
    _end_sessions(person)
    person.delete()


def _forget_name(person: User) -> None:
    """Remove the name from the audit log: as the one who did something, and where others did something to it."""
    AuditEvent.objects.filter(Q(user=person) | Q(name=person.username)).update(user=None, name=DELETED)
    name_pattern = re.compile(rf"(?<![\w.@+-]){re.escape(person.username)}(?![\w.@+-])")
    for event in AuditEvent.objects.filter(action__in=NAMING, about__contains=person.username):
        AuditEvent.objects.filter(pk=event.pk).update(about=name_pattern.sub(DELETED, event.about)[:200])


def _end_sessions(person: User) -> None:
    """End the person's sessions. A session has the person's number only inside its data."""
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
