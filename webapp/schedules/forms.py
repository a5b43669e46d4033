"""The form of a schedule: which suites run for new models, on which servers, at which hours."""

from __future__ import annotations

from typing import Any

from django import forms

from evaluations.actions.authors import User
from evaluations.actions.automatic_runs import add_schedule
from evaluations.errors import SuiteError
from evaluations.limits import MAX_SAMPLES
from evaluations.models import ModelServer, Schedule, Suite, Team

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class ScheduleForm(forms.Form):
    """A new schedule."""

    suites = forms.ModelMultipleChoiceField(
        label="Suites",
        queryset=Suite.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "No suite is ticked. Tick at least one."},
    )
    servers = forms.ModelMultipleChoiceField(
        label="Servers", queryset=ModelServer.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    from_hour = forms.TypedChoiceField(label="From", choices=HOURS, coerce=int, initial=0)
    to_hour = forms.TypedChoiceField(label="to", choices=HOURS, coerce=int, initial=0)
    n_samples = forms.IntegerField(label="Samples", min_value=1, max_value=MAX_SAMPLES, initial=1)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        suites: Any = self.fields["suites"]
        suites.queryset = suites_of(team)
        suites.label_from_instance = lambda suite: suite.title
        servers: Any = self.fields["servers"]
        servers.queryset = ModelServer.objects.visible_to(team).exclude(kind=ModelServer.Kind.STORED)

    def save(self, by: User) -> Schedule | None:
        """Store the schedule of a valid form; None with an error on the form."""
        data = self.cleaned_data
        hours = (data["from_hour"], data["to_hour"])
        try:
            return add_schedule(self.team, data["suites"], data["servers"], hours, data["n_samples"], by)
        except SuiteError as exc:
            self.add_error(None, str(exc))
            return None


def suites_of(team: Team) -> Any:
    """Return suites that can run for new models: those with tasks, no conversations."""
    rows = Suite.objects.filter(team=team, versions__isnull=False).exclude(origin=Suite.Origin.PROMPT)
    return rows.distinct().order_by("title")
