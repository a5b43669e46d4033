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

from evaluations.management import health_checks
from evaluations.management.health_checks import machine
from evaluations.models import Membership, ModelServer, SignInLink, Worker, clocks

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


def test_doctor_finds_the_installed_parts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_other_browser", lambda _: iter(()))  # Debian's may be newer than that of images
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


def test_link_leads_to_the_address_that_people_use_behind_a_proxy(
    capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.bakeoff.example", "https://bakeoff.example", "https://other.example"]
    call_command("sign_in_link")
    assert capsys.readouterr().out.startswith("https://bakeoff.example/sign-in/")


def test_link_for_an_unknown_person_lists_the_known_names() -> None:
    get_user_model().objects.create_user("ada")
    with pytest.raises(CommandError, match=r'There is no person "eve"\. There are: ada\.') as caught:
        call_command("sign_in_link", "--user", "eve")
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("ahead_s", "words"),
    [(0, "as the database's"), (3, "3 s ahead of"), (90, "90 s ahead of"), (-90, "90 s behind"), (-1, "as the")],
)
def test_doctor_compares_the_clock_with_the_databases(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ahead_s: int, words: str
) -> None:
    monkeypatch.setattr(clocks, "now", lambda: now() + timedelta(seconds=ahead_s))
    status, parts = examine(capsys, "--only", "clock")
    assert status == 0
    assert re.search(words, parts["Clock"]["found"])
    assert ("NTP" in parts["Clock"]["hint"]) == (abs(ahead_s) > 2)


def test_doctor_names_each_worker_with_a_wrong_clock(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for host, ahead_s in (("right", 1), ("early", 75), ("late", -7)):
        with monkeypatch.context() as patch:
            patch.setattr(clocks, "now", lambda ahead_s=ahead_s: now() + timedelta(seconds=ahead_s))
            Worker.objects.beat(f"execute-{host}-1-abcd", host, 1)
    Worker.objects.update_or_create(
        name="execute-old-1-abcd", defaults={"host": "old", "pid": 1, "seen_at": now()}
    )  # of the release before, which does not measure
    call_command("doctor", "--only", "clock")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ok       Clock ")
    assert [line.split("worker", 1)[1].strip() for line in lines if "Clock of a worker" in line] == [
        "execute-early-1-abcd: 75 s ahead of the database's",
        "execute-late-1-abcd: 7 s behind the database's",
    ]
    assert "set the clock of early or of the database's, by NTP" in "".join(lines)


def checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Return the names of the checks that `doctor` runs, without running them."""
    ran: list[str] = []

    def note(name: str) -> Any:
        def check() -> Any:
            ran.append(name)
            yield from ()

        return check

    checks = {name: note(name) for name in health_checks.CHECKS}
    monkeypatch.setattr("evaluations.management.commands.doctor.CHECKS", checks)
    call_command("doctor", *words)
    return ran


def test_doctor_checks_what_the_roles_of_this_host_need(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    everything = checked(capsys, monkeypatch)
    assert {"browser", "isolation", "embedded-model", "bundles"} <= set(everything)
    of_a_browser = {"browser", "isolation", "python-packages"}
    assert "Roles of this host" not in capsys.readouterr().out
    generate = checked(capsys, monkeypatch, "--role", "generate")
    assert not of_a_browser & set(generate)
    assert {"embedded-model", "model-servers", "database", "clock"} <= set(generate)
    assert "generate; not needed here: bundles, browser, isolation" in capsys.readouterr().out
    assert of_a_browser <= set(checked(capsys, monkeypatch, "--role", "execute"))
    settings.HOST_ROLES = ["web", "beat"]
    assert not (of_a_browser | {"embedded-model"}) & set(checked(capsys, monkeypatch))
    assert "bundles" in checked(capsys, monkeypatch)
    assert checked(capsys, monkeypatch, "--role", "web", "generate", "execute") == everything


def test_host_that_only_asks_models_needs_no_browser(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.EMBEDDED_MODEL = False
    monkeypatch.setenv("CHROMIUM_PATH", "/no/such/browser")
    assert examine(capsys)[0] == 2
    status, parts = examine(capsys, "--role", "generate")
    assert status == 0, [part for part in parts.values() if part["state"] == "missing"]
    assert "Chromium" not in parts


def test_doctor_names_the_host_whose_workers_ask_a_server(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.EMBEDDED_MODEL = False
    ModelServer.objects.create(slug="ollama", kind="ollama", base_url="http://127.0.0.1:1", host="host-b")
    _, parts = examine(capsys, "--only", "model-servers")
    assert parts["Model server ollama"]["state"] == "note"
    assert parts["Model server ollama"]["found"].startswith(
        "http://127.0.0.1:1 of host-b; only the workers of that host ask it"
    )
    settings.SQLITE_FILE = None
    ModelServer.objects.update(host="", base_url="http://127.0.0.1:2")
    _, parts = examine(capsys, "--only", "model-servers")
    assert "set the same address on all hosts" in parts["Address of ollama"]["hint"]


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
