"""A prompt as a model would get it, before it is sent: cut to its context, counted by its own tokenizer."""

from __future__ import annotations

from evaluations import job_data
from evaluations.actions.own_strategies import recipe_of
from evaluations.errors import EvaluationError
from evaluations.job_results import CountedPrompt
from evaluations.models import LanguageModel
from evaluations.models.suites import spec_from_json
from evaluations.records import to_json
from evaluations.runner.build_request import fit
from evaluations.runner.servers import adapter_for

LIFETIME_S = 900


def measure(token: str) -> None:
    """Store prompt and count under the token; nothing if the server does not answer."""
    asked_for = job_data.take_input(token)
    if asked_for is None:
        return
    model = LanguageModel.objects.select_related("server").get(pk=asked_for["model"])
    spec = spec_from_json(asked_for["spec"], {})
    try:
        with adapter_for(model.server) as adapter:
            strategy = asked_for["strategy"]
            recipe = recipe_of(asked_for["team"], strategy)
            built = fit(adapter, model.name, strategy, spec, model.context_tokens, recipe)
            count = adapter.count_prompt(model.name, built.prompt)
    except EvaluationError:
        return
    answer = CountedPrompt(prompt=to_json(built.prompt), count=to_json(count))
    job_data.store_answer(token, answer, LIFETIME_S)
