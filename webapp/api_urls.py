"""The typed API: one module a family, each a thin layer over what the pages use. Loaded by webapp/lazy_urls.py."""

from __future__ import annotations

from ninja import Router

from webapp.api.ninja_api import Api, remember_operation
from webapp.api.problems import HANDLERS
from webapp.api.unknown_query_params import refuse_unknown_names
from webapp.bulk_changes import api as bulk_changes
from webapp.bulk_changes import trial_api
from webapp.candidates import api as candidates
from webapp.candidates import edit_api
from webapp.compare import api as compare
from webapp.compare import decision_api, figures_api
from webapp.conversations import api as conversations
from webapp.feedback import api as feedback
from webapp.home import api as home
from webapp.items import api as items
from webapp.items import choice_api
from webapp.items import old_names_api as old_item_names_api
from webapp.model_servers import api as models
from webapp.model_servers import card_api, favourites_api, server_api
from webapp.operation import api as operation
from webapp.prompts import api as prompts
from webapp.prompts import library_api, multi_file_api, own_strategies_api
from webapp.review import api as reviews
from webapp.review import blind_api, old_names_api, votes_api
from webapp.runs import api as runs
from webapp.schedules import api as schedules
from webapp.share import api as share
from webapp.suites import api as suites
from webapp.task_editor import api as task_editor
from webapp.task_editor import checks_api, draft_api
from webapp.teams import account_api, me_api, preferences_api, webhook_api
from webapp.teams import api as people
from webapp.workbooks import api as workbooks

DESCRIPTION = """This API can do everything that a person can do on the pages. Send one of your tokens, made at
`/tokens/`, with each request: `Authorization: Bearer bakeoff_…`. A token has scopes (read, write, review, admin,
people), and your role limits it too. A POST that makes something new takes an `Idempotency-Key`: a request that is
sent twice with the same key and body is executed once.

Lists have pages: `page` from 1, `page_size` up to 200. A GET answers with an `ETag`; send it back as `If-None-Match`
to get 304 when nothing changed. Errors are `application/problem+json` with `detail` (what) and `hint` (what to do;
`cure` is its old name). A name that was changed, like `said` to `message`, works under
both names; the old one is deprecated. What belongs to another team does not exist for you: 404. A query parameter,
a field or a filter's value that does not exist is refused with 422 and never ignored."""
# The routers of each family; if several addresses match, the more specific one comes first.
FAMILIES: dict[str, list[Router]] = {
    "me": [me_api.router, account_api.router, preferences_api.router],
    "people": [people.router],
    "models": [favourites_api.router, card_api.router, models.router, server_api.router],
    "schedules": [schedules.router],
    "prompts": [prompts.router],
    "templates": [library_api.router],
    "strategies": [own_strategies_api.router],
    "conversations": [conversations.router],
    "workbooks": [multi_file_api.router, workbooks.router],
    "suites": [task_editor.router, draft_api.router, checks_api.router, suites.router],
    "runs": [runs.router],
    "candidates": [candidates.router, edit_api.router],
    "feedback": [feedback.router],
    "items": [items.router, old_item_names_api.router, choice_api.router],
    "sharing": [share.router],
    "webhooks": [webhook_api.router],
    "operation": [operation.router],
    "changes": [bulk_changes.router, trial_api.router],
    "figures": [decision_api.router, figures_api.router, compare.router, home.router],
    "review": [blind_api.router, old_names_api.router, votes_api.router, reviews.router],
}


def _build() -> Api:
    api = Api(title="Bakeoff", version="1", description=DESCRIPTION, openapi_url=None, docs_url=None)
    api.add_decorator(remember_operation)
    for tag, routers in FAMILIES.items():
        for router in routers:
            api.add_router("", router, tags=[tag])
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    refuse_unknown_names(api)
    return api


api = _build()
