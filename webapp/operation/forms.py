"""The form that comes before space is freed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from evaluations.actions.free_space import Rules
from evaluations.limits import MAX_KEPT_DAYS, MAX_KEPT_GRADINGS
from evaluations.models import Team

LONGEST_S = 20.0  # limit of a request; the rest follows with the next press or the daily clean-up


class SpaceForm(forms.Form):
    """The rules; those of the settings if nothing is given."""

    gradings = forms.IntegerField(
        label="Newest gradings kept whole", min_value=1, max_value=MAX_KEPT_GRADINGS, help_text="Of each answer"
    )
    days = forms.IntegerField(
        label="Evidence kept, days", min_value=0, max_value=MAX_KEPT_DAYS, help_text="After a run ended; 0: for ever"
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        values = {"gradings": settings.GRADINGS_KEPT, "days": settings.RETENTION_DAYS}
        filled_in = {name: data[name] for name in values if data is not None and data.get(name) not in (None, "")}
        super().__init__(values | filled_in, *args, **kwargs)

    def rules(self, team: Team) -> Rules:
        """Return the rules for one team's runs; call when the form is valid."""
        return Rules(gradings_kept=self.cleaned_data["gradings"], days=self.cleaned_data["days"], team=team)
