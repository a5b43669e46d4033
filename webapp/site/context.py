"""Context for every template."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from evaluations.models import LanguageModel, Membership, Preferences
from evaluations.models.servers import LanguageModelQuerySet
from webapp.site.access import membership


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation; letter: pressed after g."""

    label: str
    path: str
    letter: str
    is_current: bool = False


PLACES = [
    ("Prompt", "/prompt/", "p"),
    ("Workbooks", "/workbooks/", "w"),
    ("Suites", "/suites/", "s"),
    ("Runs", "/runs/", "r"),
    ("Compare", "/compare/", "c"),
    ("Review", "/review/", "v"),
    ("Models", "/models/", "m"),
]


def _loaded(member: Membership | None) -> LanguageModelQuerySet:
    rows = LanguageModel.objects.filter(is_loaded=True, is_present=True)
    return rows.visible_to(member.team) if member else rows.none()


def site(request: HttpRequest) -> dict[str, object]:
    """Return the navigation, and the person's place in the team."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": [], "is_sandbox_off": settings.NO_SANDBOX}
    member = membership(request)
    # A reviewer sees only the entry Review: webapp.review.reviewer_middleware refuses all other pages.
    is_reviewer = bool(member and member.role == Membership.Role.REVIEWER)
    path = "/runs/" if request.path.startswith("/candidates/") else request.path
    return {
        "places": [
            Place(label, to, letter, path.startswith(to))
            for label, to, letter in PLACES
            if not is_reviewer or to == "/review/"
        ],
        "is_sandbox_off": settings.NO_SANDBOX,
        "member": member,
        "team": member.team if member else None,
        "is_member": bool(member and member.may(Membership.Role.MEMBER)),
        "is_admin": bool(member and member.may(Membership.Role.ADMIN)),
        "n_loaded": _loaded(member).count,
        "theme": _theme(member),
        "themes": Preferences.Theme.choices,
    }


def _theme(member: Membership | None) -> str:
    """Return the person's theme, read with the membership."""
    preferences = getattr(member.user, "preferences", None) if member else None
    return preferences.theme if preferences else Preferences.Theme.SYSTEM
