"""Campaign pages, figures, votes compared with tests, preference pairs, and the export command."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from evaluations.actions.assign_pairs import assign_pairs, make_pairs
from evaluations.models import Campaign, Membership, Team, Vote
from evaluations.models.teams import Role
from tests.webapp.page_text import html_of
from tests.webapp.review_rows import MODELS, even, make_campaign, make_run, person, vote_all, vote_by_taste

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return signed_in("mia", Membership.Role.MEMBER)


def signed_in(name: str, role: Role, team: Team | None = None) -> Client:
    client = Client()
    client.force_login(person(name, role, team))
    return client


def test_member_starts_a_campaign_and_its_pairs_are_there(member: Client) -> None:
    run = make_run()
    response = member.post("/review/new/", {"title": "Nicer?", "runs": [run.pk], "votes_per_pair": "2"})
    campaign = Campaign.objects.get()
    assert response["Location"] == f"/review/{campaign.pk}/"
    assert campaign.pairs.count() == 9
    assert set(campaign.chosen.all()) == set(run.chosen.all())
    assert "9 pairs are ready" in html_of(member.get(f"/review/{campaign.pk}/"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"runs": []}, "No run is ticked"),
        ({"votes_per_pair": "0"}, "at least 1 vote"),
        ({"votes_per_pair": "900"}, "More than 50 votes"),
        ({"due_at": "2001-01-01T00:00"}, "is past"),
        ({"title": ""}, "required"),
    ],
)
def test_faults_of_a_campaign_are_reported(member: Client, change: dict[str, Any], sentence: str) -> None:
    data = {"title": "Nicer?", "runs": [make_run().pk], "votes_per_pair": "2"} | change
    response = member.post("/review/new/", data)
    assert response.status_code == 422
    assert sentence in html_of(response)
    assert not Campaign.objects.exists()


def test_one_model_alone_gives_no_pair(member: Client) -> None:
    run = make_run(n_tasks=1)
    data = {"title": "t", "runs": [run.pk], "votes_per_pair": "2", "chosen": [run.chosen.first().pk]}  # type: ignore[union-attr]
    assert "needs two models" in html_of(member.post("/review/new/", data))


def test_runs_of_other_teams_cannot_be_chosen(member: Client) -> None:
    run = make_run(team=Team.objects.create(name="Other", slug="other"))
    assert member.post("/review/new/", {"title": "t", "runs": [run.pk], "votes_per_pair": "2"}).status_code == 422


def test_pages_without_votes_say_what_to_do(member: Client) -> None:
    assert "start a campaign" in html_of(member.get("/review/"))
    campaign = make_campaign()
    assert "Cast the first vote" in html_of(member.get(f"/review/{campaign.pk}/"))
    assert "Vote on a pair" in html_of(member.get(f"/review/{campaign.pk}/tests/"))


def test_ranking_follows_the_votes(member: Client) -> None:
    campaign = make_campaign()
    for name in ("ada", "bob"):
        vote_by_taste(campaign, name, reasons=("looks",))
    context = member.get(f"/review/{campaign.pk}/").context
    ranking = context["ranking"]["figures"]
    assert [rating.model for rating in ranking.ratings] == [f"ollama/{name}" for name in MODELS]
    assert ranking.n_votes == 18
    assert ranking.is_bounded
    assert context["alpha"] == pytest.approx(1.0)
    assert context["sides"].left + context["sides"].right == 18
    assert context["sides"].left == 9
    text = html_of(member.get(f"/review/{campaign.pk}/"))
    assert "finite only because of a weak prior" in text
    assert "18 of 18 votes" in text


def test_models_that_were_never_compared_are_named_in_their_groups(member: Client) -> None:
    campaign = make_campaign(make_run(models=("ada-1b", "bob-1b")))
    other = make_run(models=("cem-1b", "dora-1b"))
    campaign.runs.add(other)
    campaign.chosen.add(*other.chosen.all())
    make_pairs(campaign)
    vote_all(campaign, person("ada"))
    text = html_of(member.get(f"/review/{campaign.pk}/"))
    assert "No pair compares models of different groups" in text
    assert "Group 1: ollama/ada-1b, ollama/bob-1b." in text
    assert "Group 2: ollama/cem-1b, ollama/dora-1b." in text
    assert "Some models won or lost every vote" not in text


def test_ranking_by_kind_by_tag_and_with_constant_length(member: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    assert member.get(f"/review/{campaign.pk}/?tag=react&kind=component").context["ranking"]["figures"].n_votes == 9
    assert member.get(f"/review/{campaign.pk}/?tag=nothing").context["ranking"]["rows"] == []
    ranking = member.get(f"/review/{campaign.pk}/?control=1").context["ranking"]["figures"]
    assert [slope.name for slope in ranking.slopes] == ["length", "formatting"]


def test_admin_sees_outliers_and_weighs_them(member: Client) -> None:
    campaign = make_campaign(votes_per_pair=2)
    for name in ("ada", "bob"):
        vote_by_taste(campaign, name)
    voter = Vote.objects.values_list("voter", flat=True)[0]
    admin = signed_in("boss", Membership.Role.ADMIN)
    address = f"/review/{campaign.pk}/act/weight/"
    assert member.post(address, {"voter": voter, "weight": "0"}).status_code == 403
    assert "<h2>Reviewers</h2>" not in html_of(member.get(f"/review/{campaign.pk}/"))
    admin.post(address, {"voter": voter, "weight": "0"})
    response = admin.get(f"/review/{campaign.pk}/")
    assert response.context["ranking"]["figures"].n_votes == 9
    assert f"{voter} counts 0" in html_of(response)
    for bad in ("2", "-1", "x", "nan"):
        admin.post(address, {"voter": voter, "weight": bad})
        assert Campaign.objects.get().weights == {voter: 0.0}
    admin.post(address, {"voter": voter, "weight": "1"})
    assert Campaign.objects.get().weights == {}


def test_leaving_the_team_keeps_votes_without_the_name() -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    admin = signed_in("boss", Membership.Role.ADMIN)
    assert "ada" in html_of(admin.get(f"/review/{campaign.pk}/"))
    Membership.objects.get(user__username="ada").delete()
    response = admin.get(f"/review/{campaign.pk}/")
    assert response.context["n_votes"] == 9
    assert ">ada" not in html_of(response)
    assert "former reviewer" in html_of(response)


def test_pause_resume_close_and_late_pairs(member: Client) -> None:
    campaign = make_campaign()
    for what, state in (("pause", "paused"), ("resume", "open"), ("close", "closed"), ("resume", "open")):
        member.post(f"/review/{campaign.pk}/act/{what}/")
        assert Campaign.objects.get().state == state
    campaign.pairs.all().delete()
    member.post(f"/review/{campaign.pk}/act/pairs/")
    assert campaign.pairs.count() == 9


def test_votes_beside_tests_link_to_the_answers(member: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    response = member.get(f"/review/{campaign.pk}/tests/?group=passes+and+liked")
    groups = dict(response.context["groups"])
    assert groups["passes and liked"] == 3
    assert groups["neither"] == 3
    assert groups["undecided"] == 3
    assert response.context["correlation"].r > 0.5
    best = campaign.runs.get().candidates.filter(verdict="passed").values_list("pk", flat=True)
    for pk in best:
        assert f'href="/candidates/{pk}/"' in html_of(response)


def test_preferences_load_line_by_line_and_name_their_licence(member: Client) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada", reasons=("correct",))
    response = member.get(f"/review/{campaign.pk}/preferences.jsonl")
    lines = [json.loads(line) for line in response.content.decode().split("\n") if line]
    assert len(lines) == 9
    assert {line["prompt_licence"] for line in lines} == {"MIT"}
    assert {line["prompt"] for line in lines} == {"Write it."}
    assert all(line["chosen_passed"] or not line["rejected_passed"] for line in lines)
    tests = member.get(f"/review/{campaign.pk}/preferences.jsonl?from=tests").content.decode()
    assert {json.loads(line)["origin"] for line in tests.split("\n") if line} == {"tests"}
    card = member.get(f"/review/{campaign.pk}/preferences.jsonl?card").content.decode()
    assert "9 pairs from votes" in card
    assert "| MIT | 9 |" in card


def test_reviewer_and_outsider_see_no_figures() -> None:
    campaign = make_campaign()
    ada = signed_in("ada", Membership.Role.REVIEWER)
    eve = signed_in("eve", Membership.Role.ADMIN, Team.objects.create(name="Other", slug="other"))
    for path in ("", "tests/", "preferences.jsonl"):
        assert ada.get(f"/review/{campaign.pk}/{path}").status_code == 403
        assert eve.get(f"/review/{campaign.pk}/{path}").status_code == 404
        assert Client().get(f"/review/{campaign.pk}/{path}")["Location"].startswith("/sign-in/")
    assert ada.get("/review/new/").status_code == 403
    assert ada.post(f"/review/{campaign.pk}/act/pause/").status_code == 403


def test_reward_model_is_shown_beside_the_simple_rules_and_orders_the_queue(member: Client) -> None:
    campaign = make_campaign(make_run(n_tasks=8), votes_per_pair=2)
    assert "Reward model" not in html_of(member.get(f"/review/{campaign.pk}/"))
    for name in ("ada", "bob"):
        vote_by_taste(campaign, name)
    response = member.get(f"/review/{campaign.pk}/")
    reward = response.context["reward"]
    assert reward["model"].n == 48
    assert max(reward["means"], key=reward["means"].get) == f"ollama/{MODELS[0]}"
    assert "Always the one that passes more checks" in html_of(response)
    late = make_run(n_tasks=6, models=MODELS[1:])
    second = make_campaign(late, random_share=0.0)
    pairs = list(second.pairs.order_by("pk"))
    rewards = {pk: float(n) for n, pair in enumerate(pairs) for pk in (pair.first_id,)}
    (first,) = assign_pairs(second, person("cyd").pk, even, is_repeat_due=lambda n: False, most=1, rewards=rewards)
    assert first.pair == pairs[0]
    assert "Always" not in html_of(member.get(f"/review/{second.pk}/"))
