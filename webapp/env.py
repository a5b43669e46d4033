"""Settings from the environment, read once and checked: a wrong value gives one sentence, not a stack trace."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from scripts import disk, private_files

BASE_DIR = Path(__file__).resolve().parent.parent
# scheme://user:password@host/name?query with no reserved letter in the password; and one with any letters in it.
WHOLE_URL = re.compile(r"\w+://[^:/?#@]*(:[^/?#@]*)?@[^/?#@]+/[^?#@]*(\?.*)?")
RAW_PASSWORD = re.compile(r"(\w+://[^:/?#@]*:)(.+)(@[^/?#@]+/[^/?#@]*(?:\?.*)?)")
SOCKET_PATH_LIMIT = 100  # bytes; Linux refuses unix sockets of 108 and more


def text(name: str, default: str = "") -> str:
    """Return an environment variable's value; an empty one counts as not given."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int, *, low: int, high: int) -> int:
    """Return whole number between low and high, both included."""
    raw = text(name, str(default))
    if not raw.isdigit() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(
            f'{name}="{raw}" is not a whole number from {low} to {high}. Correct it or unset it.'
        )
    return int(raw)


def flag(name: str, default: bool) -> bool:
    """Return True for 1, true, yes, on; False for 0, false, no, off."""
    raw = text(name, "1" if default else "0").lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f'{name}="{raw}" is neither 1 nor 0. Correct it or unset it.')


def choice(name: str, *values: str) -> str:
    """Return one of the values; the first by default."""
    raw = text(name, values[0])
    if raw not in values:
        raise ImproperlyConfigured(f'{name}="{raw}" is not one of {", ".join(values)}. Correct it or unset it.')
    return raw


def choices(name: str, *values: str) -> list[str]:
    """Return some of the values, separated by commas; empty when not given."""
    for word in (words := listed(name)):
        if word not in values:
            raise ImproperlyConfigured(f'{name}: "{word}" is not one of {", ".join(values)}. Correct it or unset it.')
    return words


def secret(name: str, default: str = "") -> str:
    """Return a secret: the variable's value, else the content of the file that NAME_FILE names (secrets of
    containers).
    """
    if value := text(name):
        return value
    path = text(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text().strip()
    except OSError as exc:
        raise ImproperlyConfigured(
            f"{name}_FILE={path} cannot be read ({exc.strerror}). Correct it or unset it."
        ) from exc


def required(name: str, *, with_: str) -> str:
    """Return a value that another setting needs."""
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"{with_} is set, and {name} is not. Set it, or unset {with_}.")


def listed(name: str) -> list[str]:
    """Return values separated by commas; empty when not given."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return networks like 10.0.0.0/8 and fd00::/8, or single addresses, with commas between."""
    try:
        return [ip_network(word) for word in listed(name)]
    except ValueError as exc:
        raise ImproperlyConfigured(f"{name}: {exc}. Write networks like 10.0.0.0/8, with commas between.") from exc


def folder(name: str) -> Path | None:
    """Return an existing folder; None when not given."""
    if not (value := text(name)):
        return None
    if not (path := Path(value).expanduser()).is_dir():
        raise ImproperlyConfigured(f"{name}={value} is not a folder. Correct it or unset it.")
    return path


def home() -> Path:
    """Return BAKEOFF_HOME: database, files, logs and sockets live here. Created when missing.

    From now on only the owner can read files that this process and its children write, whatever the umask was.
    """
    os.umask(private_files.UMASK)
    folder = Path(text("BAKEOFF_HOME", str(BASE_DIR / "var"))).expanduser().resolve()
    try:
        for part in (folder, folder / "logs", folder / "files", folder / "static"):
            private_files.private_folder(part)
    except OSError as exc:
        raise ImproperlyConfigured(disk.unwritable_reason(folder, exc)) from exc
    return folder


def database(home_folder: Path) -> dict[str, Any]:
    """Return the database of DATABASE_URL, SQLite in BAKEOFF_HOME by default. DATABASE_PASSWORD replaces a password
    in it.
    """
    url = database_url(f"sqlite:///{home_folder / 'bakeoff.sqlite3'}")
    try:
        if "://" not in url:
            raise ValueError("no scheme")
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as exc:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write postgres://user:password@host:5432/name; a password with unusual "
            "letters is best given as DATABASE_PASSWORD."
        ) from exc
    if password := secret("DATABASE_PASSWORD"):
        settings["PASSWORD"] = password
    return settings


def database_url(default: str) -> str:
    """Return DATABASE_URL; a password that was typed with / # ? or @ in it is percent-encoded."""
    url = text("DATABASE_URL", default)
    match = RAW_PASSWORD.fullmatch(url)
    if match is None or WHOLE_URL.fullmatch(url):
        return url
    begin, password, rest = match.groups()
    return f"{begin}{quote(password, safe='')}{rest}"


def socket_path(home_folder: Path) -> Path:
    """Return the socket of the embedded broker: in the home folder, or in the temp folder when that path is too
    long.
    """
    inside = home_folder / "valkey.sock"
    if len(str(inside)) <= SOCKET_PATH_LIMIT:
        return inside
    mark = hashlib.sha256(str(home_folder).encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"bakeoff-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / "valkey.sock"


def secret_key(home_folder: Path) -> str:
    """Return SECRET_KEY, else one made at first start and kept, readable only by its owner."""
    if value := secret("SECRET_KEY"):
        return value
    path = home_folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as exc:
        raise ImproperlyConfigured(disk.unwritable_reason(home_folder, exc)) from exc
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key


def redis_url(home_folder: Path) -> str:
    """Return REDIS_URL, else the embedded Valkey's socket (unix://path)."""
    url = text("REDIS_URL", f"unix://{socket_path(home_folder)}")
    if urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f'REDIS_URL="{url}" does not start with redis://, rediss:// or unix://. Correct it.')
    return url


def celery_broker_url(url: str) -> str:
    """Return the same server in the spelling Celery wants."""
    return url.replace("unix://", "redis+socket://", 1) if url.startswith("unix://") else url
