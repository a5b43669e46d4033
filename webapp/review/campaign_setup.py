"""The set-up of a campaign and the ratings of its single answers, for its page."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import fmean
from typing import Any

from evaluations.models import Campaign, LanguageModel, Membership, StarRating
from evaluations.statistics import bootstrap_interval


def set_up_of(campaign: Campaign) -> dict[str, Any]:
    """Runs, models, reviewers by name (those who are still in the team), and how pairs are chosen."""
    members = Membership.objects.filter(team=campaign.team_id).values("user")
    named = campaign.reviewers.all()
    return {
        "runs": campaign.runs.select_related("suite_version__suite"),
        "models": campaign.chosen.select_related("server"),
        "reviewers_named": named.filter(pk__in=members).order_by("username"),
        "n_former": named.exclude(pk__in=members).count(),
    }


def single_answer_results(campaign: Campaign, *, is_blind: bool = False) -> list[dict[str, Any]]:
    """Blind ratings of single answers by model, best first: mean, interval over tasks, how often each rating.

    is_blind: without those of reviewers who knew the model.
    """
    by_model: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = StarRating.objects.filter(campaign=campaign, **({"knew_model": False} if is_blind else {}))
    for model, task, stars in rows.values_list("candidate__model", "candidate__task", "stars"):
        by_model[model].append((task, stars))
    models = LanguageModel.objects.select_related("server").in_bulk(by_model)
    summaries = [{"model": models[pk], **_stars(ratings)} for pk, ratings in by_model.items()]
    return sorted(summaries, key=lambda row: (-row["mean"], row["model"].model_id))


def _stars(ratings: list[tuple[int, int]]) -> dict[str, Any]:
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
