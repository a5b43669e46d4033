"""Unknown query parameters are refused, because a typing error in a filter would otherwise select everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.decorators import _apply_decorators
from ninja.operation import Operation

from webapp.api.ninja_api import Api
from webapp.api.problems import problem
from webapp.site.query_params import SHOWN_CHARS

Run = Callable[..., HttpResponseBase]


def refuse_unknown_names(api: Api) -> None:
    """Let every operation answer 422 to a parameter that its description does not name. Call when all are added."""
    for _, router in api._routers:
        for view in router.path_operations.values():
            for operation in view.operations:
                _apply_decorators((partial(_refuse_unknown, names=names_of(operation)),), operation)


def names_of(operation: Operation) -> list[str]:
    """Return the query parameters that the operation takes, in the order of its description."""
    models: list[Any] = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    return [name for model in models for name in model.__ninja_flatten_map__]


def _refuse_unknown(run: Run, names: list[str]) -> Run:
    known = frozenset(names)

    @wraps(run)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        unknown = [name for name in request.GET if name not in known]
        if not unknown:
            return run(request, **kwargs)
        takes = f"It takes: {', '.join(names)}." if names else "It takes none."
        errors = [
            (name[:SHOWN_CHARS], f"There is no query parameter “{name[:SHOWN_CHARS]}” here. {takes}")
            for name in unknown[:5]
        ]
        return problem(422, errors[0][1], "Correct the name, or leave it out.", errors)

    return wrapped
