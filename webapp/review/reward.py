"""The small reward model of a campaign: features of answers, scores, accuracy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log
from statistics import fmean
from typing import Any, TypedDict

from django.db.models import Max

from evaluations.models import Campaign, Candidate, Grading
from evaluations.stored_json import StoredExtraction
from evaluations.vote_statistics import Ballot
from evaluations.vote_statistics.reward import FEATURES, Reward, train

IMPORT = re.compile(r"^\s*import\b|\brequire\(", re.MULTILINE)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
FEATURE_TITLES = {
    "log_length": "length",
    "n_blocks": "code blocks",
    "n_files": "files",
    "n_imports": "imports",
    "comment_share": "comments",
    "share_passed": "checks passed",
    "log_console_errors": "console errors",
}


def features_of(campaign: Campaign) -> dict[int, tuple[float, ...]]:
    """Return FEATURES of every graded candidate of the campaign, by number."""
    candidates = Candidate.objects.filter(run__in=campaign.runs.all(), model__in=campaign.chosen.all())
    rows = Grading.objects.filter(is_current=True, candidate__in=candidates)
    features = {}
    for pk, extraction, reports in rows.values_list("candidate_id", "extraction", "reports").iterator():
        features[pk] = _features(extraction, reports[-1] if reports else {})
    return features


def _features(extraction: StoredExtraction, report: dict[str, Any]) -> tuple[float, ...]:
    files: dict[str, str] = extraction.get("files") or {}
    source = "\n".join(files.values())
    checks = [check.get("verdict") == "passed" for check in report.get("checks") or []]
    errors = sum(line.get("level") in ("error", "exception") for line in report.get("console") or [])
    comments = sum(len(comment) for comment in COMMENT.findall(source))
    values = {
        "log_length": log(1 + len(source)),
        "n_blocks": float(len(extraction.get("blocks") or [])),
        "n_files": float(len(files)),
        "n_imports": float(len(IMPORT.findall(source))),
        "comment_share": comments / max(1, len(source)),
        "share_passed": fmean(checks) if checks else 0.0,
        "log_console_errors": log(1 + errors),
    }
    return tuple(values[name] for name in FEATURES)


def rewards_of(campaign: Campaign, ballots: Sequence[Ballot]) -> tuple[Reward | None, dict[int, float]]:
    """Return the model trained on these votes and its score of every candidate; None and {} while there are too few."""
    features = features_of(campaign)
    model = train(ballots, features)
    return model, {pk: model.score(values) for pk, values in features.items()} if model else {}


class RewardReading(TypedDict):
    """The reward model, its weights in words, and its mean score by model id."""

    model: Reward
    weights: list[tuple[str, float]]
    means: dict[str, float]


def reward_reading(campaign: Campaign, ballots: Sequence[Ballot]) -> RewardReading | None:
    """Return for the page the model, its weights in words, and its mean score by model id."""
    graded = Grading.objects.filter(candidate__run__in=campaign.runs.all()).aggregate(newest=Max("pk"))
    return _reading(campaign, tuple(ballots), graded["newest"])


@lru_cache(maxsize=16)
def _reading(campaign: Campaign, ballots: tuple[Ballot, ...], _newest: int) -> RewardReading | None:
    """Return the trained model's scores. Cached for the same votes and gradings, because it reads all answers."""
    model, scores = rewards_of(campaign, ballots)
    if model is None:
        return None
    names = Candidate.objects.filter(pk__in=scores).values_list("pk", "model__server__slug", "model__name")
    by_model: dict[str, list[float]] = defaultdict(list)
    for pk, server, name in names:
        by_model[f"{server}/{name}"].append(scores[pk])
    middle = fmean(scores.values())
    return {
        "model": model,
        "weights": sorted(((FEATURE_TITLES[k], v) for k, v in model.weights.items()), key=lambda item: -abs(item[1])),
        "means": {name: fmean(values) - middle for name, values in by_model.items()},
    }
