"""Review campaigns: list, start and manage."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from evaluations.actions.assign_pairs import make_pairs
from evaluations.limits import MAX_VOTES_PER_PAIR
from evaluations.models import Campaign, Membership, Suite
from webapp.api.auth import ADMIN, REVIEW, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem, check
from webapp.api.schemas import (
    Body,
    Id,
    JsonObject,
    Number,
    Page,
    Paging,
    Word,
    numbers_of,
    old_name,
    page_of,
    url_of,
)
from webapp.review.actions import change_state, set_weight, start_campaign
from webapp.review.anonymise import mask_for
from webapp.review.campaign_setup import set_up_of
from webapp.review.forms import CampaignEditForm, CampaignForm
from webapp.review.preference_files import import_file
from webapp.review.queue import place_of
from webapp.site.access import current_team, get_for_team, may, membership

router = Router()


class CampaignOut(Schema):
    """A campaign as reviewers may see it. is_open: reviewers get pairs. n_done, n_left: your votes that are stored, and
    those that are left for you.
    """

    id: int
    title: str
    url: str
    state: str
    is_open: bool
    is_giving: bool = old_name("is_open")
    votes_per_pair: int
    due_at: datetime | None
    n_done: int
    n_left: int


class CampaignDetail(CampaignOut):
    """A campaign with its settings. reviewers: user names; if there are none, everybody reviews."""

    suite: str | None
    runs: list[int]
    models: list[str]
    reviewers: list[str]
    shows_verdicts: bool
    names_at_end: bool
    mixes_strategies: bool
    n_pairs: int
    n_open: int
    n_wanted: int
    n_votes: int
    n_repeats: int


class CampaignIn(Body):
    """runs: numbers; or suite: all its runs, and later ones too. models: by default all models of the runs.

    reviewers: user numbers (user_id of /people); by default everybody. names_at_end: models and verdicts are shown when
    the campaign is closed, not after each vote.
    """

    title: Word = Field(min_length=1)
    runs: list[Number] = Field([], max_length=100)
    suite: Word = ""
    models: list[Word] = []
    reviewers: list[Number] = []
    votes_per_pair: int = Field(2, ge=1, le=MAX_VOTES_PER_PAIR)
    due_at: datetime | None = None
    shows_verdicts: bool = False
    names_at_end: bool = False
    mixes_strategies: bool = False


class CampaignChange(Body):
    """Values that are left out stay unchanged. due_at null: no due date; reviewers []: everybody."""

    title: Word = Field("", min_length=1)
    reviewers: list[Number] = []
    votes_per_pair: int = Field(2, ge=1, le=MAX_VOTES_PER_PAIR)
    due_at: datetime | None = None
    shows_verdicts: bool = False


class Weight(Body):
    """voter: the name in the figures. weight: 0 leaves the reviewer's votes out, 1 counts them in full."""

    voter: Word
    weight: float = Field(ge=0, le=1)


class CampaignState(Schema):
    """The state of the campaign after the operation. n_new_pairs: pairs that were added."""

    state: str
    n_new_pairs: int = 0


class ImportedVotes(Schema):
    """Result of an import. campaign: the campaign of its votes. left_out: reasons why lines did not become votes, with
    counts.
    """

    campaign: int
    n_votes: int
    is_known: bool
    left_out: dict[str, int]


def campaign_to_json(request: HttpRequest, row: Campaign) -> JsonObject:
    """Return a campaign; its title is masked for people who may not know its models."""
    done, total = place_of(row, int(request.user.pk or 0))
    masked = mask_for(row.chosen.select_related("server")).prose(row.title)
    names = ("state", "votes_per_pair", "due_at")
    return {
        "id": row.pk,
        "title": row.title if may(request, Membership.Role.MEMBER) else masked,
        "url": url_of(request, f"/review/{row.pk}/vote/"),
        "is_open": row.is_giving,
        "is_giving": row.is_giving,
        "n_done": done,
        "n_left": total - done,
        **{name: getattr(row, name) for name in names},
    }


def _detail(request: HttpRequest, row: Campaign) -> JsonObject:
    set_up = set_up_of(row)
    return (
        campaign_to_json(request, row)
        | row.progress()
        | {
            "suite": row.suite.slug if row.suite else None,
            "runs": sorted(run.pk for run in set_up["runs"]),
            "models": sorted(model.model_id for model in set_up["models"]),
            "reviewers": [person.get_username() for person in set_up["reviewers_named"]],
            "shows_verdicts": row.shows_verdicts,
            "names_at_end": row.names_at_end,
            "mixes_strategies": row.mixes_strategies,
        }
    )


