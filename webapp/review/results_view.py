"""Results of a campaign: ranking with intervals, by kind and tag, agreement, votes beside tests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluations.models import Campaign, Candidate, LanguageModel, Membership, Task
from evaluations.records import Verdict
from evaluations.vote_statistics import GROUPS, correlate, standings, votes_and_tests
from evaluations.vote_statistics.votes_against_tests import Graded, Standing
from webapp.review.campaign_setup import set_up_of, single_answer_results
from webapp.review.results import agreement_of, ballots_of, by_group, knew_sentence, names_of_voters, ranking_of
from webapp.review.reward import reward_reading
from webapp.site.access import get_for_team, may, require_role
from webapp.site.query_params import unknown_choice

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN
MOST_LISTED = 100


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress, ranking and reliability of reviewers. Members only, because figures could influence people who still
    vote.
    """
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    is_blind = bool(request.GET.get("blind"))
    ballots = ballots_of(campaign, is_blind=is_blind)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "tag", "control")}
    kinds = sorted({ballot.kind for ballot in ballots})
    tags = sorted({tag for ballot in ballots for tag in ballot.tags})
    reward = reward_reading(campaign, ballots)
    ranking = ranking_of(campaign, ballots, **chosen)
    for row in ranking.get("rows", []):
        row["reward"] = reward["means"].get(row["rating"].model) if reward else None
    context = {
        "campaign": campaign,
        "reward": reward,
        "progress": campaign.progress(),
        "chosen": chosen,
        "kinds": kinds,
        "tags": tags,
        "warnings": [
            *unknown_choice(request.GET, "kind", kinds),
            *unknown_choice(request.GET, "tag", tags),
            *unknown_choice(request.GET, "control", "1"),
        ],
        "ranking": ranking,
        "single_answers": single_answer_results(campaign, is_blind=is_blind),
        **set_up_of(campaign),
        "is_admin": may(request, ADMIN),
        "is_blind": is_blind,
        "knew": knew_sentence(campaign),
        **agreement_of(ballots, campaign.weights),
        "voters": names_of_voters(campaign),
        "n_votes": len(ballots),
    }
    return render(request, "review/campaign.html", context)


@require_GET
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking for each kind and each tag, side by side."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    is_blind = bool(request.GET.get("blind"))
    by_groups = by_group(campaign, ballots_of(campaign, is_blind=is_blind))
    return render(request, "review/groups.html", {"campaign": campaign, "is_blind": is_blind, **by_groups})


@require_GET
def votes_and_verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Per task and model: passes and liked, passes but disliked, liked but broken, neither."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    is_blind = bool(request.GET.get("blind"))
    rows = standings(ballots_of(campaign, is_blind=is_blind), graded_of(campaign))
    comparison = votes_and_tests(rows)
    models = {
        model.model_id: model for model in LanguageModel.objects.filter(campaigns=campaign).select_related("server")
    }
    chosen = {name: request.GET.get(name, "") for name in ("group", "task", "model")}
    shown = [row for row in rows if _fits(row, chosen)] if any(chosen.values()) else []
    table = [
        (
            task,
            [
                (model, models.get(model), [(name, comparison.cells[task, model][name]) for name in GROUPS])
                for model in sorted({row.model for row in rows if row.task == task})
            ],
        )
        for task in sorted({row.task for row in rows})
    ]
    context = {
        "campaign": campaign,
        "groups": [(name, comparison.total[name]) for name in GROUPS],
        "chosen": chosen,
        "shown": [(row, models.get(row.model)) for row in shown[:MOST_LISTED]],
        "n_shown": len(shown),
        "most": MOST_LISTED,
        "correlation": correlate(rows),
        "table": table,
        "n": len(rows),
        "names": GROUPS,
        "tasks": _task_rows(campaign),
        "is_blind": is_blind,
    }
    return render(request, "review/tests.html", context)


def _fits(row: Standing, chosen: dict[str, str]) -> bool:
    return all(chosen[name] in ("", getattr(row, name)) for name in ("group", "task", "model"))


def _task_rows(campaign: Campaign) -> dict[str, Task]:
    """Tasks of the campaign by slug: title, suite and version, whether marked as broken."""
    rows = Task.objects.filter(pk__in=campaign.pairs.values("task")).select_related("version__suite")
    return {task.slug: task for task in rows.defer("spec").prefetch_related("marks")}


def graded_of(campaign: Campaign) -> dict[int, Graded]:
    """Return test results; only of scored answers, as in every rate."""
    rows = (
        Candidate.objects.filter(run__in=campaign.runs.all())
        .scored()
        .values_list("pk", "task__slug", "model__server__slug", "model__name", "verdict", "score")
    )
    return {
        pk: Graded(pk, task, f"{server}/{name}", verdict == Verdict.PASSED, score or 0.0)
        for pk, task, server, name, verdict, score in rows
    }
