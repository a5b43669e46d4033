"""Pages of suites and tasks, and starting a run over a suite."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Candidate, Membership, Run, Suite, Task, Team
from evaluations.records import Sampling
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_model, make_person, make_suite, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def test_anonymous_is_sent_to_sign_in(client: Client) -> None:
    for address in ("/suites/", "/suites/basics/", "/suites/basics/tasks/task-0/"):
        assert client.get(address)["Location"].startswith("/sign-in/")


def test_outsider_gets_404(member: Client) -> None:
    make_suite(Team.objects.create(name="Other", slug="other"), "theirs")
    assert "theirs" not in html_of(member.get("/suites/")).lower()
    for address in ("/suites/theirs/", "/suites/theirs/tasks/task-0/", "/suites/nothing/", "/suites/theirs/?v=x"):
        assert member.get(address).status_code == 404
    assert member.post("/suites/theirs/run/").status_code == 404


def test_list_shows_tasks_version_and_last_run(member: Client) -> None:
    version = make_suite(n_tasks=3)
    make_suite(slug="one-prompt", n_tasks=1, origin=Suite.Origin.PROMPT)
    run = Run.objects.start(version, [make_model()], Sampling(), team=Team.objects.default(), title="r")
    response = member.get("/suites/")
    ((suite, last),) = response.context["rows"]
    assert (suite.slug, suite.n_tasks, suite.newest_number, last) == ("basics", 3, 1, run)
    ((prompt, _),) = member.get("/suites/?show=prompts").context["rows"]
    assert prompt.slug == "one-prompt"
    assert list(member.get("/suites/?q=nothing").context["rows"]) == []


def test_empty_list_says_what_to_do(member: Client) -> None:
    page = html_of(member.get("/suites/"))
    assert "import_suite" in page
    assert '<a href="/suites/new/">Make one</a> of your own tasks' in " ".join(page.split())


def test_viewer_of_an_empty_list_is_offered_nothing_to_make(member: Client) -> None:
    Membership.objects.filter(user__username="mia").update(role="viewer")
    page = html_of(member.get("/suites/"))
    assert "import_suite" in page
    assert "/suites/new/" not in page


def test_tasks_are_filtered_by_kind_tag_and_title(member: Client) -> None:
    make_suite(n_tasks=3)
    Task.objects.filter(slug="task-2").update(tags=["dates"], kind="component")
    for query, slugs in (
        ("", ["task-0", "task-1", "task-2"]),
        ("?tag=dates", ["task-2"]),
        ("?kind=function", ["task-0", "task-1"]),
        ("?q=number+1", ["task-1"]),
        ("?tag=numbers&kind=component", []),
    ):
        assert [task.slug for task in member.get(f"/suites/basics/{query}").context["page"]] == slugs, query


def test_run_form_makes_candidates_of_every_task_model_strategy_and_sample(member: Client, woken: list[int]) -> None:
    make_suite(n_tasks=2)
    models = [make_model("box/a"), make_model("box/b")]
    data = {
        "models": [m.pk for m in models],
        "strategies": ["plain"],
        "n_samples": "3",
        "temperature": "0.8",
        "seed": "",
        "max_tokens": "256",
    }
    response = member.post("/suites/basics/run/", data)
    run = Run.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    assert run.candidates.count() == 2 * 2 * 3
    assert (run.to_sampling().seed, run.to_sampling().temperature) == (None, 0.8)
    assert woken == [True]


def test_run_form_without_models_says_so(member: Client) -> None:
    make_suite()
    response = member.post("/suites/basics/run/", {"strategies": ["plain"], "n_samples": "1"})
    assert response.status_code == 422
    assert "No model is ticked" in html_of(response)
    assert not Run.objects.exists()


def test_viewer_cannot_run(woken: list[int]) -> None:
    make_suite()
    viewer = sign_in(make_person("vic", role=Membership.Role.VIEWER))
    assert viewer.post("/suites/basics/run/", {}).status_code == 403
    assert "Run on models" not in html_of(viewer.get("/suites/basics/"))


def test_task_page_shows_everything_escaped(member: Client) -> None:
    make_suite()
    text = html_of(member.get("/suites/basics/tasks/task-0/"))
    for part in ("Write add(a, b).", "answer.test.ts", "minus: answer.ts", "1 answer that must fail", "hl-"):
        assert part in text, part
    assert "</script><b>" not in text


def test_best_answers_begin_with_passed_ones_and_leave_out_internal_errors(member: Client) -> None:
    version = make_suite(n_tasks=1)
    models = [make_model(f"box/{name}") for name in ("bad", "good", "down")]
    run = Run.objects.start(version, models, Sampling(), team=Team.objects.default(), title="r", n_samples=2)
    for candidate in run.candidates.select_related("model"):
        verdict, score = {"bad": ("failed", 0.5), "good": ("passed", 1.0), "down": ("unscored", 0.0)}[
            candidate.model.name
        ]
        Candidate.objects.filter(pk=candidate.pk).update(verdict=verdict, score=score, state="done")
    best = member.get("/suites/basics/tasks/task-0/").context["best"]
    assert [candidate.model.name for candidate in best] == ["good", "bad"]


def test_old_version_stays_readable(member: Client) -> None:
    suite = make_suite(n_tasks=1).suite
    newer = suite.versions.create(number=2, digest="basics-2")
    assert newer.tasks.count() == 0
    assert member.get("/suites/basics/?v=1").context["n_tasks"] == 1
    assert member.get("/suites/basics/").context["n_tasks"] == 0
    assert member.get("/suites/basics/?v=3").status_code == 404
