"""The files of a task that a person can hand to a running answer."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from evaluations.models import Run, Task
from evaluations.records import Kind, Verdict
from tests import factories
from webapp.previews.frame import shown_of
from webapp.review.anonymise import Mask
from webapp.review.blind import showing_from

pytestmark = pytest.mark.django_db


def task_with(kind: Kind, name: str, content: bytes) -> Task:
    """The only task of a suite, with one file."""
    spec = factories.make_spec("card", kind=kind, language="html", entry="index.html", fixtures={name: content})
    return factories.make_suite([spec]).tasks.get()


def answered(task: Task) -> Run:
    run = factories.make_run(task.version, [factories.make_model()])
    factories.finish_run(run, [Verdict.FAILED])
    return run


def pages_of(client: Client, run: Run, task: Task) -> list[str]:
    """The page of the task's answers, and the page of the run, where one prompt has its gallery."""
    client.force_login(factories.make_person("mia"))
    type(task.version.suite).objects.update(origin="prompt")
    addresses = (f"/runs/{run.pk}/tasks/{task.pk}/", f"/runs/{run.pk}/")
    return [client.get(address).content.decode() for address in addresses]


def test_pictures_of_a_page_to_rebuild_are_not_offered_as_files_to_choose(client: Client) -> None:
    """The prompt shows them; the answer has no file input."""
    task = task_with(Kind.VISUAL, "narrow.png", b"\x89PNG")
    assert shown_of(task, {"index.html": "<p>"}, "index.html")["fixtures"] == {}
    assert showing_from(task, Mask(names=frozenset()), ()).fixtures == ()
    for page in pages_of(client, answered(task), task):
        assert 'id="gallery"' in page
        assert "data-drop" not in page


def test_files_of_other_tasks_are_offered(client: Client) -> None:
    task = task_with(Kind.COMPONENT, "sales.csv", b"a,b")
    offered = {"sales.csv": base64.b64encode(b"a,b").decode()}
    assert shown_of(task, {"index.html": "<p>"}, "index.html")["fixtures"] == offered
    assert showing_from(task, Mask(names=frozenset()), ()).fixtures == ("sales.csv",)
    for page in pages_of(client, answered(task), task):
        assert 'data-drop="sales.csv"' in page
