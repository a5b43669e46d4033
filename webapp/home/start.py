"""The start box: ticked models, the person's defaults, and existing answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from evaluations.models import LanguageModel, Membership, Preferences, Team
from evaluations.queries.demonstrations import demonstrations, stored_comparison
from evaluations.queries.model_choice import last_used_models
from webapp.home.examples import EXAMPLES
from webapp.site.access import may

# What the prompt page fills in as well; the form has no field for it here.
HIDDEN = {"n_samples": 1, "temperature": "", "max_tokens": 1024, "language": ""}
KINDS = [
    ("component", "React component"),
    ("page", "Page"),
    ("function", "Function"),
    ("hook", "React hook"),
    ("python", "Python"),
]


def box_context(request: HttpRequest, team: Team) -> dict[str, Any]:
    """What the box shows; it stays as it is while the rest of the page is renewed."""
    defaults = Preferences.objects.for_person(request.user).prompt_fields()
    return {
        "may_run": may(request, Membership.Role.MEMBER),
        "models": last_used_models(request.user, team),
        "hidden": HIDDEN | {name: value for name, value in defaults.items() if name in HIDDEN},
        "kinds": KINDS,
        "kind": defaults.get("kind", "component"),
        "examples": EXAMPLES,
    }


def ready_context(team: Team) -> dict[str, Any]:
    """Return models and existing answers to look at."""
    return {
        "n_ready": LanguageModel.objects.can_generate().visible_to(team).count(),
        "demonstrations": demonstrations(team),
        "comparison": stored_comparison(team),
    }
