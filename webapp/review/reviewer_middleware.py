"""People with the role reviewer see the campaigns assigned to them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from evaluations.models import Membership
from webapp.review.views import reviews
from webapp.site.access import REVIEWER_REFUSED, membership

OPEN_TO_REVIEWERS = (
    "/review/",
    "/people/password/",
    "/people/team/",
    "/people/preferences/",
    "/people/theme/",
    "/tokens/",
    "/api/v1/",
    "/sign-in/",
    "/sign-out/",
    "/static/",
    "/help/",
    "/favicon.ico",
    "/shared/",  # the link works without signing in too; answers that a reviewer sees here are recorded as known
)


class ReviewersSeeReviewsMiddleware:
    """Nearly every other page shows names and verdicts, so blind reviewers are kept away here, in one place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; process_view decides."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Show the list of campaigns instead of the start page; refuse everything else with a sentence."""
        if request.path.startswith(OPEN_TO_REVIEWERS) or not request.user.is_authenticated:
            return None
        member = membership(request)
        if member is None or member.role != Membership.Role.REVIEWER:
            return None
        if request.path == "/":
            return reviews(request)
        raise PermissionDenied(REVIEWER_REFUSED.format(team=member.team))
