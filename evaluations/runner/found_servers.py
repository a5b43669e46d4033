"""Rows of the model servers that the settings name: the embedded model, and Ollama at OLLAMA_HOST.

Where hosts share a database (PostgreSQL), their settings may differ:

- An address of loopback, and the embedded model, belong to one host. Only its workers ask that server.
- Another host takes such a row over when the server does not answer there and its own does.
- Any other address belongs to all hosts. A worker that starts with OLLAMA_HOST or EMBEDDED_URL set writes it.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from django.conf import settings

from evaluations.adapters import make_adapter
from evaluations.adapters.addresses import ollama_url
from evaluations.errors import AdapterError
from evaluations.models import ModelServer, Worker
from evaluations.models.servers import EMBEDDED
from evaluations.models.workers import this_host
from evaluations.runner.servers import mark
from evaluations.server_addresses import is_loopback

ABSENT = "It belongs to {host}, where no generate worker runs. Start one there."


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundServer:
    """A server as this host's settings name it. host: as of the row. is_chosen: a person has set the address."""

    slug: str
    kind: str
    url: str
    host: str
    is_chosen: bool


def found_servers() -> list[FoundServer]:
    """Return the servers that the settings of this host name."""
    kinds = ModelServer.Kind
    servers = [_server("ollama", kinds.OLLAMA, ollama_url(settings.OLLAMA_HOST), "OLLAMA_HOST")]
    if settings.EMBEDDED_MODEL:
        servers.append(_server(EMBEDDED, kinds.OPENAI, settings.EMBEDDED_URL, "EMBEDDED_URL"))
    return servers


def _server(slug: str, kind: str, url: str, setting: str) -> FoundServer:
    is_of_one_host = settings.SQLITE_FILE is None and (slug == EMBEDDED or is_loopback(url))
    return FoundServer(
        slug=slug,
        kind=kind,
        url=url,
        host=this_host() if is_of_one_host else "",
        is_chosen=setting in settings.CHOSEN_ADDRESSES,
    )


def ensure_servers(*, is_start: bool = False) -> None:
    """Make and correct the rows, by the rules above. is_start: a worker begins that asks servers."""
    ModelServer.objects.update_or_create(slug="stored", defaults={"kind": ModelServer.Kind.STORED, "base_url": ""})
    for server in found_servers():
        values = {"kind": server.kind, "base_url": server.url, "host": server.host}
        row, is_new = ModelServer.objects.get_or_create(slug=server.slug, defaults=values)
        is_same = (row.base_url, row.host) == (server.url, server.host)
        if not is_new and not is_same and _may_change(row, server, is_start=is_start):
            # Another host may have changed it meanwhile.
            ModelServer.objects.filter(pk=row.pk, base_url=row.base_url, host=row.host).update(**values)


def _may_change(row: ModelServer, server: FoundServer, *, is_start: bool) -> bool:
    if settings.SQLITE_FILE is not None or (is_start and server.is_chosen):
        return True
    if not server.host:
        return False
    if row.host == server.host:
        return True
    # A row without a host was made by the release before, unless its address is for all hosts.
    is_free = not row.is_reachable if row.host else is_loopback(row.base_url)
    return is_free and _answers(server)


def _answers(server: FoundServer) -> bool:
    try:
        with closing(make_adapter(server.kind, server.url, "")) as adapter:
            adapter.status()
    except AdapterError:
        return False
    return True


def note_absent_hosts() -> None:
    """Mark servers of hosts without a generate worker as unreachable: no one else can look at them."""
    hosts = Worker.objects.alive().filter(name__startswith="generate-").values("host")
    for row in ModelServer.objects.exclude(host="").exclude(host__in=hosts):
        mark(row, is_reachable=False, message=ABSENT.format(host=row.host))
