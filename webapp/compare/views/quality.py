"""Quality beside pass and fail: small multiples by rule, and the answers behind each figure."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.exports.run_rows import spreadsheet_cell
from evaluations.models.quality import QualityProfile
from evaluations.models.quality_rules import BY_NAME, RULES, Rule
from evaluations.queries.model_names import ShortName
from evaluations.queries.quality import Figures, RuleFigure, answers_behind, quality_figures
from evaluations.stored_json import read_findings
from evaluations.typed_template import TypedTemplate
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection, select
from webapp.site.query_params import unknown_choice

if TYPE_CHECKING:
    Pages = Paginator[QualityProfile]
else:
    Pages = Paginator
ANSWERS_PER_PAGE, MOST_ANSWERS = 50, 10_000
MOST_BARS = 30
NO_FIGURE = RuleFigure(n=0, n_flawed=0, mean=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One model in a panel. height: of its bar, in [0, 1]."""

    entry: Entry
    name: str
    label: ShortName
    figure: RuleFigure
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One rule for all models."""

    rule: Rule
    bars: list[Bar]


class FigureAnswers(Pages):
    """Pages of the first answers behind a figure. n_all: how many it counts; most: as far as pages go."""

    def __init__(
        self, rows: QuerySet[QualityProfile] | Sequence[QualityProfile], n_all: int, most: int = MOST_ANSWERS
    ) -> None:
        self.n_all, self._most = n_all, most
        super().__init__(rows, ANSWERS_PER_PAGE)

    @property
    def count(self) -> int:
        """Number of answers on the pages."""
        return min(self.n_all, self._most)


class QualityPage(TypedDict):
    """answers: behind one figure, each with its value and what was found. rule, entry: of that figure."""

    chosen: Selection
    panels: list[Panel]
    n_left_out: int
    rule: Rule | None
    entry: Entry | None
    entry_name: str
    page: Page[QualityProfile] | None
    answers: list[tuple[QualityProfile, Any, list[str]]]
    warnings: list[str]


QUALITY_PAGE = TypedTemplate("compare/quality.html", QualityPage)


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """Show panels of what is compared; with `rule` also the answers behind one figure. format=csv: the figures as a
    file.
    """
    chosen = select(request)
    tasks = [task.pk for task in chosen.tasks] if chosen.is_narrowed else None
    figures = quality_figures([run.pk for run in chosen.runs], tasks)
    if request.GET.get("format") == "csv":
        return _file(chosen, figures)
    rule = BY_NAME.get(request.GET.get("rule", ""))
    entry = next((e for e in chosen.entries if e.token == request.GET.get("entry")), None)
    pages = _answers(chosen, figures, rule, entry, tasks) if rule else None
    page = pages.get_page(request.GET.get("page")) if pages else None
    context: QualityPage = {
        "chosen": chosen,
        "panels": panels_of(chosen, figures),
        "n_left_out": max(0, len(chosen.entries) - MOST_BARS),
        "rule": rule,
        "entry": entry,
        "entry_name": chosen.names[entry.key] if entry else "",
        "page": page,
        "answers": [(each, getattr(each, rule.name), _texts(each, rule)) for each in page or [] if rule],
        "warnings": list(unknown_choice(request.GET, "rule", list(BY_NAME))),
    }
    return QUALITY_PAGE.response(request, context)


def _answers(
    chosen: Selection, figures: Figures, rule: Rule, entry: Entry | None, tasks: list[int] | None
) -> FigureAnswers:
    """Return the answers of one model; without an entry one page of the worst of all models that are drawn."""
    entries = [entry] if entry else chosen.entries[:MOST_BARS]
    of_entries = [figures.get(each.key, {}).get(rule.name, NO_FIGURE) for each in entries]
    n_all = sum(figure.n_flawed if rule.is_flaw else figure.n for figure in of_entries)
    if entry:
        return FigureAnswers(_with_names(answers_behind(rule, entry.key, tasks)), n_all)
    worst = [
        (-value, candidate, pk)
        for each in entries
        for pk, value, candidate in answers_behind(rule, each.key, tasks).values_list("pk", rule.name, "candidate")[
            :ANSWERS_PER_PAGE
        ]
    ]
    shown = [pk for _, _, pk in sorted(worst)[:ANSWERS_PER_PAGE]]
    by_pk = _with_names(QualityProfile.objects.all()).in_bulk(shown)
    return FigureAnswers([by_pk[pk] for pk in shown], n_all, ANSWERS_PER_PAGE)


def _with_names(rows: QuerySet[QualityProfile]) -> QuerySet[QualityProfile]:
    """Load what a line of the table shows."""
    return rows.select_related("candidate__task", "candidate__model__server").defer(
        "candidate__task__spec", "candidate__task__fixtures"
    )


def panels_of(chosen: Selection, figures: Figures) -> list[Panel]:
    """Return a panel for each rule with at least one measurement."""
    panels = []
    for rule in RULES:
        results = [
            (entry, figures.get(entry.key, {}).get(rule.name, NO_FIGURE)) for entry in chosen.entries[:MOST_BARS]
        ]
        if any(figure.n for _, figure in results):
            top = 1.0 if rule.is_flaw else max((figure.mean or 0.0) for _, figure in results) or 1.0
            panels.append(Panel(rule=rule, bars=[_bar(chosen, rule, entry, figure, top) for entry, figure in results]))
    return panels


def _bar(chosen: Selection, rule: Rule, entry: Entry, figure: RuleFigure, top: float) -> Bar:
    value = figure.share if rule.is_flaw else figure.mean
    return Bar(
        entry=entry,
        name=chosen.names[entry.key],
        label=chosen.labels[entry.key],
        figure=figure,
        height=(value or 0.0) / top,
    )


def _texts(profile: QualityProfile, rule: Rule) -> list[str]:
    return [row["text"] for row in read_findings(profile.findings) if row["rule"] == rule.name][:3]


def _file(chosen: Selection, figures: Figures) -> HttpResponse:
    response = HttpResponse("".join(_lines(chosen, figures)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quality.csv"'
    return response


def _lines(chosen: Selection, figures: Figures) -> Iterator[str]:
    yield _line(["model", "run", "strategy", "rule", "unit", "n_measured", "n_flawed", "mean"])
    for entry in chosen.entries:
        for rule in RULES:
            figure = figures.get(entry.key, {}).get(rule.name, NO_FIGURE)
            n_flawed = figure.n_flawed if rule.is_flaw else ""
            mean = "" if figure.mean is None else round(figure.mean, 3)
            first = [entry.model.model_id, entry.run.pk, entry.strategy]
            yield _line([*first, rule.name, rule.unit, figure.n, n_flawed, mean])


def _line(cells: list[object]) -> str:
    out = StringIO()
    csv.writer(out).writerow([spreadsheet_cell(cell) for cell in cells])
    return out.getvalue()
