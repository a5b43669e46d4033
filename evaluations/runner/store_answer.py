"""Store a model's answer with what was sent for it, and hand the row on to the sandbox."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models.functions import Now

from evaluations.explanations import TOOL_CALL
from evaluations.models import Candidate, Generation, LanguageModel, RunModel, State, Thought
from evaluations.records import (
    Completion,
    Prompt,
    Sampling,
    storable,
    to_json,
)
from evaluations.runner.thinking import Thinking
from evaluations.sampling import COMPARED
from evaluations.stored_json import StoredRecommendation, StoredSettings, StoredSource

# Fields of a completion that its row keeps under the same names.
OF_COMPLETION = (
    "text",
    "stop_reason",
    "prompt_tokens",
    "completion_tokens",
    "load_ms",
    "first_token_ms",
    "first_text_ms",
    "generation_ms",
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """The prompt that was sent to a model, its completion, and the thought in it."""

    prompt: Prompt
    sampling: Sampling
    completion: Completion
    thinking: Thinking | None = None


def _answered_by(model: LanguageModel, candidate: Candidate) -> StoredSource:
    """Return the host behind a cloud model of a local server, or the server that answered in another's place; else
    empty.
    """
    if model.pk != candidate.model_id:
        return {"answered on": model.server.slug}
    return {"answered by": model.remote_host} if model.remote_host else {}


def _without_images(prompt: Prompt) -> Prompt:
    """Replace each image by its digest: the image itself is a file of the task."""
    digests = tuple(f"sha256:{hashlib.sha256(url.encode()).hexdigest()}" for url in prompt.images)
    return replace(prompt, images=digests)


def _tool_calls(completion: Completion) -> StoredSource:
    """Return the calls of a model that called tools instead of answering; empty otherwise."""
    if not completion.tool_calls or completion.text.strip():
        return {}
    calls = ", ".join(f"{call.name}({call.arguments})" for call in completion.tool_calls)
    return {TOOL_CALL: calls}


def store(candidate: Candidate, model: LanguageModel, exchange: Exchange, worker: str) -> bool:
    """Keep the answer and hand the row on, in one transaction. False when the row is no longer this worker's."""
    prompt, completion, thinking = exchange.prompt, exchange.completion, exchange.thinking
    with transaction.atomic():
        moved = Candidate.objects.filter(pk=candidate.pk, state=State.GENERATING, taken_by=worker).update(
            state=State.EXECUTING,
            taken_by="",
            taken_at=None,
            attempts=0,
            answered_at=Now(),
            is_truncated=completion.stop_reason == "length",
        )
        if moved:
            Generation.objects.create(
                candidate=candidate,
                prompt=storable(_without_images(prompt)),
                options=storable(completion.options),
                model_digest=completion.model_digest or model.digest,
                quantisation=model.quantisation,
                is_trimmed=bool(prompt.notes),
                thinking_tokens=thinking.tokens if thinking else None,
                thinking_ms=thinking.ms if thinking else None,
                is_thought_only=bool(thinking and thinking.is_all),
                settings=storable(_settings(model, exchange.sampling, completion)),
                source=storable(_answered_by(model, candidate) | _tool_calls(completion)),
                **storable({name: getattr(completion, name) for name in OF_COMPLETION}),
            )
            if thinking:
                Thought.objects.create(candidate=candidate, text=storable(thinking.text))
            _note_refused_options(candidate, completion)
    Candidate.objects.filter(pk=candidate.pk).leave_out_cancelled()
    return bool(moved)


def _settings(model: LanguageModel, sampling: Sampling, completion: Completion) -> StoredSettings:
    """Return what was asked for, what the server could not take, the model's own parameters, and the context it used.

    recommended: where the options of the setting "as the model's author recommends" come from.
    """
    preset = model.recommended(sampling.think) if sampling.profile == "author" else None
    return {
        "asked": to_json(sampling),
        "not_taken": dict(completion.not_taken),
        "parameters": model.own_options,
        "context_tokens": completion.context_tokens,
        "recommended": StoredRecommendation(basis=preset.basis, family=preset.family, source=preset.source)
        if preset
        else None,
    }


def _note_refused_options(candidate: Candidate, completion: Completion) -> None:
    """Store options that the server could not take with the run's model: they decide whether runs are comparable."""
    not_taken = {name: why for name, why in completion.not_taken.items() if name in COMPARED}
    if not not_taken:
        return
    row = RunModel.objects.filter(run=candidate.run_id, model=candidate.model_id).first()
    if row and row.not_taken != not_taken:
        RunModel.objects.filter(pk=row.pk).update(not_taken=not_taken)
