"""Forms that start a run. Messages: the fact, the value, what to do."""

from __future__ import annotations

from typing import Any, TypedDict, get_args

from django import forms
from django.db.models import QuerySet

from evaluations import prompts
from evaluations.actions.start_run import RunChoice, models_error, start_errors
from evaluations.limits import MAX_SAMPLES, MAX_THINKING_TOKENS
from evaluations.models import LanguageModel, ModelServer, OwnStrategy, SuiteVersion, Team
from evaluations.queries.model_choice import ModelGroup, model_groups
from evaluations.queries.sampling_notes import losses, recommendations
from evaluations.records import Sampling, Think
from evaluations.token_limits import thinking_error
from webapp.runs.sampling_fields import FOLDED, StopField, number_field, profile_field, typed_sampling

THINK_CHOICES = [
    ("", "model's default"),
    *((value, value if value in ("off", "on") else f"on, {value}") for value in get_args(Think)),
]


def strategy_choices(team: Team) -> list[tuple[str, str]]:
    """Return strategies by name, with their titles: the site's, then the newest version of each of the team's own."""
    own = [(row.strategy, f"{row.title}: your team's own, v{row.version}") for row in OwnStrategy.objects.newest(team)]
    return [(name, prompts.TITLES.get(name, name.replace("_", " "))) for name in prompts.STRATEGIES] + own


class ModelList(TypedDict):
    """The models to tick. ticked: numbers as text. groups: those that can be asked, by server.

    servers_away, not_reachable: servers that do not answer, and their models.
    """

    ticked: set[str]
    groups: list[ModelGroup]
    n_reachable: int
    servers_away: QuerySet[ModelServer]
    not_reachable: QuerySet[LanguageModel]


class ModelsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable at runtime
    """Models that can be asked, shown by id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=LanguageModel.objects.none(),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "No model is ticked. Tick at least one.",
                "invalid_choice": "Model %(value)s cannot be asked now. Untick it, or start its server.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        """Return the rows of the models. Raises ValidationError for one that cannot be asked and for too many."""
        rows = super().clean(value)
        if error := models_error(len(rows)):
            raise forms.ValidationError(error)
        return rows

    def label_from_instance(self, obj: Any) -> str:
        """Return `server/name`."""
        return str(obj.model_id)


class SamplingForm(forms.Form):
    """Models and frozen settings: what the prompt page and a suite's “Run on models” share."""

    models = ModelsField(label="Models")
    n_samples = forms.IntegerField(label="Samples", min_value=1, max_value=MAX_SAMPLES, initial=1)
    temperature = number_field("temperature")
    seed = number_field("seed", initial=1)
    max_tokens = number_field("max_tokens", initial=1024)
    think = forms.ChoiceField(label="Thinking", choices=THINK_CHOICES, required=False)
    max_thinking_tokens = forms.IntegerField(
        label="Thinking tokens",
        min_value=1,
        max_value=MAX_THINKING_TOKENS,
        initial=Sampling().max_thinking_tokens,
        required=False,
    )

    profile = profile_field()
    top_p = number_field("top_p")
    top_k = number_field("top_k")
    min_p = number_field("min_p")
    repeat_penalty = number_field("repeat_penalty")
    stop = StopField()
    context_tokens = number_field("context_tokens")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        choice: Any = self.fields["models"]
        choice.queryset = LanguageModel.objects.can_generate().visible_to(team).select_related("server")

    def about_models(self, person: Any) -> ModelList:
        """Return the context of the model list: ticked models, models that can be asked by server, and the others with
        the reason.

        Favourites of the person come first.
        """
        live = ModelServer.objects.visible_to(self.team).exclude(kind=ModelServer.Kind.STORED)
        away = live.filter(is_reachable=False)
        choice: Any = self.fields["models"]
        groups = model_groups(self.team, list(choice.queryset), person)
        return {
            "ticked": {str(pk) for pk in self["models"].value() or []},
            "groups": groups,
            "n_reachable": sum(len(group.models) for group in groups),
            "servers_away": away,
            "not_reachable": LanguageModel.objects.filter(server__in=away, is_present=True).select_related("server"),
        }

    def to_sampling(self) -> Sampling:
        """Return the settings as a record; call when valid."""
        data = self.cleaned_data
        return typed_sampling(
            data,
            think=data["think"] or None,
            max_thinking_tokens=data["max_thinking_tokens"] or Sampling().max_thinking_tokens,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse thinking for a model that cannot think."""
        data = super().clean() or self.cleaned_data
        can_think = {model.model_id: model.can_think for model in data.get("models") or []}
        if error := thinking_error(data.get("think"), can_think):
            self.add_error("think", error)
        return data

    def about_sampling(self) -> dict[str, Any]:
        """Return the context of the folded group: its fields, whether it is open, and notes on the models before a
        run.
        """
        choice: Any = self.fields["models"]
        models = list(choice.queryset)
        fields = [self[name] for name in FOLDED]
        return {
            "fields": fields,
            "is_open": any(field.errors or field.value() not in (None, "", "pinned") for field in fields),
            "recommendations": recommendations(models),
            "losses": losses(models),
        }


class SuiteRunForm(SamplingForm):
    """A suite on models."""

    strategies = forms.MultipleChoiceField(
        label="Strategies",
        widget=forms.CheckboxSelectMultiple,
        initial=["plain"],
        error_messages={"required": "No strategy is ticked. Tick “plain” if unsure."},
    )

    until_settled = forms.BooleanField(label="Until the ranking is settled", required=False)

    def __init__(self, *args: Any, version: SuiteVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        choice: Any = self.fields["strategies"]
        choice.choices = strategy_choices(self.team)
        self.fields["max_tokens"].initial = None

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be started; a field that is invalid by itself keeps its own error."""
        data = super().clean() or self.cleaned_data
        if self.version is None:
            return data
        choice = RunChoice(
            version=self.version,
            models=list(data.get("models") or []),
            strategies=data.get("strategies") or [],
            n_samples=data.get("n_samples") or 1,
            think=data.get("think") or None,
            until_settled=bool(data.get("until_settled")),
        )
        for name, error in start_errors(choice).items():
            if name not in self.errors:
                self.add_error(name, error)
        return data
