"""The cards of a prompt's answers, as the server writes them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from evaluations.models import Candidate, Run, Suite
from evaluations.records import Verdict
from evaluations.sandbox.lanes.evidence import white_picture
from tests import factories
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(factories.make_person("mia"))


@pytest.fixture
def run() -> Run:
    """A prompt that one model was asked."""
    version = factories.make_suite([factories.unchecked_spec()], slug="a-todo-list")
    Suite.objects.update(origin="prompt")
    return factories.make_run(version, [factories.make_model("box/small")])


def card_of(member: Client, run: Run) -> str:
    page = member.get(f"/runs/{run.pk}/").content.decode()
    (card,) = re.findall(r'<article class="gallery-card".*?</article>', page, re.DOTALL)
    return str(card)


def figures_of(member: Client, run: Run) -> str:
    (figures,) = re.findall(r'gallery-figures">(.*?)</span>', card_of(member, run), re.DOTALL)
    return " ".join(strip_tags(figures).split())


def test_crashed_answer_has_a_reason_instead_of_an_empty_picture(member: Client, run: Run) -> None:
    factories.finish(run.candidates.get(), Verdict.RUNTIME_ERROR, screenshot=white_picture())
    picture = card_of(member, run).partition('class="gallery-picture"')[2]
    assert "No picture: the answer crashed" in picture
    assert "<img" not in picture


def test_figures_in_the_foot_have_separators_only_between_them(member: Client, run: Run) -> None:
    candidate = run.candidates.get()
    assert figures_of(member, run) == ""
    factories.answer(candidate, "Here it is.")
    Candidate.objects.update(state="executing")
    assert figures_of(member, run) == "2.0 s · 64 tok/s"
    candidate.generation.delete()
    factories.finish(candidate, Verdict.UNCHECKED)
    assert figures_of(member, run) == "2.0 s · 64 tok/s · 2 console"
