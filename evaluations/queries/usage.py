"""Reading: what a person and their team use of each limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from evaluations.models import Run, Team, Workbook

MB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """One limit. own, team: the present use, None where it is not counted; limits: 0 for any number.

    label: the name on pages, where the MB of a size (is_size) are shown in the unit that fits.
    """

    name: str
    label: str
    is_size: bool = False
    own: float | None
    own_limit: int
    team: float | None
    team_limit: int


def read_usage(team: Team, person: Any) -> list[Usage]:
    """Return all limits with the present use of each."""
    runs, uploads = Run.objects.open().filter(team=team), Workbook.objects.filter(team=team)
    own_uploads = Workbook.objects.filter(uploaded_by=person.pk)
    return [
        Usage(
            name="Open runs",
            label="Open runs",
            own=runs.filter(created_by=person.pk).count(),
            own_limit=settings.OPEN_RUNS_PER_PERSON,
            team=runs.count(),
            team_limit=settings.OPEN_RUNS_PER_TEAM,
        ),
        Usage(
            name="MB of uploaded files",
            label="Uploaded files",
            is_size=True,
            own=own_uploads.n_bytes() / MB,
            own_limit=settings.UPLOADS_MB_PER_PERSON,
            team=uploads.n_bytes() / MB,
            team_limit=settings.UPLOADS_MB_PER_TEAM,
        ),
        Usage(
            name="Requests a minute",
            label="Requests per minute",
            own=None,
            own_limit=settings.REQUESTS_PER_MINUTE_PERSON,
            team=None,
            team_limit=settings.REQUESTS_PER_MINUTE_TEAM,
        ),
    ]
