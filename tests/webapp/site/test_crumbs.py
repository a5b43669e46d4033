"""The crumbs above a page name things by their titles, as the page's heading does."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from evaluations.models import Run, Suite
from evaluations.records import Verdict
from tests import factories
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(factories.make_person("mia"))


@pytest.fixture
def run() -> Run:
    """A run of two models over a suite whose title, and whose task's title, differ from their slugs."""
    version = factories.make_suite([factories.make_spec("sum-of-array", "Sum of an array")], slug="first-steps")
    Suite.objects.update(title="First steps", origin="written")
    new_run = factories.make_run(version, [factories.make_model("a/x"), factories.make_model("a/y")], title="Nightly")
    factories.finish_run(new_run, [Verdict.PASSED])
    return new_run


def crumbs_of(member: Client, address: str) -> str:
    response = member.get(address)
    assert response.status_code == 200, address
    (crumbs,) = re.findall(r'<nav class="crumbs".*?</nav>', response.content.decode(), re.DOTALL)
    return " ".join(html.unescape(strip_tags(crumbs)).split())


def test_crumbs_show_titles(member: Client, run: Run) -> None:
    task = run.suite_version.tasks.get()
    a, b = run.candidates.order_by("pk")
    for address, crumbs in (
        ("/suites/first-steps/", "Suites › First steps"),
        ("/suites/first-steps/tasks/sum-of-array/", "Suites › First steps › Sum of an array"),
        ("/suites/first-steps/edit/", "Suites › First steps › edit"),
        (f"/runs/{run.pk}/", "Runs › Nightly"),
        (f"/runs/{run.pk}/tasks/{task.pk}/", "Runs › Nightly › Sum of an array"),
        (f"/candidates/against/?a={a.pk}&b={b.pk}", "Runs › Nightly › Sum of an array › two answers"),
    ):
        assert crumbs_of(member, address) == crumbs, address


def test_crumbs_of_a_conversation_show_its_title(member: Client, run: Run) -> None:
    Suite.objects.update(title="A todo list", origin="prompt")
    assert crumbs_of(member, f"/conversations/{run.suite_version.suite_id}/") == "Runs › A todo list"
