"""Checks of a draft that a model proposes: asked for, shown as they come, added to the draft or cancelled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import job_data
from evaluations.actions.proposed_checks import add_checks, models_to_ask
from evaluations.errors import SuiteError
from evaluations.models import TaskDraft
from webapp.site.access import is_htmx
from webapp.site.query_params import parse_id
from webapp.task_editor import tries
from webapp.task_editor.lookup import draft_of

PART, PAGE = "task_editor/_proposed_checks.html", "task_editor/proposed_checks.html"


def _shown(request: HttpRequest, row: TaskDraft, *, status: int = 200, **more: Any) -> HttpResponse:
    """The part alone for the page's script, which is answered with 200: a browser logs other statuses as errors."""
    context = {"draft": row, "suite": row.suite, **more}
    if is_htmx(request):
        return render(request, PART, context)
    response = render(request, PAGE, context, status=status)
    proposal = more.get("found")
    if proposal and not proposal["is_done"]:
        response["Refresh"] = "1"
    return response


@require_POST
def ask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have a model asked; what it proposes is shown by `proposed`."""
    row = draft_of(request, slug, pk)
    try:
        model = models_to_ask(row.suite.team).filter(pk=parse_id(request.POST.get("model", ""))).first()
        if model is None:
            raise SuiteError("No model is chosen, or its server does not answer any more. Choose one that does.")
        token = tries.start_asking(row, model, request.user)
    except tries.TooManyTriesError as exc:
        return _shown(request, row, trouble=str(exc), status=429)
    except SuiteError as exc:
        return _shown(request, row, trouble=str(exc), status=422)
    if not is_htmx(request):
        return redirect("draft-checks", slug=slug, pk=pk, token=token)
    return _shown(request, row, checks_token=token, found=job_data.answer_of(token))


@require_http_methods(["GET", "POST"])
def proposed(request: HttpRequest, slug: str, pk: int, token: str) -> HttpResponse:
    """What is known so far; posted, the ticked tests are added to the draft's checks, or the question is cancelled."""
    row = draft_of(request, slug, pk)
    proposal: Any = job_data.answer_of(token)
    if request.method == "GET" or proposal is None:
        message = "" if proposal else tries.QUESTION_EXPIRED
        return _shown(request, row, checks_token=token, found=proposal, trouble=message)
    if request.POST.get("act") == "cancel":
        job_data.cancel(token)
        return _shown(request, row, checks_token=token, found=proposal)
    chosen = {int(text) for text in request.POST.getlist("test") if text.isascii() and text.isdecimal()}
    try:
        add_checks(row, proposal, chosen, request.user)
    except SuiteError as exc:
        return _shown(request, row, checks_token=token, found=proposal, trouble=str(exc), status=422)
    count = f"{len(chosen)} test{'' if len(chosen) == 1 else 's'}"
    if is_htmx(request):
        return _shown(request, row, n_added=count)
    messages.success(request, f"{count} added to the checks. Press Try.")
    return redirect("draft", slug=slug, pk=pk)
