"""The typed API: one module a family, each a thin layer over what the pages use. Loaded by webapp/api_door.py."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI, Router
from ninja.operation import Operation

from webapp.api import (
    blind,
    candidates,
    changes,
    compare,
    figures,
    models,
    opinions,
    people,
    prompts,
    reviews,
    runs,
    suites,
    us,
    votes,
    workbook_runs,
    workbooks,
)
from webapp.api.problems import HANDLERS, PROBLEM_SCHEMA
from webapp.api_door import BASE

DESCRIPTION = """All that a person can do on the pages. Send a token of yours (made at `/tokens/`) with each request:
`Authorization: Bearer bakeoff_…`. A token has scopes (read, write, review, admin, people) and is limited by your role
besides. A POST that makes something new takes an `Idempotency-Key`: the same key and body are done once.

Lists have pages: `page` from 1, `page_size` up to 200. A GET answers with an `ETag`; send it back as `If-None-Match`
and get 304 when nothing changed. What goes wrong is `application/problem+json` with `detail` (what) and `cure` (what
to do). What belongs to another team does not exist: 404."""
# The routers of each family; where addresses match alike, the narrower comes first.
FAMILIES: dict[str, list[Router]] = {
    "me": [us.router],
    "people": [people.router],
    "models": [models.router],
    "prompts": [prompts.router],
    "workbooks": [workbook_runs.router, workbooks.router],
    "suites": [suites.router],
    "runs": [runs.router],
    "candidates": [candidates.router],
    "opinions": [opinions.router],
    "changes": [changes.router],
    "figures": [figures.router, compare.router],
    "review": [blind.router, votes.router, reviews.router],
}


class Api(NinjaAPI):
    """Operations are named by their functions: the names of the client's methods."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Unique: tests/webapp/test_api_document.py."""
        return operation.view_func.__name__


def _build() -> Api:
    api = Api(title="Bakeoff", version="1", description=DESCRIPTION, openapi_url=None, docs_url=None)
    for tag, routers in FAMILIES.items():
        for router in routers:
            api.add_router("", router, tags=[tag])
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    return api


api = _build()


def document() -> dict[str, Any]:
    """The OpenAPI document: the same for the same program."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=BASE))
    found["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in found["paths"].values():
        for operation in methods.values():
            operation["responses"] = {str(status): said for status, said in operation["responses"].items()}
            operation["responses"]["default"] = {"description": "What went wrong", "content": problem}
    return found
