"""Answers of models: a list with the filters of the page, details, code, text and gradings."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from evaluations.models import Candidate, Generation, Grading
from evaluations.models.repair_rounds import thought_of
from evaluations.queries.quality import ProfileLine
from webapp.api.auth import READ, WRITE
from webapp.api.problems import refuse
from webapp.api.schemas import (
    DOCUMENT,
    PNG,
    Id,
    JsonObject,
    MessageOut,
    Page,
    Paging,
    message_fields,
    only_in_frame,
    page_of,
)
from webapp.candidates.evidence import explain_verdict, quality_of
from webapp.candidates.paginator import answer_pages
from webapp.candidates.schemas import (
    Answer,
    CandidateDetail,
    CandidateFilters,
    CandidateOut,
    Code,
    GenerationOut,
    GradingOut,
    PairedComparison,
    QualityLine,
    TwoAnswers,
    candidate_to_json,
)
from webapp.candidates.side_by_side import checks, held_together, merged
from webapp.previews.frame import preview_document
from webapp.runs.actions import regrade_one
from webapp.site.access import current_team, get_for_team
from webapp.site.known_answers import note_known

router = Router()


def _candidate_or_404(request: HttpRequest, pk: int) -> Candidate:
    row = get_for_team(request, Candidate.objects.select_related("task", "model__server", "run"), pk=pk)
    note_known(request, [row.pk])
    return row


def _current(row: Candidate) -> Grading | None:
    return Grading.objects.filter(candidate=row, is_current=True).select_related("screenshot").first()


def _fields(row: Any, shape: type[Schema]) -> JsonObject:
    return {name: getattr(row, name) for name in shape.model_fields}


@router.get("candidates", auth=READ, response=Page[CandidateOut], summary="List answers")
def list_candidates(request: HttpRequest, filters: Query[CandidateFilters], paging: Query[Paging]) -> JsonObject:
    """The rows behind every figure, the newest run first, with the filters of the page. count stops at 10,001 if
    counting takes long.
    """
    pages, chosen = answer_pages(current_team(request), request.GET)
    refuse(chosen["warnings"])
    rows: Any = pages.object_list
    return page_of(request, rows, lambda row: candidate_to_json(request, row), paging, count=pages.n_all)


@router.get("candidates/{int:candidate}", auth=READ, response=CandidateDetail, summary="Read one answer")
def get_candidate(request: HttpRequest, candidate: Id) -> JsonObject:
    """With its prompt, options, times, checks and provenance."""
    row = _candidate_or_404(request, candidate)
    generation, grading = Generation.objects.filter(candidate=row).first(), _current(row)
    return candidate_to_json(request, row) | {
        "generation": _fields(generation, GenerationOut) if generation else None,
        "grading": _fields(grading, GradingOut) if grading else None,
        "reports": grading.whole_reports() if grading else [],
        "why": explain_verdict(row, grading),
        "checks": grading.checks() if grading else [],
    }


@router.get(
    "candidates/{int:candidate}/quality",
    auth=READ,
    response=list[QualityLine],
    summary="Read the quality profile of an answer",
)
def list_candidate_quality(request: HttpRequest, candidate: Id) -> list[JsonObject]:
    """It changes no verdict and no pass rate. Empty until it is computed, within a minute after grading."""
    lines: list[ProfileLine] = quality_of(_current(_candidate_or_404(request, candidate)))["quality"]
    return [
        {
            "rule": line.rule.name,
            "value": line.value,
            "unit": line.rule.unit,
            "texts": line.texts,
            "help": line.rule.help,
        }
        for line in lines
    ]


@router.get(
    "candidates/{int:candidate}/code",
    auth=READ,
    response=Code,
    summary="Read the code that was extracted from an answer",
)
def get_candidate_code(request: HttpRequest, candidate: Id) -> JsonObject:
    """404 when there is no code, or while the answer is not graded. A model wrote the code: treat it as hostile."""
    grading = _current(_candidate_or_404(request, candidate))
    files = grading.files if grading else {}
    if grading is None or not files:
        raise Http404("No code was found in this answer.")
    result = grading.extraction
    return {"entry": result.get("entry"), "reason": result.get("reason", ""), "files": files}


@router.get("candidates/{int:candidate}/answer", auth=READ, response=Answer, summary="Read the raw answer")
def get_candidate_answer(request: HttpRequest, candidate: Id) -> JsonObject:
    """404 until the model has answered."""
    row = _candidate_or_404(request, candidate)
    generation = Generation.objects.filter(candidate=row).first()
    if generation is None:
        raise Http404("There is no answer yet.")
    return {"text": generation.text, "thinking": thought_of(row), "stop_reason": generation.stop_reason}


@router.get(
    "candidates/{int:candidate}/gradings",
    auth=READ,
    response=list[GradingOut],
    summary="List all gradings of an answer",
)
def list_candidate_gradings(request: HttpRequest, candidate: Id) -> list[JsonObject]:
    """The newest first. Gradings from before a regrade are kept."""
    rows = _candidate_or_404(request, candidate).gradings.filter(round=None).order_by("-pk")[:200]
    return [_fields(row, GradingOut) for row in rows]


@router.get(
    "candidates/{int:candidate}/screenshot",
    auth=READ,
    summary="Download the screenshot of an answer",
    openapi_extra=PNG,
)
def get_candidate_screenshot(request: HttpRequest, candidate: Id) -> HttpResponse:
    """404 when the answer has no picture. Answers that are functions have none."""
    grading = _current(_candidate_or_404(request, candidate))
    if grading is None or grading.screenshot is None:
        raise Http404("There is no screenshot of this answer.")
    return HttpResponse(grading.screenshot.read(), content_type=grading.screenshot.media_type)


@router.get(
    "candidates/{int:candidate}/preview", auth=READ, summary="Run an answer in your browser", openapi_extra=DOCUMENT
)
def get_candidate_preview(request: HttpRequest, candidate: Id) -> HttpResponse:
    """Gives the document for an iframe with sandbox="allow-scripts allow-forms". Generated code is hostile."""
    only_in_frame(request)
    return preview_document(request, _candidate_or_404(request, candidate))


@router.get("candidates/against", auth=READ, response=PairedComparison, summary="Compare two answers to one task")
def compare_answers(request: HttpRequest, params: Query[TwoAnswers]) -> JsonObject:
    """Gives the results of their checks, and the texts to compare."""
    rows = Candidate.objects.filter(run__team=current_team(request)).select_related("run", "task", "model__server")
    sides = held_together(rows, str(params.a), str(params.b), params.show)
    note_known(request, [side.candidate.pk for side in sides])
    return {
        "task": sides[0].candidate.task.slug,
        "a": candidate_to_json(request, sides[0].candidate),
        "b": candidate_to_json(request, sides[1].candidate),
        "files": merged(sides),
        "checks": [
            {"name": name, "a": a[0], "a_message": a[1], "b": b[0], "b_message": b[1]} for name, (a, b) in checks(sides)
        ],
    }


@router.post(
    "candidates/{int:candidate}/regrade", auth=WRITE, response=MessageOut, summary="Grade one stored answer again"
)
def regrade_candidate(request: HttpRequest, candidate: Id) -> JsonObject:
    """No model is asked. To grade many answers again, use /changes."""
    return message_fields(regrade_one(_candidate_or_404(request, candidate), request.user))
