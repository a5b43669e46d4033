"""What should change, and which models it is sent to. Messages: the fact, the value, what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from evaluations.limits import MAX_CHANGE
from evaluations.models import Candidate, Run, State
from webapp.runs.gallery import follow_up_choices
from webapp.site.query_params import parse_id

PROMPT = "prompt"
MOST_CHOICES = 24


class FollowUpForm(forms.Form):
    """A change of a run's prompt, or of one of its answers. all_models: ask all for the change of that answer.

    waits: models of unreachable servers are asked when the server is back.
    """

    change = forms.CharField(
        label="What should change?",
        max_length=MAX_CHANGE,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "Make it dark"}),
        error_messages={"required": "The request is empty. Say what should be different."},
    )
    on = forms.CharField(label="On", required=False)
    waits = forms.BooleanField(label="wait for servers that are offline", required=False)
    all_models = forms.BooleanField(label="ask all models of this run", required=False)

    def __init__(self, run: Run, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run

    def clean_on(self) -> Candidate | None:
        """Return the answer that is followed up; None for the prompt."""
        value = self.cleaned_data["on"] or PROMPT
        if value == PROMPT:
            return None
        answer = answers_of(self.run).filter(pk=parse_id(value)).first()
        if answer is None:
            raise forms.ValidationError(f'The run has no finished answer "{value[:20]}". Choose one of the list.')
        return answer

    def choices(self) -> list[tuple[str, str]]:
        """Return the prompt, then each answer with code that can be followed up."""
        return follow_up_choices(list(answers_of(self.run)[:MOST_CHOICES]), self.run.n_samples)


def answers_of(run: Run) -> QuerySet[Candidate]:
    """Return answers of a run that can be followed up: written and executed."""
    return run.candidates.filter(state=State.DONE, gradings__is_current=True).select_related("model__server", "task")
