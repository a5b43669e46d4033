"""Blind review stays blind: answers whose models a reviewer knows come last, and votes on them are marked."""

from __future__ import annotations

from importlib import import_module
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from evaluations.actions.assign_pairs import make_pairs
from evaluations.actions.blind_ratings import open_blind_rating, store_blind_rating
from evaluations.actions.rank_answers import open_ordering, store_ordering
from evaluations.models import Campaign, KnownAnswer, Membership, Pair, StarRating, Vote
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.review.test_review_vote import signed_in
from tests.webapp.review_rows import MODELS, finish, make_campaign, make_run, person, take

pytestmark = pytest.mark.django_db
FOUR = (*MODELS, "qwen:1b")


def judge(campaign: Campaign, user: User, n: int, *, most: int = 2) -> list[Vote]:
    """Vote on n pairs as the page does: the next pair is assigned while one is on the screen."""
    votes = []
    for seed in range(n):
        first, *_ = take(campaign, user, most=most, seed=seed)
        assert first.store("left", [], "")
        first.refresh_from_db()
        votes.append(first)
    return votes


def answers(votes: list[Vote]) -> list[int]:
    return [pk for vote in votes for pk in vote.pair.digests]


@pytest.mark.parametrize("most", [1, 2])
def test_no_answer_comes_twice_while_another_is_left(most: int) -> None:
    campaign, ada = make_campaign(make_run(n_tasks=3, models=FOUR)), person("ada")
    votes = judge(campaign, ada, 6, most=most)
    assert len(set(answers(votes))) == 12
    assert not any(vote.knew_model for vote in votes)


def test_known_answer_is_marked_when_no_other_is_left() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=2)), person("ada")
    votes = judge(campaign, ada, 6)
    assert [vote.knew_model for vote in votes] == [False] * 2 + [True] * 4


def test_one_known_answer_comes_before_two() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1, models=FOUR)), person("ada")
    known_answer, *_ = campaign.pairs.values_list("first", flat=True)
    KnownAnswer.objects.learn(ada.pk, [known_answer])
    others = [known_answer in vote.pair.digests for vote in judge(campaign, ada, 6, most=1)]
    assert others[0] is False


def test_the_same_code_of_another_run_is_known_too() -> None:
    ada = person("ada")
    judge(make_campaign(make_run(n_tasks=1)), ada, 3)
    again = make_run(n_tasks=2)  # task 0 has an answer with the same code as before
    campaign = make_campaign(again)
    votes = judge(campaign, ada, 6)
    assert [vote.pair.task.slug for vote in votes[:2]] == ["greet-1"] * 2
    assert [vote.knew_model for vote in votes] == [False] + [True] * 5


def test_a_planned_repeat_waits_until_no_other_answer_is_left() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=12)), person("ada")
    votes = []
    for seed in range(14):
        (vote,) = take(campaign, ada, seed=seed, repeats=True)
        vote.store("left", [], "")
        votes.append(vote.is_repeat)
    assert not any(votes)  # one was due after eight votes
    kept = make_campaign(
        make_run(n_tasks=12, source=lambda label: f"// {label}\nexport default () => <b>kept</b>"), names_at_end=True
    )
    votes = []
    for seed in range(12):
        (vote,) = take(kept, ada, seed=seed, repeats=True)
        vote.store("left", [], "")
        votes.append(vote.is_repeat)
    assert votes[8]


def test_orderings_and_single_answers_keep_to_the_rule() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=2)), person("ada")
    (vote,) = take(campaign, ada)
    vote.store("left", [], "")
    row = open_ordering(campaign, ada.pk, draw=Random(1))
    assert row is not None
    assert row.task_id != vote.pair.task_id
    store_ordering(row, [1, 2, 3])
    assert not Vote.objects.filter(ranking=row.token, knew_model=True).exists()
    for n in range(6):
        rating = open_blind_rating(campaign, ada.pk, draw=Random(n))
        assert rating is not None
        store_blind_rating(rating, 3, [], "")
        assert StarRating.objects.get(candidate=rating.candidate_id).knew_model is (n > 0)


def test_an_order_of_known_answers_is_marked() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1)), person("ada")
    row = open_ordering(campaign, ada.pk)
    assert row is not None
    KnownAnswer.objects.learn(ada.pk, row.candidates[:1])
    store_ordering(row, [1, 2, 3])
    marked = Vote.objects.filter(ranking=row.token, knew_model=True)
    assert {row.candidates[0] in vote.pair.digests for vote in marked} == {True}
    assert marked.count() == 2


