"""The rows behind the figures of a campaign: which votes and ratings an address asks for."""

from __future__ import annotations

from typing import Any, TypedDict

from django.db.models import Q, QuerySet
from django.http import QueryDict

from evaluations.models import Campaign, Candidate, LanguageModel, StarRating, Vote
from evaluations.vote_statistics import BOTH_BAD, LEFT, REASONS, RIGHT, TIE
from webapp.review.blind import CHOICE_WORDS
from webapp.site.query_params import unknown_choice

KNEW_CHOICES = {"yes": True, "no": False}  # whether the reviewer knew a model
RESULTS = ("won", "lost", "neither", "tie", "both_bad")
INPUT_CHOICES = {
    "active": "chosen for the most information",
    "random": "drawn at random",
    "repeat": "repeat",
    "ranking": "ranking",
    "imported": "imported",
}


class VoteRow(TypedDict):
    """A vote with its sides and words. preferred: number of the candidate; None for a tie. name: who voted."""

    vote: Vote
    left: Candidate
    right: Candidate
    preferred: int | None
    name: str
    word: str
    way: str


def chosen_votes(campaign: Campaign, params: QueryDict, *, is_admin: bool) -> tuple[QuerySet[Vote], dict[str, str]]:
    """Return the votes that an address asks for, the newest first, and what was chosen. Who voted is for admins."""
    chosen = {
        name: params.get(name, "") for name in ("model", "result", "task", "kind", "tag", "way", "reason", "knew")
    }
    chosen["voter"] = params.get("voter", "") if is_admin else ""
    rows = _filtered(Vote.objects.filter(campaign=campaign).counted(), campaign, chosen)
    if vote_warnings(campaign, params):
        rows = rows.none()
    if params.get("noted"):
        rows = rows.exclude(note="")
    rows = rows.select_related("pair__task", "pair__first__model__server", "pair__second__model__server")
    return rows.defer("pair__task__spec").order_by("-voted_at", "-pk"), chosen


def vote_warnings(campaign: Campaign, params: QueryDict) -> list[str]:
    """Return sentences for values of the address that no vote of the campaign can have."""
    tasks = tasks_of(campaign) if any(params.get(name) for name in ("task", "kind", "tag")) else []
    return [
        *_warnings_of_models(campaign, params),
        *unknown_choice(params, "result", [*RESULTS, "left", "right"]),
        *unknown_choice(params, "task", [task.slug for task in tasks]),
        *unknown_choice(params, "kind", sorted({task.kind for task in tasks})),
        *unknown_choice(params, "tag", sorted({tag for task in tasks for tag in task.tags})),
        *unknown_choice(params, "way", [*INPUT_CHOICES, "shown", "once"]),
        *unknown_choice(params, "reason", list(REASONS)),
    ]


def rating_warnings(campaign: Campaign, params: QueryDict) -> list[str]:
    """Return sentences for values of the address that no blind rating of the campaign can have."""
    return [*_warnings_of_models(campaign, params), *unknown_choice(params, "stars", "12345")]


def _warnings_of_models(campaign: Campaign, params: QueryDict) -> list[str]:
    chosen = campaign.chosen.select_related("server") if params.get("model") else ()
    names = [model.model_id for model in chosen]
    return [*unknown_choice(params, "model", names), *unknown_choice(params, "knew", list(KNEW_CHOICES))]


def tasks_of(campaign: Campaign) -> list[Any]:
    """Return the tasks of a campaign's pairs, each once."""
    pairs = campaign.pairs.select_related("task").defer("task__spec")
    return list({pair.task_id: pair.task for pair in pairs}.values())


def vote_row(vote: Vote, name: str) -> VoteRow:
    """Return a vote with its sides and words; name: who voted."""
    left, right = vote.sides()
    preferred = {LEFT: left, RIGHT: right}.get(vote.choice)
    return {
        "vote": vote,
        "left": left,
        "right": right,
        "preferred": preferred.pk if preferred else None,
        "name": name,
        "word": CHOICE_WORDS[vote.choice],
        "way": INPUT_CHOICES.get(vote.chosen_by, vote.chosen_by),
    }


def _filtered(rows: QuerySet[Vote], campaign: Campaign, chosen: dict[str, str]) -> QuerySet[Vote]:
    """Return the votes of the campaign that fit every choice."""
    if chosen["knew"] in KNEW_CHOICES:
        rows = rows.filter(knew_model=KNEW_CHOICES[chosen["knew"]])
    if chosen["way"] == "shown":
        rows = rows.exclude(chosen_by__in=["repeat", "ranking", "imported"])
    elif chosen["way"] == "once":
        rows = rows.filter(is_repeat=False)
    elif chosen["way"]:
        rows = rows.filter(chosen_by=chosen["way"])
    if chosen["voter"]:
        rows = rows.filter(voter=chosen["voter"])
    if chosen["task"] or chosen["kind"] or chosen["tag"]:
        fits = [
            task.pk
            for task in tasks_of(campaign)
            if chosen["task"] in ("", task.slug)
            and chosen["kind"] in ("", task.kind)
            and (not chosen["tag"] or chosen["tag"] in task.tags)
        ]
        rows = rows.filter(pair__task__in=fits)
    if chosen["reason"] in REASONS:
        # Reasons are JSON, which SQLite cannot search inside.
        with_reasons = rows.values_list("pk", "reasons")
        rows = rows.filter(pk__in=[pk for pk, reasons in with_reasons if chosen["reason"] in reasons])
    return _of_result(rows, campaign, chosen["model"], chosen["result"])


def _of_result(rows: QuerySet[Vote], campaign: Campaign, model_id: str, result: str) -> QuerySet[Vote]:
    if result == "neither":
        rows = rows.filter(choice__in=[TIE, BOTH_BAD])
    if result in (TIE, BOTH_BAD):
        rows = rows.filter(choice=result)
    model = _model(campaign, model_id)
    if model is None:
        word = {"left": LEFT, "right": RIGHT}.get(result)
        return rows.filter(choice=word) if word else rows
    first, second = Q(pair__first__model=model), Q(pair__second__model=model)
    rows = rows.filter(first | second)
    on_left = (first & Q(is_swapped=False)) | (second & Q(is_swapped=True))
    won = (on_left & Q(choice=LEFT)) | (~on_left & Q(choice=RIGHT))
    if result == "won":
        return rows.filter(won)
    return rows.filter(choice__in=[LEFT, RIGHT]).exclude(won) if result == "lost" else rows


def _model(campaign: Campaign, model_id: str) -> LanguageModel | None:
    server, _, name = model_id.partition("/")
    return campaign.chosen.filter(server__slug=server, name=name).first() if name else None


def chosen_ratings(campaign: Campaign, params: QueryDict) -> tuple[QuerySet[StarRating], dict[str, str]]:
    """Return the blind ratings that an address asks for, the newest first, and what was chosen."""
    chosen = {name: params.get(name, "") for name in ("model", "stars", "knew")}
    rows = StarRating.objects.filter(campaign=campaign).select_related(
        "candidate__task", "candidate__model__server", "reviewer"
    )
    if rating_warnings(campaign, params):
        rows = rows.none()
    if model := _model(campaign, chosen["model"]):
        rows = rows.filter(candidate__model=model)
    if chosen["knew"] in KNEW_CHOICES:
        rows = rows.filter(knew_model=KNEW_CHOICES[chosen["knew"]])
    if chosen["stars"] in {"1", "2", "3", "4", "5"}:
        rows = rows.filter(stars=int(chosen["stars"]))
    return rows.defer("candidate__task__spec").order_by("-created_at", "-pk"), chosen
