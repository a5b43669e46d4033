"""People's versions of answers: list, read, make."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from evaluations.limits import MAX_EDITED_FILES
from evaluations.models import Candidate, EditedAnswer
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.schemas import Body, Id, JsonObject, Text, Word, url_of
from webapp.candidates.edits import edit_of, edits_of, save_edit
from webapp.candidates.schemas import CheckOut
from webapp.site.access import get_for_team
from webapp.site.known_answers import note_known

router = Router()


class EditOut(Schema):
    """A person's version of an answer. verdict: empty until it is graded; it counts for no model."""

    id: int
    url: str
    candidate: int
    author: str | None
    state: str
    verdict: str
    score: float | None
    cause: str
    created_at: datetime


class EditDetail(EditOut):
    """An edited version with its code and the results of the checks."""

    why: str
    entry: str
    files: dict[str, str]
    checks: list[CheckOut]


class EditIn(Body):
    """files: path to source. Files that are left out stay as the model wrote them."""

    files: dict[Word, Text] = Field(min_length=1, max_length=MAX_EDITED_FILES)


def _edit_to_json(request: HttpRequest, row: EditedAnswer) -> JsonObject:
    names = ("state", "verdict", "score", "cause", "created_at")
    return {
        "id": row.pk,
        "url": url_of(request, f"/edits/{row.pk}/"),
        "candidate": row.candidate_id,
        "author": row.author.get_username() if row.author else None,
        **{name: getattr(row, name) for name in names},
    }


def _detail(request: HttpRequest, row: EditedAnswer) -> JsonObject:
    return _edit_to_json(request, row) | {
        "why": row.why if row.is_done else "",
        "entry": row.entry,
        "files": row.files,
        "checks": row.checks(),
    }


def _answer(request: HttpRequest, pk: int) -> Candidate:
    row = get_for_team(request, Candidate.objects.select_related("run", "task"), pk=pk)
    note_known(request, [row.pk])
    return row


@router.get(
    "candidates/{int:candidate}/edits",
    auth=READ,
    response=list[EditOut],
    summary="List the edited versions of an answer",
)
def list_edits(request: HttpRequest, candidate: Id) -> list[JsonObject]:
    """The newest first. People made them."""
    return [_edit_to_json(request, row) for row in edits_of(_answer(request, candidate))]


@router.post(
    "candidates/{int:candidate}/edits", auth=WRITE, response={201: EditDetail}, summary="Edit an answer and run it"
)
@idempotent
def edit_candidate(request: HttpRequest, candidate: Id, body: EditIn) -> Status[JsonObject]:
    """Your version is stored and graded by the task's checks. The model's answer and all figures stay unchanged."""
    row = save_edit(_answer(request, candidate), body.files, request.user)
    return Status(201, _detail(request, edit_of(request, row.pk)))


@router.get("edits/{int:edit}", auth=READ, response=EditDetail, summary="Read one edited version with its verdict")
def get_edit(request: HttpRequest, edit: Id) -> JsonObject:
    """state: queued, executing or done. A model and a person wrote the code: treat it as hostile."""
    return _detail(request, edit_of(request, edit))
