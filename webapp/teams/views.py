"""Members of the team: adding, roles, links, removing; one's own password and team."""

from __future__ import annotations

from typing import Any, TypedDict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import Membership, Team
from evaluations.typed_template import TypedTemplate
from webapp.site.access import TEAM_KEY, current_team, get_for_team, require_role
from webapp.site.audit import add_words
from webapp.site.query_params import parse_id
from webapp.teams.members import (
    EffectsOfRemoval,
    PersonForm,
    add_person,
    check_link,
    effects_of_removal,
    last_admin_error,
    link_for,
    mail_link,
    remove_member,
    set_role,
)

ADMIN = Membership.Role.ADMIN


class PeoplePage(TypedDict):
    """roles: value and label. linked: the person whose sign-in link is shown, once. mailed: whether it was mailed."""

    members: QuerySet[Membership]
    form: PersonForm
    roles: list[tuple[str, str]]
    teams: QuerySet[Team]
    linked: User | None
    link: str
    mailed: str
    has_mail: bool


class RemoveMemberPage(EffectsOfRemoval):
    """The question before a member is removed."""

    member: Membership


class PasswordPage(TypedDict):
    """The form for one's own password."""

    form: SetPasswordForm[User]


PEOPLE_PAGE = TypedTemplate("teams/people.html", PeoplePage)
REMOVE_MEMBER_PAGE = TypedTemplate("teams/member_remove.html", RemoveMemberPage)
PASSWORD_PAGE = TypedTemplate("teams/password.html", PasswordPage)


@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Show the members; an admin adds one and gets a link to hand over, shown once."""
    form = PersonForm(request.POST or None)
    if request.method == "GET":
        return _people_page(request, PersonForm())
    require_role(request, ADMIN)
    if not form.is_valid():
        return _people_page(request, form, status=422)
    person = add_person(form, current_team(request)).user
    add_words(request, f"{person}, {form.cleaned_data['role']}")
    return _people_page(request, PersonForm(), linked=person, link=link_for(request, person))


def _people_page(
    request: HttpRequest, form: PersonForm, status: int = 200, *, linked: User | None = None, link: str = ""
) -> HttpResponse:
    team = current_team(request)
    context: PeoplePage = {
        "members": team.memberships.select_related("user").order_by("user__username"),
        "form": form,
        "roles": Membership.Role.choices,
        "teams": Team.objects.with_member(request.user),
        "linked": linked,
        "link": link,
        "mailed": mail_link(linked, link) if linked else "",
        "has_mail": bool(settings.EMAIL_HOST),
    }
    return PEOPLE_PAGE.response(request, context, status)


@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role; the last admin stays admin."""
    require_role(request, ADMIN)
    member, role = get_for_team(request, Membership, pk=pk), request.POST.get("role", "")
    if role not in Membership.Role:
        messages.error(request, f'"{role}" is not a role. Choose one of the list.')
    elif sentence := last_admin_error(member, role):
        messages.error(request, sentence)
    else:
        messages.success(request, set_role(member, role))
        add_words(request, f"{member.user}, {role}")
    return redirect("people")


@require_http_methods(["GET", "POST"])
def remove_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and show what stays and what is removed; then remove the person from the team."""
    require_role(request, ADMIN)
    member = get_for_team(request, Membership.objects.select_related("user", "team"), pk=pk)
    if sentence := last_admin_error(member):
        messages.error(request, sentence)
    elif request.method == "POST":
        add_words(request, str(member.user))
        messages.success(request, remove_member(member))
    else:
        return REMOVE_MEMBER_PAGE.response(request, {"member": member, **effects_of_removal(member)})
    return redirect("people")


@never_cache
@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new one-time link for a member; an older unused one ends. A link is as good as the member's password."""
    require_role(request, ADMIN)
    member = get_for_team(request, Membership.objects.select_related("user"), pk=pk)
    check_link(request, member)
    add_words(request, str(member.user))
    return _people_page(request, PersonForm(), linked=member.user, link=link_for(request, member.user))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; a person who came by a link has no password yet and is not asked for the old one."""
    person: Any = request.user
    kind = PasswordChangeForm if person.has_usable_password() else SetPasswordForm
    form = kind(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        messages.success(request, "The new password is valid from now on.")
        return redirect("dashboard")
    return PASSWORD_PAGE.response(request, {"form": form}, 422 if form.errors else 200)


@require_POST
def choose_team(request: HttpRequest) -> HttpResponse:
    """Show another team of one's own."""
    pk = parse_id(request.POST.get("team", ""))
    if team := Team.objects.with_member(request.user).filter(pk=pk).first():
        request.session[TEAM_KEY] = team.pk
    return redirect("dashboard")
