"""The health address: for health checks, which call the site by an address that ALLOWED_HOSTS need not name."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@override_settings(ALLOWED_HOSTS=["bakeoff.example"], SECURE_SSL_REDIRECT=True)
def test_health_is_told_whatever_the_host_and_without_https(client: Client) -> None:
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
