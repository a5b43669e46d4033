"""The fixtures that other tests rely on."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from playwright.sync_api import Page

from tests.processes import wait_until


def test_each_test_process_has_a_home_of_its_own(home: Path) -> None:
    assert home == settings.BAKEOFF_HOME
    assert "bakeoff-" in home.name


def test_tests_use_a_real_broker_on_a_socket(broker: str) -> None:
    client = redis.Redis.from_url(broker)
    assert client.set("setup", "1")
    assert client.get("setup") == b"1"
    client.close()


@pytest.mark.django_db
def test_database_is_a_file_that_other_processes_can_open(home: Path) -> None:
    get_user_model().objects.create_user("ada")
    assert (home / "test.sqlite3").exists() or "postgres" in settings.DATABASES["default"]["ENGINE"]


def test_tests_use_a_real_browser(page: Page) -> None:
    page.set_content("<h1>Bakeoff</h1>")
    assert page.get_by_role("heading").inner_text() == "Bakeoff"


def test_expired_wait_says_what_it_waited_for() -> None:
    with pytest.raises(AssertionError, match=r"never was not true within 0\.05 s \(last value: 0\)"):
        wait_until(never, deadline_s=0.05)


def never() -> int:
    return 0
