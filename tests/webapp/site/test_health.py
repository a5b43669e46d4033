"""The address for health checks. These may use a host name that is not in ALLOWED_HOSTS."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from evaluations.models import Installation

pytestmark = pytest.mark.django_db


@override_settings(ALLOWED_HOSTS=["bakeoff.example"], SECURE_SSL_REDIRECT=True)
def test_health_is_answered_for_any_host_and_without_https(client: Client) -> None:
    response = client.get("/healthz", headers={"host": "127.0.0.1:8000"})
    assert (response.status_code, response.content) == (200, b"ok")
    assert client.get("/sign-in/", headers={"host": "127.0.0.1:8000"}).status_code == 400


def test_site_without_its_database_is_not_healthy(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("gone, and secret-host is its name")

    monkeypatch.setattr("webapp.site.health.connection.cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert b"secret-host" not in response.content


def ready(client: Client) -> tuple[int, dict[str, str]]:
    """Return the status and the lines of /readyz."""
    response = client.get("/readyz", headers={"host": "10.0.0.3"})
    lines = response.content.decode().splitlines()
    return response.status_code, dict(line.split(": ", 1) for line in lines)


def test_ready_site_names_each_part(client: Client) -> None:
    Installation.objects.ensure()
    assert ready(client) == (200, {"database": "ok", "migrations": "ok", "broker": "ok", "storage": "ok"})


def test_site_is_not_ready_before_its_migrations(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("evaluations", "0001_initial")
    status, parts = ready(client)
    assert (status, parts["migrations"]) == (503, "1 to apply; run manage.py migrate")


def test_site_is_not_ready_without_its_broker(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("gone, and secret-host is its name")

    monkeypatch.setattr("webapp.site.health.broker_cache", SimpleNamespace(set=refuse))
    status, parts = ready(client)
    assert (status, parts["broker"]) == (503, "cannot be reached; manage.py doctor says why")
    assert parts["database"] == "ok"


def test_host_that_does_not_see_the_files_is_not_ready_and_doctor_says_so(
    client: Client, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Installation.objects.ensure()
    settings.MEDIA_ROOT = tmp_path  # a second host with another home
    status, parts = ready(client)
    assert status == 503
    assert "Share BAKEOFF_HOME between all hosts" in parts["storage"]
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--only", "storage")
    assert ended.value.code == 2
    assert "S3_BUCKET" in capsys.readouterr().out


def test_migrate_marks_the_files_once(tmp_path: Path, settings: Any) -> None:
    Installation.objects.all().delete()
    call_command("migrate", verbosity=0)
    mark = Installation.objects.get().storage_mark
    settings.MEDIA_ROOT = tmp_path
    call_command("migrate", verbosity=0)
    assert Installation.objects.get().storage_mark == mark
    assert list(tmp_path.iterdir()) == [], "a second host does not claim the database's files"
