"""Parse a bulk change from a query string or an API body: which answers, what to do, how much."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import QueryDict

from evaluations import events
from evaluations import tasks as jobs
from evaluations.actions.apply_bulk_change import apply, undo
from evaluations.actions.plan_bulk_change import BulkChangeRequest
from evaluations.errors import EvaluationError
from evaluations.models import BulkChange, Team
from evaluations.models.changes import ChangeKind
from webapp.candidates.filters import NAMES, ChosenFilters, filtered
from webapp.site.lookup import find_model
from webapp.site.query_params import parse_number, unknown_choice

WORDS = {
    ChangeKind.REGRADE: ("Regrade", "judge stored answers again; no model is asked"),
    ChangeKind.AGAIN: ("Retry", "what is unscored by our fault, or left out by a cancel"),
    ChangeKind.SAMPLES: ("Add samples", "more answers of the same models to the same tasks"),
    ChangeKind.MODELS: ("Add a model", "another model on the same tasks, with the run's frozen settings"),
}
DO, MORE, ADD = "do", "more", "add"
MOST_ADDED = 20


def parse_bulk_change(team: Team, params: QueryDict) -> tuple[BulkChangeRequest, ChosenFilters]:
    """Return the requested change (regrade by default), and the chosen filters for the page."""
    rows, chosen = filtered(team, params)
    kind, more = params.get(DO, ""), params.get(MORE, "1")
    chosen["warnings"] += unknown_choice(params, DO, ChangeKind.values, "kind of change")
    change_request = BulkChangeRequest(
        kind=ChangeKind(kind) if kind in ChangeKind else ChangeKind.REGRADE,
        rows=rows,
        n_more=parse_number(more, below=10**5) or 0,
        models=[find_model(text, team) for text in params.getlist(ADD)[:MOST_ADDED] if text],
    )
    return change_request, chosen


def query_of(params: QueryDict) -> str:
    """Return only the filter, as a query string."""
    kept = params.copy()
    for name in list(kept):
        if name not in NAMES:
            del kept[name]
    return kept.urlencode()


def new_key() -> str:
    """Return a key for a form: a form that is sent twice is applied once."""
    return secrets.token_urlsafe(15)


def apply_request(
    team: Team, change_request: BulkChangeRequest, *, key: str, query: str, by: AbstractBaseUser | AnonymousUser
) -> BulkChange:
    """Apply the change, wake the workers, notify open pages. Raises EvaluationError with the sentence to show."""
    if not key or len(key) > 40:
        raise EvaluationError("The form has no key. Load the page again and press the button there.")
    change, is_new = apply(team, change_request, key=key, query=query, by=by)
    if is_new:
        jobs.wake()
        _tell(change)
    return change


def undo_bulk_change(change: BulkChange) -> bool:
    """Undo the change; return False when it is already undone."""
    done = undo(change)
    if done:
        _tell(change)
    return done


def _tell(change: BulkChange) -> None:
    for run in change.runs.all():
        events.run_changed(run.pk, run.team_id)
