"""One's own account: download of all stored data, and deletion."""

from __future__ import annotations

import json
from typing import Any, TypedDict

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.own_account import account_deletion_error, delete_account, export_account
from evaluations.typed_template import TypedTemplate


class DeleteAccountPage(TypedDict):
    """reason: why the account cannot be deleted; error: of what was typed."""

    reason: str
    error: str


DELETE_ACCOUNT_PAGE = TypedTemplate("teams/account_delete.html", DeleteAccountPage)


@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Return the file."""
    person: Any = request.user
    content = json.dumps(export_account(person), cls=DjangoJSONEncoder, indent=1)
    headers = {"Content-Disposition": 'attachment; filename="bakeoff-account.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Ask first; the name must be typed."""
    person: Any = request.user
    reason = account_deletion_error(person)
    if request.method == "GET" or reason:
        status = 409 if request.method == "POST" else 200
        return DELETE_ACCOUNT_PAGE.response(request, {"reason": reason, "error": ""}, status)
    if request.POST.get("name", "").strip() != person.username:
        error = f'Type "{person.username}" to delete your account.'
        return DELETE_ACCOUNT_PAGE.response(request, {"reason": "", "error": error}, 422)
    logout(request)
    delete_account(person)
    messages.success(request, "Your account is deleted. Your votes and ratings stay in your teams, without your name.")
    return redirect("sign-in")
