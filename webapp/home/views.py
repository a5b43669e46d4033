"""Search over everything with a name, the page of patterns, and the error pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TypedDict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from evaluations.models.servers import DEMONSTRATION_NOTE
from evaluations.queries.counts import Counts
from evaluations.statistics import Interval, wilson_interval
from evaluations.typed_template import TypedTemplate
from webapp.compare.matrix_cells import MatrixCell
from webapp.home.glossary import FIGURES, STATES, VERDICTS, Term
from webapp.home.search import KINDS, SearchResult, found_by
from webapp.site.access import current_team
from webapp.site.error_page import ERROR_PAGE
from webapp.site.highlight import highlight
from webapp.site.outages import outage_of, page_of
from webapp.site.tags import GLYPHS, mark

EXAMPLE = (
    "// counts clicks\nexport function Counter({ start = 0 }: { start?: number }) {\n  return <b>{`${start}`}</b>;\n}\n"
)
SENTENCES = {
    403: ("Not allowed", "This page is not for your role. Ask an admin of your team."),
    405: ("Only for its button", "This address takes a form. Go back to the page and press the button there."),
    404: ("Not found", "There is nothing at this address, or it belongs to another team. Check the link."),
    500: ("Our fault", "Something broke on our side; the log of the web process says what. Try again in a moment."),
}


class SearchPage(TypedDict):
    """kind: the one that is searched, empty for all. results: rows by kind, without empty kinds. n: of all rows."""

    query: str
    kind: str
    kinds: list[str]
    results: SearchResult
    n: int


class HelpPage(TypedDict):
    """The glossary."""

    verdicts: Sequence[Term]
    states: Sequence[Term]
    figures: Sequence[Term]
    demonstration_note: str


class PatternsPage(TypedDict):
    """Examples for every component."""

    keys: list[str]
    interval: Interval | None
    none: Interval | None
    marks: list[SafeString]
    code: SafeString
    places_of_matrix: list[MatrixCell]


SEARCH_PAGE = TypedTemplate("home/search.html", SearchPage)
HELP_PAGE = TypedTemplate("home/help.html", HelpPage)
PATTERNS_PAGE = TypedTemplate("home/patterns.html", PatternsPage)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show everything with every word in its name, note, tags or text; `in` limits the kind."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    kind = request.GET.get("in", "")
    kind = kind if kind in KINDS else ""
    results = found_by(current_team(request), query, kind)
    context: SearchPage = {
        "query": query,
        "kind": kind,
        "kinds": list(KINDS),
        "results": [item for item in results if item[1]],
        "n": sum(len(rows) for _, rows in results),
    }
    return SEARCH_PAGE.response(request, context)


@login_not_required
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the first steps and the glossary."""
    context: HelpPage = {
        "verdicts": VERDICTS,
        "states": STATES,
        "figures": FIGURES,
        "demonstration_note": DEMONSTRATION_NOTE,
    }
    return HELP_PAGE.response(request, context)


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Return the icon at the address that browsers ask by themselves."""
    return redirect(static("icon.svg"), permanent=True)


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component of the site on one page."""
    context: PatternsPage = {
        "keys": list(GLYPHS),
        "interval": wilson_interval(23, 31),
        "none": wilson_interval(0, 0),
        "marks": [mark(pk) for pk in range(16)],
        "code": highlight(EXAMPLE, "answer.tsx"),
        "places_of_matrix": [
            MatrixCell(counts=Counts(n=100, n_scored=98, n_passed=passed, n_flaky=2), address="#main", flip=flip)
            for passed, flip in ((37, ""), (80, "better"), (5, "worse"))
        ]
        + [MatrixCell(counts=Counts(n=100, n_unchecked=92), address="#main")],
    }
    return PATTERNS_PAGE.response(request, context)


@login_not_required
def error_page(request: HttpRequest, status: int, exception: Exception | None = None) -> HttpResponse:
    """Show one sentence; the exception's own sentence if it is one of Bakeoff's errors."""
    title, sentence = SENTENCES[status]
    reason = str(exception or "")
    # Django's own 404 of the resolver lists addresses and has no sentence.
    if status != 500 and reason.endswith((".", "?")) and len(reason) < 400:
        sentence = reason
    return ERROR_PAGE.response(request, {"heading": title, "sentence": sentence}, status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_page(request, 404, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, or with a known fault that no view handled. The page uses no database, because that may be the
    fault.
    """
    if outage := outage_of(sys.exc_info()[1]):
        return page_of(outage)
    title, sentence = SENTENCES[500]
    return HttpResponse(ERROR_PAGE.text({"heading": title, "sentence": sentence}), status=500)
