"""Acts on models and their servers, for page and API."""

from __future__ import annotations

from typing import Any

from evaluations import tasks
from evaluations.models import LanguageModel, ModelAction, ModelServer, Run, Team
from evaluations.models.servers import FOUND_BY_THEMSELVES, KEY_REMOVED
from evaluations.stored_json import read_pull
from webapp.model_servers.forms import PullForm, ServerForm

ENDED_PULLS = ("failed", "cancelled")


def action_error(model: LanguageModel) -> str:
    """Return why a model cannot be loaded, unloaded or deleted by hand now; empty when it can."""
    if model.server.kind != ModelServer.Kind.OLLAMA:
        return f"{model.server.slug} loads its models automatically. Only Ollama accepts such a request."
    if not (model.is_present and model.server.is_reachable):
        return f"{model.model_id} is not on a server that answers now. Start the server, then press Refresh."
    if model.server.fed_by:
        return f"{model.server.slug} is answering a run. Wait for its end, or pause the run first."
    return model.why_not_offered


def start_action(model: LanguageModel, kind: ModelAction.Kind, user: Any) -> ModelAction:
    """Record who asked for it, and tell a worker."""
    action = ModelAction.objects.create(model=model, kind=kind, asked_by=user)
    tasks.do_model_action.delay(action.pk)
    return action


def start_pull(form: PullForm) -> tuple[LanguageModel, bool]:
    """Return the model of a valid form, and whether its download begins now: False when it runs already."""
    server, name = form.cleaned_data["server"], form.cleaned_data["name"]
    model, _ = LanguageModel.objects.get_or_create(server=server, name=name, defaults={"is_present": False})
    if model.pull and read_pull(model.pull).get("status") not in ENDED_PULLS:
        return model, False
    LanguageModel.objects.filter(pk=model.pk).update(pull={"status": "queued", "completed": 0, "total": 0})
    tasks.pull_model.delay(model.pk)
    return model, True


def end_pull(model: LanguageModel) -> None:
    """Cancel a running download; forget an ended one."""
    if read_pull(model.pull).get("status") in (*ENDED_PULLS, "cancelling"):
        LanguageModel.objects.filter(pk=model.pk).update(pull={})
    elif model.pull:
        tasks.cancel_pull(model.pk)


def save_server(form: ServerForm, team: Team) -> ModelServer:
    """Store the server of a valid form as the team's own; a worker refreshes it."""
    data = form.cleaned_data
    server = ModelServer(slug=data["name"], team=team, kind=data["kind"], base_url=data["base_url"])
    server.api_key = data["api_key"]
    server.save()
    tasks.refresh_server.delay(server.pk)
    return server


def change_server(row: ModelServer, data: dict[str, Any]) -> str:
    """Store name and address as cleaned by ServerSettingsForm. Returns a sentence when the key was removed."""
    row.slug = data["name"]
    is_removed = row.set_address(data["base_url"], data["api_key"])
    row.save(update_fields=["slug", "base_url", "encrypted_api_key"])
    tasks.refresh_server.delay(row.pk)
    return KEY_REMOVED if is_removed else ""


def n_runs_of(row: ModelServer) -> int:
    """Return how many runs have answers of the models of a server."""
    return Run.objects.filter(chosen__server=row).distinct().count()


def removal_error(row: ModelServer) -> str:
    """Return why a server cannot be removed; empty when it can."""
    if row.slug in FOUND_BY_THEMSELVES:
        return f"{row.slug} is found automatically and cannot be removed."
    if n := n_runs_of(row):
        runs = "1 run has" if n == 1 else f"{n} runs have"
        return f"{row.slug} stays: {runs} answers of its models. Its results need it."
    return ""
