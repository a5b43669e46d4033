"""Acts on campaigns, for page and API."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from evaluations.actions.assign_pairs import make_pairs
from evaluations.models import Campaign, Team
from webapp.review.forms import CampaignForm

MOVES = {
    "pause": ("paused", ["open"]),
    "resume": ("open", ["paused", "closed"]),
    "close": ("closed", ["open", "paused"]),
}


@transaction.atomic
def start_campaign(form: CampaignForm, team: Team, creator: int | None) -> Campaign:
    """Make a campaign with its pairs; call when the form is valid."""
    campaign: Campaign = form.save(commit=False)
    campaign.team, campaign.created_by_id = team, creator
    campaign.save()
    form.save_m2m()
    make_pairs(campaign)
    return campaign


@transaction.atomic
def set_weight(campaign: Campaign, voter: str, weight: float) -> bool:
    """Set the weight of this voter from 0 to 1; False for another number, or if the person has not voted here."""
    if not 0 <= weight <= 1 or not campaign.votes.filter(voter=voter).exists():
        return False
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    weights: dict[str, Any] = {**row.weights, voter: weight}
    row.weights = {name: value for name, value in weights.items() if value != 1}
    row.save(update_fields=["weights"])
    return True


def change_state(campaign: Campaign, act: str) -> bool:
    """Do an act of MOVES; False when somebody was quicker, or it was in this state already."""
    state, before = MOVES[act]
    return campaign.set_state(state, only_from=before)
