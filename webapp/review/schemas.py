"""Schemas of votes and of the figures made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from webapp.api.schemas import Page, Rate, Word, old_name, old_param
from webapp.review.api import CampaignOut

# How a pair was chosen; shown and once: groups of these, as on the page.
CHOSEN_BY = Literal["", "active", "random", "repeat", "ranking", "imported", "shown", "once"]


class Standing(Schema):
    """A model's place by votes; low and high: 95 % interval of the rating."""

    model: str
    rating: float
    low: float
    high: float
    best_rank: int
    worst_rank: int
    n_votes: int


class SidesOut(Schema):
    """Decided votes by side. p: of the hypothesis that the side does not matter."""

    left: int
    right: int
    share: Rate | None
    p: float


class SingleAnswerStanding(Schema):
    """A model rated one answer at a time. counts: of 1 to 5 stars; low and high: 95 % interval, null for few tasks."""

    model: str
    n: int
    mean: float
    low: float | None
    high: float | None
    counts: list[int]


class RewardOut(Schema):
    """The small reward model. accuracy: on tasks that it was not trained on; longer, more_passed: the accuracy of two
    simple rules.
    """

    n: int
    n_tasks: int
    accuracy: Rate
    longer: float
    more_passed: float
    weights: dict[str, float]
    means: dict[str, float]


class ReviewerOut(Schema):
    """One reviewer compared with the others. voter: the name for the weight. share: how often they agree with the
    others; others: how often the others agree with each other.
    """

    voter: str
    name: str
    n_votes: int
    weight: float
    share: Rate | None
    others: float | None
    is_outlier: bool
    n_repeats: int
    n_same: int


class CampaignFigures(CampaignOut):
    """The figures of the votes. alpha: Krippendorff's alpha, of the choice and for each reason. repeat_agreement:
    repeated votes that agree.

    n_knew: votes of reviewers who knew one of the models. reviewers: for admins; empty for others.
    """

    n_pairs: int
    n_open: int
    n_wanted: int
    n_votes: int
    n_repeats: int
    n_knew: int
    ranking: list[Standing]
    alpha: float | None
    alphas: dict[str, float | None]
    repeat_agreement: Rate | None
    steady: Rate | None = old_name("repeat_agreement")
    sides: SidesOut
    single_answers: list[SingleAnswerStanding]
    solo: list[SingleAnswerStanding] = Field(description="Old name of single_answers.", deprecated=True)
    reward: RewardOut | None
    reviewers: list[ReviewerOut]


class ResultFilters(Schema):
    """Only votes on tasks of a kind or with a tag. control: take length and formatting of the answers into account.

    blind: without votes of reviewers who knew one of the models.
    """

    kind: Word = ""
    tag: Word = ""
    control: Literal["", "1"] = ""
    blind: Literal["", "1"] = ""


class BlindOnly(Schema):
    """blind: without votes of reviewers who knew one of the models."""

    blind: Literal["", "1"] = ""


class GroupOut(Schema):
    """The ranking within a kind or a tag."""

    what: str
    name: str
    ranking: list[Standing]


class VoteFilters(Schema):
    """The filters of the page /review/…/votes/. voter: for admins. noted: only votes with a note. chosen_by: how the
    pair was chosen.
    """

    model: Word = ""
    result: Literal["", "won", "lost", "neither", "tie", "both_bad", "left", "right"] = ""
    task: Word = ""
    kind: Word = ""
    tag: Word = ""
    chosen_by: CHOSEN_BY = ""
    way: CHOSEN_BY = old_param("chosen_by", "")
    reason: Literal["", "correct", "looks", "readable", "robust", "follows"] = ""
    voter: Word = ""
    noted: Literal["", "1"] = ""
    knew: Literal["", "yes", "no"] = ""


class StoredVote(Schema):
    """One stored vote. preferred: the candidate; null when neither. voter, name: only for admins, else null.

    knew_model: the reviewer knew which model wrote one of the answers.
    """

    id: int
    task: str
    left_model: str
    left_candidate: int
    right_model: str
    right_candidate: int
    choice: str
    preferred: int | None
    reasons: list[str]
    note: str
    chosen_by: str
    way: str = old_name("chosen_by")
    knew_model: bool
    voted_at: datetime
    voter: str | None
    name: str | None


class RatingFilters(Schema):
    """model: id. stars: 1 to 5. knew: whether the reviewer knew the model."""

    model: Word = ""
    stars: Literal["", "1", "2", "3", "4", "5"] = ""
    knew: Literal["", "yes", "no"] = ""


class StoredRating(Schema):
    """One blind rating of a single answer. name: only for admins, else null."""

    candidate: int
    task: str
    model: str
    stars: int
    reasons: list[str]
    note: str
    knew_model: bool
    created_at: datetime
    name: str | None


class TestedFilters(Schema):
    """group: one of those that `groups` counts. blind: without votes of reviewers who knew one of the models."""

    blind: Literal["", "1"] = ""
    group: Word = ""
    task: Word = ""
    model: Word = ""


class TestedAnswer(Schema):
    """One answer as tests and people see it. preference: in [0, 1]; a preferred answer counts 1, a
    tie 0.5.
    """

    candidate: int
    task: str
    model: str
    has_passed: bool
    score: float
    preference: float
    liking: float = old_name("preference")
    n_votes: int
    group: str


class VotesAndTests(Page[TestedAnswer]):
    """groups: how many answers are in each. r, low, high: correlation of score and preference; null if unknown."""

    groups: dict[str, int]
    r: float | None
    low: float | None
    high: float | None


class PreferenceExportFilters(Schema):
    """source: votes or test verdicts. ties: leave them out, or export each in both directions. code: the extracted
    code instead of the raw answers.

    blind: without votes of reviewers who knew one of the models. form: the pairs, their data card, or both in a zip.
    """

    source: Literal["", "votes", "tests"] = ""
    made_of: Literal["votes", "tests"] = old_param("source", "votes")
    ties: Literal["drop", "half"] = "drop"
    code: bool = False
    blind: bool = False
    kind: Word = ""
    tag: Word = ""
    model: list[Word] = []
    form: Literal["jsonl", "card", "zip"] = "jsonl"
