"""Members of the team: adding, roles, links, removing; one's own password and team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import Membership, SignInLink, Team
from evaluations.models.departure import forget_reviewer
from webapp.access import TEAM_KEY, current_team, get_for_team, may, require_role

ADMIN = Membership.Role.ADMIN


class PersonForm(forms.Form):
    """Somebody new."""

    username = forms.CharField(label="Name", max_length=150, validators=[UnicodeUsernameValidator()])
    role = forms.ChoiceField(label="Role", choices=Membership.Role.choices, initial=Membership.Role.MEMBER)

    def clean_username(self) -> str:
        """Not taken yet, however it is spelt."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(f'Somebody is called "{name}" already. Choose another name.')
        return name


@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Members; an admin adds one and gets a link to hand over, shown once."""
    form = PersonForm(request.POST or None)
    if request.method == "GET":
        return _people_page(request, PersonForm())
    require_role(request, ADMIN)
    if not form.is_valid():
        return _people_page(request, form, status=422)
    with transaction.atomic():
        person = User.objects.create_user(form.cleaned_data["username"])
        Membership.objects.create(user=person, team=current_team(request), role=form.cleaned_data["role"])
    return _people_page(request, PersonForm(), **_new_link(request, person))


def _people_page(request: HttpRequest, form: PersonForm, status: int = 200, **more: Any) -> HttpResponse:
    team = current_team(request)
    context = {
        "members": team.memberships.select_related("user").order_by("user__username"), "form": form,
        "roles": Membership.Role.choices, "is_admin": may(request, ADMIN), "teams": Team.objects.of(request.user),
        **more,
    }  # fmt: skip
    return render(request, "people.html", context, status=status)


def _new_link(request: HttpRequest, person: User) -> dict[str, Any]:
    path = reverse("sign-in-by-link", args=[SignInLink.make(person)])
    return {"linked": person, "link": request.build_absolute_uri(path)}


@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role; the last admin stays one."""
    require_role(request, ADMIN)
    member, role = get_for_team(request, Membership, pk=pk), request.POST.get("role", "")
    if role not in Membership.Role:
        messages.error(request, f'"{role}" is no role. Choose one of the list.')
    elif _is_last_admin(member) and role != ADMIN:
        messages.error(request, f"{member.user} is the only admin of {member.team}. Make somebody else admin first.")
    else:
        Membership.objects.filter(pk=pk).update(role=role)
        messages.success(request, f"{member.user} is now {role}.")
    return redirect("people")


def _is_last_admin(member: Membership) -> bool:
    others = Membership.objects.filter(team=member.team_id, role=ADMIN).exclude(pk=member.pk)
    return member.role == ADMIN and not others.exists()


@require_POST
def remove_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the team; who is in no other team can no longer sign in."""
    require_role(request, ADMIN)
    member = get_for_team(request, Membership, pk=pk)
    if _is_last_admin(member):
        messages.error(request, f"{member.user} is the only admin of {member.team}. Make somebody else admin first.")
        return redirect("people")
    with transaction.atomic():
        Membership.objects.filter(pk=pk).delete()
        SignInLink.objects.filter(user=member.user_id, used_at=None).delete()
        n_votes = forget_reviewer(member.team, member.user_id)
    kept = f" {n_votes} vote{'' if n_votes == 1 else 's'} stay, without the name." if n_votes else ""
    messages.success(request, f"{member.user} is no longer in {member.team}.{kept}")
    return redirect("people")


@never_cache
@require_POST
def new_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link for a member; an older unused one ends. A link is as good as the member's password."""
    require_role(request, ADMIN)
    member = get_for_team(request, Membership.objects.select_related("user"), pk=pk)
    elsewhere = Membership.objects.filter(user=member.user_id).exclude(
        team__in=Membership.objects.filter(user=request.user.pk, role=ADMIN).values("team")
    )
    if member.user_id != request.user.pk and elsewhere.exists():
        # It would sign the admin of this team in as somebody who sees other teams' rows.
        raise PermissionDenied(
            f"{member.user} is in other teams too. Ask whoever runs this site: manage.py sign_in_link prints a link."
        )
    return _people_page(request, PersonForm(), **_new_link(request, member.user))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; who came by a link has none yet and is not asked for the old one."""
    person: Any = request.user
    kind = PasswordChangeForm if person.has_usable_password() else SetPasswordForm
    form = kind(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        messages.success(request, "The new password holds from now on.")
        return redirect("dashboard")
    return render(request, "password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def choose_team(request: HttpRequest) -> HttpResponse:
    """Show another team of one's own."""
    pk = request.POST.get("team", "")
    if pk.isdecimal() and (team := Team.objects.of(request.user).filter(pk=int(pk[:18])).first()):
        request.session[TEAM_KEY] = team.pk
    return redirect("dashboard")
