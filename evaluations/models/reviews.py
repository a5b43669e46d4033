"""Campaigns of blind review: pairs of finished candidates, and the votes on them."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.json_column import JSONColumn
from evaluations.models.known_answers import KnownAnswer
from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel
from evaluations.models.suites import Suite, Task
from evaluations.models.teams import Membership, Team

RESERVED_FOR = timedelta(minutes=30)  # after this time an assigned pair without a vote goes to somebody else
UNDO_WITHIN = timedelta(minutes=10)


def new_token() -> str:
    """Return a random token for one showing: it reveals nothing about the candidates and cannot be guessed."""
    return secrets.token_urlsafe(15)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns as seen by one person."""

    def given_to(self, member: Membership) -> CampaignQuerySet:
        """Return the campaigns that are given to a person: to an admin all of the team, to others those assigned to
        them or to everybody.
        """
        of_team = self.filter(team=member.team_id)
        if member.may(Membership.Role.ADMIN):
            return of_team
        is_given = Q(reviewers=member.user_id) | Q(reviewers=None) | Q(created_by=member.user_id)
        return of_team.filter(is_given).distinct()


class Campaign(models.Model):
    """A queue of pairs for a group of reviewers; with no reviewers named, for everybody in the team.

    random_share of the pairs is drawn at random, repeat_share is given to the same reviewer again; both in [0, 1].
    weights: voter to weight in [0, 1], where an admin chose one. mixes_strategies: pairs may differ in strategy.
    names_at_end: models and verdicts are shown when the campaign is closed, not after each vote. suite: its later runs
    are included when pairs are added; None when the runs were chosen one by one.
    """

    class State(models.TextChoices):
        OPEN = "open"
        PAUSED = "paused"
        CLOSED = "closed"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="campaigns")
    title = models.CharField(max_length=200)
    suite = models.ForeignKey(Suite, null=True, blank=True, on_delete=models.SET_NULL, related_name="campaigns")
    runs = models.ManyToManyField(Run, related_name="campaigns")
    chosen = models.ManyToManyField(LanguageModel, related_name="campaigns")
    reviewers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="campaigns")
    votes_per_pair = models.PositiveSmallIntegerField(default=2)
    random_share = models.FloatField(default=0.25)
    repeat_share = models.FloatField(default=0.05)
    shows_verdicts = models.BooleanField(default=False)
    mixes_strategies = models.BooleanField(default=False)
    names_at_end = models.BooleanField(default=False)
    weights: JSONColumn[dict[str, float]] = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    due_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_giving(self) -> bool:
        """Whether new pairs are assigned: open and not past its due date. Assigned pairs can still be voted on."""
        return self.state == self.State.OPEN and (self.due_at is None or self.due_at > now())

    @property
    def tells_names(self) -> bool:
        """Whether a stored vote is answered with the models' names."""
        return not self.names_at_end or self.state == self.State.CLOSED

    def progress(self) -> dict[str, int]:
        """Return n_pairs, n_wanted votes, n_votes stored on them, n_open pairs that still lack votes."""
        figures = self.pairs.aggregate(
            n_pairs=models.Count("pk"), n_open=models.Count("pk", filter=Q(n_given__lt=self.votes_per_pair))
        )
        stored = self.votes.counted()
        return {
            **figures,
            "n_wanted": figures["n_pairs"] * self.votes_per_pair,
            "n_votes": stored.filter(slot__isnull=False).count(),
            "n_repeats": stored.filter(is_repeat=True).count(),
        }

    def set_state(self, state: str, *, only_from: Iterable[str]) -> bool:
        """Change the state by a guarded update; False when somebody else was quicker. Closing shows hidden names."""
        moved = bool(Campaign.objects.filter(pk=self.pk, state__in=list(only_from)).update(state=state))
        if moved and state == self.State.CLOSED and self.names_at_end:
            for reviewer, candidates in self._rated_answers().items():
                KnownAnswer.objects.learn(reviewer, candidates)
        return moved

    def _rated_answers(self) -> dict[int, set[int]]:
        """Map each reviewer to the answers that they have voted on or rated."""
        rated: dict[int, set[int]] = defaultdict(set)
        votes = self.votes.exclude(voted_at=None).exclude(reviewer=None)
        for reviewer, *both in votes.values_list("reviewer", "pair__first", "pair__second"):
            rated[reviewer].update(both)
        blind_ratings = self.blind_ratings.exclude(stored_at=None).exclude(reviewer=None)
        for reviewer, candidate in blind_ratings.values_list("reviewer", "candidate"):
            rated[reviewer].add(candidate)
        return rated


