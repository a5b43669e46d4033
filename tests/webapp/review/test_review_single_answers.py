"""Blind rating of one answer at a time, from 1 to 5, and never the same one twice."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.actions.anonymise_reviewer import anonymise_reviewer
from evaluations.actions.assign_pairs import assign_pairs
from evaluations.models import BlindRating, Campaign, Membership, StarRating, Vote
from evaluations.models.reviews import Pair
from tests.webapp.page_text import html_of
from tests.webapp.review.test_review_vote import TELLING, everything, signed_in
from tests.webapp.review_rows import MODELS, even, make_campaign, make_run, person

pytestmark = pytest.mark.django_db


def open_one(client: Client, campaign: Campaign) -> str:
    return str(client.get(f"/review/{campaign.pk}/single/")["Location"])


def test_answer_is_blind_until_it_is_rated() -> None:
    campaign, ada = make_campaign(), signed_in(person("ada"))
    address = open_one(ada, campaign)
    for path in ("", "a/"):
        match = TELLING.search(everything(ada.get(address + path)))
        assert match is None, match
    assert ada.get(f"{address}a/picture/").status_code == 200
    assert ada.get(f"{address}b/").status_code == 404
    assert ada.post(f"{address}store/", {"stars": "6"}).status_code == 422
    data = {"stars": "4", "reasons": ["looks", "x"], "note": "fine"}
    page = html_of(ada.post(f"{address}store/", data, follow=True))
    assert any(name in page for name in MODELS)
    rating = StarRating.objects.get()
    assert (rating.stars, rating.reasons, rating.note, rating.campaign) == (4, ["looks"], "fine", campaign)
    assert ada.post(f"{address}store/", {"stars": "4"}).status_code == 302
    other = ada.post(f"{address}store/", {"stars": "1"})
    assert (other.status_code, "You have already rated this answer" in html_of(other)) == (409, True)
    assert StarRating.objects.get().stars == 4


def test_earlier_address_of_the_page_leads_to_the_new_one_and_its_forms_still_store() -> None:
    campaign, ada = make_campaign(), signed_in(person("ada"))
    address = open_one(ada, campaign)
    old = address.replace("/single/", "/solo/")
    assert ada.get(f"/review/{campaign.pk}/solo/")["Location"] == f"/review/{campaign.pk}/single/"
    assert ada.get(old)["Location"] == address
    assert ada.post(f"{old}store/", {"stars": "4"}, follow=True).status_code == 200
    assert StarRating.objects.get().stars == 4
    assert signed_in(person("otto")).get(old, follow=True).status_code == 404


def test_every_answer_comes_once_and_then_a_sentence() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1)), signed_in(person("ada"))
    for n in range(3):
        address = open_one(ada, campaign)
        assert f"answer {n + 1} of 3" in html_of(ada.get(address))
        ada.post(f"{address}store/", {"stars": "3"})
    assert len(set(BlindRating.objects.values_list("candidate", flat=True))) == 3
    assert "you have rated 3" in html_of(ada.get(f"/review/{campaign.pk}/single/"))


def test_the_same_answer_stays_open_and_paused_gives_none() -> None:
    campaign, ada = make_campaign(), signed_in(person("ada"))
    assert open_one(ada, campaign) == open_one(ada, campaign)
    Campaign.objects.update(state="paused")
    assert "paused" in html_of(signed_in(person("bob")).get(f"/review/{campaign.pk}/single/"))


def test_undo_takes_the_last_rating_back_and_the_answer_is_not_given_again() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1)), signed_in(person("ada"))
    first = open_one(ada, campaign)
    ada.post(f"{first}store/", {"stars": "3"})
    ada.post(f"{first}undo/")
    assert not StarRating.objects.exists()
    assert ada.post(f"{first}undo/").status_code == 409
    late = ada.post(f"{first}store/", {"stars": "3"})
    assert (late.status_code, "Your rating of this answer was undone" in html_of(late)) == (409, True)
    second = open_one(ada, campaign)
    assert second != first
    ada.post(f"{second}store/", {"stars": "3"})
    third = open_one(ada, campaign)
    ada.post(f"{third}store/", {"stars": "3"})
    assert ada.post(f"{second}undo/").status_code == 409


def test_single_answer_belongs_to_its_reviewer_only() -> None:
    campaign, ada = make_campaign(), signed_in(person("ada"))
    address = open_one(ada, campaign)
    bob = signed_in(person("bob", Membership.Role.ADMIN))
    for path in ("", "a/", "a/picture/"):
        assert bob.get(address + path).status_code == 404
    assert bob.post(f"{address}store/", {"stars": "1"}).status_code == 404
    vic = signed_in(person("vic", Membership.Role.VIEWER))
    assert vic.get(f"/review/{campaign.pk}/single/").status_code == 403


def test_somebody_removed_leaves_votes_and_figures_but_no_name() -> None:
    campaign, ada = make_campaign(votes_per_pair=1), person("ada")
    client = signed_in(ada)
    client.post(f"{open_one(client, campaign)}store/", {"stars": "2"})
    for _ in range(3):
        held_votes = assign_pairs(campaign, ada.pk, even, is_repeat_due=lambda n: False, most=2)
        held_votes[0].store("left", [], "")
    Campaign.objects.update(weights={f"reviewer-{ada.pk}": 0.5})
    boss = signed_in(person("boss", Membership.Role.ADMIN))
    place = Membership.objects.get(user=ada)
    page_text = " ".join(boss.get(f"/people/{place.pk}/remove/").content.decode().split())
    assert "Remove ada from" in page_text
    assert "3 votes, under a made-up name" in page_text
    assert "0 rankings and 1 star rating" in page_text
    assert "1 open review assigned to them" in page_text
    assert set(Vote.objects.exclude(voted_at=None).values_list("reviewer", flat=True)) == {
        ada.pk
    }  # nothing is removed yet
    page = html_of(boss.post(f"/people/{place.pk}/remove/", follow=True))
    assert "3 votes stay, without the name" in page
    (voter,) = set(Vote.objects.values_list("voter", flat=True))
    assert voter.startswith("former-")
    assert list(Vote.objects.values_list("reviewer", flat=True)) == [None] * 3
    assert Campaign.objects.get().weights == {voter: 0.5}
    assert sum(Pair.objects.values_list("n_given", flat=True)) == 3  # the assigned pair is free again
    assert StarRating.objects.get().reviewer is None
    page = html_of(boss.get(f"/review/{campaign.pk}/"))
    assert "former reviewer" in page
    assert ">ada" not in page
    assert anonymise_reviewer(campaign.team, ada.pk) == 0
