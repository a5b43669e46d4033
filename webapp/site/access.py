"""Permissions: the current team of a person, only rows of that team, roles."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from evaluations.models import Candidate, Membership, ModelServer, Team

Row = TypeVar("Row", bound=Model)
Role = Membership.Role
TEAM_KEY = "team"
REVIEWER_REFUSED = (
    "You are a reviewer of {team}; this needs the role member. Your campaigns are under Review; an admin "
    "of the team can change your role."
)


def membership(request: HttpRequest) -> Membership | None:
    """Return the person's place in the current team: the chosen one, else the first. Read once a request."""
    if not hasattr(request, "_membership"):
        memberships = (
            Membership.objects.filter(user=request.user.pk).select_related("team", "user__preferences").order_by("pk")
        )
        chosen = request.session.get(TEAM_KEY)
        member = (memberships.filter(team=chosen).first() if chosen else None) or memberships.first()
        request._membership = member  # type: ignore[attr-defined]
    return request._membership  # type: ignore[attr-defined,no-any-return]


def current_team(request: HttpRequest) -> Team:
    """Return the team whose rows are shown. Raises PermissionDenied for a person without a team."""
    member = membership(request)
    if member is None:
        raise PermissionDenied(f'"{request.user}" is in no team. Ask an admin to add you on the People page.')
    return member.team


def get_for_team(request: HttpRequest, rows: type[Row] | QuerySet[Row], **lookup: object) -> Row:
    """Return one row of the current team; 404 when there is none, so that outsiders cannot tell what exists."""
    queryset: QuerySet[Row] = rows if isinstance(rows, QuerySet) else rows._default_manager.all()
    path = "run__team" if queryset.model is Candidate else "team"
    row = queryset.filter(**{path: current_team(request)}, **lookup).first()
    if row is None:
        raise Http404(f"There is no such {queryset.model._meta.verbose_name} in your team.")
    return row


def may(request: HttpRequest, role: str) -> bool:
    """Return whether the person's role in the current team includes the given one."""
    member = membership(request)
    return member is not None and member.may(role)


def require_role(request: HttpRequest, role: str) -> None:
    """Raise PermissionDenied, with the sentence to show, unless the role is included."""
    if may(request, role):
        return
    member = membership(request)
    role_text = f"You are a {member.role} of {member.team}" if member else "You are in no team"
    raise PermissionDenied(f"{role_text}; this needs the role {role}. Ask an admin of the team to change it.")


def may_change_server(request: HttpRequest, server: ModelServer) -> bool:
    """Return whether the person may change or remove a model server: an admin of its team.

    The whole site's servers are changed by a superuser who is an admin of a team, and, on a site with one team, by
    the admins of that team.
    """
    if not may(request, Role.ADMIN):
        return False
    if server.team_id is not None:
        return server.team_id == current_team(request).pk
    if not hasattr(request, "_may_change_site"):
        is_superuser = getattr(request.user, "is_superuser", False)
        request._may_change_site = is_superuser or Team.objects.real().count() == 1  # type: ignore[attr-defined]
    return request._may_change_site  # type: ignore[attr-defined,no-any-return]


def require_server_change(request: HttpRequest, server: ModelServer) -> None:
    """Raise PermissionDenied, with the sentence to show, unless the person may change the model server."""
    require_role(request, Role.ADMIN)
    if not may_change_server(request, server):
        raise PermissionDenied(
            f"{server} belongs to the whole site, which has several teams. Only a superuser of the site can change it."
        )


def is_htmx(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"
