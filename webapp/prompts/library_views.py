"""The pages of the team's library of prompts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.actions.authors import author_of
from evaluations.models import Membership, PromptTemplate
from webapp.prompts.library import VALUE, TemplateForm
from webapp.site.access import current_team, get_for_team, may, require_role

MEMBER = Membership.Role.MEMBER


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """The list, and the form of a new one."""
    team = current_team(request)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = TemplateForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        form.instance.created_by = author_of(request.user)
        template = form.save()
        messages.success(request, f"“{template.title}” is in the library.")
        return redirect("prompt-templates")
    context = {"form": form, "rows": PromptTemplate.objects.filter(team=team), "may_change": may(request, MEMBER)}
    return render(request, "prompts/prompt_templates.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The small form for its placeholders, and the form that changes it."""
    row = get_for_team(request, PromptTemplate, pk=pk)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = TemplateForm(request.POST or None, instance=row, team=row.team)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Kept.")
        return redirect("prompt-template", pk=pk)
    fields = [(name, f"{VALUE}{name}") for name in row.placeholders]
    context = {"row": row, "form": form, "fields": fields, "may_change": may(request, MEMBER)}
    return render(request, "prompts/prompt_template.html", context, status=422 if form.errors else 200)


@require_POST
def delete_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Prompts that were made from it stay."""
    require_role(request, MEMBER)
    row = get_for_team(request, PromptTemplate, pk=pk)
    row.delete()
    messages.success(request, f"“{row.title}” is not in the library any more.")
    return redirect("prompt-templates")
