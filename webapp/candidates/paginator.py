"""Pages of answers, for more than a million rows: every figure, mark and bar of the site links to such a list.

Their number is read from the tallies if possible, else counted up to a limit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import QueryDict

from evaluations.models import Candidate, Tally, Team
from evaluations.verdicts import INFO_BY_KEY
from webapp.candidates.filters import ChosenFilters, filtered
from webapp.site.task_filters import tasks_of_runs

if TYPE_CHECKING:
    Pages = Paginator[Candidate]
else:
    Pages = Paginator
ANSWERS_PER_PAGE, COUNTED = 50, 10_000
# Filters whose values the tallies do not distinguish.
UNCOUNTED = ("cause", "q", "rounds", "mark", "trimmed", "thought_only")


class AnswerPages(Pages):
    """Pages of the first COUNTED answers; n_all: how many there are; is_more: there are more than were counted."""

    def __init__(self, rows: QuerySet[Candidate], n_all: int | None) -> None:
        self.n_all = n_all if n_all is not None else rows.order_by()[: COUNTED + 1].count()
        self.is_more = n_all is None and self.n_all > COUNTED
        super().__init__(rows, ANSWERS_PER_PAGE)

    @property
    def count(self) -> int:
        """Return the number of answers on pages, capped at 200 pages."""
        return min(self.n_all, COUNTED)


def answer_pages(team: Team, params: QueryDict) -> tuple[AnswerPages, ChosenFilters]:
    """Return the answers that the address filters, newest run first, and the chosen filters for the form."""
    rows, chosen = filtered(team, params)
    rows = rows.select_related("run", "task", "model__server").defer("task__spec", "task__fixtures")
    return AnswerPages(rows.order_by("-run_id", "pk"), _count_from_tallies(team, params, chosen)), chosen


def _count_from_tallies(team: Team, params: QueryDict, chosen: ChosenFilters) -> int | None:
    """Return the number of answers from the tallies; None if they do not contain it."""
    verdict = chosen["verdict"] if chosen["verdict"] in list(INFO_BY_KEY) else ""
    if chosen["warnings"]:
        return 0
    if any(params.get(name) for name in UNCOUNTED) or (verdict and chosen["is_truncated"]):
        return None
    tallies = Tally.objects.filter(run__team=team)
    if params.getlist("run"):
        tallies = tallies.filter(run__in=chosen["runs"])
    if chosen["models"]:
        tallies = tallies.filter(model__in=chosen["models"])
    if chosen["strategy"]:
        tallies = tallies.filter(strategy=chosen["strategy"])
    if chosen["task"] is not None:
        tallies = tallies.filter(task=chosen["task"])
    elif params.get("task"):
        return None
    if chosen["narrowed"]:
        runs = tallies.order_by().values_list("run", flat=True).distinct()
        tallies = tallies.filter(task__in=tasks_of_runs(runs, chosen["narrowed"]))
    column = "n_truncated" if chosen["is_truncated"] else f"n_{verdict}" if verdict else "n"
    return tallies.aggregate(n=Sum(column))["n"] or 0
