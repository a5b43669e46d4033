"""Passwords in DATABASE_URL in each way of writing them; two migrations at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import dj_database_url
import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured

from tests.databases import create_postgres_database
from tests.processes import ROOT
from webapp import env

PASSWORDS = [
    "plain",
    "a/b",
    "a#b",
    "a?b",
    "12/34",
    "/",
    "#?/",
    "a:b",
    "p@ss/word",
    "a@b#c",
    "50%/x",
    "a b/c",
    "ä/ß",
    "[/]",
]


@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_with_reserved_letters_is_read_as_it_was_typed(
    password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in ("postgres:5432", "postgres", "[::1]:5432"):
        monkeypatch.setenv("DATABASE_URL", f"postgres://bakeoff:{password}@{host}/site")
        settings = dj_database_url.parse(env.database_url("sqlite:///x"))
        assert (settings["USER"], settings["PASSWORD"], settings["NAME"]) == ("bakeoff", password, "site")
        assert settings["HOST"] == host.rpartition(":5432")[0].strip("[]") if ":5432" in host else host


@pytest.mark.parametrize("password", PASSWORDS)
def test_an_encoded_password_is_decoded(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgres://bakeoff:{quote(password, safe='')}@postgres:5432/site?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", url)
    assert env.database_url("sqlite:///x") == url
    assert dj_database_url.parse(url)["PASSWORD"] == password


@pytest.mark.parametrize(
    "url",
    [
        "postgres:///site?host=/run/postgresql",
        "sqlite:////tmp/a@b/x.sqlite3",
        "sqlite:///x",
        "postgres://bakeoff@postgres/site",
        "postgres://u:p@h/site?options=a@b",
    ],
)
def test_other_addresses_stay_as_they_are(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert env.database_url("sqlite:///y") == url


@pytest.mark.parametrize("url", ["postgres://u:s3cret@h:port/site", "postgres:s3cret", "mysq://u:s3cret@h/site"])
def test_an_address_that_cannot_be_read_is_a_sentence_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as caught:
        env.database(Path("x"))
    assert "s3cret" not in str(caught.value)


def test_the_password_of_compose_is_a_setting_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["web"]["environment"]
    assert "POSTGRES_PASSWORD" not in settings["DATABASE_URL"]
    monkeypatch.setenv("DATABASE_URL", settings["DATABASE_URL"])
    monkeypatch.setenv("DATABASE_PASSWORD", "a@b%41/#?")
    parsed = env.database(Path("x"))
    assert (parsed["PASSWORD"], parsed["HOST"], parsed["USER"]) == ("a@b%41/#?", "postgres", "bakeoff")


def migrate(home: Path, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "auth", "--noinput"],
        cwd=ROOT,
        env={**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_two_migrations_at_once_take_turns(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = ""
    if kind == "postgres":
        url = create_postgres_database(request.getfixturevalue("postgres"), "two_at_once")
    both = [migrate(tmp_path, url) for _ in range(2)]
    outputs = [process.communicate(timeout=150)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert sorted("No migrations to apply" in output for output in outputs) == [False, True]
