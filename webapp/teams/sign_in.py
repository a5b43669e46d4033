"""Signing in by password or by a link that works once; signing out."""

from __future__ import annotations

from typing import Any, TypedDict

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.errors import LimitReached
from evaluations.models import SignInLink
from evaluations.typed_template import NoContext, TypedTemplate
from webapp.teams.password_check import check_password

WRONG_PASSWORD = "The name or the password is wrong. Try again, or ask an admin of the team for a new sign-in link."
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
    try:
        person = check_password(request, name, password)
    except LimitReached as exc:
        response = _page(request, to, name, str(exc), status=429)
        response["Retry-After"] = str(exc.wait_s)
        return response
    if person is None:
        return _page(request, to, name, WRONG_PASSWORD, status=422)
    login(request, person)
    return redirect(to)


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
