"""Refreshes the rows of model servers, and pulls models."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils.timezone import now

from evaluations import broker_names, events, job_data
from evaluations.adapters import Adapter, make_adapter
from evaluations.adapters.base import ServerSettings
from evaluations.adapters.connections import LoadingModel
from evaluations.errors import AdapterError, DecryptionError
from evaluations.job_results import ServerAnswer
from evaluations.models import LanguageModel, ModelAction, ModelServer
from evaluations.models.servers import EMBEDDED, FOUND_BY_THEMSELVES, ON_OTHER_HOST
from evaluations.records import ModelInfo
from evaluations.runner.build_request import SMALLEST_WINDOW

NO_EMBEDDED_MODEL = "The embedded model is left out on this host (EMBEDDED_MODEL=0)."
PROBE_LIFETIME_S = 300
PULL_REPORT_S = 0.5
VERSION_EVERY_S = 3600
LOADING_S, LOADED_EVERY_S = 120.0, 0.5  # a small model is loaded in seconds, a large one in a minute or two
OF_A_SERVER = tuple(field.name for field in dataclasses.fields(ServerSettings))
# Fields of ModelInfo that a model's row keeps under the same names.
OF_A_MODEL = tuple(field.name for field in dataclasses.fields(ModelInfo) if field.name != "name")
log = logging.getLogger(__name__)


@contextmanager
def adapter_for(server: ModelServer, server_settings: ServerSettings | None = None) -> Iterator[Adapter]:
    """Yield the adapter that speaks to this server, closed afterwards.

    server_settings: how it is asked, instead of the server's own. Raises AdapterError when its key is unreadable, and
    when this host may not ask it.
    """
    if reason := other_host_reason(server):
        raise AdapterError(reason)
    is_found = server.slug in FOUND_BY_THEMSELVES  # its address comes from the settings, not from a team
    networks = [] if is_found else settings.MODEL_SERVER_NETWORKS
    key, server_settings = _key_of(server), server_settings or settings_of(server)
    adapter = make_adapter(server.kind, server.base_url, key, _model_folders(), server_settings, networks)
    try:
        yield adapter
    finally:
        adapter.close()


def other_host_reason(server: ModelServer) -> str:
    """Return why this host does not ask the server; empty when it does."""
    if server.is_elsewhere:
        return ON_OTHER_HOST.format(slug=server.slug, host=server.host, base_url=server.base_url)
    if server.slug == EMBEDDED and not settings.EMBEDDED_MODEL:
        return NO_EMBEDDED_MODEL
    return ""


def _key_of(server: ModelServer) -> str:
    try:
        return server.api_key
    except DecryptionError as exc:
        raise AdapterError(str(exc)) from exc


def settings_of(server: ModelServer) -> ServerSettings:
    """Return how this server is asked."""
    return ServerSettings(**{name: getattr(server, name) for name in OF_A_SERVER})


def _model_folders() -> list[Path]:
    return [Path(folder) for folder in settings.MODEL_FILES_FOLDERS]


def refresh(server: ModelServer) -> bool:
    """Ask the server for its state and store it. True when it answers. Never raises.

    Of a server that only another host asks, the state is the one that host has stored.
    """
    if server.kind == ModelServer.Kind.STORED:
        return False
    if server.is_elsewhere:
        return server.is_reachable
    try:
        try:
            _read_models(server)
        except (OperationalError, InterfaceError):
            raise  # an unreachable database says nothing about the server
        except Exception as exc:
            mark(server, is_reachable=False, message=_sentence(server.base_url, exc))
            return False
    except Exception:
        log.exception("What %s answers could not be stored", server.slug)
        return False
    return True


def wait_until_loaded(server: ModelServer) -> bool:
    """Wait while the server says that it is still loading its model. False when it does not answer otherwise."""
    if server.kind == ModelServer.Kind.STORED:
        return False
    until = time.monotonic() + LOADING_S
    while time.monotonic() < until:
        try:
            with adapter_for(server) as adapter:
                adapter.list_models()
            return True
        except LoadingModel:
            time.sleep(LOADED_EVERY_S)
        except (AdapterError, DecryptionError):
            return False
    return False


def _read_models(server: ModelServer) -> None:
    rows = {row.name: row for row in server.models.all()}
    with adapter_for(server) as adapter:
        models = adapter.list_models({name: info_of(row) for name, row in rows.items()})
    for info in models:
        _write_model(server, rows.get(info.name), info)
    gone = server.models.exclude(name__in=[info.name for info in models]).filter(pull={})
    gone.filter(Q(is_present=True) | Q(is_loaded=True)).update(is_present=False, is_loaded=False, expires_at=None)
    mark(server, is_reachable=True, message="")


def read_version(server: ModelServer, *, is_back: bool = False) -> None:
    """Ask for the server's version, once an hour. A refresh does not, because that would be one more request each time.

    is_back: it was unreachable, and may have been updated meanwhile.
    """
    if is_back:
        cache.delete(broker_names.version_asked(server.pk))
    if cache.add(broker_names.version_asked(server.pk), True, VERSION_EVERY_S):
        with suppress(AdapterError), adapter_for(server) as adapter:
            ModelServer.objects.filter(pk=server.pk).update(version=adapter.version() or "")


def _sentence(base_url: str, exc: Exception) -> str:
    """Return why a server counts as unreachable. A fault that no adapter foresaw is logged."""
    if isinstance(exc, AdapterError):
        return str(exc)
    log.error("The answer of %s could not be read", base_url, exc_info=exc)
    return f"{base_url} gave an answer that cannot be read ({type(exc).__name__}). Is it a model server?"


def mark(server: ModelServer, **fields: Any) -> None:
    """Store the result of a look at the server, and tell open pages when it has changed."""
    before = (server.is_reachable, server.message)
    ModelServer.objects.filter(pk=server.pk).update(seen_at=now(), **fields)
    server.refresh_from_db()
    if (server.is_reachable, server.message) != before:
        events.models_changed()


def info_of(row: LanguageModel) -> ModelInfo:
    """Return a model's data from the last look."""
    values = {name: getattr(row, name) for name in OF_A_MODEL}
    values = {name: None if value == "" else value for name, value in values.items()}
    return ModelInfo(name=row.name, **values | {"capabilities": tuple(row.capabilities)})


