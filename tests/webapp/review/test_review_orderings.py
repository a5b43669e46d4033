"""Ranking several answers at once: it becomes pairs, each is assigned once, and it can be undone."""

from __future__ import annotations

from random import Random

import pytest

from evaluations.actions.rank_answers import open_ordering, store_ordering, store_ranking, undo_ordering
from evaluations.models import Candidate, Vote
from tests.webapp.review_rows import make_campaign, make_run, person, take, vote_all

pytestmark = pytest.mark.django_db


def test_ranking_becomes_marked_pairs() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1)), person("ada")
    best, middle, worst = campaign.runs.get().candidates.values_list("pk", flat=True)
    assert store_ranking(campaign, ada.pk, [(best, 1), (middle, 2), (worst, 2)], "token") == 3
    assert store_ranking(campaign, ada.pk, [(best, 1), (middle, 2), (worst, 2)], "again") == 0
    rows = {
        (row["left_candidate"], row["right_candidate"]): row["choice"] for row in Vote.objects.all().ballot_fields()
    }
    assert rows == {(best, middle): "left", (best, worst): "left", (middle, worst): "tie"}
    assert set(Vote.objects.values_list("ranking", "chosen_by", "slot")) == {("token", "ranking", 0)}
    assert campaign.progress()["n_votes"] == 3


def test_ordering_contains_answers_of_one_task_and_is_stored_once() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=2)), person("ada")
    ordering = open_ordering(campaign, ada.pk, draw=Random(1))
    assert ordering is not None
    assert len(ordering.candidates) == 3
    assert set(Candidate.objects.filter(pk__in=ordering.candidates).values_list("task", flat=True)) == {
        ordering.task_id
    }
    assert open_ordering(campaign, ada.pk) == ordering
    assert store_ordering(ordering, [2, 1, 1])
    assert not store_ordering(ordering, [1, 2, 3])
    assert Vote.objects.counted().count() == 3
    other = open_ordering(campaign, ada.pk)
    assert other is not None
    assert other.task_id != ordering.task_id
    store_ordering(other, [1, 2, 3])
    assert open_ordering(campaign, ada.pk) is None
    assert {vote.pair.task_id for vote in take(campaign, ada, most=2)} == set()


def test_pairs_of_an_open_ordering_are_not_handed_out_and_undo_frees_them() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=1), votes_per_pair=1), person("ada")
    ordering = open_ordering(campaign, ada.pk)
    assert ordering is not None
    assert take(campaign, ada, most=2) == []
    assert store_ordering(ordering, [1, 2, 3])
    assert take(campaign, person("bob")) == []
    ordering.refresh_from_db()
    assert ordering.places() == [1, 2, 3]
    assert undo_ordering(ordering)
    assert not undo_ordering(ordering)
    assert not Vote.objects.counted().exists()
    assert take(campaign, ada) == []  # they have seen the names
    assert len(vote_all(campaign, person("cyd"))) == 3


def test_ordering_can_be_undone_only_before_a_later_vote() -> None:
    campaign, ada = make_campaign(make_run(n_tasks=2)), person("ada")
    ordering = open_ordering(campaign, ada.pk)
    assert ordering is not None
    store_ordering(ordering, [1, 2, 3])
    (later,) = take(campaign, ada)
    later.store("left", [], "")
    ordering.refresh_from_db()
    assert not undo_ordering(ordering)
