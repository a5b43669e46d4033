"""From an address under /api/v1/ to a response: operations, description, ETags, and problems for the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLResolver
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RegexPattern
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers, set_response_etag

from evaluations.models import ApiToken
from webapp.api.auth import secret_of
from webapp.api.ninja_api import Api
from webapp.api.problems import problem
from webapp.api.python_client import FILE_NAME, generate

POLICY = "default-src 'none'; frame-ancestors 'none'"


@cache
def _resolver(api: Api) -> URLResolver:
    return URLResolver(RegexPattern(r"^"), api.urls[0])


@cache
def _described(api: Api) -> bytes:
    return json.dumps(api.document(), indent=1, ensure_ascii=False).encode()


@cache
def _python_client(api: Api) -> bytes:
    return generate(api.document()).encode()


# Documents beside the operations: name to media type and content.
STATIC_DOCUMENTS: dict[str, tuple[str, Callable[[Api], bytes]]] = {
    "openapi.json": ("application/json", _described),
    FILE_NAME: ("text/x-python; charset=utf-8", _python_client),
}


def dispatch(request: HttpRequest, rest: str, api: Api) -> HttpResponse:
    """Return the operation's response, or a problem; never a page."""
    response = _with_etag(
        request, _static_document(request, rest, api) if rest in STATIC_DOCUMENTS else _operation(request, rest, api)
    )
    response.headers.setdefault("Content-Security-Policy", POLICY)  # a preview has its own policy
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _operation(request: HttpRequest, rest: str, api: Api) -> HttpResponse:
    if "\0" in rest:
        return problem(404, "There is nothing at this address.")
    try:
        match = _resolver(api).resolve(rest)
    except Resolver404:
        return problem(404, f"There is nothing at {request.path[:200]}.", "Look at /api/v1/docs for the addresses.")
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 405:
        refused = problem(405, f"{request.path} does not take {request.method}.")
        refused["Allow"] = response.get("Allow", "")
        return refused
    return response


def _static_document(request: HttpRequest, name: str, api: Api) -> HttpResponse:
    """Return it to signed-in people and to every token, because it contains no data of a team."""
    if not request.user.is_authenticated and not ApiToken.objects.find(secret_of(request)):
        return problem(401, "The request has no valid token.")
    if request.method != "GET":
        return problem(405, f"{request.path} does not take {request.method}.")
    media_type, read = STATIC_DOCUMENTS[name]
    return HttpResponse(read(api), content_type=media_type)


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Add an ETag, and answer 304 if the client has it already. Shared caches must not store it."""
    patch_vary_headers(response, ["Authorization", "Cookie"])
    is_whole = request.method == "GET" and response.status_code == 200 and not isinstance(response, FileResponse)
    if not is_whole or not response.content or response.get("Cache-Control") == "no-store":
        return response
    patch_cache_control(response, private=True, no_cache=True)
    etag = set_response_etag(response)["ETag"]
    return get_conditional_response(request, etag=etag, response=response) or response
