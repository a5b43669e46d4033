"""Candidates: the filtered list that every figure links to, one answer in full, its live preview and screenshot."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions.conversations import CAN_BE_FIXED
from evaluations.models import Candidate, EditedAnswer, Generation, Grading, Membership, Run, State, Task
from evaluations.models.repair_rounds import thought_of
from evaluations.queries.pictures import missing_picture_reason
from evaluations.queries.run_limits import limits_of
from evaluations.token_limits import TokenLimits
from evaluations.typed_template import TypedTemplate
from evaluations.verdicts import INFO_BY_KEY
from webapp.candidates.edits import edits_of
from webapp.candidates.evidence import Evidence, Quality, evidence, explain_verdict, quality_of
from webapp.candidates.filters import ChosenFilters
from webapp.candidates.paginator import COUNTED, answer_pages
from webapp.compare.repair_rounds import PreviousRound, previous_rounds
from webapp.feedback.summary import FeedbackSummary, summarise_feedback
from webapp.items.kept_items import KeptItem, kept_of
from webapp.previews.frame import code_of, preview_document, shown_of
from webapp.previews.picture import screenshot_response
from webapp.previews.standalone import standalone_response
from webapp.runs.actions import regrade_one
from webapp.runs.gallery import can_run
from webapp.runs.partial_answers import PartialAnswer, partial_answers
from webapp.site.access import current_team, get_for_team, may, require_role
from webapp.site.known_answers import note_known

MEMBER = Membership.Role.MEMBER


class CandidatesPage(ChosenFilters):
    """verdicts: to choose from. n_all: matching answers; is_more: there are more than n_counted, which were counted."""

    page: Page[Candidate]
    verdicts: list[str]
    n_all: int
    is_more: bool
    n_counted: int


class CandidatePage(Evidence, Quality):
    """One answer. why: the verdict explained. no_picture: why a failed answer has no picture; else empty.

    thought: what the model thought before its answer. previous, next: answers beside it in the run. samples:
    all of this model to this task. summary: feedback.
    """

    candidate: Candidate
    run: Run
    task: Task
    generation: Generation | None
    grading: Grading | None
    why: str
    no_picture: str
    gradings: list[Grading]
    may_run: bool
    kept: KeptItem
    can_be_fixed: bool
    partial: PartialAnswer
    previous: Candidate | None
    next: Candidate | None
    samples: QuerySet[Candidate]
    thought: str
    limit: TokenLimits
    rounds: list[PreviousRound]
    edits: list[EditedAnswer]
    edit: EditedAnswer | None
    summary: FeedbackSummary


CANDIDATES_PAGE = TypedTemplate("candidates/candidates.html", CandidatesPage)
CANDIDATE_PAGE = TypedTemplate("candidates/candidate.html", CandidatePage)


@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """Show rows by run, model, task, verdict, cause."""
    pages, chosen = answer_pages(current_team(request), request.GET)
    context: CandidatesPage = {
        "page": pages.get_page(request.GET.get("page")),
        "verdicts": list(INFO_BY_KEY),
        "n_all": pages.n_all,
        "is_more": pages.is_more,
        "n_counted": COUNTED,
        **chosen,
    }
    return CANDIDATES_PAGE.response(request, context)


@require_GET
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer: verdict, preview, checks, code, raw text, and the origin of all of it."""
    rows = Candidate.objects.select_related("run__suite_version__suite", "task__workbook", "model__server")
    row = get_for_team(request, rows, pk=pk)
    note_known(request, [pk])
    generation = Generation.objects.filter(candidate=row).first()
    history = row.gradings.filter(round=None)  # those of earlier rounds judged other answers
    gradings = list(history.defer("extraction", "reports", "details").order_by("-pk")[:20])
    grading = Grading.objects.filter(candidate=row, is_current=True).select_related("screenshot").first()
    siblings = row.run.candidates.all()
    if not row.run.suite_version.is_single_prompt:
        siblings = siblings.filter(model=row.model_id)
    context: CandidatePage = {
        "candidate": row,
        "run": row.run,
        "task": row.task,
        "generation": generation,
        "grading": grading,
        "why": explain_verdict(row, grading),
        "no_picture": missing_picture_reason(row, grading),
        "gradings": gradings,
        "may_run": may(request, MEMBER),
        "kept": kept_of(row, request.user),
        "can_be_fixed": row.verdict in CAN_BE_FIXED and bool(grading and grading.files),
        "partial": partial_answers([pk] if row.state == State.GENERATING else []).get(pk, PartialAnswer()),
        "previous": siblings.filter(pk__lt=pk).order_by("-pk").first(),
        "next": siblings.filter(pk__gt=pk).order_by("pk").first(),
        "samples": row.run.candidates.filter(model=row.model_id, task=row.task_id).order_by("strategy", "sample"),
        "thought": thought_of(row),
        "limit": limits_of(row.run, row.task.spec["max_tokens"], row.model),
        "rounds": previous_rounds(row),
        "edits": edits_of(row),
        "edit": None,
        "summary": summarise_feedback(row),
        **evidence(row, generation, grading),
        **quality_of(grading),
    }
    return CANDIDATE_PAGE.response(request, context)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the document of the running answer for a sandboxed frame: separate origin, no network, no access to the
    site.
    """
    row = get_for_team(request, Candidate.objects.select_related("task"), pk=pk)
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        # As a page of its own it could navigate away with its data; in the frame our policy forbids that.
        return redirect("candidate", pk=pk)
    note_known(request, [pk])
    return preview_document(request, row)


@require_GET
def app_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the answer as one HTML file that runs by itself."""
    row = get_for_team(request, Candidate.objects.select_related("task", "model"), pk=pk)
    files, entry = code_of(row)
    if not files or not can_run(row.task):
        raise Http404("This answer has no page that could run.")
    note_known(request, [pk])
    title = f"{row.task.title} · {row.model.name}"
    return standalone_response(shown_of(row.task, files, entry), title, slugify(title) or f"answer-{pk}")


@require_GET
def screenshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the picture that the sandbox took."""
    row = get_for_team(request, Candidate, pk=pk)
    grading = row.gradings.filter(is_current=True).select_related("screenshot").first()
    return screenshot_response(grading.screenshot if grading else None)


@require_POST
def regrade(request: HttpRequest, pk: int) -> HttpResponse:
    """Extract, execute and grade this one stored answer again."""
    require_role(request, MEMBER)
    row = get_for_team(request, Candidate.objects.select_related("run"), pk=pk)
    messages.info(request, regrade_one(row, request.user))
    return redirect("candidate", pk=pk)
