"""After an import or a clone the conditions of entry of the new version are tried without anybody's request."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from evaluations.models import SuiteVersion
from evaluations.tasks import suite_jobs
from tests import factories
from tests.suites.benchmarks.test_formats import FILES
from tests.webapp.api_client import body_of, caller
from webapp.suites.from_spreadsheet import template

pytestmark = pytest.mark.django_db
FORM = next(iter(FILES))


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Versions whose trial was sent to a worker."""
    versions: list[int] = []
    monkeypatch.setattr(suite_jobs.execute_conditions, "apply_async", lambda words: versions.extend(words))
    return versions


@pytest.fixture
def mia() -> Client:
    client = Client()
    client.force_login(factories.make_person("mia"))
    return client


def newest(slug: str) -> int:
    return SuiteVersion.objects.get(suite__slug=slug).pk


def test_an_uploaded_benchmark(tried: list[int], django_capture_on_commit_callbacks: Any) -> None:
    file = SimpleUploadedFile("tasks.jsonl", FILES[FORM].read_bytes())
    with django_capture_on_commit_callbacks(execute=True):
        body_of(caller().upload("suites", file=file, format=FORM, suite="theirs"), 201)
    assert tried == [newest("theirs")]


def test_a_benchmark_that_the_command_imports(tried: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_suite", FORM, str(FILES[FORM]), "--name", "theirs", stdout=io.StringIO())
    assert tried == [newest("theirs")]


def test_a_sheet(tried: list[int], mia: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        mia.post("/suites/from-sheet/", {"title": "Sums", "file": SimpleUploadedFile("sums.xlsx", template())})
    assert tried == [newest("sums")]


@pytest.mark.parametrize("by_api", [False, True], ids=["page", "API"])
def test_a_clone(tried: list[int], mia: Client, by_api: bool, django_capture_on_commit_callbacks: Any) -> None:
    factories.make_suite()
    with django_capture_on_commit_callbacks(execute=True):
        if by_api:
            body_of(caller().send("suites/starter/clone", {"title": "Copy"}), 201)
        else:
            mia.post("/suites/starter/clone/", {"title": "Copy"})
    assert tried == [newest("copy")]


def test_a_broker_that_takes_no_message_does_not_stop_the_import(
    monkeypatch: pytest.MonkeyPatch, mia: Client, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(words: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(suite_jobs.execute_conditions, "apply_async", refuse)
    factories.make_suite()
    with django_capture_on_commit_callbacks(execute=True):
        assert mia.post("/suites/starter/clone/", {"title": "Copy"}).status_code == 302
