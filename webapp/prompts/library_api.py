"""The team's library of prompts with {placeholders}."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.actions.authors import author_of
from evaluations.limits import MAX_PROMPT, MAX_TEMPLATE_TITLE
from evaluations.models import PromptTemplate, Team
from webapp.api.auth import READ, WRITE
from webapp.api.problems import check
from webapp.api.schemas import Body, Id, JsonObject, Page, Paging, Text, Word, page_of
from webapp.prompts.library import TemplateForm, clean_values
from webapp.site.access import current_team, get_for_team

router = Router()


class TemplateIn(Body):
    """text: {name} is a placeholder, {{name}} is the text {name}. language: empty for the usual one of the kind."""

    title: Word = Field(max_length=MAX_TEMPLATE_TITLE)
    text: Text = Field(max_length=MAX_PROMPT)
    kind: Literal["component", "function", "hook", "page", "excel", "python", "free"] = "component"
    language: Literal["", "tsx", "jsx", "ts", "js", "html", "vue"] = ""


class TemplateOut(Schema):
    """A template. placeholders: names in their order."""

    id: int
    title: str
    text: str
    kind: str
    language: str
    placeholders: list[str]
    created_at: datetime


class FillIn(Body):
    """values: placeholder to the text that replaces it."""

    values: dict[str, Text] = {}


class FilledOut(Schema):
    """The prompt. missing: placeholders that got no value and stay."""

    prompt: str
    kind: str
    language: str
    missing: list[str]


def _template_to_json(row: PromptTemplate) -> JsonObject:
    names = ("title", "text", "kind", "language", "placeholders", "created_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


def _template_or_404(request: HttpRequest, pk: int) -> PromptTemplate:
    return get_for_team(request, PromptTemplate, pk=pk)


def _checked_form(body: TemplateIn, team: Team, row: PromptTemplate | None = None) -> TemplateForm:
    form = TemplateForm(body.dict(), instance=row, team=team)
    check(form)
    return form


@router.get("templates", auth=READ, response=Page[TemplateOut], summary="List the prompts of the team's library")
def list_templates(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Ordered by title, each with its placeholders."""
    return page_of(request, PromptTemplate.objects.filter(team=current_team(request)), _template_to_json, paging)


@router.post("templates", auth=WRITE, response={201: TemplateOut}, summary="Add a prompt to the library")
def create_template(request: HttpRequest, body: TemplateIn) -> Status[JsonObject]:
    """Everybody in the team can use it."""
    form = _checked_form(body, current_team(request))
    form.instance.created_by = author_of(request.user)
    return Status(201, _template_to_json(form.save()))


@router.get("templates/{int:template}", auth=READ, response=TemplateOut, summary="Read one prompt of the library")
def get_template(request: HttpRequest, template: Id) -> JsonObject:
    """Includes its placeholders."""
    return _template_to_json(_template_or_404(request, template))


@router.put("templates/{int:template}", auth=WRITE, response=TemplateOut, summary="Change a prompt of the library")
def change_template(request: HttpRequest, template: Id, body: TemplateIn) -> JsonObject:
    """Prompts that were made from it stay unchanged."""
    row = _template_or_404(request, template)
    return _template_to_json(_checked_form(body, row.team, row).save())


@router.delete("templates/{int:template}", auth=WRITE, response={204: None}, summary="Delete a prompt of the library")
def delete_prompt_template(request: HttpRequest, template: Id) -> Status[None]:
    """Delete a template; prompts that were made from it stay."""
    _template_or_404(request, template).delete()
    return Status(204, None)


@router.post(
    "templates/{int:template}/fill", auth=READ, response=FilledOut, summary="Fill in the placeholders of a prompt"
)
def fill_template(request: HttpRequest, template: Id, body: FillIn) -> JsonObject:
    """Nothing is stored or sent. Send the resulting prompt to POST /prompts."""
    row = _template_or_404(request, template)
    values = clean_values(body.values)
    return {
        "prompt": row.filled(values),
        "kind": row.kind,
        "language": row.language,
        "missing": [name for name in row.placeholders if name not in values],
    }
