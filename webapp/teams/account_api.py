"""The own account by API: everything that is stored about it, and its deletion. A token alone is not enough.

A token belongs to one team, and somebody may find it. Both operations therefore need the person's password too.
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from ninja import Router

from evaluations.actions.own_account import account_deletion_error, delete_account, export_account
from webapp.api.problems import Problem
from webapp.api.schemas import Body, JsonObject, MessageOut, Text, Word, file_answer, message_fields
from webapp.teams.me_api import AnyToken
from webapp.teams.password_check import check_password

router = Router()
DOCUMENT = file_answer("application/json", "All data of the account")


class PasswordIn(Body):
    """The password of the token's person."""

    password: Text


class DeletionIn(PasswordIn):
    """name: your name, so that no other account is deleted by mistake."""

    name: Word


def _require_password(request: HttpRequest, body: PasswordIn) -> Any:
    person: Any = request.user
    if not person.has_usable_password():
        hint = "Choose one at /people/password/, or do this on the page Preferences."
        raise Problem(409, "Your account has no password.", hint)
    if check_password(request, person.username, body.password) is None:
        raise Problem(403, "The password is wrong.", "Send the password with which you sign in.")
    return person


@router.post("me/export", auth=AnyToken(), summary="Export everything that is stored about you", openapi_extra=DOCUMENT)
def export_own_account(request: HttpRequest, body: PasswordIn) -> HttpResponse:
    """Contains the data of all your teams, and what editors recorded, so it needs your password. 403 if the password is
    wrong, 409 if you have none.
    """
    content = json.dumps(export_account(_require_password(request, body)), cls=DjangoJSONEncoder, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="bakeoff-account.json"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/json", headers=headers)


@router.post("me/delete", auth=AnyToken(), response=MessageOut, summary="Delete your account")
def delete_own_account(request: HttpRequest, body: DeletionIn) -> JsonObject:
    """Judgements stay in your teams, without your name. It cannot be undone. 403 if the password is wrong, 409 if you
    have none or a team would lose its only admin.
    """
    person = _require_password(request, body)
    if body.name != person.username:
        sentence = f"This token belongs to {person.username}, not to {body.name[:80]}."
        raise Problem(422, sentence, errors=[("name", sentence)])
    if reason := account_deletion_error(person):
        raise Problem(409, reason)
    delete_account(person)
    request.user = AnonymousUser()  # the audit log must not get the name again
    return message_fields("Your account is deleted. Your votes and ratings stay in your teams, without your name.")
