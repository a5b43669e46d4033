"""Reading: what is known before a run of the sampling options that models bring along, or that servers cannot take."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluations.models.runs import RunModel
from evaluations.models.servers import LanguageModel, ServerKind
from evaluations.records import Json
from evaluations.sampling import RECOMMENDED

FIXED_CONTEXT = "takes no context length: it is decided when the server is started"
UNTRIED = "may not take top_k, min_p and repeat_penalty: that is known after its first answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Options that a model brings along, as its author set them; by our names."""

    model: LanguageModel
    options: Mapping[str, Json]

    @property
    def as_json(self) -> str:
        """The options for the page's script."""
        return json.dumps(dict(self.options))

    @property
    def text(self) -> str:
        """`temperature 0.7, top_k 20`."""
        return ", ".join(f"{name} {value}" for name, value in self.options.items())


def presets(models: Iterable[LanguageModel]) -> list[Preset]:
    """Return what models bring along of the options that a run may set, one for each model that does."""
    notes = []
    for model in models:
        own = {name: value for name in RECOMMENDED if (value := model.own_options.get(name)) is not None}
        if own:
            notes.append(Preset(model=model, options=own))
    return notes


def refused_options(models: Iterable[LanguageModel]) -> dict[int, dict[str, str]]:
    """Return by model what its server could not take when it was last asked; nothing for models never asked."""
    rows = RunModel.objects.filter(model__in=list(models), not_taken__isnull=False).order_by("run")
    return {row.model_id: dict(row.not_taken or {}) for row in rows}


def losses(models: Iterable[LanguageModel]) -> list[str]:
    """Return what servers cannot take of a run's options, a sentence for each server or model."""
    chosen = list(models)
    refused = refused_options(chosen)
    sentences = []
    for slug, some in _by_server(chosen).items():
        if some[0].server.kind != ServerKind.OPENAI:
            continue
        sentences.append(f"{slug} {FIXED_CONTEXT}.")
        asked = RunModel.objects.filter(model__in=some, run__candidates__generation__isnull=False).exists()
        if not asked and not any(model.pk in refused for model in some):
            sentences.append(f"{slug} {UNTRIED}.")
    sentences += [
        f"{model.model_id} refused {', '.join(refused[model.pk])}." for model in chosen if model.pk in refused
    ]
    return sentences


def _by_server(models: Iterable[LanguageModel]) -> dict[str, list[LanguageModel]]:
    by_server: dict[str, list[LanguageModel]] = {}
    for model in models:
        by_server.setdefault(model.server.slug, []).append(model)
    return by_server
