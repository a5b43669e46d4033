"""Results of a campaign: ranking with intervals, by kind and tag, agreement, votes beside tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Campaign, LanguageModel, Membership, Task
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics import GROUPS, correlate, standings, votes_and_tests
from evaluations.vote_statistics.votes_against_tests import Correlation, Standing
from webapp.review.campaign_setup import SetUp, SingleAnswerResult, set_up_of, single_answer_results
from webapp.review.results import (
    Agreement,
    GroupRankings,
    RankingView,
    agreement_of,
    ballots_of,
    by_group,
    graded_of,
    knew_sentence,
    names_of_voters,
    ranking_of,
)
from webapp.review.reward import RewardReading, reward_reading
from webapp.site.access import get_for_team, require_role
from webapp.site.query_params import unknown_choice

MEMBER = Membership.Role.MEMBER
MOST_LISTED = 100


class CampaignPage(SetUp, Agreement):
    """Results of a campaign. chosen: the filters in effect. voters: names of those who voted, by voter."""

    campaign: Campaign
    reward: RewardReading | None
    progress: dict[str, int]
    chosen: dict[str, str]
    kinds: list[str]
    tags: list[str]
    warnings: list[str]
    ranking: RankingView
    single_answers: list[SingleAnswerResult]
    is_blind: bool
    knew_note: str
    voters: dict[str, str]
    n_votes: int


class GroupsPage(GroupRankings):
    """The ranking for each kind and tag."""

    campaign: Campaign
    is_blind: bool


class TestsPage(TypedDict):
    """Votes beside tests. groups: name and number of each. shown: standings that fit the filters.

    table: task, and for each model its number in each group. tasks: by slug.
    """

    campaign: Campaign
    groups: list[tuple[str, int]]
    chosen: dict[str, str]
    shown: list[tuple[Standing, LanguageModel | None]]
    n_shown: int
    most_listed: int
    correlation: Correlation | None
    table: list[tuple[str, list[tuple[str, LanguageModel | None, list[tuple[str, int]]]]]]
    n: int
    names: Sequence[str]
    tasks: dict[str, Task]
    is_blind: bool


CAMPAIGN_PAGE = TypedTemplate("review/campaign.html", CampaignPage)
GROUPS_PAGE = TypedTemplate("review/groups.html", GroupsPage)
TESTS_PAGE = TypedTemplate("review/tests.html", TestsPage)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show progress, ranking and reliability of reviewers. Members only, because figures could influence people who
    still vote.
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
    for row in ranking["rows"]:
        row["reward"] = reward["means"].get(row["rating"].model) if reward else None
    context: CampaignPage = {
        **set_up_of(campaign),
        **agreement_of(ballots, campaign.weights),
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
        "is_blind": is_blind,
        "knew_note": knew_sentence(campaign),
        "voters": names_of_voters(campaign),
        "n_votes": len(ballots),
    }
    return CAMPAIGN_PAGE.response(request, context)


@require_GET
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the ranking for each kind and each tag, side by side."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    is_blind = bool(request.GET.get("blind"))
    by_groups = by_group(campaign, ballots_of(campaign, is_blind=is_blind))
    return GROUPS_PAGE.response(request, {"campaign": campaign, "is_blind": is_blind, **by_groups})


@require_GET
def votes_and_verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Show per task and model: passes and liked, passes but disliked, liked but broken, neither."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    is_blind = bool(request.GET.get("blind"))
    rows = standings(ballots_of(campaign, is_blind=is_blind), graded_of(campaign))
    comparison = votes_and_tests(rows)
    models = {
        model.model_id: model for model in LanguageModel.objects.filter(campaigns=campaign).select_related("server")
    }
    chosen = {name: request.GET.get(name, "") for name in ("group", "task", "model")}
    shown = [row for row in rows if _matches_filters(row, chosen)] if any(chosen.values()) else []
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
    context: TestsPage = {
        "campaign": campaign,
        "groups": [(name, comparison.total[name]) for name in GROUPS],
        "chosen": chosen,
        "shown": [(row, models.get(row.model)) for row in shown[:MOST_LISTED]],
        "n_shown": len(shown),
        "most_listed": MOST_LISTED,
        "correlation": correlate(rows),
        "table": table,
        "n": len(rows),
        "names": GROUPS,
        "tasks": _task_rows(campaign),
        "is_blind": is_blind,
    }
    return TESTS_PAGE.response(request, context)


def _matches_filters(row: Standing, chosen: dict[str, str]) -> bool:
    return all(chosen[name] in ("", getattr(row, name)) for name in ("group", "task", "model"))


def _task_rows(campaign: Campaign) -> dict[str, Task]:
    """Return tasks of the campaign by slug: title, suite and version, whether marked as broken."""
    rows = Task.objects.filter(pk__in=campaign.pairs.values("task")).select_related("version__suite")
    return {task.slug: task for task in rows.defer("spec").prefetch_related("marks")}
