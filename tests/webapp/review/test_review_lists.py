"""The rows behind a campaign's figures, its set-up, and export and import of preference pairs on pages."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from evaluations.actions.rank_answers import open_ordering, store_ordering
from evaluations.models import Campaign, Membership, Suite, Vote
from tests.webapp.page_text import html_of
from tests.webapp.review.test_review_figures import signed_in
from tests.webapp.review_rows import MODELS, make_campaign, make_run, person, vote_all, vote_by_taste

pytestmark = pytest.mark.django_db
BEST = f"ollama/{MODELS[0]}"


@pytest.fixture
def mia() -> Client:
    return signed_in("mia", Membership.Role.MEMBER)


def n_listed(client: Client, address: str) -> int:
    response = client.get(address)
    assert response.status_code == 200, address
    return int(response.context["page"].paginator.count)


def test_every_figure_of_the_ranking_leads_to_its_votes(mia: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada", reasons=("looks",))
    at = f"/review/{campaign.pk}/votes/"
    for query, n in {
        "": 9,
        f"?model={BEST}": 6,
        f"?model={BEST}&result=won": 6,
        f"?model={BEST}&result=lost": 0,
        f"?model=ollama/{MODELS[2]}&result=lost": 6,
        f"?model=ollama/{MODELS[1]}&result=won": 3,
        "?task=greet-1": 3,
        "?kind=component": 9,
        "?kind=page": 0,
        "?tag=react": 9,
        "?tag=rea": 0,
        "?reason=looks": 9,
        "?reason=robust": 0,
        "?way=repeat": 0,
        "?way=once": 9,
        "?result=neither": 0,
        "?noted=1": 0,
        "?model=nobody/else": 0,
        "?page=99": 9,
    }.items():
        assert n_listed(mia, at + query) == n, query
    page = html_of(mia.get(f"/review/{campaign.pk}/"))
    assert f"votes/?model={BEST.replace('/', '%2F').replace(':', '%3A')}&amp;way=once" in page


def test_votes_won_by_a_model_are_listed_whichever_side_it_was_on(mia: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    for row in mia.get(f"/review/{campaign.pk}/votes/?model={BEST}&result=won").context["rows"]:
        winner = row["left"] if row["preferred"] == row["left"].pk else row["right"]
        assert winner.model.model_id == BEST


def test_notes_are_read_and_who_wrote_them_is_for_admins(mia: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    Vote.objects.filter(pk=Vote.objects.first().pk).update(note="wobbly <b>")  # type: ignore[union-attr]
    at = f"/review/{campaign.pk}/votes/"
    assert n_listed(mia, f"{at}?noted=1") == 1
    page = html_of(mia.get(at))
    assert "wobbly &lt;b&gt;" in page
    assert ">ada<" not in page
    boss = signed_in("boss", Membership.Role.ADMIN)
    assert ">ada<" in html_of(boss.get(at))
    assert n_listed(boss, f"{at}?voter=nobody") == 0
    assert n_listed(mia, f"{at}?voter=nobody") == 9  # they may not use this filter, so it is ignored


def test_rankings_of_several_answers_do_not_count_for_sides(mia: Client) -> None:
    campaign = make_campaign(make_run(n_tasks=1))
    ordering = open_ordering(campaign, person("ada").pk)
    assert ordering is not None
    store_ordering(ordering, [1, 2, 3])
    context = mia.get(f"/review/{campaign.pk}/").context
    assert context["n_votes"] == 3
    assert context["sides"].left + context["sides"].right == 0
    assert n_listed(mia, f"/review/{campaign.pk}/votes/?way=ranking") == 3
    assert n_listed(mia, f"/review/{campaign.pk}/votes/?way=shown") == 0


def test_ratings_of_single_answers_are_figures_with_rows(mia: Client) -> None:
    campaign, ada = make_campaign(), signed_in("ada", Membership.Role.REVIEWER)
    for stars in "53":
        ada.post(f"{ada.get(f'/review/{campaign.pk}/single/')['Location']}store/", {"stars": stars})
    results = mia.get(f"/review/{campaign.pk}/").context["single_answers"]
    assert sum(row["n"] for row in results) == 2
    assert max(row["mean"] for row in results) in (4.0, 5.0)
    at = f"/review/{campaign.pk}/ratings/"
    assert (n_listed(mia, at), n_listed(mia, f"{at}?stars=5"), n_listed(mia, f"{at}?stars=1")) == (2, 1, 0)
    assert ">ada<" not in html_of(mia.get(at))


def test_each_kind_and_tag_has_a_ranking_of_its_own(mia: Client) -> None:
    campaign = make_campaign()
    assert "Nobody has voted yet" in html_of(mia.get(f"/review/{campaign.pk}/groups/"))
    vote_by_taste(campaign, "ada")
    groups = mia.get(f"/review/{campaign.pk}/groups/").context["groups"]
    assert {(what, name): ranking.n_votes for what, name, ranking, _ in groups} == {
        ("kind", "component"): 9,
        ("tag", "react"): 9,
    }


def test_consistency_of_a_reviewer_is_shown_to_them_and_to_admins() -> None:
    campaign, ada = make_campaign(repeat_share=0.0), person("ada")
    client = Client()
    client.force_login(ada)
    vote_all(campaign, ada, repeats=True)
    page = html_of(client.get(f"/review/{campaign.pk}/vote/"))
    assert "0 of 1 got the same answer from you" in page  # the left one was always chosen
    boss = signed_in("boss", Membership.Role.ADMIN)
    assert 'way=repeat">0 of 1</a>' in html_of(boss.get(f"/review/{campaign.pk}/"))


def test_due_date_and_reviewers_change_while_people_vote(mia: Client) -> None:
    campaign = make_campaign(due_at=now() - timedelta(days=1))
    at = f"/review/{campaign.pk}/edit/"
    past = mia.get(at).context["form"]["due_at"].value().strftime("%Y-%m-%dT%H:%M")
    data = {"title": "Later", "votes_per_pair": "3", "due_at": "2001-01-01T00:00"}
    assert mia.post(at, data).status_code == 422
    assert past > "2001"
    mia.post(at, data | {"due_at": f"{now() + timedelta(days=9):%Y-%m-%dT%H:%M}", "reviewers": [person("ada").pk]})
    campaign.refresh_from_db()
    assert (campaign.title, campaign.votes_per_pair, campaign.is_giving) == ("Later", 3, True)
    assert [user.username for user in campaign.reviewers.all()] == ["ada"]
    assert signed_in("rita", Membership.Role.REVIEWER).get(at).status_code == 403


def test_campaign_on_a_suite_takes_its_later_runs_in(mia: Client) -> None:
    make_run(n_tasks=1)
    suite = Suite.objects.get()
    response = mia.post("/review/new/", {"title": "All", "suite": suite.pk, "votes_per_pair": "2"})
    campaign = Campaign.objects.get()
    assert response["Location"] == f"/review/{campaign.pk}/"
    assert campaign.pairs.count() == 3
    make_run(n_tasks=2)
    mia.post(f"/review/{campaign.pk}/act/pairs/")
    assert (campaign.runs.count(), campaign.pairs.count()) == (2, 9)
    assert "later runs of it join" in html_of(mia.get(f"/review/{campaign.pk}/"))


def test_pairs_waiting_for_review_are_on_the_dashboard(mia: Client) -> None:
    make_campaign()
    assert "9 blind pairs to judge" in html_of(mia.get("/"))
    assert "blind pairs to judge" not in html_of(signed_in("vic", Membership.Role.VIEWER).get("/"))


def test_preferences_are_filtered_and_packed_with_their_card(mia: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    at = f"/review/{campaign.pk}/preferences.jsonl"
    page = mia.get(f"/review/{campaign.pk}/export/?model={BEST}&tag=react")
    assert page.context["n"] == 6
    assert "a model among" in html_of(mia.get(f"{at}?model={BEST}&card=1"))
    assert mia.get(f"{at}?kind=page").content == b""
    assert "No results." in html_of(mia.get(f"/review/{campaign.pk}/export/?kind=page"))
    archive = zipfile.ZipFile(io.BytesIO(mia.get(f"{at}?model={BEST}&zip=1").content))
    assert archive.namelist() == [f"preferences-{campaign.pk}-votes.jsonl", f"preferences-{campaign.pk}-votes.card.md"]
    lines = [json.loads(line) for line in archive.read(archive.namelist()[0]).decode().split("\n") if line]
    assert len(lines) == 6
    assert {line["chosen_model"] for line in lines} == {BEST}


def test_weights_are_in_the_card_without_names(mia: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    Campaign.objects.update(weights={Vote.objects.values_list("voter", flat=True)[0]: 0.5})
    card = html_of(mia.get(f"/review/{campaign.pk}/preferences.jsonl?card=1"))
    assert "one reviewer counts 0.5" in card
    assert "reviewer-" not in card


def test_export_run_filters_too(tmp_path: Path) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    out, run = tmp_path / "pairs.jsonl", campaign.runs.get()
    call_command("export_run", run.pk, "--format", "dpo", "--model", BEST, "--tag", "react", "--out", out)
    assert len(out.read_text().splitlines()) == 6
    assert f"a model among {BEST}" in (tmp_path / "pairs.card.md").read_text()


@pytest.mark.parametrize("code", ["", "&code=1"])
def test_file_comes_back_in_through_the_page_once(mia: Client, code: str) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada", reasons=("robust", "looks"))
    content = mia.get(f"/review/{campaign.pk}/preferences.jsonl?x=1{code}").content
    for sentence in ("9 votes were imported", "imported before"):
        file = SimpleUploadedFile("pairs.jsonl", content)
        page = html_of(mia.post("/review/import/", {"file": file}, follow=True))
        assert sentence in page
    imported = Campaign.objects.exclude(pk=campaign.pk).get()
    assert {tuple(vote.reasons) for vote in imported.votes.all()} == {("looks", "robust")}
    context = mia.get(f"/review/{imported.pk}/").context
    assert context["sides"].left + context["sides"].right == 0


def test_pairs_made_of_tests_do_not_become_votes(mia: Client) -> None:
    campaign = make_campaign()
    content = mia.get(f"/review/{campaign.pk}/preferences.jsonl?from=tests").content
    page = mia.post("/review/import/", {"file": SimpleUploadedFile("tests.jsonl", content)})
    assert page.status_code == 422
    assert "comes from tests" in html_of(page)
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"{", "Line 1: not JSON"), (b"\xff", "not UTF-8"), (b"[]", "not a JSON object")]
)
def test_unusable_file_is_refused_with_the_reason(mia: Client, content: bytes, sentence: str) -> None:
    page = mia.post("/review/import/", {"file": SimpleUploadedFile("x.jsonl", content)})
    assert page.status_code == 422
    assert sentence in html_of(page)
    assert "No file was chosen" in html_of(mia.post("/review/import/"))
    assert signed_in("rita", Membership.Role.REVIEWER).get("/review/import/").status_code == 403


def test_answers_of_a_group_lead_to_answers_votes_and_the_tasks_checks(mia: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    at = f"/review/{campaign.pk}/tests/"
    page = html_of(mia.get(f"{at}?task=greet-1&model={BEST}"))
    candidate = campaign.runs.get().candidates.get(task__slug="greet-1", model__name=MODELS[0])
    assert f'href="/candidates/{candidate.pk}/"' in page
    assert f'href="/candidates/{candidate.pk}/feedback/"' in page
    assert 'href="/suites/starter/tasks/greet-1/?v=1"' in page
    assert mia.get(f"{at}?group=neither").context["n_shown"] == 3
    candidate.run.candidates.update(is_flaky=True)
    assert mia.get(at).context["n"] == 0
