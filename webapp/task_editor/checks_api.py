"""Checks of a draft that a model proposes."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from evaluations import job_data
from evaluations.actions.proposed_checks import add_checks
from evaluations.job_results import ProposedChecks
from evaluations.models import LanguageModel
from webapp.api.auth import WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import Id, JsonObject, error_fields
from webapp.task_editor import tries
from webapp.task_editor.lookup import draft_of
from webapp.task_editor.schemas import (
    AddChecksIn,
    AskForChecksIn,
    DraftOut,
    ProposedChecksOut,
    TryQuery,
    TryTokenOut,
    draft_to_json,
)

router = Router()
CHECKS = "suites/{slug:suite}/drafts/{draft}/checks"


@router.post(CHECKS, auth=WRITE, response={202: TryTokenOut}, summary="Ask a model for checks")
def ask_for_checks(request: HttpRequest, suite: str, draft: Id, body: AskForChecksIn) -> Status[JsonObject]:
    """A worker asks the model, and tries each test that the model writes. The answer counts in no comparison."""
    row = draft_of(request, suite, draft)
    try:
        model = LanguageModel.objects.visible_to(row.suite.team).by_id(body.model)
    except LanguageModel.DoesNotExist as exc:
        raise Problem(422, f'There is no model "{body.model}".', "GET /models lists those that your team has.") from exc
    try:
        token = tries.start_asking(row, model, request.user)
    except tries.TooManyTriesError as exc:
        raise Problem(429, str(exc), "Wait a minute.") from exc
    return Status(202, {"token": token})


def _proposal_of(token: str) -> ProposedChecks:
    proposal = job_data.answer_of(token, ProposedChecks)
    if proposal is None:
        raise Http404(tries.QUESTION_EXPIRED)
    return proposal


@router.get(CHECKS, auth=WRITE, response=ProposedChecksOut, summary="Read the checks that a model proposes")
def get_proposed_checks(request: HttpRequest, suite: str, draft: Id, query: Query[TryQuery]) -> JsonObject:
    """Gives the checks so far; ask again until is_done is true. They are kept for 15 minutes."""
    draft_of(request, suite, draft)
    proposal = _proposal_of(query.token)
    tests = [{**test, "reason": test["why_not"]} for test in proposal["tests"]]
    return {**proposal, **error_fields(proposal["error"]), "tests": tests}


@router.delete(CHECKS, auth=WRITE, response={204: None}, summary="Cancel a question for checks")
def cancel_checks(request: HttpRequest, suite: str, draft: Id, query: Query[TryQuery]) -> Status[None]:
    """The worker stops within a second."""
    draft_of(request, suite, draft)
    _proposal_of(query.token)
    job_data.cancel(query.token)
    return Status(204, None)


@router.post(f"{CHECKS}/add", auth=WRITE, response=DraftOut, summary="Add proposed checks to a draft")
def add_proposed_checks(request: HttpRequest, suite: str, draft: Id, body: AddChecksIn) -> JsonObject:
    """Imports are merged, and names that exist already are changed. 422 when none of these tests is offered."""
    row = draft_of(request, suite, draft)
    add_checks(row, _proposal_of(body.token), body.tests, request.user)
    return draft_to_json(request, draft_of(request, suite, draft))
