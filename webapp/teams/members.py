"""Members of a team: add, role, sign-in link, remove; for pages and API."""

from __future__ import annotations

from typing import TypedDict

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from evaluations.actions.anonymise_reviewer import JudgementsInTeam, anonymise_reviewer, judgements_in_team
from evaluations.errors import MailError
from evaluations.models import ApiToken, Membership, SignInLink, Team

ADMIN = Membership.Role.ADMIN


class PersonForm(forms.Form):
    """Somebody new."""

    username = forms.CharField(label="Name", max_length=150, validators=[UnicodeUsernameValidator()])
    role = forms.ChoiceField(label="Role", choices=Membership.Role.choices, initial=Membership.Role.MEMBER)
    email = forms.EmailField(label="E-mail address (optional)", max_length=254, required=False)

    def clean_email(self) -> str:
        """Refused where it would not be used."""
        email: str = self.cleaned_data["email"]
        if email and not settings.EMAIL_HOST:
            raise forms.ValidationError("This site sends no mails. Leave the address out, and hand over the link.")
        return email

    def clean_username(self) -> str:
        """Check that the name is not taken yet, in upper or lower case."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(f'Somebody is called "{name}" already. Choose another name.')
        return name


@transaction.atomic
def add_person(form: PersonForm, team: Team) -> Membership:
    """Add a new person to the team, without a password; call when the form is valid."""
    person = User.objects.create_user(form.cleaned_data["username"], email=form.cleaned_data["email"])
    return Membership.objects.create(user=person, team=team, role=form.cleaned_data["role"])


def link_for(request: HttpRequest, person: User) -> str:
    """Return a one-time sign-in link, which is shown only once; an older unused one expires."""
    path = reverse("sign-in-by-link", args=[SignInLink.make(person)])
    return request.build_absolute_uri(path)


def mail_link(person: User, link: str) -> str:
    """Mail a sign-in link to the person; return a sentence about it. Empty on a site without e-mail, or if the person
    has no address.
    """
    if not (settings.EMAIL_HOST and person.email):
        return ""
    from evaluations.mail import send_mail

    text = f"Hello {person},\n\nthis link signs you in to Bakeoff. It works once, within a day:\n\n{link}\n"
    try:
        send_mail(person.email, "Your sign-in link for Bakeoff", text)
    except MailError as exc:
        return f"It was not mailed to {person.email}: {exc} Hand it over yourself."
    return f"It was mailed to {person.email}."


def check_link(request: HttpRequest, member: Membership) -> None:
    """Raise PermissionDenied for a link that would give its maker access to other teams."""
    elsewhere = Membership.objects.filter(user=member.user_id).exclude(
        team__in=Membership.objects.filter(user=request.user.pk, role=ADMIN).values("team")
    )
    if member.user_id != request.user.pk and elsewhere.exists():
        raise PermissionDenied(
            f"{member.user} is in other teams too. Ask whoever runs this site: manage.py sign_in_link prints a link."
        )


def last_admin_error(member: Membership, role: str = "") -> str:
    """Return why a member cannot have this role (or leave): a team needs an admin. Empty when it is possible."""
    others = Membership.objects.filter(team=member.team_id, role=ADMIN).exclude(pk=member.pk)
    if member.role != ADMIN or role == ADMIN or others.exists():
        return ""
    return f"{member.user} is the only admin of {member.team}. Make somebody else admin first."


def set_role(member: Membership, role: str) -> str:
    """Change the role; return a sentence for the page."""
    Membership.objects.filter(pk=member.pk).update(role=role)
    return f"{member.user} is now {role}."


class EffectsOfRemoval(TypedDict):
    """judgements: those that stay, without the name. n_tokens: tokens that stop working."""

    judgements: JudgementsInTeam
    is_elsewhere: bool
    n_tokens: int


def effects_of_removal(member: Membership) -> EffectsOfRemoval:
    """Return what removing a member keeps and ends, for the page that asks first."""
    return {
        "judgements": judgements_in_team(member.team, member.user_id),
        "is_elsewhere": Membership.objects.filter(user=member.user_id).exclude(pk=member.pk).exists(),
        "n_tokens": ApiToken.objects.active().filter(membership=member).count(),
    }


@transaction.atomic
def remove_member(member: Membership) -> str:
    """Remove a member; a person without another team can no longer sign in. Return a sentence for the page."""
    Membership.objects.filter(pk=member.pk).delete()
    SignInLink.objects.filter(user=member.user_id, used_at=None).delete()
    n_votes = anonymise_reviewer(member.team, member.user_id)
    about_votes = f" {n_votes} vote{' stays' if n_votes == 1 else 's stay'}, without the name." if n_votes else ""
    return f"{member.user} is no longer in {member.team}.{about_votes}"