@router.get("campaigns", auth=REVIEW, response=Page[CampaignOut], summary="List review campaigns")
def list_campaigns(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Campaigns that were given to you. An admin sees all campaigns of the team."""
    member = membership(request)
    rows = Campaign.objects.given_to(member) if member else Campaign.objects.none()
    return page_of(request, rows, lambda row: campaign_to_json(request, row), paging)


@router.post("campaigns", auth=WRITE, response={201: CampaignOut}, summary="Start a review campaign")
@idempotent
def create_campaign(request: HttpRequest, body: CampaignIn) -> Status[JsonObject]:
    """Its pairs are stored at once."""
    team = current_team(request)
    suite = get_for_team(request, Suite, slug=body.suite).pk if body.suite else None
    fields = body.dict(exclude={"models"}) | {"chosen": numbers_of(body.models, team), "suite": suite}
    form = CampaignForm(team, fields)
    check(form)
    return Status(201, campaign_to_json(request, start_campaign(form, team, request.user.pk)))


@router.post(
    "campaigns/import",
    auth=WRITE,
    response={200: ImportedVotes, 201: ImportedVotes},
    summary="Import preference pairs as votes",
)
def import_preferences(request: HttpRequest, file: File[UploadedFile]) -> Status[JsonObject]:
    """The file has the format of the export; its pairs become the votes of a closed campaign. 200 when the same file
    was imported already; 422 when no line became a vote.
    """
    report = import_file(current_team(request), file)
    if report.campaign is None:
        why = "; ".join(f"{n} left out: {reason}" for reason, n in report.left_out.items())
        raise Problem(422, f"{file.name}: no line became a vote. {why}".strip())
    return Status(
        200 if report.is_known else 201,
        {
            "campaign": report.campaign.pk,
            "n_votes": report.n_votes,
            "is_known": report.is_known,
            "left_out": dict(report.left_out),
        },
    )


@router.get(
    "campaigns/{int:campaign}", auth=WRITE, response=CampaignDetail, summary="Read one campaign with its settings"
)
def get_campaign(request: HttpRequest, campaign: Id) -> JsonObject:
    """For members only, because it names the models."""
    return _detail(request, get_for_team(request, Campaign, pk=campaign))


@router.patch("campaigns/{int:campaign}", auth=WRITE, response=CampaignDetail, summary="Change a campaign")
def change_campaign(request: HttpRequest, campaign: Id, body: CampaignChange) -> JsonObject:
    """Title, reviewers, votes per pair and due date can be changed while people vote."""
    row = get_for_team(request, Campaign, pk=campaign)
    names = ("title", "votes_per_pair", "due_at", "shows_verdicts")
    reviewers = [person.pk for person in set_up_of(row)["reviewers_named"]]
    fields = {name: getattr(row, name) for name in names} | {"reviewers": reviewers} | body.dict(exclude_unset=True)
    form = CampaignEditForm(current_team(request), fields, instance=row)
    check(form)
    form.save()
    return _detail(request, Campaign.objects.get(pk=row.pk))


@router.post("campaigns/{int:campaign}/weights", auth=ADMIN, response=Weight, summary="Set how much a reviewer counts")
def weigh_reviewer(request: HttpRequest, campaign: Id, body: Weight) -> JsonObject:
    """The figures show the weight beside the ranking."""
    if not set_weight(get_for_team(request, Campaign, pk=campaign), body.voter, body.weight):
        detail = f"Nobody has voted here as “{body.voter}”."
        raise Problem(422, detail, "GET the campaign's figures: reviewers are listed there.", [("voter", detail)])
    return body.dict()


# Behind the others: its address would match theirs.
@router.post(
    "campaigns/{int:campaign}/{act}",
    auth=WRITE,
    response=CampaignState,
    summary="Pause, resume or close a campaign, or add pairs",
)
def move_campaign(request: HttpRequest, campaign: Id, act: Literal["pause", "resume", "close", "pairs"]) -> JsonObject:
    """pairs: adds pairs of newly finished answers."""
    row = get_for_team(request, Campaign, pk=campaign)
    n = 0
    if act == "pairs":
        n = make_pairs(row)
    else:
        change_state(row, act)
    row.refresh_from_db()
    return {"state": row.state, "n_new_pairs": n}
