"""The sources of a new prompt: examples, the person's own prompts, the team's library; and their defaults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from django.http import Http404, HttpRequest

from evaluations.models import Preferences, PromptTemplate, Run, Suite, Team
from evaluations.queries.conversations import one_per_conversation
from evaluations.queries.model_choice import last_used_models
from webapp.home.examples import BY_SLUG, EXAMPLES, PromptExample
from webapp.prompts.library import fields_of_template, values_in
from webapp.site.access import get_for_team
from webapp.site.query_params import parse_id

HISTORY = 12
LIBRARY = 30


class BeginPart(TypedDict):
    """What a prompt can begin from. history: the newest runs of the person's own prompts."""

    examples: Sequence[PromptExample]
    history: Iterable[Run]
    library: Iterable[PromptTemplate]


def begin_context(request: HttpRequest, team: Team) -> BeginPart:
    """Return the menus above the form."""
    own = Run.objects.filter(
        team=team, created_by=request.user.pk, origin=Run.Origin.LIVE, suite_version__suite__origin=Suite.Origin.PROMPT
    )
    return {
        "examples": EXAMPLES,
        "history": one_per_conversation(own).order_by("-created_at", "-pk")[:HISTORY],
        "library": PromptTemplate.objects.filter(team=team)[:LIBRARY],
    }


def fields_from(request: HttpRequest) -> dict[str, Any] | None:
    """Return initial values from the example or template that the address names; None if it names none."""
    params = request.GET
    if "template" in params:
        template = get_for_team(request, PromptTemplate, pk=parse_id(params["template"]))
        return fields_of_template(template, values_in(params))
    if "example" in params:
        example = BY_SLUG.get(params["example"])
        if example is None:
            raise Http404(f"There is no such example. There are: {', '.join(BY_SLUG)}.")
        return dict(example.fields)
    return None


def with_defaults(request: HttpRequest, team: Team, fields: dict[str, Any]) -> dict[str, Any]:
    """Return these values over the person's own defaults, and the models that they used last."""
    models = [model.pk for model in last_used_models(request.user, team)]
    return {**Preferences.objects.for_person(request.user).prompt_fields(), "models": models, **fields}
