"""A bulk change as page and API ask for it: which answers, what to do, how much; and its application."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from evaluations import events
from evaluations import tasks as jobs
from evaluations.actions.apply_bulk_change import apply, undo
from evaluations.actions.plan_bulk_change import BulkChangeRequest
from evaluations.errors import EvaluationError
from evaluations.limits import MAX_ADDED_MODELS, MAX_CHANGE_KEY
from evaluations.models import BulkChange, LanguageModel, Team
from evaluations.models.changes import ChangeKind
from webapp.candidates.filters import NAMES, ChosenFilters, filtered
from webapp.site.lookup import find_model
from webapp.site.query_params import parse_number, unknown_choice

KIND_TITLES = {
    ChangeKind.REGRADE: ("Regrade", "grade stored answers again; no model is asked"),
    ChangeKind.AGAIN: ("Retry", "what is unscored by our fault, or left out by a cancel"),
    ChangeKind.SAMPLES: ("Add samples", "more answers of the same models to the same tasks"),
    ChangeKind.MODELS: ("Add a model", "another model on the same tasks, with the run's frozen settings"),
}
KIND_PARAM, SAMPLES_PARAM, MODEL_PARAM = "do", "more", "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChangeInput:
    """A bulk change as a page or the API asks for it. filters: names of the list of answers, with their values.

    warnings: values that do not exist, a sentence each; with one nothing is changed.
    """

    filters: MultiValueDict[str, str]
    kind: ChangeKind = ChangeKind.REGRADE
    n_more: int = 1
    models: tuple[LanguageModel, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The filter as a query string: it is stored with the change."""
        return urlencode(list(self.filters.lists()), doseq=True)


def input_of_query(team: Team, params: QueryDict) -> BulkChangeInput:
    """Read a bulk change from a query string; regrade by default. 404 for an unknown model."""
    kind = params.get(KIND_PARAM, "")
    return BulkChangeInput(
        filters=MultiValueDict({name: params.getlist(name) for name in NAMES if name in params}),
        kind=ChangeKind(kind) if kind in ChangeKind else ChangeKind.REGRADE,
        n_more=parse_number(params.get(SAMPLES_PARAM, "1"), below=10**5) or 0,
        models=tuple(find_model(text, team) for text in params.getlist(MODEL_PARAM)[: MAX_ADDED_MODELS + 1] if text),
        warnings=tuple(unknown_choice(params, KIND_PARAM, ChangeKind.values, "kind of change")),
    )


def request_of(team: Team, change: BulkChangeInput) -> tuple[BulkChangeRequest, ChosenFilters]:
    """Return the requested change, and the chosen filters with every warning."""
    rows, chosen = filtered(team, change.filters)
    chosen["warnings"] += change.warnings
    change_request = BulkChangeRequest(kind=change.kind, rows=rows, n_more=change.n_more, models=change.models)
    return change_request, chosen


def new_key() -> str:
    """Return a key for a form: a form that is sent twice is applied once."""
    return secrets.token_urlsafe(15)


def apply_input(
    team: Team, change_input: BulkChangeInput, *, key: str, by: AbstractBaseUser | AnonymousUser
) -> BulkChange:
    """Apply the change, wake the workers, notify open pages. Raises EvaluationError with the sentence to show."""
    if not key or len(key) > MAX_CHANGE_KEY:
        raise EvaluationError("The form has no key. Load the page again and press the button there.")
    change_request, chosen = request_of(team, change_input)
    if warnings := chosen["warnings"]:
        raise EvaluationError(" ".join(warnings))
    change, is_new = apply(team, change_request, key=key, query=change_input.query, by=by)
    if is_new:
        jobs.wake()
        _announce(change)
    return change


def undo_bulk_change(change: BulkChange) -> bool:
    """Undo the change; return False when it is already undone."""
    done = undo(change)
    if done:
        _announce(change)
    return done


def _announce(change: BulkChange) -> None:
    for run in change.runs.all():
        events.run_changed(run.pk, run.team_id)
