"""The changes of this week or another number of days: new models, regressions, flips."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.queries.history import Point
from evaluations.queries.recent_changes import DAYS, MOST_DAYS, ChangedModel, RecentChanges, recent_changes
from evaluations.typed_template import TypedTemplate
from webapp.compare.history_points import query_of
from webapp.site.access import current_team
from webapp.site.query_params import parse_number

CHOICES = (1, 7, 14, 30)


class WeekPage(TypedDict):
    """rows: change, address of its answers, address of both runs.

    unknown_days: a number of days that is not allowed.
    """

    changes: RecentChanges
    rows: list[tuple[ChangedModel, str, str]]
    new_models: list[tuple[Point, str]]
    choices: tuple[int, ...]
    unknown_days: str
    most_days: int


WEEK_PAGE = TypedTemplate("compare/week.html", WeekPage)


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """Show the week. `days=` is from 1 to MOST_DAYS; any other value is named, and one week is shown."""
    requested = request.GET.get("days", "")
    days = parse_number(requested, below=MOST_DAYS + 1) if requested else DAYS
    changes = recent_changes(current_team(request), days or DAYS)
    context: WeekPage = {
        "changes": changes,
        "rows": [(row, query_of(row.point, None), _comparison_address(row)) for row in changes.changed],
        "new_models": [(point, query_of(point, None)) for point in changes.new_models],
        "choices": CHOICES,
        "unknown_days": "" if days else requested,
        "most_days": MOST_DAYS,
    }
    return WEEK_PAGE.response(request, context)


def _comparison_address(row: ChangedModel) -> str:
    """Return the query that shows this run beside the one before."""
    before = row.point.before
    runs = [row.point.run.pk, *([before.pk] if before else [])]
    return urlencode({"run": runs, "model": row.point.model.pk}, doseq=True)
