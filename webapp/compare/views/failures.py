"""The page "What goes wrong": verdicts of each model as stacked bars, and the most frequent errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import LanguageModel, Tally
from evaluations.queries.failure_causes import COLUMNS, NO_FAULT, Cluster, verdicts
from evaluations.queries.model_names import ShortName
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from evaluations.verdicts import FLAKY, INFO_BY_KEY, Verdict
from webapp.compare import chart_data
from webapp.compare.entry import Entry
from webapp.compare.failure_clusters import clusters_of
from webapp.compare.selection import Selection, select

BARS, CLUSTERS_PER_PAGE, MODELS_PER_CLUSTER = 50, 40, 6
NOT_ERRORS = (*NO_FAULT, FLAKY, Verdict.UNSCORED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterLine:
    """A cluster of equal errors, with addresses of its answers: all of them, and each model's."""

    cluster: Cluster
    share: float
    address: str
    models: list[tuple[LanguageModel, int, str]]
    n_more: int


class FailuresPage(TypedDict):
    """rows: entry, name, and how many of each verdict in shown. clusters: of equal errors.

    verdict: the one that clusters are shown of; kinds: to choose from.
    """

    chosen: Selection
    page: Page[Entry]
    shown: list[str]
    rows: list[tuple[Entry, str, list[tuple[str, int]]]]
    chart: list[Json]
    chart_height: int
    clusters: list[ClusterLine]
    cluster_page: Page[Cluster]
    verdict: str
    kinds: list[str]


FAILURES_PAGE = TypedTemplate("compare/failures.html", FailuresPage)


@require_GET
def failures(request: HttpRequest) -> HttpResponse:
    """Show bars and clusters of what is compared."""
    chosen = select(request)
    page = Paginator(chosen.entries, BARS).get_page(request.GET.get("page"))
    counted = verdicts(Tally.objects.filter(chosen.tallies))
    shown = [name for name in COLUMNS if any(counts[name] for counts in counted.values())]
    rows = [(entry, chosen.names[entry.key], [(name, counted[entry.key][name]) for name in shown]) for entry in page]
    verdict = request.GET.get("verdict", "")
    clusters = [cluster for cluster in clusters_of(chosen, counted) if not verdict or cluster.verdict == verdict]
    cluster_page = Paginator(clusters, CLUSTERS_PER_PAGE).get_page(request.GET.get("errors"))
    n_all, marks = sum(cluster.n for cluster in clusters), bars(rows, chosen.labels)
    context: FailuresPage = {
        "chosen": chosen,
        "page": page,
        "shown": shown,
        "rows": rows,
        "chart": marks,
        "chart_height": chart_data.row_chart_height(len({mark["name"] for mark in marks})),
        "clusters": [_cluster_line(cluster, chosen, n_all) for cluster in cluster_page],
        "cluster_page": cluster_page,
        "verdict": verdict,
        "kinds": [name for name in shown if name not in NOT_ERRORS],
    }
    return FAILURES_PAGE.response(request, context)


def bars(rows: list[tuple[Any, str, list[tuple[str, int]]]], labels: Mapping[Any, ShortName]) -> list[Json]:
    """Return a row for each model and verdict that it has."""
    return [
        {
            **chart_data.of_model(entry.model, name, labels[entry.key]),
            "verdict": verdict,
            "word": INFO_BY_KEY[verdict].word,
            "glyph": INFO_BY_KEY[verdict].glyph,
            "colour": INFO_BY_KEY[verdict].colour,
            "n": n,
            "share": round(100 * n / total, 3),
            "href": chart_data.answers(f"{entry.query}&verdict={verdict}"),
        }
        for entry, name, counts in rows
        if (total := sum(n for _, n in counts))
        for verdict, n in counts
        if n
    ]


def _cluster_line(cluster: Cluster, chosen: Selection, n_all: int) -> ClusterLine:
    models = {entry.model.pk: entry.model for entry in chosen.entries}
    query: list[tuple[str, object]] = [("run", run) for run in sorted(cluster.runs)]
    query += [("verdict", cluster.verdict), ("cause", cluster.pattern)]
    query += chosen.narrowed.items()
    most = sorted(cluster.of_model.items(), key=lambda pair: -pair[1])
    return ClusterLine(
        cluster=cluster,
        share=cluster.n / n_all,
        address=chart_data.answers(urlencode(query)),
        n_more=len(most) - MODELS_PER_CLUSTER,
        models=[
            (models[pk], n, chart_data.answers(urlencode([*query, ("model", pk)])))
            for pk, n in most[:MODELS_PER_CLUSTER]
        ],
    )
