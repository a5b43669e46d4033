"""Checks of a draft that a model proposes: asked for, shown as they come, added to the draft or cancelled."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import job_data
from evaluations.actions.proposed_checks import add_checks, models_to_ask
from evaluations.errors import SuiteError
from evaluations.job_results import ProposedChecks
from evaluations.models import Suite, TaskDraft
from evaluations.typed_template import TypedTemplate
from webapp.site.access import is_htmx
from webapp.site.query_params import parse_id
from webapp.task_editor import tries
from webapp.task_editor.lookup import draft_of


class ChecksPart(TypedDict):
    """The progress of a proposal of checks. n_added: how many tests were added now, in words."""

    draft: TaskDraft
    checks_token: str
    proposal: ProposedChecks | None
    n_added: str
    error: str


class ChecksPage(ChecksPart):
    """The same as a separate page, without JavaScript."""

    suite: Suite


CHECKS_PART = TypedTemplate("task_editor/_proposed_checks.html", ChecksPart)
CHECKS_PAGE = TypedTemplate("task_editor/proposed_checks.html", ChecksPage)


def _page_response(
    request: HttpRequest,
    row: TaskDraft,
    *,
    token: str = "",
    proposal: ProposedChecks | None = None,
    n_added: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show only the part, for the page's script. The status is 200, because a browser logs others as errors."""
    part: ChecksPart = {
        "draft": row,
        "checks_token": token,
        "proposal": proposal,
        "n_added": n_added,
        "error": error,
    }
    if is_htmx(request):
        return CHECKS_PART.response(request, part)
    response = CHECKS_PAGE.response(request, {**part, "suite": row.suite}, status)
    if proposal and not proposal["is_done"]:
        response["Refresh"] = "1"
    return response


def _proposal(token: str) -> ProposedChecks | None:
    return job_data.answer_of(token, ProposedChecks)


@require_POST
def ask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have a worker ask a model; `proposed` shows its proposal."""
    row = draft_of(request, slug, pk)
    try:
        model = models_to_ask(row.suite.team).filter(pk=parse_id(request.POST.get("model", ""))).first()
        if model is None:
            raise SuiteError("No model is chosen, or its server does not answer any more. Choose one that does.")
        token = tries.start_asking(row, model, request.user)
    except tries.TooManyTriesError as exc:
        return _page_response(request, row, error=str(exc), status=429)
    except SuiteError as exc:
        return _page_response(request, row, error=str(exc), status=422)
    if not is_htmx(request):
        return redirect("draft-checks", slug=slug, pk=pk, token=token)
    return _page_response(request, row, token=token, proposal=_proposal(token))


@require_http_methods(["GET", "POST"])
def proposed(request: HttpRequest, slug: str, pk: int, token: str) -> HttpResponse:
    """Show the progress. POST: add the ticked tests to the draft's checks, or cancel the request."""
    row = draft_of(request, slug, pk)
    proposal = _proposal(token)
    if request.method == "GET" or proposal is None:
        message = "" if proposal else tries.QUESTION_EXPIRED
        return _page_response(request, row, token=token, proposal=proposal, error=message)
    if request.POST.get("act") == "cancel":
        job_data.cancel(token)
        return _page_response(request, row, token=token, proposal=proposal)
    chosen = {int(text) for text in request.POST.getlist("test") if text.isascii() and text.isdecimal()}
    try:
        add_checks(row, proposal, chosen, request.user)
    except SuiteError as exc:
        return _page_response(request, row, token=token, proposal=proposal, error=str(exc), status=422)
    count = f"{len(chosen)} test{'' if len(chosen) == 1 else 's'}"
    if is_htmx(request):
        return _page_response(request, row, n_added=count)
    messages.success(request, f"{count} added to the checks. Press Try.")
    return redirect("draft", slug=slug, pk=pk)
