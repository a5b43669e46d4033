"""`doctor` and `sign_in_link`: their output for people and for programs."""

from __future__ import annotations

import json
import re
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from evaluations.management.health_checks import machine, stored_data
from evaluations.models import Membership, SignInLink, Worker

pytestmark = pytest.mark.django_db


def examine(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """Return the exit status of `doctor --json`, and its parts by name."""
    capsys.readouterr()
    status = 0
    try:
        call_command("doctor", "--json", *words)
    except SystemExit as exc:
        status = int(str(exc.code))
    return status, {part["name"]: part for part in json.loads(capsys.readouterr().out)}


def test_doctor_finds_the_installed_parts(capsys: pytest.CaptureFixture[str]) -> None:
    status, parts = examine(capsys, "--only", "python", "packages", "browser", "home", "database", "broker")
    assert status == 0
    assert {part["state"] for part in parts.values()} == {"ok"}
    assert re.search(r"\d+\.\d+", parts["Chromium"]["found"])
    assert "as locked" in parts["Python packages"]["found"]


def test_doctor_names_each_missing_part_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/no/such/browser")
    monkeypatch.setattr(machine, "locked", lambda: iter([("django", "0.1"), ("no-such-package", "1.0")]))
    status, parts = examine(capsys, "--only", "packages", "browser")
    assert status == 2
    assert "django is 5.2" in parts["Python packages"]["found"]
    assert "no-such-package 1.0 is not installed" in parts["Python packages"]["found"]
    assert parts["Python packages"]["hint"] == "make setup"
    assert '/no/such/browser" is not a program' in parts["Chromium"]["found"]
    assert "CHROMIUM_PATH" in parts["Chromium"]["hint"]


def test_doctor_says_when_a_browser_shows_no_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/bin/true")
    status, parts = examine(capsys, "--only", "browser")
    assert status == 2
    assert "/bin/true shows no page" in parts["Chromium"]["found"]


def test_stopped_part_is_a_note_unless_it_should_run(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.REDIS_URL = "redis://name:secret@127.0.0.1:1/0"
    status, parts = examine(capsys, "--only", "broker", "workers", "model-servers")
    assert status == 0
    assert parts["Broker"]["state"] == "note"
    assert "secret" not in parts["Broker"]["found"]
    assert parts["Model server ollama"]["state"] == "note"
    status, parts = examine(capsys, "--running", "--only", "broker", "workers", "model-servers")
    assert status == 2
    assert parts["Broker"]["state"] == parts["Workers"]["state"] == "missing"
    assert parts["Model server ollama"]["state"] == "note"


def test_container_check_requires_a_worker_on_its_own_host(capsys: pytest.CaptureFixture[str]) -> None:
    Worker.objects.beat("execute-elsewhere", "elsewhere", 1)
    assert examine(capsys, "--only", "worker")[0] == 2
    Worker.objects.beat("execute-here", socket.gethostname()[:40], 1)
    status, parts = examine(capsys, "--only", "worker")
    assert status == 0
    assert parts["Worker of this host"]["found"] == "execute-here"


def test_first_link_makes_the_admin_and_works_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sign_in_link")
    url = capsys.readouterr().out.strip()
    match = re.fullmatch(r"http://127\.0\.0\.1:\d+/sign-in/([\w-]{40,})/", url)
    assert match
    person = SignInLink.redeem(match[1])
    assert person == get_user_model().objects.get(username="admin")
    assert Membership.objects.get(user=person).role == Membership.Role.ADMIN
    assert SignInLink.redeem(match[1]) is None


def test_link_for_a_named_person(capsys: pytest.CaptureFixture[str]) -> None:
    ada = get_user_model().objects.create_user("ada")
    call_command("sign_in_link", "--user", "ada", "--json")
    output = json.loads(capsys.readouterr().out)
    assert output["user"] == "ada"
    assert SignInLink.redeem(output["url"].rstrip("/").rpartition("/")[2]) == ada


def test_link_for_an_unknown_person_lists_the_known_names() -> None:
    get_user_model().objects.create_user("ada")
    with pytest.raises(CommandError, match=r'There is no person "eve"\. There are: ada\.') as caught:
        call_command("sign_in_link", "--user", "eve")
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("ahead_s", "words"), [(0, "as the database's"), (90, "9[01] s ahead of"), (-90, "(89|90) s behind")]
)
def test_doctor_compares_the_clock_with_the_databases(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ahead_s: int, words: str
) -> None:
    monkeypatch.setattr(stored_data, "now", lambda: now() + timedelta(seconds=ahead_s))
    status, parts = examine(capsys, "--only", "clock")
    assert status == 0
    assert re.search(words, parts["Clock"]["found"])
    assert ("NTP" in parts["Clock"]["hint"]) == bool(ahead_s)


@pytest.mark.django_db
def test_doctor_misses_each_role_without_a_worker(capsys: pytest.CaptureFixture[str]) -> None:
    Worker.objects.beat("execute-host-1-abcd", "host", 1)
    call_command("doctor", "--only", "workers")
    output = capsys.readouterr().out
    assert output.startswith("note")
    assert "execute-host-1-abcd; without a sign of life: generate" in output
    Worker.objects.beat("generate-host-2-abcd", "host", 2)
    call_command("doctor", "--only", "workers")
    assert capsys.readouterr().out.startswith("ok")
