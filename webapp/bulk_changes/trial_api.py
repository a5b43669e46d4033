"""Grade stored answers with the checks of a version: start, look, apply, discard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.actions.grading_trials import discard_trial as discard
from evaluations.limits import MAX_CHANGE_KEY
from evaluations.models import GradingTrial
from webapp.api.auth import READ, WRITE
from webapp.api.schemas import Body, Id, JsonObject, Number, Page, Paging, Word, page_of, url_of
from webapp.bulk_changes import trials
from webapp.bulk_changes.api import Move
from webapp.bulk_changes.request import new_key
from webapp.site.lookup import version_of

router = Router()


class TrialIn(Body):
    """version: of the suite, the newest when left out. task: only answers to this one.

    key: chosen by you; a repeated request with the same key returns the first trial.
    """

    version: Number | None = None
    task: Word = ""
    key: Word = Field("", max_length=MAX_CHANGE_KEY)


class TrialOut(Schema):
    """A trial. n_done of n answers are executed. change: the bulk change that applied it, null before.

    moves: how many answers would go from one verdict to another; after is empty while they are not executed.
    """

    id: int
    url: str
    suite: str
    version: int
    n: int
    n_done: int
    moves: list[Move]
    change: int | None
    created_by: str | None
    created_at: datetime


class FlipOut(Schema):
    """One answer whose verdict would change. task: its slug. cause: of the new verdict."""

    candidate: int
    run: int
    task: str
    model: str
    before: str
    after: str
    cause: str


def _trial_to_json(request: HttpRequest, trial: GradingTrial) -> JsonObject:
    return {
        "id": trial.pk,
        "url": url_of(request, f"/changes/trials/{trial.pk}/"),
        "suite": trial.version.suite.slug,
        "version": trial.version.number,
        "n": trial.n,
        "n_done": trial.n_done,
        "moves": [{"before": before, "after": after, "n": n} for before, after, n in trial.rows.moves()],
        "change": trial.change_id,
        "created_by": trial.created_by.get_username() if trial.created_by else None,
        "created_at": trial.created_at,
    }


@router.post(
    "suites/{slug:suite}/trials",
    auth=WRITE,
    response={200: TrialOut, 201: TrialOut},
    summary="Grade stored answers with a version's checks",
)
def start_trial(request: HttpRequest, suite: str, body: TrialIn) -> Status[JsonObject]:
    """Starts a trial with the answers of earlier versions to tasks with the same prompt and other checks.

    No verdict changes until the trial is applied.
    """
    version = version_of(request, suite, body.version)
    trial, is_new = trials.start(request, version, key=body.key or new_key(), slug=body.task)
    return Status(201 if is_new else 200, _trial_to_json(request, trial))


@router.get("changes/trials/{int:trial}", auth=READ, response=TrialOut, summary="Show a trial of stored answers")
def get_trial(request: HttpRequest, trial: Id) -> JsonObject:
    """Shows the progress, and the verdicts before and after."""
    return _trial_to_json(request, trials.trial_of(request, trial))


@router.get(
    "changes/trials/{int:trial}/rows", auth=READ, response=Page[FlipOut], summary="List the verdicts that would change"
)
def list_trial_flips(request: HttpRequest, trial: Id, paging: Query[Paging]) -> JsonObject:
    """Lists only answers whose verdict would change."""
    rows: Any = trials.trial_of(request, trial).rows.flipped()
    rows = rows.select_related("candidate__task", "candidate__model__server").order_by("pk")
    return page_of(request, rows, _flip, paging)


def _flip(row: Any) -> JsonObject:
    return {
        "candidate": row.candidate_id,
        "run": row.candidate.run_id,
        "task": row.candidate.task.slug,
        "model": row.candidate.model.model_id,
        "before": row.before,
        "after": row.after,
        "cause": row.cause,
    }


@router.post("changes/trials/{int:trial}/apply", auth=WRITE, response=TrialOut, summary="Apply a trial")
def apply_trial(request: HttpRequest, trial: Id) -> JsonObject:
    """Lets the new verdicts count, as a bulk change that can be undone.

    Answers that were graded again meanwhile are left out.
    """
    row = trials.trial_of(request, trial)
    trials.apply(row, request.user)
    return _trial_to_json(request, trials.trial_of(request, trial))


@router.delete("changes/trials/{int:trial}", auth=WRITE, response={204: None}, summary="Discard a trial")
def discard_trial(request: HttpRequest, trial: Id) -> Status[None]:
    """Deletes the trial; no verdict has changed. The answer is 422 if the trial was applied."""
    discard(trials.trial_of(request, trial))
    return Status(204, None)
