"""Every page warns when the browser's sandbox is off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_person


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/runs/", "/models/", "/prompt/"])
def test_every_page_warns_when_the_sandbox_is_off(client: Client, settings: Any, path: str) -> None:
    client.force_login(make_person("ada"))
    assert "BAKEOFF_NO_SANDBOX" not in client.get(path).content.decode()
    settings.NO_SANDBOX = True
    assert "BAKEOFF_NO_SANDBOX=1" in client.get(path).content.decode()
    client.logout()
    assert "BAKEOFF_NO_SANDBOX=1" in client.get("/sign-in/").content.decode()
