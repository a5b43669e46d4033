"""Export of a campaign's preference pairs with their data card, and import of such files."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.import_preferences import PreferenceReport, import_preferences, parse, title_of
from evaluations.errors import PreferenceError
from evaluations.exports.answers import n_not_for_training, plain_answers
from evaluations.licences import NO_TRAINING
from evaluations.models import Campaign, Candidate, Membership, Team
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics import from_tests, from_votes
from evaluations.vote_statistics.data_card import card
from evaluations.vote_statistics.preferences import Answer, Wanted
from webapp.review.results import ballots_of, knew_sentence
from webapp.site.access import current_team, get_for_team, require_role

MEMBER = Membership.Role.MEMBER


class ExportPage(TypedDict):
    """query: the filters as a query string. first_line: readable. n_not_for_training: answers under no_training terms.

    knew_note: in how many votes a reviewer knew a model.
    """

    campaign: Campaign
    export: Export
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


@dataclass(frozen=True)
class Export:
    """The requested export: from votes or tests, ties dropped or half, raw answers or code, filtered."""

    campaign: Campaign
    origin: str
    ties: str
    code_only: bool
    wanted: Wanted

    @cached_property
    def lines(self) -> list[Json]:
        """The pairs."""
        rows = Candidate.objects.filter(run__in=self.campaign.runs.all(), model__in=self.campaign.chosen.all())
        answers = {row["candidate"]: Answer(**row) for row in plain_answers(rows, code_only=self.code_only)}
        if self.origin == "tests":
            pairs = from_tests(answers.values())
        else:
            pairs = from_votes(ballots_of(self.campaign, is_blind=self.wanted.is_blind), answers, ties=self.ties)
        return [line for line in pairs if self.wanted.fits(line)]

    @property
    def text(self) -> str:
        """JSON lines."""
        return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self.lines)

    @property
    def card(self) -> str:
        """Return the data card. It lists weights without names."""
        weights = ", ".join(f"one reviewer counts {weight:g}" for weight in self.campaign.weights.values())
        return card(
            self.lines,
            title=self.campaign.title,
            made_on=now().date().isoformat(),
            ties=self.ties,
            origin=self.origin,
            weights=weights,
            filters=self.wanted.words(),
            knew="" if self.wanted.is_blind else knew_sentence(self.campaign),
        )

    @property
    def name(self) -> str:
        """Of the files, without their ending."""
        return f"preferences-{self.campaign.pk}-{self.origin}"

    def zipped(self) -> bytes:
        """Both files in one."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{self.name}.jsonl", self.text)
            archive.writestr(f"{self.name}.card.md", self.card)
        return out.getvalue()


def _asked(request: HttpRequest, pk: int) -> Export:
    require_role(request, MEMBER)
    params = request.GET
    return Export(
        campaign=get_for_team(request, Campaign, pk=pk),
        origin="tests" if params.get("from") == "tests" else "votes",
        ties="half" if params.get("ties") == "half" else "drop",
        code_only=bool(params.get("code")),
        wanted=Wanted(
            kind=params.get("kind", ""),
            tag=params.get("tag", ""),
            models=tuple(filter(None, params.getlist("model"))),
            is_blind=bool(params.get("blind")),
        ),
    )


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """A preview of the export: filters, number of lines, and the first lines."""
    chosen = _asked(request, pk)
    tasks = {pair.task for pair in chosen.campaign.pairs.select_related("task").defer("task__spec")}
    of_runs = Candidate.objects.filter(run__in=chosen.campaign.runs.all(), model__in=chosen.campaign.chosen.all())
    query = request.GET.copy()
    query.pop("as", None)
    context: ExportPage = {
        "campaign": chosen.campaign,
        "export": chosen,
        "n": len(chosen.lines),
        "query": query.urlencode(),
        "first_line": json.dumps(chosen.lines[0], ensure_ascii=False, indent=1) if chosen.lines else "",
        "kinds": sorted({task.kind for task in tasks}),
        "tags": sorted({tag for task in tasks for tag in task.tags}),
        "models": [model.model_id for model in chosen.campaign.chosen.select_related("server")],
        "n_not_for_training": n_not_for_training(of_runs),
        "no_training": NO_TRAINING,
        "knew_note": knew_sentence(chosen.campaign),
    }
    return EXPORT_PAGE.response(request, context)


@require_GET
def preferences(request: HttpRequest, pk: int) -> HttpResponse:
    """The file: JSON lines; with ?card the data card that belongs beside them; with ?zip both."""
    chosen = _asked(request, pk)
    if "zip" in request.GET:
        return _file(chosen.zipped(), f"{chosen.name}.zip", "application/zip")
    if "card" in request.GET:
        return _file(chosen.card, f"{chosen.name}.card.md", "text/markdown; charset=utf-8")
    return _file(chosen.text, f"{chosen.name}.jsonl", "application/jsonl; charset=utf-8")


def _file(content: str | bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def preferences_from(team: Team, file: UploadedFile[bytes]) -> PreferenceReport:
    """Import an uploaded file of preference pairs. Raises PreferenceError, which names the file."""
    name, size = str(file.name), file.size or 0
    if size > settings.UPLOAD_MAX_MB * 2**20:
        raise PreferenceError(f"{name} has {size / 2**20:.0f} MB; the limit is {settings.UPLOAD_MAX_MB} MB.")
    content = file.read()
    try:
        return import_preferences(team, parse(content), title=title_of(name, content))
    except PreferenceError as exc:
        raise PreferenceError(f"{name}: {exc}") from exc


@require_http_methods(["GET", "POST"])
def import_pairs(request: HttpRequest) -> HttpResponse:
    """A file of preference pairs becomes the votes of a closed campaign."""
    require_role(request, MEMBER)
    if request.method == "GET":
        return _import_page(request)
    file = request.FILES.get("file")
    if file is None:
        return _import_page(request, "No file was chosen.")
    name = str(file.name)
    try:
        report = preferences_from(current_team(request), file)
    except PreferenceError as exc:
        return _import_page(request, str(exc))
    left_out = [(n, why) for why, n in report.left_out.items()]
    if report.campaign is None:
        return _import_page(request, f"{name}: no line became a vote.", left_out)
    if report.is_known:
        messages.info(request, "This file is known already: here are its votes.")
    else:
        messages.success(request, f"{report.n_votes} votes were imported.")
    for n, why in left_out:
        messages.warning(request, f"{n} line{'' if n == 1 else 's'} left out: {why}.")
    return redirect("review", report.campaign.pk)


def _import_page(request: HttpRequest, error: str = "", left_out: list[tuple[int, str]] | None = None) -> HttpResponse:
    context: ImportPage = {"limit_mb": settings.UPLOAD_MAX_MB, "error": error, "left_out": left_out or []}
    return IMPORT_PAGE.response(request, context, 422 if error else 200)
