"""Campaigns: list, start and manage."""

from __future__ import annotations

from typing import Any, TypedDict

from django.contrib import messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions.assign_pairs import make_pairs
from evaluations.models import Campaign, Membership, Pair, Vote
from evaluations.typed_template import TypedTemplate
from webapp.review.actions import MOVES, change_state, set_weight, start_campaign
from webapp.review.anonymise import mask_for
from webapp.review.forms import CampaignEditForm, CampaignForm
from webapp.review.queue import place_of
from webapp.site.access import current_team, get_for_team, may, membership, require_role

MEMBER, ADMIN, REVIEWER = Membership.Role.MEMBER, Membership.Role.ADMIN, Membership.Role.REVIEWER
MOST_SHOWN = 200


class CampaignEntry(TypedDict):
    """A campaign in the list: done and left of its pairs, for the person. title: masked for people who vote."""

    row: Any
    title: str
    done: int
    left: int


class ReviewsPage(TypedDict):
    """Campaigns that are given to the person."""

    campaigns: list[CampaignEntry]
    may_make: bool


class CampaignFormPage(TypedDict):
    """lists: fields that are lists to tick. campaign: that is changed; None for a new one."""

    form: CampaignForm | CampaignEditForm
    lists: list[BoundField]
    campaign: Campaign | None


REVIEWS_PAGE = TypedTemplate("review/reviews.html", ReviewsPage)
CAMPAIGN_FORM_PAGE = TypedTemplate("review/new.html", CampaignFormPage)


@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Show campaigns assigned to the person, the open ones first, with progress."""
    current_team(request)
    member = membership(request)
    assert member is not None  # current_team has refused somebody in no team
    rows = Campaign.objects.given_to(member)
    campaigns: list[CampaignEntry] = []
    for row in _with_counts(rows)[:MOST_SHOWN]:
        done, total = place_of(row, member.user_id)
        # Titles may name models, and people who vote must not learn which models are included.
        title = row.title if may(request, MEMBER) else mask_for(row.chosen.select_related("server")).prose(row.title)
        campaigns.append({"row": row, "title": title, "done": done, "left": total - done})
    campaigns.sort(key=lambda entry: (not entry["row"].is_giving, entry["left"] == 0))
    return REVIEWS_PAGE.response(request, {"campaigns": campaigns, "may_make": may(request, MEMBER)})


def _with_counts(rows: QuerySet[Campaign]) -> QuerySet[Any]:
    """Add n_votes and n_wanted. Each is counted separately, because a join would multiply votes and pairs."""
    this = {"campaign": OuterRef("pk")}
    votes = Vote.objects.counted().filter(**this, slot__isnull=False).order_by().values("campaign")
    pairs = Pair.objects.filter(**this).order_by().values("campaign")
    return rows.annotate(
        n_votes=Coalesce(Subquery(votes.annotate(n=Count("pk")).values("n")), 0),
        n_pairs=Coalesce(Subquery(pairs.annotate(n=Count("pk")).values("n")), 0),
    ).annotate(n_wanted=F("n_pairs") * F("votes_per_pair"))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new campaign; posted, write it with its pairs at once."""
    require_role(request, MEMBER)
    team = current_team(request)
    initial = {"runs": request.GET.getlist("run"), "suite": request.GET.get("suite")}
    form = CampaignForm(team, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        campaign = start_campaign(form, current_team(request), request.user.pk)
        n = campaign.pairs.count()
        if n:
            messages.success(
                request, f"{n} pair{' is' if n == 1 else 's are'} ready. Reviewers find them under Review."
            )
        else:
            messages.warning(
                request,
                "No pair yet: two different models must have finished answers to the same task, with the same strategy "
                "and settings. Press “Add pairs” when more answers have finished.",
            )
        return redirect("review", campaign.pk)
    lists = [form[name] for name in ("runs", "chosen", "reviewers")]
    context: CampaignFormPage = {"form": form, "lists": lists, "campaign": None}
    return CAMPAIGN_FORM_PAGE.response(request, context, 422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what may change while people vote: title, reviewers, votes per pair, due date."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    form = CampaignEditForm(current_team(request), request.POST or None, instance=campaign)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "The changes apply from now on.")
        return redirect("review", pk)
    shown = Campaign.objects.get(pk=pk)
    context: CampaignFormPage = {"form": form, "lists": [form["reviewers"]], "campaign": shown}
    return CAMPAIGN_FORM_PAGE.response(request, context, 422 if form.is_bound else 200)


@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Act on a campaign: pause, resume, close, pairs (write those of newly finished answers), weight (of one
    reviewer; admins).
    """
    campaign = get_for_team(request, Campaign, pk=pk)
    require_role(request, ADMIN if what == "weight" else MEMBER)
    if what in MOVES:
        if not change_state(campaign, what):
            messages.info(request, "Nothing changed: somebody else changed it first, or it was in this state already.")
    elif what == "pairs":
        n = make_pairs(campaign)
        messages.info(request, f"{n} new pair{'' if n == 1 else 's'}.")
    elif what == "weight":
        _weigh(request, campaign)
    return redirect("review", pk)


def _weigh(request: HttpRequest, campaign: Campaign) -> None:
    text = request.POST.get("weight", "")
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if set_weight(campaign, request.POST.get("voter", ""), weight):
        messages.success(request, f"This reviewer's votes now count {weight:g}. The page says so beside the ranking.")
    else:
        messages.error(
            request, f'"{text[:20]}" is not a weight. Type a number from 0 (left out) to 1 (counts in full).'
        )
