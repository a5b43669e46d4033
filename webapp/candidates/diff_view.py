"""Two answers to one task side by side: results of their checks, and differences of their code."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, Task
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.candidates.side_by_side import Side, checks, held_together, merged
from webapp.site.access import current_team
from webapp.site.known_answers import note_known

VIEWS = ("code", "answer")


class DiffPage(TypedDict):
    """sides: a and b. checks: name, and verdict and message of both. n_changed_checks: checks whose verdicts differ."""

    sides: list[Side]
    a: Side
    b: Side
    task: Task
    show: str
    merged: list[Json]
    checks: list[tuple[str, list[tuple[str, str]]]]
    n_changed_checks: int


DIFF_PAGE = TypedTemplate("candidates/answers_against.html", DiffPage)


@require_GET
def against(request: HttpRequest) -> HttpResponse:
    """Show two answers. `a` and `b` are numbers of candidates of one task; `show=answer` compares the raw answers
    instead of the code.
    """
    rows = Candidate.objects.filter(run__team=current_team(request))
    rows = rows.select_related("run", "task__version__suite", "model__server")
    show = request.GET.get("show", "code")
    show = show if show in VIEWS else "code"
    sides = held_together(rows, request.GET.get("a", ""), request.GET.get("b", ""), show)
    note_known(request, [side.candidate.pk for side in sides])
    check_rows = checks(sides)
    context: DiffPage = {
        "sides": sides,
        "a": sides[0],
        "b": sides[1],
        "task": sides[0].candidate.task,
        "show": show,
        "merged": merged(sides),
        "checks": check_rows,
        "n_changed_checks": sum(1 for _, (a, b) in check_rows if a[0] != b[0]),
    }
    return DIFF_PAGE.response(request, context)
