"""The prompt for the smallest ticked model, with its length by the model's own tokenizer if possible, else
estimated.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from redis.exceptions import OutOfMemoryError

from evaluations import broker_names, job_data, prompts, tasks
from evaluations.actions.own_strategies import recipe_of
from evaluations.job_results import CountedPrompt
from evaluations.models import LanguageModel, ModelServer, Team
from evaluations.prompts import TokenBudget
from evaluations.records import Message, Prompt, TaskSpec, to_json
from evaluations.tokens import TokenCount, estimate_tokens
from webapp.site.outages import BROKER_GONE

# Kinds of server whose adapter may count exactly.
COUNTS = (ModelServer.Kind.OPENAI, ModelServer.Kind.OLLAMA)
WAIT_S, LOOK_EVERY_S = 0.8, 0.02
NOT_SENT: tuple[type[Exception], ...] = (*BROKER_GONE, OutOfMemoryError)
RESEND_AFTER_S = 30  # after this time a job that no worker has taken is sent again


@dataclass(frozen=True, slots=True)
class MeasuredPrompt:
    """The prompt and its length."""

    prompt: Prompt
    count: TokenCount


def measured(team: Team, strategy: str, spec: TaskSpec, model: LanguageModel | None) -> MeasuredPrompt:
    """Return the prompt and its number of tokens. Raises SuiteError when the task cannot be asked with this
    strategy.
    """
    window = model.context_tokens if model else None
    budget = TokenBudget(tokens=None if window is None else max(0, window - spec.max_tokens))
    estimated = prompts.render(strategy, spec, budget, recipe_of(team, strategy))
    is_text = strategy not in prompts.NEEDS_VISION
    if model and model.server.kind in COUNTS and spec.prompt.strip() and is_text:
        answer = _by_its_tokenizer(team, strategy, replace(spec, fixtures={}), model)
        if answer:
            return _measured_prompt(answer)
    text = "\n".join(message.content for message in estimated.messages) + (estimated.suffix or "")
    return MeasuredPrompt(estimated, estimate_tokens(text))


def _by_its_tokenizer(team: Team, strategy: str, spec: TaskSpec, model: LanguageModel) -> CountedPrompt | None:
    """Count by a worker, because pages must not wait for a model server; None if no worker answers in time."""
    spec_json = to_json(spec)
    fingerprint = json.dumps(
        [team.pk, strategy, spec_json, model.pk, model.digest, model.context_tokens], sort_keys=True
    )
    token = hashlib.sha256(fingerprint.encode(errors="replace")).hexdigest()
    deadline = time.monotonic() + WAIT_S
    try:
        if (
            cache.add(broker_names.token_count_asked(token), True, RESEND_AFTER_S)
            and job_data.answer_of(token, CountedPrompt) is None
        ):
            job_data.store_input({"model": model.pk, "team": team.pk, "strategy": strategy, "spec": spec_json}, token)
            tasks.measure_prompt.apply_async((token,), retry=False, **model.server.route)
        while (answer := job_data.answer_of(token, CountedPrompt)) is None and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_S)
    except NOT_SENT:
        return None
    return answer


def _measured_prompt(answer: CountedPrompt) -> MeasuredPrompt:
    values: dict[str, Any] = {**answer["prompt"]}
    messages = tuple(Message(**message) for message in values.pop("messages"))
    lists = {"messages": messages, "notes": tuple(values["notes"]), "images": tuple(values["images"])}
    return MeasuredPrompt(Prompt(**values | lists), TokenCount(**answer["count"]))
