"""The API object: names of operations and the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation

from webapp.api import BASE
from webapp.api.problems import PROBLEM_SCHEMA


class Api(NinjaAPI):
    """Operations are named by their functions: the names of the client's methods."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Unique: tests/webapp/api/test_api_document.py."""
        return operation.view_func.__name__

    def document(self) -> dict[str, Any]:
        """The OpenAPI document: the same for the same program. It is built once, so a caller must not change it."""
        return self._document

    @cached_property
    def _document(self) -> dict[str, Any]:
        schema: dict[str, Any] = dict(self.get_openapi_schema(path_prefix=BASE))
        schema["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for methods in schema["paths"].values():
            for operation in methods.values():
                responses = {str(status): response for status, response in operation["responses"].items()}
                operation["responses"] = {
                    **responses,
                    "default": {"description": "What went wrong", "content": problem},
                }
        return schema


def remember_operation(view: Callable[..., Any]) -> Callable[..., Any]:
    """Make an operation leave its name in the request, for the audit log."""

    @wraps(view)
    def remembered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.operation = view.__name__  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return remembered