@pytest.mark.parametrize(
    "path",
    [
        "/candidates/{one}/",
        "/candidates/{one}/preview/",
        "/candidates/against/?a={one}&b={other}",
        "/runs/{run}/tasks/{task}/",
        "/candidates/{one}/feedback/",
        "/runs/{run}/report/?c={one}",
        "runs/{run}/report?candidate={one}",
        "candidates/{one}/code",
        "candidates/{one}/answer",
        "candidates/{one}",
        "candidates/{one}/gradings",
        "candidates/against?a={one}&b={other}",
        "candidates/{one}/preview",
    ],
)
def test_opening_an_answer_by_name_makes_it_known(path: str) -> None:
    campaign, mia = make_campaign(make_run(n_tasks=2)), person("mia", Membership.Role.MEMBER)
    pair = Pair.objects.filter(campaign=campaign).select_related("first").order_by("pk").first()
    assert pair is not None
    address = path.format(one=pair.first_id, other=pair.second_id, run=pair.first.run_id, task=pair.task_id)
    headers = {"Sec-Fetch-Dest": "iframe"}
    if path.startswith("/"):
        assert signed_in(mia).get(address, headers=headers).status_code == 200
    else:
        assert Caller(token_for(mia)).get(address, **headers).status_code == 200
    assert KnownAnswer.objects.filter(person=mia, candidate=pair.first).exists()
    first, *_ = take(campaign, mia)
    assert pair.first_id not in first.pair.digests


def test_names_are_shown_when_the_campaign_is_closed() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1), names_at_end=True), person("ada")
    client, caller = signed_in(ada), Caller(token_for(ada))
    (vote,) = take(campaign, ada)
    address = f"/review/{campaign.pk}/{vote.token}/"
    page = client.post(f"{address}store/", {"choice": "left"}, follow=True).content.decode()
    assert "Names are shown when the campaign is closed" in page
    part = client.post(f"{address}store/", {"choice": "left"}, headers={"X-Part": "1"}).content.decode()
    for text in (page, part, client.get(f"{address}a/", headers={"Sec-Fetch-Dest": "iframe"}).content.decode()):
        assert not any(name in text for name in MODELS)
        assert "passed" not in text
    body = body_of(caller.get(f"campaigns/{campaign.pk}/pairs/{vote.token}"))
    assert body["revealed"] is None
    assert body["is_stored"]
    assert body["a"]["verdict"] == ""
    assert not KnownAnswer.objects.exists()
    judge(campaign, ada, 2)
    assert not Vote.objects.filter(knew_model=True).exists()
    assert campaign.set_state("closed", only_from=["open"])
    assert any(name in client.get(address).content.decode() for name in MODELS)
    assert body_of(caller.get(f"campaigns/{campaign.pk}/pairs/{vote.token}"))["revealed"]
    assert KnownAnswer.objects.filter(person=ada).count() == 3


def test_orders_and_ratings_tell_no_name_before_the_end() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1), names_at_end=True), person("ada")
    client, caller = signed_in(ada), Caller(token_for(ada))
    rating = open_blind_rating(campaign, ada.pk)
    row = open_ordering(campaign, ada.pk)
    assert rating
    assert row
    order = {f"place-{letter}": "1" for letter in "abc"}
    pages = {
        f"/review/{campaign.pk}/single/{rating.token}/": ({"stars": "3"}, f"single-answers/{rating.token}"),
        f"/review/{campaign.pk}/rank/{row.token}/": (order, f"orderings/{row.token}"),
    }
    for address, (data, path) in pages.items():
        text = client.post(f"{address}store/", data, follow=True).content.decode()
        assert "Names are shown when the campaign is closed" in text
        assert not any(name in text for name in MODELS)
        assert "passed" not in text
        assert body_of(caller.get(f"campaigns/{campaign.pk}/{path}"))["revealed"] is None
    campaign.set_state("closed", only_from=["open"])
    for address, (_, path) in pages.items():
        assert any(name in client.get(address).content.decode() for name in MODELS)
        assert body_of(caller.get(f"campaigns/{campaign.pk}/{path}"))["revealed"]