class Pair(models.Model):
    """Two finished candidates of different models for one task. n_given: places taken of votes_per_pair.

    first_code, second_code: digests of their code when the pair was made.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pairs")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    first_code = models.CharField(max_length=64, blank=True)
    second_code = models.CharField(max_length=64, blank=True)
    n_given = models.PositiveSmallIntegerField(default=0)
    shuffle = models.PositiveIntegerField(help_text="Random number that orders equal places.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "first", "second"], name="one_pair_per_campaign"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]
        indexes = [models.Index(fields=["campaign", "n_given", "shuffle"], name="pair_by_need")]

    def __str__(self) -> str:
        return f"pair {self.pk}"

    @property
    def digests(self) -> dict[int, str]:
        """Candidate to the digest of its code."""
        return {self.first_id: self.first_code, self.second_id: self.second_code}


class VoteQuerySet(models.QuerySet["Vote"]):
    """Showings of pairs, voted on or not."""

    def counted(self) -> VoteQuerySet:
        """Return votes that are stored and were not undone."""
        return self.exclude(voted_at=None).filter(undone_at=None)

    def unvoted(self, reviewer_id: int) -> VoteQuerySet:
        """Return a reviewer's assigned pairs without a vote, oldest first."""
        return self.filter(reviewer=reviewer_id, voted_at=None, undone_at=None).order_by("pk")

    def free_stale(self, reviewer_id: int) -> int:
        """Free the places of pairs that others have held for too long; a late vote still counts."""
        stale = self.filter(voted_at=None, slot__isnull=False, given_at__lt=now() - RESERVED_FOR)
        freed = 0
        for pk, pair_id in stale.exclude(reviewer=reviewer_id).values_list("pk", "pair_id"):
            if self.filter(pk=pk, voted_at=None, slot__isnull=False).update(slot=None):
                freed += Pair.objects.filter(pk=pair_id).update(n_given=F("n_given") - 1)
        return freed

    def ballot_fields(self) -> Iterator[dict[str, Any]]:
        """Yield counted votes with the fields of evaluations.vote_statistics.Ballot, oldest first."""
        weights = dict(Campaign.objects.filter(pk__in=self.values("campaign")).values_list("pk", "weights"))
        for row in self.counted().order_by("pk").values_list(*_PLAIN).iterator():
            campaign, pair, choice, voter, reasons, is_repeat, is_swapped, chosen_by, knew, task, kind, tags, *both = (
                row
            )
            first, second = both[:3], both[3:]
            left, right = (second, first) if is_swapped else (first, second)
            yield {
                "pair": pair,
                "left": f"{left[1]}/{left[2]}",
                "right": f"{right[1]}/{right[2]}",
                "choice": choice,
                "reviewer": voter,
                "task": task,
                "kind": kind,
                "tags": tuple(tags),
                "left_candidate": left[0],
                "right_candidate": right[0],
                "reasons": tuple(reasons),
                "is_repeat": is_repeat,
                "knew_model": knew,
                "weight": float(weights[campaign].get(voter, 1.0)),
                "has_sides": chosen_by not in (Vote.ChosenBy.RANKING, Vote.ChosenBy.IMPORTED),
            }


# Rows of a few short columns: a task's or a candidate's other columns can be large.
_PLAIN = (
    "campaign",
    "pair",
    "choice",
    "voter",
    "reasons",
    "is_repeat",
    "is_swapped",
    "chosen_by",
    "knew_model",
    "pair__task__slug",
    "pair__task__kind",
    "pair__task__tags",
    "pair__first",
    "pair__first__model__server__slug",
    "pair__first__model__name",
    "pair__second",
    "pair__second__model__server__slug",
    "pair__second__model__name",
)


