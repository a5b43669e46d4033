"""Paste or upload an answer made elsewhere; it is graded like any other, under the name given."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evaluations.errors import SuiteError
from evaluations.limits import MAX_ANSWER
from evaluations.models import Membership, Task, Workbook
from webapp.conversations.elsewhere import give_answer, task_on
from webapp.site.access import current_team, get_for_team, require_role
from webapp.site.lookup import task_of_team

MEMBER = Membership.Role.MEMBER


@require_POST
def add_to_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an answer to a task of a suite or a conversation."""
    task = task_of_team(current_team(request), pk)
    require_role(request, MEMBER)
    return _add(request, lambda: task)


@require_POST
def add_to_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an answer that reads a workbook."""
    workbook = get_for_team(request, Workbook.objects.select_related("team", "file"), pk=pk)
    require_role(request, MEMBER)
    return _add(request, lambda: task_on(workbook, request.user))


def _add(request: HttpRequest, find: Callable[[], Task]) -> HttpResponse:
    try:
        answer = give_answer(find(), request.POST.get("model", ""), _text(request), request.user)
    except SuiteError as exc:
        messages.error(request, str(exc))
        back = request.POST.get("next", "")
        return redirect(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "runs")
    messages.success(request, "Added. It is graded like every other answer.")
    return redirect("candidate", pk=answer.pk)


def _text(request: HttpRequest) -> str:
    """Return the uploaded file, else what was pasted. Raises SuiteError for a file that is not text."""
    file = request.FILES.get("file")
    if not file:
        return request.POST.get("answer", "").replace("\r\n", "\n")
    try:
        return str(file.read(4 * MAX_ANSWER + 1), "utf-8-sig")
    except UnicodeDecodeError as exc:
        raise SuiteError(f"{str(file.name)[:80]} is not text. Upload what the model wrote, as UTF-8 text.") from exc
