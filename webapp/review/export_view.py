"""Export of a campaign's preference pairs with their data card, and import of such files."""

from __future__ import annotations

import json
from typing import TypedDict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.errors import PreferenceError
from evaluations.exports.preference_pairs import PairRules, PreferencePairs, pairs_of_campaign
from evaluations.licences import NO_TRAINING
from evaluations.models import Campaign, Membership
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics.preferences import PreferenceFilters
from webapp.review.preference_files import import_file
from webapp.site.access import current_team, get_for_team, require_role

MEMBER = Membership.Role.MEMBER


class ExportPage(TypedDict):
    """query: the filters as a query string. first_line: readable. n_not_for_training: answers under no_training terms.

    knew_note: in how many votes a reviewer knew a model.
    """

    campaign: Campaign
    rules: PairRules
    n: int
    query: str
    first_line: str
    kinds: list[str]
    tags: list[str]
    models: list[str]
    n_not_for_training: int
    no_training: str
    knew_note: str


class ImportPage(TypedDict):
    """left_out: number of lines and why."""

    limit_mb: int
    error: str
    left_out: list[tuple[int, str]]


EXPORT_PAGE = TypedTemplate("review/export.html", ExportPage)
IMPORT_PAGE = TypedTemplate("review/import.html", ImportPage)


def _requested_export(request: HttpRequest, pk: int) -> tuple[Campaign, PreferencePairs]:
    require_role(request, MEMBER)
    params = request.GET
    rules = PairRules(
        origin="tests" if params.get("from") == "tests" else "votes",
        ties="half" if params.get("ties") == "half" else "drop",
        code_only=bool(params.get("code")),
        filters=PreferenceFilters(
            kind=params.get("kind", ""),
            tag=params.get("tag", ""),
            models=tuple(filter(None, params.getlist("model"))),
            is_blind=bool(params.get("blind")),
        ),
    )
    campaign = get_for_team(request, Campaign, pk=pk)
    return campaign, pairs_of_campaign(campaign, rules)


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a preview of the export: filters, number of lines, and the first lines."""
    campaign, pairs = _requested_export(request, pk)
    tasks = {pair.task for pair in campaign.pairs.select_related("task").defer("task__spec")}
    query = request.GET.copy()
    query.pop("as", None)
    context: ExportPage = {
        "campaign": campaign,
        "rules": pairs.rules,
        "n": len(pairs.lines),
        "query": query.urlencode(),
        "first_line": json.dumps(pairs.lines[0], ensure_ascii=False, indent=1) if pairs.lines else "",
        "kinds": sorted({task.kind for task in tasks}),
        "tags": sorted({tag for task in tasks for tag in task.tags}),
        "models": [model.model_id for model in campaign.chosen.select_related("server")],
        "n_not_for_training": pairs.n_not_for_training,
        "no_training": NO_TRAINING,
        "knew_note": pairs.knew_note,
    }
    return EXPORT_PAGE.response(request, context)


@require_GET
def preferences(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file: JSON lines; with ?card the data card that belongs beside them; with ?zip both."""
    campaign, pairs = _requested_export(request, pk)
    name = f"preferences-{campaign.pk}-{pairs.rules.origin}"
    if "zip" in request.GET:
        return _file(pairs.zipped(name), f"{name}.zip", "application/zip")
    if "card" in request.GET:
        return _file(pairs.card, f"{name}.card.md", "text/markdown; charset=utf-8")
    return _file(pairs.content, f"{name}.jsonl", "application/jsonl; charset=utf-8")


def _file(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def import_pairs(request: HttpRequest) -> HttpResponse:
    """Turn a file of preference pairs into the votes of a closed campaign."""
    require_role(request, MEMBER)
    if request.method == "GET":
        return _import_page(request)
    file = request.FILES.get("file")
    if file is None:
        return _import_page(request, "No file was chosen.")
    name = str(file.name)
    try:
        report = import_file(current_team(request), file)
    except PreferenceError as exc:
        return _import_page(request, str(exc))
    left_out = [(n, why) for why, n in report.left_out.items()]
    if report.campaign is None:
        return _import_page(request, f"{name}: no line became a vote.", left_out)
    if report.is_known:
        messages.info(request, "This file was imported before. This page shows its votes.")
    else:
        messages.success(request, f"{report.n_votes} vote{' was' if report.n_votes == 1 else 's were'} imported.")
    for n, why in left_out:
        messages.warning(request, f"{n} line{'' if n == 1 else 's'} left out: {why}.")
    return redirect("review", report.campaign.pk)


def _import_page(request: HttpRequest, error: str = "", left_out: list[tuple[int, str]] | None = None) -> HttpResponse:
    context: ImportPage = {"limit_mb": settings.UPLOAD_MAX_MB, "error": error, "left_out": left_out or []}
    return IMPORT_PAGE.response(request, context, 422 if error else 200)
