"""The rows of the audit log that page and API show, by the same filters."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from evaluations.models import AuditEvent, Membership, Team
from evaluations.models.audit import COMMAND_LINE
from webapp.operation.audit_sentences import SENTENCES, actions_with_sentence_of, sentence_of

BY_CHOICES = {"page": "a page", "token": "an API token", "command": "a command"}


class AuditFilters(forms.Form):
    """Filters of the list: who, what, by which way, and the first and the last day. Empty: all."""

    person = forms.CharField(label="Who", max_length=150, required=False)
    action = forms.CharField(label="What", max_length=80, required=False)
    by = forms.ChoiceField(label="How", choices=[("", "any way"), *BY_CHOICES.items()], required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def offer(self, team: Team) -> None:
        """Offer the members and the known operations as choices, and what is chosen now."""
        people = (
            Membership.objects.filter(team=team).order_by("user__username").values_list("user__username", flat=True)
        )
        for name, choices in (
            ("person", [(person, person) for person in (*people, COMMAND_LINE)]),
            ("action", _actions()),
        ):
            chosen_value = self.data.get(name, "")
            known = {value for value, _ in choices}
            others = [(chosen_value, sentence_of(chosen_value))] if chosen_value and chosen_value not in known else []
            self.fields[name].widget = forms.Select(choices=[("", "any"), *choices, *others])


def _actions() -> list[tuple[str, str]]:
    """Each sentence once, in alphabetical order; rows of the others with the same sentence are found too."""
    actions = {sentence: action for action, sentence in SENTENCES.items()}
    return [(actions[sentence], sentence) for sentence in sorted(actions)]


def events(team: Team, filters: AuditFilters) -> QuerySet[AuditEvent]:
    """Return the events of a team and of the whole site, the newest first; call when the filters are valid."""
    rows = AuditEvent.objects.filter(Q(team=team) | Q(team=None))
    data = filters.cleaned_data
    if data["person"]:
        rows = rows.filter(name=data["person"])
    if data["action"]:
        rows = rows.filter(action__in=actions_with_sentence_of(data["action"]))
    if data["by"] == "token":
        rows = rows.exclude(token="")
    elif data["by"] == "command":
        rows = rows.filter(name=COMMAND_LINE)
    elif data["by"]:
        rows = rows.filter(token="").exclude(name=COMMAND_LINE)
    if data["since"]:
        rows = rows.filter(at__gte=_begin(data["since"]))
    if data["until"]:
        rows = rows.filter(at__lt=_begin(data["until"] + timedelta(days=1)))
    return rows


def _begin(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
