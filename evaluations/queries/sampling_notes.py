"""Reading: what is known before a run of the sampling options that authors recommend, or that servers cannot take."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluations.models.runs import RunModel
from evaluations.models.servers import LanguageModel, ServerKind
from evaluations.sampling_presets import Preset

FIXED_CONTEXT = "takes no context length: it is decided when the server is started"
TRIED_AGAIN = "It is tried again once the server has another version, or the model another digest."
NOT_TRIED = "may not take top_k, min_p and repeat_penalty: that is known after its first answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """Options that a model's author recommends; by our names."""

    model: LanguageModel
    preset: Preset

    @property
    def as_json(self) -> str:
        """The options for the page's script."""
        return json.dumps(dict(self.preset.options))


def recommendations(models: Iterable[LanguageModel]) -> list[Recommendation]:
    """Return what the authors of these models recommend, one for each model with a recommendation."""
    rows = [(model, model.recommended()) for model in models]
    return [Recommendation(model=model, preset=preset) for model, preset in rows if preset]


def recommendation_lines(models: Iterable[LanguageModel]) -> list[str]:
    """Return what the setting "as the model's author recommends" means for each model, one sentence each."""
    lines = []
    for model in models:
        preset = model.recommended()
        if preset is None or not preset.options:
            lines.append(f"{model.model_id}: no recommendation is known, so its server's defaults apply.")
        else:
            where = f", {preset.source}" if preset.source else ""
            lines.append(f"{model.model_id}: {preset.text} ({preset.basis_text}{where}).")
    return lines


def losses(models: Iterable[LanguageModel]) -> list[str]:
    """Return what servers cannot take of a run's options, a sentence for each server or model."""
    chosen = list(models)
    known = {model.pk: model.known_refusals.get("options", {}) for model in chosen}
    sentences = []
    for slug, some in _by_server(chosen).items():
        if some[0].server.kind != ServerKind.OPENAI:
            continue
        sentences.append(f"{slug} {FIXED_CONTEXT}.")
        has_answers = RunModel.objects.filter(model__in=some, run__candidates__generation__isnull=False).exists()
        if not has_answers and not any(known[model.pk] for model in some):
            sentences.append(f"{slug} {NOT_TRIED}.")
    return sentences + [_loss(model, known[model.pk]) for model in chosen if known[model.pk]]


def _loss(model: LanguageModel, options: Mapping[str, str]) -> str:
    """Return which options one model does not get, by reason, and when they are tried again."""
    reasons: dict[str, list[str]] = {}
    for name, why in options.items():
        reasons.setdefault(why, []).append(name)
    lost = "; ".join(f"{', '.join(names)} ({why})" for why, names in reasons.items())
    return f"{model.model_id} does not take {lost}. {TRIED_AGAIN}"


def _by_server(models: Iterable[LanguageModel]) -> dict[str, list[LanguageModel]]:
    by_server: dict[str, list[LanguageModel]] = {}
    for model in models:
        by_server.setdefault(model.server.slug, []).append(model)
    return by_server
