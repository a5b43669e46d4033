"""Begins a probe of a model: three short questions, for its card and for forecasts of runs."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now

from evaluations.actions.authors import User, author_of
from evaluations.models import LanguageModel, ModelProbe

LONGEST = timedelta(minutes=20)  # a probe that runs for longer has lost its worker
LATER = "Wait for its end, or pause the run first."


def probe_error(model: LanguageModel) -> str:
    """Return why a model cannot be probed now; empty when it can."""
    if model.why_not_offered:
        return model.why_not_offered
    if not (model.is_present and model.server.is_reachable):
        return f"{model.model_id} is not on a server that answers now. Start the server first."
    if model.server.fed_by:
        return f"{model.server.slug} is answering a run, which would slow both. {LATER}"
    running = ModelProbe.objects.filter(model__server=model.server_id, state=ModelProbe.State.RUNNING)
    if running.filter(created_at__gt=now() - LONGEST).exists():
        return f"A model of {model.server.slug} is being probed already."
    return ""


def begin_probe(model: LanguageModel, by: User) -> ModelProbe:
    """Make the row of a probe; the caller wakes a worker."""
    return ModelProbe.objects.create(
        model=model, digest=model.digest, version=model.server.version, asked_by=author_of(by)
    )
