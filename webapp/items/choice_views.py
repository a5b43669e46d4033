"""The buttons that say which model and answer a team uses, and those that keep, rename, share and delete views."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations.actions.choose import change_view, save_view, use_answer, use_model
from evaluations.errors import SuiteError
from evaluations.models import InUse, Membership, SavedView
from evaluations.models.choices import Purpose
from webapp.items.choices import answer_to_use, own_view, usable_models
from webapp.site.access import current_team, may, require_role

MEMBER, VIEWER = Membership.Role.MEMBER, Membership.Role.VIEWER


@require_POST
def use_this_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the model as used for `purpose`; without a purpose remove its marks."""
    require_role(request, MEMBER)
    team, purpose = current_team(request), request.POST.get("purpose", "")
    model = usable_models(team).filter(pk=pk).first()
    if model is None:
        raise Http404("There is no such model.")
    if purpose in Purpose.values:
        use_model(team, model, purpose, request.user)
        messages.success(request, f"{model.name} is the model you use for {Purpose(purpose).label}.")
    else:
        InUse.objects.filter(team=team, model=model).delete()
        messages.info(request, f"{model.name} is not marked as in use any more.")
    return redirect("models")


@require_POST
def use_this_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the answer as used by the team, or remove the mark."""
    require_role(request, MEMBER)
    answer = answer_to_use(request, pk)
    if "end" in request.POST:
        InUse.objects.filter(candidate=answer).delete()
    else:
        use_answer(answer, request.user)
    return redirect("candidate", pk=pk)


@require_POST
def save_this_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter of a list under a name; sharing it is for members."""
    require_role(request, VIEWER)
    posted, team = request.POST, current_team(request)
    page, query = posted.get("page", ""), posted.get("query", "")
    is_shared = "is_shared" in posted and may(request, MEMBER)
    try:
        view = save_view(team, request.user, page, posted.get("name", ""), query, is_shared=is_shared)
    except SuiteError as exc:
        messages.error(request, str(exc))
        return redirect(_list(page, query))
    messages.success(request, f"The view “{view.name}” is saved.")
    return redirect(_list(view.page, view.query))


@require_POST
def change_this_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename, share or unshare."""
    view = own_view(request, pk)
    try:
        is_shared = "is_shared" in request.POST and may(request, MEMBER)
        change_view(view, name=request.POST.get("name"), is_shared=is_shared)
    except SuiteError as exc:
        messages.error(request, str(exc))
    return redirect(_list(view.page, view.query))


@require_POST
def delete_this_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete only the view, not the rows that it shows."""
    view = own_view(request, pk)
    view.delete()
    messages.info(request, f"The view “{view.name}” is deleted. The items in it stay.")
    return redirect(_list(view.page, view.query))


def _list(page: str, query: str) -> str:
    at = reverse(page) if page in SavedView.Page.values else reverse("runs")
    return f"{at}?{query.removeprefix('?')}" if query else at
