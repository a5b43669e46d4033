"""The set-up of a campaign and the ratings of its single answers, for its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import fmean
from typing import TypedDict

from django.contrib.auth.models import User
from django.db.models import QuerySet

from evaluations.models import Campaign, LanguageModel, Membership, Run, StarRating
from evaluations.statistics import Interval, bootstrap_interval


class SetUp(TypedDict):
    """Runs and models that are compared. reviewers_named: those still in the team; n_former: the others."""

    runs: QuerySet[Run]
    models: QuerySet[LanguageModel]
    reviewers_named: QuerySet[User]
    n_former: int


class Stars(TypedDict):
    """Ratings of a model's single answers. interval: over tasks. counts: how often each rating was given."""

    n: int
    mean: float
    interval: Interval | None
    counts: list[tuple[int, int]]


class SingleAnswerResult(Stars):
    """Ratings of single answers, with their model."""

    model: LanguageModel


def set_up_of(campaign: Campaign) -> SetUp:
    """Run, models, reviewers by name (those who are still in the team), and how pairs are chosen."""
    members = Membership.objects.filter(team=campaign.team_id).values("user")
    named = campaign.reviewers.all()
    return {
        "runs": campaign.runs.select_related("suite_version__suite"),
        "models": campaign.chosen.select_related("server"),
        "reviewers_named": named.filter(pk__in=members).order_by("username"),
        "n_former": named.exclude(pk__in=members).count(),
    }


def single_answer_results(campaign: Campaign, *, is_blind: bool = False) -> list[SingleAnswerResult]:
    """Return blind ratings of single answers by model, best first: mean, interval over tasks, how often each rating.

    is_blind: without those of reviewers who knew the model.
    """
    by_model: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = StarRating.objects.filter(campaign=campaign, **({"knew_model": False} if is_blind else {}))
    for model, task, stars in rows.values_list("candidate__model", "candidate__task", "stars"):
        by_model[model].append((task, stars))
    models = LanguageModel.objects.select_related("server").in_bulk(by_model)
    summaries: list[SingleAnswerResult] = [{"model": models[pk], **_stars(ratings)} for pk, ratings in by_model.items()]
    return sorted(summaries, key=lambda row: (-row["mean"], row["model"].model_id))


def _stars(ratings: list[tuple[int, int]]) -> Stars:
    by_task: dict[int, list[int]] = defaultdict(list)
    for task, stars in ratings:
        by_task[task].append(stars)
    counts = Counter(stars for _, stars in ratings)
    return {
        "n": len(ratings),
        "mean": fmean(stars for _, stars in ratings),
        "interval": bootstrap_interval([fmean(values) for values in by_task.values()]),
        "counts": [(n, counts[n]) for n in range(1, 6)],
    }
