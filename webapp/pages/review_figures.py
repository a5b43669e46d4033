"""What the votes say: ranking with intervals, agreement, votes beside tests, and preference pairs to take away."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from evaluations.models import Campaign, Candidate, LanguageModel, Membership
from evaluations.models.exports import plain_answers
from evaluations.ratings import GROUPS, correlate, from_tests, from_votes, standings, votes_and_tests
from evaluations.ratings.card import card
from evaluations.ratings.preferences import Answer
from evaluations.ratings.verdicts import Graded
from evaluations.records import Json, Verdict
from webapp.access import get_for_team, may, require_role
from webapp.review_readings import agreement_of, ballots_of, names_of_voters, ranking_of
from webapp.review_rewards import reward_reading

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN
MOST_LISTED = 100


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress, ranking, and how far reviewers can be relied on. Members only: figures would sway who still votes."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    ballots = ballots_of(campaign)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "tag", "control")}
    kinds = sorted({ballot.kind for ballot in ballots})
    tags = sorted({tag for ballot in ballots for tag in ballot.tags})
    reward = reward_reading(campaign, ballots)
    ranking = ranking_of(campaign, ballots, **chosen)
    for row in ranking.get("rows", []):
        row["reward"] = reward["means"].get(row["rating"].model) if reward else None
    context = {
        "campaign": campaign, "reward": reward, "progress": campaign.progress(), "chosen": chosen, "kinds": kinds,
        "tags": tags,
        "ranking": ranking, "is_admin": may(request, ADMIN),
        **agreement_of(ballots, campaign.weights), "voters": names_of_voters(campaign), "n_votes": len(ballots),
    }  # fmt: skip
    return render(request, "review_campaign.html", context)


@require_GET
def votes_and_verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Per task and model: passes and liked, passes but disliked, liked but broken, neither."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    rows = standings(ballots_of(campaign), _graded(campaign))
    found = votes_and_tests(rows)
    models = {
        model.model_id: model for model in LanguageModel.objects.filter(campaigns=campaign).select_related("server")
    }
    group = request.GET.get("group", "")
    tasks = sorted({row.task for row in rows})
    shown = [row for row in rows if row.group == group] if group in GROUPS else []
    table = [
        (task, [(models.get(model), [(name, found.cells[task, model][name]) for name in GROUPS])
                for model in sorted({row.model for row in rows if row.task == task})])
        for task in tasks
    ]  # fmt: skip
    context = {
        "campaign": campaign, "groups": [(name, found.total[name]) for name in GROUPS], "group": group,
        "shown": [(row, models.get(row.model)) for row in shown[:MOST_LISTED]], "n_shown": len(shown),
        "correlation": correlate(rows), "table": table, "n": len(rows), "names": GROUPS,
    }  # fmt: skip
    return render(request, "review_tests.html", context)


def _graded(campaign: Campaign) -> dict[int, Graded]:
    rows = Candidate.objects.filter(run__in=campaign.runs.all()).exclude(verdict__in=["", Verdict.UNSCORED])
    found = rows.select_related("task", "model__server")
    return {
        row.pk: Graded(row.pk, row.task.slug, row.model.model_id, row.verdict == Verdict.PASSED, row.score or 0.0)
        for row in found
    }


@require_GET
def preferences(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """Preference pairs as JSON lines; with ?card, the data card that belongs beside them."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    origin = "tests" if request.GET.get("from") == "tests" else "votes"
    ties = "half" if request.GET.get("ties") == "half" else "drop"
    lines = _lines(campaign, origin, ties, code_only=bool(request.GET.get("code")))
    name = f"preferences-{campaign.pk}-{origin}"
    if "card" in request.GET:
        made_on = now().date().isoformat()
        text = card(lines, title=campaign.title, made_on=made_on, ties=ties, origin=origin)
        response: HttpResponse | StreamingHttpResponse = HttpResponse(text, content_type="text/markdown; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.card.md"'
        return response
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    response = HttpResponse(text, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.jsonl"'
    return response


def _lines(campaign: Campaign, origin: str, ties: str, *, code_only: bool) -> Iterator[Json]:
    rows = Candidate.objects.filter(run__in=campaign.runs.all(), model__in=campaign.chosen.all())
    answers = {row["candidate"]: Answer(**row) for row in plain_answers(rows, code_only=code_only)}
    if origin == "tests":
        return from_tests(answers.values())
    return from_votes(ballots_of(campaign), answers, ties=ties)
