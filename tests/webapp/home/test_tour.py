"""The tour of docs/tutorial.md, from the dashboard by clicks only, without typing an address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from evaluations.models import LanguageModel, Run
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[..., str]
V = Verdict
TITLE = "Four well-known models"
# Model, quantisation, number of passed tasks of 17.
MODELS = [
    ("stored/codestral:22b-v0.1-q6_K", "Q6_K", 14),
    ("stored/codestral:22b-v0.1-q4_K_M", "Q4_K_M", 13),
    ("stored/Meta-Llama-3.1-8B-Instruct", "", 12),
    ("stored/CodeQwen1.5-7B-Chat", "FP16", 11),
    ("stored/Phi-3-mini-4k-instruct", "FP16", 9),
]
MOST_CLICKS = 4


class Visitor:
    """Clicks, and counts the clicks and the pages loaded since the dashboard."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.clicks = self.loads = 0
        page.goto(site)
        page.on("framenavigated", lambda _: setattr(self, "loads", self.loads + 1))

    def click(self, name: str) -> None:
        """Follow a link of the page's content, not of the header. A card's title is the last part of its name."""
        links = self.page.locator("main").get_by_role("link")
        if name == TITLE:
            links.filter(has_text=name).first.click()
        else:
            self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()
        self.clicks += 1


@pytest.fixture
def visitor(page: Page, enter: Enter) -> Visitor:
    """A visitor on the dashboard, after the import."""
    models = [factories.make_model(name) for name, _, _ in MODELS]
    for model, (_, quantisation, _) in zip(models, MODELS, strict=True):
        LanguageModel.objects.filter(pk=model.pk).update(quantisation=quantisation)
    specs = [factories.make_spec(f"task-{n}", title=f"Task {n}") for n in range(17)]
    run = factories.make_run(factories.make_suite(specs, slug="can-ai-code"), models, title=TITLE)
    passed = {name.partition("/")[2]: n for name, _, n in MODELS}
    for candidate in run.candidates.select_related("task", "model"):
        ok = candidate.task.position < passed[candidate.model.name]
        factories.finish(candidate, V.PASSED if ok else V.RUNTIME_ERROR if candidate.pk % 2 else V.FAILED)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    mia: User = factories.make_person("mia")
    return Visitor(page, enter(page, mia))


def test_tour_answers_which_model_is_best(visitor: Visitor) -> None:
    for name in (TITLE, "Compare"):
        visitor.click(name)
    best = visitor.page.locator(".glance > div").first
    expect(best.get_by_role("link", name="codestral-v0.1 22b Q6_K")).to_be_visible()
    expect(best).to_contain_text("82 %")
    assert (visitor.clicks, visitor.loads) == (2, 2)


def test_tour_answers_whether_the_difference_is_real(visitor: Visitor) -> None:
    for name in (TITLE, "Compare"):
        visitor.click(name)
    real = visitor.page.locator(".glance > div").filter(has_text="Is it real?")
    expect(real).to_contain_text("No significant difference to the next 4; the order may be chance.")
    visitor.page.locator(".in-words summary").click()
    sentence = visitor.page.locator(".in-words li").first
    expect(sentence).to_contain_text("codestral:22b-v0.1-q6_K is ahead of codestral:22b-v0.1-q4_K_M by 6 points (")
    expect(sentence).to_contain_text("), which may be chance; 17 tasks are too few to be sure, about ")
    assert (visitor.clicks, visitor.loads) == (2, 2)


def test_tour_answers_what_quantisation_costs(visitor: Visitor) -> None:
    for name in (TITLE, "Compare"):
        visitor.click(name)
    cost = visitor.page.locator(".glance > div").filter(has_text="What does Q4 cost?")
    expect(cost).to_contain_text("−6 points on average over 1 pair of one model.")
    visitor.click("Pair by pair")
    row = visitor.page.locator(".against tbody tr").first
    expect(row).to_contain_text("Q4_K_M")
    expect(row).to_contain_text("+6")
    assert (visitor.clicks, visitor.loads) == (3, 3)


def test_tour_answers_which_tasks_separate_the_models(visitor: Visitor) -> None:
    for name in (TITLE, "Compare", "A against B"):
        visitor.click(name)
    expect(visitor.page.get_by_role("heading", name="Tasks where they differ 5 of 17")).to_be_visible()
    assert (visitor.clicks, visitor.loads) == (3, 3)
    visitor.click("Task 11")  # from there to all of its answers side by side
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Task 11")


def test_tour_answers_what_the_worst_model_gets_wrong(visitor: Visitor) -> None:
    for name in (TITLE, "Compare", "What goes wrong", "Phi-3-mini-4k-instruct"):
        visitor.click(name)
    expect(visitor.page.locator("tbody tr").filter(has_text="TypeError").first).to_be_visible()
    assert (visitor.clicks, visitor.loads) == (MOST_CLICKS, 4)
