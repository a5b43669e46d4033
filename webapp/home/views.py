"""Search over everything with a name, the page of patterns, and the pages for what went wrong."""

from __future__ import annotations

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from evaluations.models.servers import DEMONSTRATION_NOTE
from evaluations.queries.counts import Counts
from evaluations.statistics import wilson_interval
from webapp.compare.matrix_cells import MatrixCell
from webapp.home.glossary import FIGURES, STATES, VERDICTS
from webapp.home.search import KINDS, found_by
from webapp.site.access import current_team
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


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show everything with every word in its name, note, tags or text; `in` limits the kind."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    kind = request.GET.get("in", "")
    kind = kind if kind in KINDS else ""
    results = found_by(current_team(request), query, kind)
    context = {
        "query": query,
        "kind": kind,
        "kinds": list(KINDS),
        "found": [item for item in results if item[1]],
        "n": sum(len(rows) for _, rows in results),
    }
    return render(request, "home/search.html", context)


@login_not_required
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the first steps and the glossary."""
    context = {"verdicts": VERDICTS, "states": STATES, "figures": FIGURES, "demonstration_note": DEMONSTRATION_NOTE}
    return render(request, "home/help.html", context)


@login_not_required
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon at the address that browsers ask by themselves."""
    return redirect(static("icon.svg"), permanent=True)


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component of the site on one page."""
    context = {
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
    return render(request, "home/patterns.html", context)


@login_not_required
def trouble(request: HttpRequest, status: int, exception: Exception | None = None) -> HttpResponse:
    """Show one sentence; the exception's own if it is one of ours."""
    title, sentence = SENTENCES[status]
    reason = str(exception or "")
    # Django's own 404 of the resolver is a dump of addresses, not a sentence.
    if status != 500 and reason.endswith((".", "?")) and len(reason) < 400:
        sentence = reason
    context = {"status": status, "heading": title, "sentence": sentence}
    return render(request, "site/trouble.html", context, status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return trouble(request, 403, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return trouble(request, 404, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or a known fault that no view handled. The page uses no database, because that may be the fault."""
    if outage := outage_of(sys.exc_info()[1]):
        return page_of(outage)
    title, sentence = SENTENCES[500]
    return HttpResponse(
        render_to_string("site/trouble.html", {"status": 500, "heading": title, "sentence": sentence}), status=500
    )
