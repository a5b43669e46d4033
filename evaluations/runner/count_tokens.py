"""A prompt as a model would get it, before anybody sends it: cut to its context, counted by its own tokenizer."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel
from evaluations.models.suites import spec_from_plain
from evaluations.records import Json, to_plain
from evaluations.runner.build_request import fit
from evaluations.runner.servers import adapter_for

LIFETIME_S = 900


def measure(token: str, model_id: int, strategy: str, spec: dict[str, Any]) -> None:
    """The answer waits in the cache under `measured:<token>`; nothing where the server does not answer."""
    model = LanguageModel.objects.select_related("server").get(pk=model_id)
    try:
        with adapter_for(model.server) as adapter:
            asked = fit(adapter, model.name, strategy, spec_from_plain(spec, {}), model.context_tokens)
            count = adapter.count_prompt(model.name, asked.prompt)
    except EvaluationError:
        return
    found: Json = {"prompt": to_plain(asked.prompt), "count": to_plain(count)}
    cache.set(f"measured:{token}", found, LIFETIME_S)
