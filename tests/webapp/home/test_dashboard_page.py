"""The dashboard: the newest runs come first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Run
from evaluations.queries.comparison import figures
from evaluations.records import Verdict
from tests.factories import finish, make_model, make_person, make_run, make_suite
from tests.webapp.page_text import html_of


@pytest.mark.django_db
def test_newest_run_is_first(client: Client) -> None:
    client.force_login(make_person("ada"))
    version, model = make_suite(), make_model()
    for i in range(4):
        run = make_run(version, [model])
        Run.objects.filter(pk=run.pk).update(title=f"try {i}", created_at=now() - timedelta(hours=10 - i))
    page = html_of(client.get("/"))
    places = [page.rindex(f"try {i}") for i in range(4)]
    assert places == sorted(places, reverse=True)


@pytest.mark.django_db
def test_tasks_count_the_same_whatever_their_samples_and_ranks_say_what_is_known(client: Client) -> None:
    client.force_login(make_person("ada"))
    models = [make_model("a/x"), make_model("a/y")]
    run = make_run(make_suite(), models, n_samples=4)
    for candidate in run.candidates.select_related("task"):
        if candidate.task.slug == "add" or candidate.sample == 0:  # four answers to one task, one to the other
            finish(candidate, Verdict.PASSED if candidate.task.slug == "add" else Verdict.FAILED)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    standings = client.get("/").context["standings"]
    assert [s.figures.pass_1.share for s in standings] == [0.5, 0.5]  # pooled samples would give 4 of 5
    assert [(s.counts.n_passed, s.counts.n_scored, s.rank) for s in standings] == [(4, 5, (1, 2)), (4, 5, (1, 2))]
    assert 'href="/compare/leaderboard/?suite=starter"' in html_of(client.get("/"))


@pytest.mark.django_db
def test_dashboard_opens_when_a_model_has_no_rate_yet(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """This happened during the first run, when a verdict changed between two of the page's queries."""
    client.force_login(make_person("ada"))
    run = make_run(make_suite(), [make_model("a/x")])
    for candidate in run.candidates.select_related("task"):
        finish(candidate, Verdict.PASSED)
    monkeypatch.setattr("webapp.home.dashboard.figures", lambda _: figures([]))
    response = client.get("/")
    assert response.status_code == 200
    assert response.context["standings"][0].figures.pass_1 is None
