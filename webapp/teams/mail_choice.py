"""A person's e-mail address, and the mails that they want; for the page Preferences and the API."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.timezone import now

from evaluations.models import Preferences, RunMail


def mail_choice_of(person: Any) -> dict[str, Any]:
    """Return the address (email) and whether a mail is sent when a run has ended (mails)."""
    return {"email": person.email, "mails": Preferences.objects.for_person(person).has_mails}


def last_mail_error(person: Any) -> RunMail | None:
    """Return the newest mail to this person if it could not be sent; None if it was, or waits for its first try."""
    newest = RunMail.objects.filter(person=person).select_related("run").order_by("-ended_at").first()
    return newest if newest and newest.error else None


class MailForm(forms.Form):
    """The person's address, and whether they get a mail when a run of theirs has ended."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        required=False,
        error_messages={"invalid": "“%(value)s” is not an e-mail address. Write it like ada@example.org."},
    )
    mails = forms.BooleanField(
        label="Mail me when a run of mine that took longer than a minute has ended", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Refuse mails without an address."""
        data = super().clean() or self.cleaned_data
        if data.get("mails") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Give the address that gets the mails, or untick them.")
        return data

    def save(self, person: Any) -> None:
        """Store both. After a choice only runs that end from then on are mailed."""
        email, mails = self.cleaned_data["email"], self.cleaned_data["mails"]
        User.objects.filter(pk=person.pk).update(email=email)
        person.email = email
        if Preferences.objects.for_person(person).has_mails != mails:
            Preferences.objects.change(person, mails_since=now() if mails else None)
