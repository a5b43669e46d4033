"""Forms of a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.timezone import now

from evaluations.limits import MAX_VOTES_PER_PAIR
from evaluations.models import Campaign, LanguageModel, Membership, Run, Suite, Team


class RunChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Runs by title, with how many answers have finished."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title, suite and date."""
        return f"{obj.title} · {obj.suite_version} · {obj.created_at:%Y-%m-%d}"


class SuiteChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Suites by title."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title, as everywhere else."""
        return str(obj.title)


class CampaignEditForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Values that can change while people vote. If no reviewer is ticked, everybody in the team reviews."""

    reviewers = forms.ModelMultipleChoiceField(
        queryset=get_user_model().objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    votes_per_pair = forms.IntegerField(
        min_value=1,
        max_value=MAX_VOTES_PER_PAIR,
        initial=2,
        error_messages={
            "min_value": "A pair needs at least 1 vote. Type 1 or more.",
            "max_value": f"More than {MAX_VOTES_PER_PAIR} votes per pair. Type {MAX_VOTES_PER_PAIR} or less.",
        },
    )
    due_at = forms.DateTimeField(
        required=False,
        label="Due",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ("title", "reviewers", "votes_per_pair", "due_at", "shows_verdicts")
        labels = {
            "shows_verdicts": "Show test verdicts before the vote",
            "names_at_end": "Show models and verdicts only when the campaign is closed",
            "mixes_strategies": "Pair answers to different prompt wordings too",
        }

    def __init__(self, team: Team, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.filter(team=team).exclude(role=Membership.Role.VIEWER)
        fields: dict[str, Any] = self.fields
        fields["reviewers"].queryset = get_user_model().objects.filter(pk__in=members.values("user"))

    def clean_due_at(self) -> Any:
        """Require a future date; the present value may stay."""
        due = self.cleaned_data["due_at"]
        if due is not None and due <= now() and due != self.instance.due_at:
            raise forms.ValidationError(f"{due:%Y-%m-%d %H:%M} is past. Choose a later date, or none.")
        return due


class CampaignForm(CampaignEditForm):
    """A new campaign. No model ticked: all of the runs' models. A suite: all its runs, and later ones too."""

    suite = SuiteChoice(
        queryset=Suite.objects.none(),
        required=False,
        empty_label="only the runs ticked below",
        label="All runs of a suite",
    )
    runs = RunChoice(queryset=Run.objects.none(), widget=forms.CheckboxSelectMultiple, required=False)
    chosen = forms.ModelMultipleChoiceField(
        queryset=LanguageModel.objects.none(), widget=forms.CheckboxSelectMultiple, required=False, label="Models"
    )

    class Meta(CampaignEditForm.Meta):
        fields = (
            "title",
            "suite",
            "runs",
            "chosen",
            "reviewers",
            "votes_per_pair",
            "due_at",
            "shows_verdicts",
            "names_at_end",
            "mixes_strategies",
        )

    def __init__(self, team: Team, *args: Any, **kwargs: Any) -> None:
        super().__init__(team, *args, **kwargs)
        runs = Run.objects.filter(team=team)
        fields: dict[str, Any] = self.fields
        fields["runs"].queryset = runs.select_related("suite_version__suite")
        fields["chosen"].queryset = LanguageModel.objects.filter(runs__in=runs).select_related("server").distinct()
        fields["suite"].queryset = Suite.objects.filter(team=team, versions__runs__in=runs).distinct().order_by("title")

    def clean(self) -> dict[str, Any]:
        """Check that there are at least two models to compare, in the runs that were chosen."""
        data = super().clean() or self.cleaned_data
        if suite := data.get("suite"):
            of_suite = Q(suite_version__suite=suite) | Q(pk__in=[run.pk for run in data.get("runs") or []])
            data["runs"] = Run.objects.filter(of_suite, team=suite.team)
        runs = data.get("runs")
        if not runs:
            self.add_error("runs", "No run is ticked. Tick the runs whose answers are to be judged, or choose a suite.")
            return data
        chosen = list(data.get("chosen") or LanguageModel.objects.filter(runs__in=runs).distinct())
        present = set(LanguageModel.objects.filter(runs__in=runs).values_list("pk", flat=True))
        if len(present & {model.pk for model in chosen}) < 2:
            self.add_error("chosen", "A pair needs two models that answered in these runs. Tick another model or run.")
        data["chosen"] = chosen
        return data
