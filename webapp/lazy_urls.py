"""The entry to `/api/v1/`. The API is loaded with the first request.

At the start, django-ninja, pydantic and the schemas would cost 0.4 s and 21 MB (2026-11-25); pages and commands do not
need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from evaluations.typed_template import TypedTemplate

if TYPE_CHECKING:
    from webapp.api.docs_page import OperationDoc


class ApiDocsPage(TypedDict):
    """families: operations by the first part of their address. n: of all. about: paragraphs."""

    families: list[tuple[str, list[OperationDoc]]]
    query: str
    n: int
    about: list[str]


API_DOCS_PAGE = TypedTemplate("api/api_docs.html", ApiDocsPage)


class AnyPathConverter(StringConverter):
    """The rest of an address, including line breaks: the API itself answers for unknown addresses."""

    regex = r"[\s\S]*"


@csrf_exempt  # no cookie is accepted: each request has a token
@login_not_required
def api_view(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer every operation."""
    from webapp.api.dispatch import dispatch
    from webapp.api_urls import api

    return dispatch(request, rest, api)


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Show the operations with their fields, a command to try each; `q`: those that contain every word."""
    from webapp.api.docs_page import families, search
    from webapp.api_urls import api

    result, query = api.document(), request.GET.get("q", "").strip()[:100]
    shown = search(families(result, request.build_absolute_uri("/").rstrip("/")), query)
    context: ApiDocsPage = {
        "families": shown,
        "query": query,
        "n": sum(len(rows) for _, rows in shown),
        "about": result["info"]["description"].replace("`", "").split("\n\n"),
    }
    return API_DOCS_PAGE.response(request, context)