def _write_model(server: ModelServer, row: LanguageModel | None, info: ModelInfo) -> None:
    fields = {name: _column(name, getattr(info, name)) for name in OF_A_MODEL} | {"is_present": True}
    if info.can_think is None and row is not None and row.digest in ("", fields["digest"]):
        del fields["can_think"]  # an answer of these weights may have told it
    if row is None:
        LanguageModel.objects.get_or_create(server=server, name=info.name, defaults=fields | {"seen_at": now()})
        events.models_changed()
    elif any(getattr(row, name) != value for name, value in fields.items()):
        LanguageModel.objects.filter(pk=row.pk).update(seen_at=now(), **fields)
        events.models_changed()


def _column(name: str, value: Any) -> Any:
    """Return a value of ModelInfo as its column keeps it: text is never null."""
    if value is None and not LanguageModel._meta.get_field(name).null:
        return ""
    return list(value) if isinstance(value, tuple) else value


def probe(token: str) -> None:
    """Try a server that has no row yet, and store the result under the token; nothing if the job is done or old."""
    typed = job_data.take_input(token)
    if typed is None:
        return
    cache.set(broker_names.probe_taken(token), True, PROBE_LIFETIME_S)
    base_url = typed["base_url"]
    try:
        networks = settings.MODEL_SERVER_NETWORKS
        with closing(make_adapter(typed["kind"], base_url, typed["api_key"], networks=networks)) as adapter:
            status = adapter.status()
        answer = ServerAnswer(ok=True, message=status.message, version=status.version, n_models=status.n_models)
    except Exception as exc:
        answer = ServerAnswer(ok=False, message=_sentence(base_url, exc), version=None, n_models=0)
    job_data.store_answer(token, answer, PROBE_LIFETIME_S)


def do_action(action: ModelAction) -> bool:
    """Load, unload or delete a model by hand, and store the result. False when the server refused."""
    model = action.model
    begun, error = time.perf_counter(), ""
    try:
        with adapter_for(model.server) as adapter:
            if action.kind == ModelAction.Kind.LOAD:
                adapter.load(model.name, _context_of(model))
            elif action.kind == ModelAction.Kind.UNLOAD:
                adapter.unload(model.name)
            else:
                adapter.delete(model.name)
    except AdapterError as exc:
        error = str(exc)
    took_ms = round((time.perf_counter() - begun) * 1000, 1)
    ModelAction.objects.filter(pk=action.pk).update(finished_at=now(), duration_ms=took_ms, error=error)
    LanguageModel.objects.filter(pk=model.pk).update(last_error=error, last_error_at=now() if error else None)
    refresh(model.server)
    events.models_changed()
    return not error


def _context_of(model: LanguageModel) -> int:
    """Return the context that most runs ask for; a run that needs more has the model loaded again."""
    return min(SMALLEST_WINDOW, model.context_tokens or SMALLEST_WINDOW)


def pull(row: LanguageModel) -> bool:
    """Download a model onto its server; progress is in the row's `pull`. False when cancelled or refused."""
    cache.delete(broker_names.pull_cancelled(row.pk))
    _report_pull(row, {"status": "asking the server", "completed": 0, "total": 0})
    try:
        with adapter_for(row.server) as adapter:
            finished = _follow_pull(row, adapter)
    except AdapterError as exc:
        _report_pull(row, {"status": "failed", "error": str(exc), "completed": 0, "total": 0})
        return False
    _report_pull(row, {} if finished else {"status": "cancelled", "completed": 0, "total": 0})
    refresh(row.server)
    return finished


def _follow_pull(row: LanguageModel, adapter: Adapter) -> bool:
    reported = 0.0
    for step in adapter.pull(row.name):
        if cache.get(broker_names.pull_cancelled(row.pk)):
            return False
        if time.monotonic() - reported > PULL_REPORT_S:
            reported = time.monotonic()
            _report_pull(row, {"status": step.status, "completed": step.completed or 0, "total": step.total or 0})
    return True


def _report_pull(row: LanguageModel, progress: dict[str, Any]) -> None:
    LanguageModel.objects.filter(pk=row.pk).update(pull=progress)
    events.models_changed()
