"""Preference pairs with their data card: of a campaign (page, API) or of one run (command)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils.timezone import now

from evaluations.exports.answers import answers_for_pairs, n_not_for_training
from evaluations.models import Campaign, Candidate, Run, Vote
from evaluations.models.candidates import CandidateQuerySet
from evaluations.models.reviews import VoteQuerySet
from evaluations.records import Json
from evaluations.vote_statistics import Ballot, from_tests, from_votes
from evaluations.vote_statistics.data_card import card, knew_sentence
from evaluations.vote_statistics.preferences import Answer, PreferenceFilters


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRules:
    """How pairs are made. origin: "votes" or "tests". ties: "drop" or "half". code_only: without the prose around."""

    origin: str = "votes"
    ties: str = "drop"
    code_only: bool = False
    filters: PreferenceFilters = field(default_factory=PreferenceFilters)


@dataclass(frozen=True, kw_only=True)
class PreferencePairs:
    """Pairs from candidates and the votes about them. weights: of reviewers, where an admin chose one."""

    title: str
    candidates: CandidateQuerySet
    votes: VoteQuerySet
    weights: Sequence[float]
    rules: PairRules

    @cached_property
    def lines(self) -> list[Json]:
        """The pairs."""
        rules = self.rules
        rows = answers_for_pairs(self.candidates, code_only=rules.code_only)
        answers = {row["candidate"]: Answer(**row) for row in rows}
        if rules.origin == "tests":
            pairs = from_tests(answers.values())
        else:
            votes = self.votes.filter(knew_model=False) if rules.filters.is_blind else self.votes
            pairs = from_votes((Ballot(**row) for row in votes.ballot_fields()), answers, ties=rules.ties)
        return [line for line in pairs if rules.filters.matches(line)]

    @property
    def content(self) -> bytes:
        """JSON lines as UTF-8."""
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self.lines).encode(errors="replace")

    @property
    def knew_note(self) -> str:
        """Return in how many votes the reviewer knew a model; empty when there is no such vote."""
        counted = self.votes.counted()
        return knew_sentence(counted.count(), counted.filter(knew_model=True).count())

    @property
    def n_not_for_training(self) -> int:
        """How many answers are left out because the licence of their task forbids training."""
        return n_not_for_training(self.candidates)

    @property
    def card(self) -> str:
        """The data card. It lists weights without names."""
        return card(
            self.lines,
            title=self.title,
            made_on=now().date().isoformat(),
            ties=self.rules.ties,
            origin=self.rules.origin,
            weights=", ".join(f"one reviewer counts {weight:g}" for weight in self.weights),
            filters=self.rules.filters.words(),
            knew="" if self.rules.filters.is_blind else self.knew_note,
        )

    def zipped(self, name: str) -> bytes:
        """Return pairs and card in one archive. name: of both files, without their endings."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{name}.jsonl", self.content)
            archive.writestr(f"{name}.card.md", self.card)
        return out.getvalue()


def pairs_of_campaign(campaign: Campaign, rules: PairRules) -> PreferencePairs:
    """Return the pairs from the votes of a campaign, or from the tests of its answers."""
    return PreferencePairs(
        title=campaign.title,
        candidates=Candidate.objects.filter(run__in=campaign.runs.all(), model__in=campaign.chosen.all()),
        votes=Vote.objects.filter(campaign=campaign),
        weights=list(campaign.weights.values()),
        rules=rules,
    )


def pairs_of_run(run: Run, rules: PairRules) -> PreferencePairs:
    """Return the pairs of two answers of this run; votes may belong to several campaigns."""
    votes = Vote.objects.filter(Q(pair__first__run=run) & Q(pair__second__run=run))
    campaigns = Campaign.objects.filter(pk__in=votes.values("campaign")).order_by("pk")
    return PreferencePairs(
        title=str(run),
        candidates=Candidate.objects.filter(run=run),
        votes=votes,
        weights=[weight for campaign in campaigns for weight in campaign.weights.values()],
        rules=rules,
    )
