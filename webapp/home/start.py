"""The start box: ticked models, the person's defaults, and existing answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from django.http import HttpRequest

from evaluations.models import LanguageModel, Membership, Preferences, Team
from evaluations.queries.demonstrations import Demonstration, StoredComparison, demonstrations, stored_comparison
from evaluations.queries.model_choice import last_used_models
from webapp.home.examples import EXAMPLES, PromptExample
from webapp.site.access import may

# Values that the prompt page also fills in; this form has no field for them.
HIDDEN = {"n_samples": 1, "temperature": "", "max_tokens": 1024, "language": ""}
KINDS = [
    ("component", "React component"),
    ("page", "Page"),
    ("function", "Function"),
    ("hook", "React hook"),
    ("python", "Python"),
]


class StartBox(TypedDict):
    """The box for a new prompt. hidden: fields that have no control here; kind: the chosen one."""

    may_run: bool
    models: Sequence[LanguageModel]
    hidden: dict[str, Any]
    kinds: list[tuple[str, str]]
    kind: str
    examples: Sequence[PromptExample]


class ReadyPart(TypedDict):
    """n_ready: models that can be asked. demonstrations, comparison: existing answers to look at."""

    n_ready: int
    demonstrations: Sequence[Demonstration]
    comparison: StoredComparison | None


def start_box(request: HttpRequest, team: Team) -> StartBox:
    """Return the content of the box; it stays unchanged when the rest of the page reloads."""
    defaults = Preferences.objects.for_person(request.user).prompt_fields()
    return {
        "may_run": may(request, Membership.Role.MEMBER),
        "models": last_used_models(request.user, team),
        "hidden": HIDDEN | {name: value for name, value in defaults.items() if name in HIDDEN},
        "kinds": KINDS,
        "kind": defaults.get("kind", "component"),
        "examples": EXAMPLES,
    }


def ready_context(team: Team) -> ReadyPart:
    """Return models and existing answers to look at."""
    return {
        "n_ready": LanguageModel.objects.can_generate().visible_to(team).count(),
        "demonstrations": demonstrations(team),
        "comparison": stored_comparison(team),
    }
