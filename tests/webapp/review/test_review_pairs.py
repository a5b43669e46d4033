"""Assigning pairs: each place once, balanced sides, planned repeats, and no lost vote."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from evaluations.actions.assign_pairs import assign_pairs, make_pairs
from evaluations.models import Campaign, Candidate, Membership, Pair, Vote
from evaluations.models.reviews import RESERVED_FOR
from tests.webapp.review_rows import even, finish, make_campaign, make_run, never, person, take, vote_all

pytestmark = pytest.mark.django_db


def test_pairs_are_of_different_models_on_one_task() -> None:
    campaign = make_campaign()
    assert campaign.pairs.count() == 3 * 3
    for pair in campaign.pairs.select_related("first__model", "second__model"):
        assert pair.first.task_id == pair.second.task_id == pair.task_id
        assert pair.first.model_id != pair.second.model_id
    assert make_pairs(campaign) == 0


def test_pairs_need_code_to_look_at_and_code_that_differs() -> None:
    run = make_run(n_tasks=1, source=lambda label: "export default () => <p>Same</p>;")
    assert make_campaign(run).pairs.count() == 0
    other = make_run(n_tasks=1)
    first, second, _ = other.candidates.all()
    Candidate.objects.filter(pk=first.pk).update(verdict="unscored")
    second.gradings.update(extraction={"files": {}})
    assert make_campaign(other).pairs.count() == 0


def test_unfinished_candidates_join_when_they_are_finished() -> None:
    run = make_run(n_tasks=1)
    late = run.candidates.select_related("model").last()
    assert late is not None
    late.gradings.all().delete()
    late.generation.delete()
    Candidate.objects.filter(pk=late.pk).update(state="queued", verdict="")
    campaign = make_campaign(run)
    assert campaign.pairs.count() == 1
    finish(late, "export default () => <p>Late</p>;")
    assert make_pairs(campaign) == 2


def test_settings_must_be_the_same() -> None:
    run = make_run(n_tasks=1)
    campaign = make_campaign(run, mixes_strategies=False)
    assert campaign.pairs.count() == 3
    run.candidates.filter(model=run.chosen.first()).update(strategy="few_shot")
    assert make_campaign(run).pairs.count() == 1
    assert make_campaign(run, mixes_strategies=True).pairs.count() == 3


def test_too_many_pairs_are_drawn_at_random() -> None:
    campaign = make_campaign()
    campaign.pairs.all().delete()
    assert make_pairs(campaign, most=4, draw=Random(1)) == 4
    assert make_pairs(campaign, most=4) == 0


def test_every_place_is_given_once_and_no_pair_twice_to_one_reviewer() -> None:
    campaign = make_campaign(votes_per_pair=2)
    for name in ("ada", "bob", "cyd"):
        votes = vote_all(campaign, person(name))
        assert len({vote.pair_id for vote in votes}) == len(votes)
    assert Vote.objects.count() == 18
    assert set(Counter(Vote.objects.values_list("pair", flat=True)).values()) == {2}
    assert set(campaign.pairs.values_list("n_given", flat=True)) == {2}
    assert campaign.progress() == {"n_pairs": 9, "n_open": 0, "n_wanted": 18, "n_votes": 18, "n_repeats": 0}


def test_sides_are_balanced_in_each_pair_and_over_models() -> None:
    campaign = make_campaign(make_run(n_tasks=6), votes_per_pair=2)
    vote_all(campaign, person("ada"))
    n_left: Counter[tuple[int, int]] = Counter()
    for vote in Vote.objects.select_related("pair__first", "pair__second"):
        a, b = vote.sides()
        n_left[min(a.model_id, b.model_id), max(a.model_id, b.model_id)] += 1 if a.model_id < b.model_id else -1
    assert set(n_left.values()) == {0}
    vote_all(campaign, person("bob"))
    for pair in campaign.pairs.all():
        assert sorted(pair.votes.values_list("is_swapped", flat=True)) == [False, True]


def test_open_pairs_are_given_again_before_new_ones() -> None:
    campaign, ada = make_campaign(), person("ada")
    first = take(campaign, ada, most=2)
    assert len(first) == 2
    assert [vote.pk for vote in take(campaign, ada, most=2)] == [vote.pk for vote in first]
    first[0].store("tie", [], "")
    assert take(campaign, ada, most=2)[0].pk == first[1].pk


def test_planned_repeat_has_its_sides_swapped_and_takes_no_place() -> None:
    campaign, ada = make_campaign(), person("ada")
    votes = vote_all(campaign, ada, repeats=True)
    (again,) = [vote for vote in votes if vote.is_repeat]
    once = Vote.objects.get(pair=again.pair_id, is_repeat=False)
    assert again.is_swapped != once.is_swapped
    assert (again.slot, again.chosen_by) == (None, "repeat")
    assert len(votes) == 10
    assert votes.index(again) == 8
    assert [vote.pk for vote in votes].index(once.pk) < 3  # five other pairs are in between


def test_close_models_come_first_and_a_share_is_random() -> None:
    campaign, ada = make_campaign(random_share=0.0), person("ada")
    close = sorted(campaign.chosen.values_list("pk", flat=True))[:2]

    def worth(first: int, second: int, n: int) -> float:
        return float([first, second] == close)

    votes = []
    for _ in range(3):
        (vote,) = assign_pairs(campaign, ada.pk, worth, is_repeat_due=never, most=1)
        vote.store("left", [], "")
        votes.append(sorted(candidate.model_id for candidate in vote.sides()))
        assert vote.chosen_by == "active"
    assert votes == [close] * 3
    Campaign.objects.update(random_share=1.0)
    assert {vote.chosen_by for vote in vote_all(campaign, person("bob"))} == {"random"}


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_paused_campaign_gives_no_new_pair_but_accepts_votes_on_open_ones(state: str) -> None:
    campaign, ada = make_campaign(), person("ada")
    (held_votes,) = take(campaign, ada)
    assert campaign.set_state(state, only_from=["open"])
    assert not campaign.set_state(state, only_from=["open"])
    assert take(campaign, person("bob")) == []
    assert [vote.pk for vote in take(campaign, ada, most=2)] == [held_votes.pk]
    assert held_votes.store("left", [], "")


def test_campaign_past_its_due_date_gives_no_pair() -> None:
    campaign = make_campaign(due_at=now() - timedelta(minutes=1))
    assert take(campaign, person("ada")) == []


def test_forgotten_pair_goes_to_somebody_else_and_its_late_vote_still_counts() -> None:
    campaign = make_campaign(make_run(n_tasks=1, models=("a-model", "b-model")), votes_per_pair=1)
    ada, bob = person("ada"), person("bob")
    (vote,) = take(campaign, ada)
    assert take(campaign, bob) == []
    Vote.objects.update(given_at=now() - RESERVED_FOR - timedelta(seconds=1))
    (other,) = take(campaign, bob)
    assert other.pair_id == vote.pair_id
    assert vote.store("left", [], "")
    assert other.store("left", [], "")
    assert Vote.objects.counted().count() == 2
    assert Pair.objects.get().n_given == 1


def test_a_vote_is_stored_once() -> None:
    (vote,) = take(make_campaign(), person("ada"))
    assert vote.store("left", ["looks"], "nice")
    assert not vote.store("right", [], "")
    vote.refresh_from_db()
    assert (vote.choice, vote.reasons, vote.note) == ("left", ["looks"], "nice")


def test_undo_takes_the_last_vote_back_and_frees_its_place() -> None:
    campaign, ada = make_campaign(), person("ada")
    first, second = take(campaign, ada, most=2)
    first.store("left", [], "")
    second.store("left", [], "")
    first.refresh_from_db()
    second.refresh_from_db()
    assert not first.can_undo()
    assert not second.can_undo(now() + timedelta(minutes=11))
    assert second.undo()
    assert not Vote.objects.get(pk=second.pk).undo()
    assert list(Vote.objects.counted()) == [first]
    assert Pair.objects.get(pk=second.pair_id).n_given == 0
    assert second.pair_id not in {vote.pair_id for vote in vote_all(campaign, ada)}
    assert second.pair_id in {vote.pair_id for vote in vote_all(campaign, person("bob"))}


def test_database_refuses_a_place_or_a_reviewer_twice() -> None:
    campaign, ada = make_campaign(), person("ada")
    (vote,) = take(campaign, ada)
    same = {"campaign": campaign, "pair": vote.pair, "is_swapped": False, "chosen_by": "active"}
    for more in ({"slot": 0, "voter": "x"}, {"reviewer": ada, "voter": "x"}, {"choice": "left", "voter": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(**same, **more)


def test_account_that_is_gone_leaves_its_votes() -> None:
    campaign, ada = make_campaign(), person("ada")
    votes = vote_all(campaign, ada)
    ada.delete()
    kept = list(Vote.objects.counted().ballot_fields())
    assert len(kept) == len(votes)
    assert len({row["reviewer"] for row in kept}) == 1


def test_reviewer_sees_campaigns_given_to_them_admin_all_of_the_team() -> None:
    ada, bob, boss = person("ada"), person("bob"), person("boss", Membership.Role.ADMIN)
    run = make_run()
    own, everybodys = make_campaign(run), make_campaign(run)
    own.reviewers.add(ada)

    def campaigns_of(user: User) -> set[Campaign]:
        return set(Campaign.objects.given_to(Membership.objects.get(user=user)))

    assert campaigns_of(ada) == campaigns_of(boss) == {own, everybodys}
    assert campaigns_of(bob) == {everybodys}


@pytest.mark.django_db(transaction=True)
def test_many_simultaneous_reviewers_lose_no_vote_and_share_no_place() -> None:
    campaign = make_campaign(make_run(n_tasks=8), votes_per_pair=2)
    users = [person(f"r{n}") for n in range(4)]
    stored: list[int] = []
    errors: list[BaseException] = []

    def work(user: User, seed: int) -> None:
        draw = Random(seed)
        try:
            while held_votes := assign_pairs(campaign, user.pk, even, is_repeat_due=never, most=2, draw=draw):
                if held_votes[0].store(draw.choice(["left", "right", "tie"]), [], ""):
                    stored.append(held_votes[0].pk)
        except BaseException as exc:
            errors.append(exc)
        finally:
            connection.close()

    # Each reviewer has two tabs, which is the hardest case for the rule "never the same pair twice".
    threads = [threading.Thread(target=work, args=(user, n)) for n in range(2) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    votes = Vote.objects.counted()
    assert len(stored) == len(set(stored)) == votes.count() == 24 * 2
    assert set(Counter(votes.values_list("pair", flat=True)).values()) == {2}
    assert set(Counter(votes.values_list("pair", "reviewer")).values()) == {1}