def test_figures_say_how_many_knew_and_can_leave_them_out() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=2)), person("ada")
    judge(campaign, ada, 6)
    rating = open_blind_rating(campaign, ada.pk)
    assert rating
    store_blind_rating(rating, 5, [], "")
    mia = person("mia", Membership.Role.MEMBER)
    client, caller = signed_in(mia), Caller(token_for(mia))
    page = client.get(f"/review/{campaign.pk}/").content.decode()
    assert "In 4 of 6 votes the reviewer knew a model" in page
    assert "2 votes." in client.get(f"/review/{campaign.pk}/?blind=1").content.decode()
    for path in ("groups", "tests", "ratings"):
        assert client.get(f"/review/{campaign.pk}/{path}/?blind=1").status_code == 200
    for name, n in (("", 6), ("?knew=yes", 4), ("?knew=no", 2)):
        assert body_of(caller.get(f"campaigns/{campaign.pk}/votes{name}"))["count"] == n
        assert f'count">{n}<' in client.get(f"/review/{campaign.pk}/votes/{name}").content.decode()
    assert body_of(caller.get(f"campaigns/{campaign.pk}/ratings?knew=no"))["count"] == 0
    assert body_of(caller.get(f"campaigns/{campaign.pk}/ratings"))["items"][0]["knew_model"]
    whole, blind = (body_of(caller.get(f"campaigns/{campaign.pk}/figures{q}")) for q in ("", "?blind=1"))
    assert (whole["n_knew"], blind["n_knew"]) == (4, 4)
    assert sum(row["n_votes"] for row in whole["ranking"]) == 12
    assert sum(row["n_votes"] for row in blind["ranking"]) == 4
    assert [len(figures["single_answers"]) for figures in (whole, blind)] == [1, 0]
    lines, fewer = (caller.get(f"campaigns/{campaign.pk}/preferences{q}").content for q in ("", "?blind=1"))
    assert (lines.count(b"\n"), fewer.count(b"\n")) == (6, 2)
    card = caller.get(f"campaigns/{campaign.pk}/preferences?form=card").content.decode()
    assert "In 4 of 6 votes the reviewer knew" in card
    card = caller.get(f"campaigns/{campaign.pk}/preferences?form=card&blind=1").content.decode()
    assert "knew neither model" in card


def test_campaign_with_names_at_the_end_is_made_by_form_and_api() -> None:
    run, mia = make_run(), person("mia", Membership.Role.MEMBER)
    fields = {"title": "Late", "runs": [run.pk], "votes_per_pair": 2, "names_at_end": "on"}
    assert signed_in(mia).post("/review/new/", fields).status_code == 302
    body = {"title": "Late too", "runs": [run.pk], "names_at_end": True}
    created = body_of(Caller(token_for(mia)).send("campaigns", body), 201)
    assert body_of(Caller(token_for(mia)).get(f"campaigns/{created['id']}"))["names_at_end"]
    assert Campaign.objects.filter(names_at_end=True).count() == 2


def test_a_vote_that_was_taken_back_cannot_be_stored_again() -> None:
    campaign, ada = make_campaign(), person("ada")
    caller = Caller(token_for(ada))
    token = body_of(caller.get(f"campaigns/{campaign.pk}/next"))["token"]
    path = f"campaigns/{campaign.pk}/pairs/{token}"
    body_of(caller.send(f"{path}/vote", {"choice": "left"}))
    assert caller.send(f"{path}/undo").status_code == 204
    body = body_of(caller.send(f"{path}/vote", {"choice": "right"}), 409)
    assert "was undone" in body["detail"]


@pytest.mark.parametrize(
    ("kind", "act", "body"),
    [
        ("orderings", "store", {"places": {"a": 1, "b": 2, "c": 3}}),
        ("single-answers", "rate", {"stars": 3}),
    ],
)
def test_orders_and_ratings_that_were_undone_cannot_be_stored_again(kind: str, act: str, body: dict[str, Any]) -> None:
    campaign, ada = make_campaign(), person("ada")
    caller = Caller(token_for(ada))
    token = body_of(caller.get(f"campaigns/{campaign.pk}/{kind}/next"))["token"]
    path = f"campaigns/{campaign.pk}/{kind}/{token}"
    body_of(caller.send(f"{path}/{act}", body))
    body_of(caller.send(f"{path}/{act}", body))
    assert caller.send(f"{path}/undo").status_code == 204
    assert "was undone" in body_of(caller.send(f"{path}/{act}", body), 409)["detail"]


def test_new_pairs_carry_the_digests_of_their_code() -> None:
    run = make_run(n_tasks=1)
    late = run.candidates.select_related("model").last()
    assert late is not None
    late.gradings.all().delete()
    late.generation.delete()
    campaign = make_campaign(run)
    finish(late, "export default () => <p>Late</p>;")
    make_pairs(campaign)
    codes = {code for pair in campaign.pairs.all() for code in pair.digests.values()}
    assert {len(code) for code in codes} == {64}
    assert len(codes) == 3


class EarlierNames:
    """Today's models under the names that they had when the migration was written."""

    def get_model(self, app: str, name: str) -> Any:
        return apps.get_model(app, {"Solo": "BlindRating"}.get(name, name))


def test_the_migration_finds_what_was_known_before() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=2)), person("ada")
    judge(campaign, ada, 6)

    def rows() -> list[object]:
        return [
            set(KnownAnswer.objects.values_list("person", "candidate", "code")),
            set(Vote.objects.filter(knew_model=True).values_list("pk", flat=True)),
            list(Pair.objects.order_by("pk").values_list("first_code", "second_code")),
        ]

    expected = rows()
    KnownAnswer.objects.all().delete()
    Vote.objects.update(knew_model=False)
    Pair.objects.update(first_code="", second_code="")
    import_module("evaluations.migrations.0017_known_answers").fill(EarlierNames(), None)
    assert rows() == expected
