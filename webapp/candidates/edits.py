"""People's versions of answers, for pages and API."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest

from evaluations import events, tasks
from evaluations.actions.authors import User
from evaluations.actions.edit_answer import edit_answer
from evaluations.models import Candidate, EditedAnswer, State
from webapp.site.access import current_team
from webapp.site.known_answers import note_known


def edit_of(request: HttpRequest, pk: int) -> EditedAnswer:
    """Return a version of an answer of the team; 404 when there is none. The person then counts as knowing
    the answer.
    """
    rows = EditedAnswer.objects.filter(candidate__run__team=current_team(request))
    rows = rows.select_related("author", "screenshot", "candidate__run", "candidate__model__server")
    edit = rows.select_related("candidate__task__workbook").filter(pk=pk).first()
    if edit is None:
        raise Http404("There is no such version in your team.")
    note_known(request, [edit.candidate_id])
    return edit


def edits_of(answer: Candidate) -> list[EditedAnswer]:
    """Return the versions of an answer, the newest first."""
    rows = answer.edits.select_related("author").defer("extraction", "reports", "details")
    return list(rows.order_by("-pk"))


def save_edit(answer: Candidate, files: Mapping[str, str], by: User) -> EditedAnswer:
    """Keep the version and have it graded. Raises SuiteError. Needs the answer's run."""
    edit = edit_answer(answer, files, by)
    if edit.state == State.QUEUED:
        tasks.wake()
        events.run_changed(answer.run_id, answer.run.team_id)
    return edit
