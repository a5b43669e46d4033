"""Campaigns of blind review: pairs, votes, figures. Nothing says which models are shown before the vote is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.models import Campaign, Candidate, Vote
from evaluations.models.pairing import make_pairs
from evaluations.ratings.preferences import Wanted as Filters
from webapp.access import current_team, get_for_team, may, membership, require_role
from webapp.api.auth import REVIEW, WRITE
from webapp.api.once import once
from webapp.api.problems import Problem, check
from webapp.api.shapes import (
    Id,
    Number,
    Page,
    Paging,
    Plain,
    Rate,
    Text,
    Word,
    as_form,
    numbers_of,
    page_of,
    rate_of,
    url_of,
)
from webapp.blind import Side, revealed_of, showing_of
from webapp.masking import mask_for
from webapp.pages.review import MEMBER, MOVES, start_campaign
from webapp.pages.review_export import Export
from webapp.pages.review_vote import NO_UNDO, REVIEWER, campaign_of, cleaned_why, vote_of
from webapp.review_forms import CampaignForm
from webapp.review_queue import next_votes, place_of
from webapp.review_readings import agreement_of, ballots_of, ranking_of

router = Router()
JSONL = {"responses": {200: {"description": "One pair a line", "content": {
    "application/jsonl": {"schema": {"type": "string"}}}}}}  # fmt: skip


class CampaignOut(Schema):
    """A campaign as its reviewers may know it; n_done, n_left: your votes."""

    id: int
    title: str
    url: str
    state: str
    is_giving: bool
    votes_per_pair: int
    due_at: datetime | None
    n_done: int
    n_left: int


class CampaignIn(Schema):
    """models: all of the runs' when left out. reviewers: user numbers; everybody when left out."""

    title: Word = Field(min_length=1)
    runs: list[Number] = Field(min_length=1, max_length=100)
    models: list[Word] = []
    reviewers: list[Number] = []
    votes_per_pair: int = Field(2, ge=1, le=50)
    due_at: datetime | None = None
    shows_verdicts: bool = False
    mixes_strategies: bool = False


class Standing(Schema):
    """A model's place by votes; low and high: 95 % interval of the rating."""

    model: str
    rating: float
    low: float
    high: float


class CampaignFigures(CampaignOut):
    """What the votes say. alpha: Krippendorff's. left: share of votes for the left side. steady: repeats that agree."""

    n_pairs: int
    n_open: int
    n_wanted: int
    n_votes: int
    n_repeats: int
    ranking: list[Standing]
    alpha: float | None
    steady: Rate | None


class BlindSide(Schema):
    """One answer, masked. verdict: empty while it is hidden."""

    files: dict[str, str]
    entry: str
    console: list[list[str]]
    verdict: str
    checks: list[list[str]]


class RevealedOut(Schema):
    """Told once the vote is stored."""

    a_model: str
    a_candidate: int
    b_model: str
    b_candidate: int
    choice: str
    others: dict[str, int]
    can_undo: bool


class PairOut(Schema):
    """One showing of a pair to you. revealed: null until you voted."""

    token: str
    campaign: int
    title: str
    prompt: str
    kind: str
    a: BlindSide
    b: BlindSide
    n_done: int
    n_total: int
    revealed: RevealedOut | None


class VoteIn(Schema):
    """left: A is better. reasons: correct, looks, readable, robust, follows."""

    choice: Literal["left", "right", "tie", "both_bad"]
    reasons: list[Literal["correct", "looks", "readable", "robust", "follows"]] = []
    note: Text = Field("", max_length=2000)


class Moved(Schema):
    """What came of it."""

    state: str
    n_new_pairs: int = 0


def _campaign(request: HttpRequest, row: Campaign) -> Plain:
    done, total = place_of(row, int(request.user.pk or 0))
    masked = mask_for(row.chosen.select_related("server")).prose(row.title)
    names = ("state", "is_giving", "votes_per_pair", "due_at")
    return {
        "id": row.pk, "title": row.title if may(request, MEMBER) else masked,
        "url": url_of(request, f"/review/{row.pk}/vote/"), "n_done": done, "n_left": total - done,
        **{name: getattr(row, name) for name in names},
    }  # fmt: skip


def _side(side: Side) -> Plain:
    return {
        "files": dict(side.files), "entry": side.entry, "console": [list(line) for line in side.console],
        "verdict": side.verdict, "checks": [list(line) for line in side.checks],
    }  # fmt: skip


def _pair(row: Vote) -> Plain:
    shown = showing_of(row)
    a, b = shown.sides
    done, total = place_of(row.campaign, int(row.reviewer_id or 0))
    return {
        "token": row.token, "campaign": row.campaign_id, "title": shown.title, "prompt": shown.prompt,
        "kind": shown.kind, "a": _side(a), "b": _side(b), "n_done": done, "n_total": total,
        "revealed": _revealed(row) if row.voted_at else None,
    }  # fmt: skip


def _revealed(row: Vote) -> Plain:
    found = revealed_of(row)
    left, right = (Candidate.objects.select_related("model__server").get(pk=c.pk) for c in (found.left, found.right))
    return {
        "a_model": left.model.model_id, "a_candidate": left.pk, "b_model": right.model.model_id,
        "b_candidate": right.pk, "choice": found.choice, "others": dict(found.others), "can_undo": found.can_undo,
    }  # fmt: skip