class Vote(models.Model):
    """One showing of a pair to one reviewer, and the vote. voted_at is None until then.

    slot: which of the pair's places it fills; None for repeats, rankings, freed and undone ones. is_swapped: the
    pair's second candidate is on the left. choice: by the sides as shown. ranking: shared by the votes that were made
    from one ordering. voter: id of the reviewer that stays when the account is deleted. knew_model: the reviewer knew
    which model wrote one of the answers when they voted.
    """

    class Choice(models.TextChoices):
        LEFT = "left"
        RIGHT = "right"
        TIE = "tie"
        BOTH_BAD = "both_bad"

    class ChosenBy(models.TextChoices):
        ACTIVE = "active"
        RANDOM = "random"
        REPEAT = "repeat"
        RANKING = "ranking"
        IMPORTED = "imported"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="votes")
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="votes")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="review_votes"
    )
    voter = models.CharField(max_length=24)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    is_repeat = models.BooleanField(default=False)
    is_swapped = models.BooleanField()
    chosen_by = models.CharField(max_length=10, choices=ChosenBy.choices)
    ranking = models.CharField(max_length=32, blank=True)
    given_at = models.DateTimeField(default=now)
    voted_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    choice = models.CharField(max_length=10, choices=Choice.choices, blank=True)
    reasons: JSONColumn[list[str]] = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    knew_model = models.BooleanField(default=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "slot"], name="one_vote_per_place"),
            models.UniqueConstraint(
                fields=["pair", "reviewer"], condition=Q(is_repeat=False), name="one_vote_per_reviewer"
            ),
            models.UniqueConstraint(
                fields=["pair", "reviewer"], condition=Q(is_repeat=True), name="one_repeat_per_reviewer"
            ),
            models.CheckConstraint(
                condition=Q(voted_at=None, choice="") | Q(voted_at__isnull=False) & ~Q(choice=""),
                name="voted_means_chosen",
            ),
        ]
        indexes = [models.Index(fields=["campaign", "reviewer", "voted_at"], name="vote_by_reviewer")]

    def __str__(self) -> str:
        return f"vote {self.pk}"

    def sides(self) -> tuple[Candidate, Candidate]:
        """Return the candidates as shown, left and right."""
        first, second = self.pair.first, self.pair.second
        return (second, first) if self.is_swapped else (first, second)

    @property
    def is_revealed(self) -> bool:
        """Whether its reviewer is told the models' names."""
        return self.voted_at is not None and self.campaign.tells_names

    @transaction.atomic
    def store(self, choice: str, reasons: list[str], note: str) -> bool:
        """Store the vote; False when it is already stored. After that the reviewer may know the names."""
        assert self.reviewer_id is not None  # only its own reviewer stores it
        digests = self.pair.digests
        stored = Vote.objects.filter(pk=self.pk, voted_at=None, undone_at=None).update(
            choice=choice,
            reasons=reasons,
            note=note,
            voted_at=now(),
            knew_model=bool(KnownAnswer.objects.known_candidates(self.reviewer_id, digests)),
        )
        if stored and self.campaign.tells_names:
            KnownAnswer.objects.learn(self.reviewer_id, digests)
        return bool(stored)

    def can_undo(self, at: datetime | None = None) -> bool:
        """Return whether the vote can be undone: within ten minutes, and only the reviewer's last vote of the
        campaign.
        """
        if self.voted_at is None or self.undone_at or self.ranking or (at or now()) - self.voted_at > UNDO_WITHIN:
            return False
        later = Vote.objects.filter(campaign=self.campaign_id, reviewer=self.reviewer_id, voted_at__gt=self.voted_at)
        return not later.exists()

    @transaction.atomic
    def undo(self) -> bool:
        """Undo the vote: it is removed from every figure, and its place goes to another reviewer.

        Its own reviewer is not given the pair again: they have seen the names.
        """
        if not self.can_undo():
            return False
        had_place = Vote.objects.filter(pk=self.pk, slot__isnull=False).exists()
        if not Vote.objects.filter(pk=self.pk, undone_at=None).update(undone_at=now(), slot=None):
            return False
        if had_place:
            Pair.objects.filter(pk=self.pair_id).update(n_given=F("n_given") - 1)
        return True


class Ordering(models.Model):
    """Up to four answers to one task, shown blind to be put in order; stored as votes on their pairs.

    candidates: their numbers as shown, first to last; order: the place each was given, empty until it is stored. The
    votes carry this row's token in `ranking`.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="orderings")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    candidates: JSONColumn[list[int]] = models.JSONField()
    order: JSONColumn[list[int]] = models.JSONField(default=list, blank=True)
    given_at = models.DateTimeField(default=now)
    stored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "reviewer"], condition=Q(stored_at=None), name="one_open_ordering_each"
            )
        ]

    def __str__(self) -> str:
        return f"ordering {self.pk}"

    @property
    def is_revealed(self) -> bool:
        """Whether its reviewer is told the models' names."""
        return self.stored_at is not None and self.campaign.tells_names

    def places(self) -> list[int | None]:
        """Return the place of each candidate; None where it is not known."""
        return list(self.order) or [None] * len(self.candidates)
