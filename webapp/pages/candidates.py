"""Candidates: the filtered list that every figure links to, one answer in full, its live preview and screenshot."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Generation, Grading, Membership, State, StoredFile, Task
from evaluations.records import Verdict
from webapp.access import current_team, get_for_team, may, require_role
from webapp.answer_pages import COUNTED, answer_pages
from webapp.evidence import evidence, why_of
from webapp.moves import regrade_one
from webapp.partial import partial_texts
from webapp.rounds import earlier
from webapp.said import said_of

MAX_FIXTURES_BYTES = 5 * 2**20
MEMBER = Membership.Role.MEMBER
# An opaque origin has no 'self': the one script is named by its full address. Compiling what a model wrote needs eval.
PREVIEW_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src {script} 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data: blob:; media-src data: blob:; font-src data:; connect-src 'none'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors {site}"
)
NOTHING_TO_SEE = "No code was found in this answer, so there is nothing to show."


@require_GET
def candidates(request: HttpRequest) -> HttpResponse:
    """Rows by run, model, task, verdict, cause."""
    pages, chosen = answer_pages(current_team(request), request.GET)
    context = {
        "page": pages.get_page(request.GET.get("page")), "verdicts": [*Verdict, "flaky"], "n_all": pages.n_all,
        "is_more": pages.is_more, "n_counted": COUNTED, **chosen,
    }  # fmt: skip
    return render(request, "candidates.html", context)


@require_GET
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer: verdict, preview, checks, code, raw text, and where all of it comes from."""
    rows = Candidate.objects.select_related("run__suite_version__suite", "task__workbook", "model__server")
    found = get_for_team(request, rows, pk=pk)
    generation = Generation.objects.filter(candidate=found).first()
    history = found.gradings.filter(round=None)  # those of earlier rounds judged other answers
    gradings = list(history.defer("extraction", "reports", "details").order_by("-pk")[:20])
    grading = Grading.objects.filter(candidate=found, is_current=True).select_related("screenshot").first()
    siblings = found.run.candidates.filter(model=found.model_id)
    context = {
        "candidate": found, "run": found.run, "task": found.task, "spec": found.task.spec, "generation": generation,
        "grading": grading, "why": why_of(found, grading), "gradings": gradings, "may_run": may(request, MEMBER),
        "partial": partial_texts([pk] if found.state == State.GENERATING else []).get(pk, ""),
        "previous": siblings.filter(pk__lt=pk).order_by("-pk").first(),
        "next": siblings.filter(pk__gt=pk).order_by("pk").first(),
        "samples": found.run.candidates.filter(model=found.model_id, task=found.task_id).order_by("strategy", "sample"),
        "rounds": earlier(found), "said": said_of(found), **evidence(found, generation, grading),
    }  # fmt: skip
    return render(request, "candidate.html", context)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer running, for an <iframe sandbox="allow-scripts">: an origin of its own, no network, no way out."""
    found = get_for_team(request, Candidate.objects.select_related("task"), pk=pk)
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        # As a page of its own it could navigate away with what it was given; in the frame our policy forbids that.
        return redirect("candidate", pk=pk)
    return preview_document(request, found)


def preview_document(request: HttpRequest, found: Candidate) -> HttpResponse:
    """The document of an answer running, under its own policy; needs the candidate's task."""
    grading = Grading.objects.filter(candidate=found, is_current=True).first()
    files = grading.extraction.get("files") if grading else None
    script = request.build_absolute_uri(static("vendor/preview.js"))
    shown = {
        "files": {**found.task.spec["context"], **files},
        "entry": grading.extraction["entry"],
        "name": found.task.spec["entry_point"] or None,
        "fixtures": _fixtures(found.task),
    } if files and grading else None  # fmt: skip
    response = render(request, "preview.html", {"shown": shown, "script": script, "sentence": NOTHING_TO_SEE})
    site = request.build_absolute_uri("/").rstrip("/")
    response["Content-Security-Policy"] = PREVIEW_POLICY.format(script=script, site=site)
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _fixtures(task: Task) -> dict[str, str]:
    """Files a person can hand to the answer, base64; none when they are too large for a page."""
    stored = StoredFile.objects.in_bulk(list(task.fixtures.values()))
    if sum(file.size_bytes for file in stored.values()) > MAX_FIXTURES_BYTES:
        return {}
    return {name: base64.b64encode(stored[pk].read()).decode() for name, pk in task.fixtures.items() if pk in stored}


@require_GET
def screenshot(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that the sandbox took."""
    found = get_for_team(request, Candidate, pk=pk)
    grading = found.gradings.filter(is_current=True).select_related("screenshot").first()
    if grading is None or grading.screenshot is None:
        raise Http404("There is no screenshot of this answer.")
    response = HttpResponse(grading.screenshot.read(), content_type=grading.screenshot.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=3600)
    return response


@require_POST
def regrade(request: HttpRequest, pk: int) -> HttpResponse:
    """Extract, execute and grade this one stored answer again."""
    require_role(request, MEMBER)
    found = get_for_team(request, Candidate.objects.select_related("run"), pk=pk)
    messages.info(request, regrade_one(found))
    return redirect("candidate", pk=pk)