def _again(request: HttpRequest, campaign: int, token: str) -> Plain:
    return _pair(vote_of(request, campaign, token))


@router.get("campaigns", auth=REVIEW, response=Page[CampaignOut], summary="Campaigns given to you")
def list_campaigns(request: HttpRequest, paging: Query[Paging]) -> Plain:
    """An admin sees all of the team."""
    member = membership(request)
    rows = Campaign.objects.given_to(member) if member else Campaign.objects.none()
    return page_of(request, rows, lambda row: _campaign(request, row), paging)


@router.post("campaigns", auth=WRITE, response={201: CampaignOut}, summary="Start a campaign")
@once
def create_campaign(request: HttpRequest, body: CampaignIn) -> Status[Plain]:
    """Its pairs are written at once."""
    fields = body.dict(exclude={"models", "due_at"}) | {"chosen": numbers_of(body.models)}
    due = {"due_at": body.due_at.isoformat(timespec="minutes")} if body.due_at else {}
    team = current_team(request)
    form = CampaignForm(team, as_form(fields | due))
    check(form)
    return Status(201, _campaign(request, start_campaign(form, team, request.user.pk)))


@router.get("campaigns/{int:campaign}/figures", auth=WRITE, response=CampaignFigures, summary="What the votes say")
def get_campaign_figures(request: HttpRequest, campaign: Id) -> Plain:
    """For members: figures would sway who still votes."""
    row = get_for_team(request, Campaign, pk=campaign)
    ballots = ballots_of(row)
    ranking, agreed = ranking_of(row, ballots, kind="", tag="", control=""), agreement_of(ballots, row.weights)
    standings = [
        {"model": r["rating"].model, "rating": r["rating"].rating, "low": r["rating"].low, "high": r["rating"].high}
        for r in ranking.get("rows", [])
    ]
    return _campaign(request, row) | row.progress() | {
        "ranking": standings, "alpha": agreed["alpha"], "steady": rate_of(agreed["steady"]["share"]),
    }  # fmt: skip


@router.get("campaigns/{int:campaign}/next", auth=REVIEW, response={200: PairOut, 204: None}, summary="Your next pair")
def get_next_pair(request: HttpRequest, campaign: Id) -> Status[Plain | None]:
    """Blind; the same one until you vote. 204 when nothing is left for you."""
    require_role(request, REVIEWER)
    held = next_votes(campaign_of(request, campaign), int(request.user.pk or 0))
    return Status(200, _again(request, campaign, held[0].token)) if held else Status(204, None)


@router.get("campaigns/{int:campaign}/pairs/{token}", auth=REVIEW, response=PairOut, summary="A pair given to you")
def get_pair(request: HttpRequest, campaign: Id, token: Word) -> Plain:
    """Blind until your vote is stored."""
    return _again(request, campaign, token)


@router.post("campaigns/{int:campaign}/pairs/{token}/vote", auth=REVIEW, response=PairOut, summary="Vote, once")
def vote_on_pair(request: HttpRequest, campaign: Id, token: Word, body: VoteIn) -> Plain:
    """Locks the vote in and reveals the names. A second time changes nothing and says what is stored."""
    row = vote_of(request, campaign, token)
    row.store(body.choice, *cleaned_why(list(body.reasons), body.note))
    return _again(request, campaign, token)


@router.post("campaigns/{int:campaign}/pairs/{token}/undo", auth=REVIEW, response={204: None}, summary="Take it back")
def undo_vote(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last vote, within ten minutes; 409 otherwise."""
    if not vote_of(request, campaign, token).undo():
        raise Problem(409, NO_UNDO)
    return Status(204, None)


class Wanted(Schema):
    """made_of: votes or test verdicts. ties: leave out, or once each way. code: extracted code, not raw answers."""

    made_of: Literal["votes", "tests"] = "votes"
    ties: Literal["drop", "half"] = "drop"
    code: bool = False
    kind: Word = ""
    tag: Word = ""
    model: list[Word] = []


@router.get("campaigns/{int:campaign}/preferences", auth=WRITE, summary="Preference pairs", openapi_extra=JSONL)
def export_preferences(request: HttpRequest, campaign: Id, asked: Query[Wanted]) -> HttpResponse:
    """For training; tasks whose licence forbids that are left out."""
    row = get_for_team(request, Campaign, pk=campaign)
    wanted = Filters(kind=asked.kind, tag=asked.tag, models=tuple(asked.model))
    found = Export(campaign=row, origin=asked.made_of, ties=asked.ties, code_only=asked.code, wanted=wanted)
    return HttpResponse(found.text, content_type="application/jsonl; charset=utf-8")


# Behind the others: its address would match theirs.
@router.post("campaigns/{int:campaign}/{act}", auth=WRITE, response=Moved, summary="Pause, resume, close, add pairs")
def move_campaign(request: HttpRequest, campaign: Id, act: Literal["pause", "resume", "close", "pairs"]) -> Plain:
    """pairs: write those of newly finished answers."""
    row = get_for_team(request, Campaign, pk=campaign)
    n = 0
    if act == "pairs":
        n = make_pairs(row)
    else:
        state, before = MOVES[act]
        row.set_state(state, only_from=before)
    row.refresh_from_db()
    return {"state": row.state, "n_new_pairs": n}
