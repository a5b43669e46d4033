"""Looks at model servers, keeps their rows true, pulls models."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils.timezone import now

from evaluations import events
from evaluations.adapters import Adapter, make_adapter
from evaluations.adapters.addresses import ollama_url
from evaluations.errors import AdapterError
from evaluations.models import LanguageModel, ModelServer
from evaluations.records import ModelInfo

PROBE_LIFETIME_S = 300
PULL_REPORT_S = 0.5
log = logging.getLogger(__name__)


def ensure_servers() -> None:
    """Rows for the servers that are found by themselves: the embedded one, and Ollama at OLLAMA_HOST."""
    kinds = ModelServer.Kind
    found = {"ollama": (kinds.OLLAMA, ollama_url(settings.OLLAMA_HOST)), "stored": (kinds.STORED, "")}
    if settings.EMBEDDED_MODEL:
        found["embedded"] = (kinds.OPENAI, settings.EMBEDDED_URL)
    for slug, (kind, url) in found.items():
        ModelServer.objects.update_or_create(slug=slug, defaults={"kind": kind, "base_url": url})


@contextmanager
def adapter_for(server: ModelServer) -> Iterator[Adapter]:
    """The adapter that speaks to this server, closed afterwards."""
    adapter = make_adapter(server.kind, server.base_url, server.api_key, _model_folders())
    try:
        yield adapter
    finally:
        adapter.close()


def _model_folders() -> list[Path]:
    return [Path(folder) for folder in settings.MODEL_FILES_FOLDERS]


def refresh(server: ModelServer) -> bool:
    """Looks at the server and writes down what it says. True when it answers. Never raises."""
    if server.kind == ModelServer.Kind.STORED:
        return False
    try:
        try:
            _look(server)
        except (OperationalError, InterfaceError):
            raise  # the database is away: that says nothing about the server
        except Exception as exc:
            _mark(server, is_reachable=False, message=_sentence(server.base_url, exc))
            return False
    except Exception:
        log.exception("What %s answers could not be stored", server.slug)
        return False
    return True


def _look(server: ModelServer) -> None:
    with adapter_for(server) as adapter:
        status = adapter.status()
        models = adapter.list_models()
    names = [_write_model(server, info) for info in models]
    server.models.exclude(name__in=names).filter(pull={}).update(is_present=False, is_loaded=False)
    _mark(server, is_reachable=True, message=status.message, version=status.version or "")


def _sentence(base_url: str, exc: Exception) -> str:
    """Why a server counts as unreachable. A fault that no adapter foresaw is logged."""
    if isinstance(exc, AdapterError):
        return str(exc)
    log.error("The answer of %s could not be read", base_url, exc_info=exc)
    return f"{base_url} gave an answer that cannot be read ({type(exc).__name__}). Is it a model server?"


def _mark(server: ModelServer, **fields: Any) -> None:
    before = (server.is_reachable, server.message)
    ModelServer.objects.filter(pk=server.pk).update(seen_at=now(), **fields)
    server.refresh_from_db()
    if (server.is_reachable, server.message) != before:
        events.models_changed()


def _write_model(server: ModelServer, info: ModelInfo) -> str:
    fields = {
        "family": info.family or "", "parameter_size": info.parameter_size or "", "size_bytes": info.size_bytes,
        "quantisation": info.quantisation or "", "context_tokens": info.context_tokens, "digest": info.digest or "",
        "template": info.template or "", "can_insert": info.can_insert, "is_loaded": info.is_loaded,
        "is_present": True,
    }  # fmt: skip
    row, is_new = LanguageModel.objects.get_or_create(server=server, name=info.name, defaults=fields)
    if is_new or any(getattr(row, name) != value for name, value in fields.items()):
        LanguageModel.objects.filter(pk=row.pk).update(seen_at=now(), **fields)
        events.models_changed()
    return info.name


def probe(token: str, kind: str, base_url: str, api_key: str) -> dict[str, Any]:
    """Tries a server that has no row yet; the answer waits in the cache under `probe:<token>`."""
    try:
        with closing(make_adapter(kind, base_url, api_key)) as adapter:
            status, models = adapter.status(), adapter.list_models()
        answer = {"ok": True, "message": status.message, "version": status.version, "n_models": len(models)}
    except Exception as exc:
        answer = {"ok": False, "message": _sentence(base_url, exc), "version": None, "n_models": 0}
    cache.set(f"probe:{token}", answer, PROBE_LIFETIME_S)
    return answer


def pull(server: ModelServer, name: str) -> bool:
    """Downloads a model onto its server; progress stands in the row's `pull`. False when cancelled or refused."""
    row, _ = LanguageModel.objects.get_or_create(server=server, name=name, defaults={"is_present": False})
    cache.delete(f"pull-cancelled:{row.pk}")
    _report_pull(row, {"status": "asking the server", "completed": 0, "total": 0})
    try:
        with adapter_for(server) as adapter:
            finished = _follow_pull(row, adapter)
    except AdapterError as exc:
        _report_pull(row, {"status": "failed", "error": str(exc), "completed": 0, "total": 0})
        return False
    _report_pull(row, {} if finished else {"status": "cancelled", "completed": 0, "total": 0})
    refresh(server)
    return finished


def _follow_pull(row: LanguageModel, adapter: Adapter) -> bool:
    reported = 0.0
    for step in adapter.pull(row.name):
        if cache.get(f"pull-cancelled:{row.pk}"):
            return False
        if time.monotonic() - reported > PULL_REPORT_S:
            reported = time.monotonic()
            _report_pull(row, {"status": step.status, "completed": step.completed or 0, "total": step.total or 0})
    return True


def _report_pull(row: LanguageModel, progress: dict[str, Any]) -> None:
    LanguageModel.objects.filter(pk=row.pk).update(pull=progress)
    events.models_changed()
