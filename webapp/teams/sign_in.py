"""Signing in by password or by a link that works once; signing out."""

from __future__ import annotations

import hashlib
from typing import Any, TypedDict

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import broker_names
from evaluations.broker_cache import count
from evaluations.limits import MAX_SIGN_IN_FAILURES
from evaluations.models import SignInLink
from evaluations.typed_template import NoContext, TypedTemplate

FAILURE_MEMORY_S = 300
WRONG_PASSWORD = "The name or the password is wrong. Try again, or ask an admin of the team for a new sign-in link."
TOO_MANY_TRIES = (
    f"{MAX_SIGN_IN_FAILURES} wrong passwords in a row. Wait {FAILURE_MEMORY_S // 60} minutes, or use a sign-in link."
)
LINK_ENDED = "This link was used already or is older than a day. Ask for a new one: manage.py sign_in_link prints it."


class SignInPage(TypedDict):
    """next: where to go afterwards; name: as typed; has_oidc: single sign-on is set up."""

    next: str
    name: str
    error: str
    has_oidc: bool


SIGN_IN_PAGE = TypedTemplate("teams/sign_in.html", SignInPage)
SIGN_IN_LINK_PAGE = TypedTemplate("teams/sign_in_link.html", NoContext)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by name and password. After MAX_SIGN_IN_FAILURES wrong ones an address must wait before it tries that
    name again.
    """
    to = _next(request)
    if request.user.is_authenticated:
        return redirect(to)
    if request.method == "GET":
        return _page(request, to)
    name, password = request.POST.get("username", "").strip()[:150], request.POST.get("password", "")
    key = _tries_key(request.META.get("REMOTE_ADDR", ""), name)
    if (
        count(key, FAILURE_MEMORY_S) > MAX_SIGN_IN_FAILURES
    ):  # before the password is checked: tries at the same moment count
        return _page(request, to, name, TOO_MANY_TRIES, status=429)
    person = authenticate(request, username=name, password=password)
    if person is None:
        return _page(request, to, name, WRONG_PASSWORD, status=422)
    cache.delete(key)
    login(request, person)
    return redirect(to)


def _tries_key(address: str, name: str) -> str:
    """Return the key of the failed tries of one name from one address, so that an attacker cannot lock other people
    out.
    """
    typed = f"{address} {name.lower()}".encode("utf-8", "replace")
    return broker_names.sign_in_tries(hashlib.sha256(typed).hexdigest())


def _page(request: HttpRequest, to: str, name: str = "", error: str = "", status: int = 200) -> HttpResponse:
    context: SignInPage = {"next": to, "name": name, "error": error, "has_oidc": bool(settings.OIDC_ISSUER)}
    return SIGN_IN_PAGE.response(request, context, status)


def _next(request: HttpRequest) -> str:
    """Return the page that follows, which must be a page of this site."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if is_ours else settings.LOGIN_REDIRECT_URL


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a form that the browser submits automatically, so that programs that follow links do not use them up."""
    if request.method == "GET":
        return SIGN_IN_LINK_PAGE.response(request, {})
    person: Any = SignInLink.redeem(secret)
    if person is None or not person.is_active:
        return _page(request, settings.LOGIN_REDIRECT_URL, "", LINK_ENDED, status=410)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")
