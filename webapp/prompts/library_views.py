"""The pages of the team's library of prompts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.actions.authors import author_of
from evaluations.models import Membership, PromptTemplate
from evaluations.typed_template import TypedTemplate
from webapp.prompts.library import VALUE, TemplateForm
from webapp.site.access import current_team, get_for_team, may, require_role

MEMBER = Membership.Role.MEMBER


class LibraryPage(TypedDict):
    """is_new: the form is filled in from the prompt page."""

    form: TemplateForm
    rows: Iterable[PromptTemplate]
    may_change: bool
    is_new: bool


class TemplatePage(TypedDict):
    """fields: placeholders with the names of their form fields."""

    row: PromptTemplate
    form: TemplateForm
    fields: list[tuple[str, str]]
    may_change: bool


LIBRARY_PAGE = TypedTemplate("prompts/prompt_templates.html", LibraryPage)
TEMPLATE_PAGE = TypedTemplate("prompts/prompt_template.html", TemplatePage)


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """Show the list, and the form of a new one."""
    team = current_team(request)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = TemplateForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        form.instance.created_by = author_of(request.user)
        template = form.save()
        messages.success(request, f"“{template.title}” is in the library.")
        return redirect("prompt-templates")
    return library_page(request, form, status=422 if form.errors else 200)


def library_page(request: HttpRequest, form: TemplateForm, *, is_new: bool = False, status: int = 200) -> HttpResponse:
    """Show the list with this form."""
    rows = PromptTemplate.objects.filter(team=current_team(request))
    context: LibraryPage = {"form": form, "rows": rows, "may_change": may(request, MEMBER), "is_new": is_new}
    return LIBRARY_PAGE.response(request, context, status)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the small form for its placeholders, and the form that changes it."""
    row = get_for_team(request, PromptTemplate, pk=pk)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = TemplateForm(request.POST or None, instance=row, team=row.team)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("prompt-template", pk=pk)
    fields = [(name, f"{VALUE}{name}") for name in row.placeholders]
    context: TemplatePage = {"row": row, "form": form, "fields": fields, "may_change": may(request, MEMBER)}
    return TEMPLATE_PAGE.response(request, context, 422 if form.errors else 200)


@require_POST
def delete_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a template; prompts that were made from it stay."""
    require_role(request, MEMBER)
    row = get_for_team(request, PromptTemplate, pk=pk)
    row.delete()
    messages.success(request, f"“{row.title}” is not in the library any more.")
    return redirect("prompt-templates")
