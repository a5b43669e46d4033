"""Schemas of suites that a team writes, and of drafts of their tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from evaluations.actions import task_drafts
from evaluations.actions.task_fields import FIELDS
from evaluations.limits import MAX_ANSWER, MAX_DESCRIPTION, MAX_DRAFT_FIELDS, MAX_README
from evaluations.models import Suite, SuiteVersion, TaskDraft
from webapp.api.problems import Problem
from webapp.api.schemas import Body, ErrorOut, Json, JsonObject, Number, Text, Word, old_name, url_of

T = TypeVar("T")
KNOWN_FIELDS = ", ".join(FIELDS)


class SuiteTexts(Body):
    """Texts of a suite. slug: its address; made from the title when left out. readme: what it can tell, as Markdown."""

    title: Word
    slug: Word = ""
    description: Text = Field("", max_length=MAX_DESCRIPTION)
    licence: Word = ""
    readme: Text = Field("", max_length=MAX_README)


class SuiteChange(Body):
    """Texts of a written suite; values that are left out stay unchanged."""

    title: Word | None = None
    description: Text | None = Field(None, max_length=MAX_DESCRIPTION)
    licence: Word | None = None
    readme: Text | None = Field(None, max_length=MAX_README)


class WrittenSuite(Schema):
    """A suite that can be edited. version: the newest, null while it has no task."""

    slug: str
    title: str
    url: str
    version: int | None


class CloneIn(Body):
    """title: of the copy; the suite's own with “copy” behind it when left out."""

    title: Word = ""


class TargetIn(Body):
    """to: the slug of a written suite of your team; the task's own suite when left out."""

    to: Word = ""


class TaskOrderIn(Body):
    """The slug of each task of the newest version once, in the wanted order."""

    tasks: list[Word] = Field(max_length=5000)


class ConditionOut(Schema):
    """One condition of entry: what was tried, and with which result."""

    name: str
    is_met: bool
    message: str


class TaskConditions(Schema):
    """state: met, unmet, untried, or free for a task that people judge.

    harness_version, grader_version: those that it was tried with, empty where unknown. is_outdated: the running workers
    have others.
    """

    task: str
    state: str
    is_outdated: bool
    harness_version: str
    grader_version: str
    conditions: list[ConditionOut]


class ChangesOut(Schema):
    """The changes of a version from the previous one. changed: task to the names of the fields that differ."""

    number: int
    before: int
    added: list[str]
    removed: list[str]
    changed: dict[str, list[str]]
    is_reordered: bool


class TextOut(Schema):
    """One text in both versions. name: the field, with the file's path. Empty: that version lacks it."""

    name: str
    before: str
    after: str


class TaskChanges(Schema):
    """The texts of a task that differ between two versions: prompt, checks and reference first."""

    number: int
    before: int
    texts: list[TextOut]


class FaultOut(Schema):
    """An error of a field. row: in a list of files, from 0; null for the whole field."""

    field: str
    row: int | None
    message: str


class DraftOut(Schema):
    """A task while it is edited. task: the one that it will replace, empty for a new one.

    fields: as typed; context and reference are lists of [path, text], mutants and alternatives of [name, path, text].
    revision: send it with a change. faults: what is wrong with a field. reason: why it cannot be kept yet, empty when
    it can.
    """

    id: int
    url: str
    task: str
    title: str
    is_archived: bool
    revision: int
    fields: dict[str, Json]
    fixtures: list[str]
    faults: list[FaultOut]
    reason: str
    changed_by: str
    changed_at: datetime


class DraftIn(Body):
    """task: of the newest version, to edit; left out: a new task. fields: as in a draft, those that are known.

    A new task can be made of one of these, by number: copied (a task of any suite or conversation), candidate (its code
    becomes the reference) or workbook.
    """

    task: Word = ""
    copied: Number | None = None
    candidate: Number | None = None
    workbook: Number | None = None
    fields: dict[str, Json] = Field({}, max_length=MAX_DRAFT_FIELDS)


class DraftsOut(Schema):
    """Drafts, and a sentence for each test or row that did not become one."""

    drafts: list[DraftOut]
    complaints: list[str]


class DraftChange(Body):
    """revision: of the draft as you saw it. Fields that somebody else changed since are refused with 409."""

    revision: Number
    fields: dict[str, Json] = Field(max_length=MAX_DRAFT_FIELDS)


class TryIn(Body):
    """answer: text as a model would write it. stored: also try up to 40 stored answers of models."""

    answer: Text = Field("", max_length=MAX_ANSWER)
    stored: bool = False


class TryTokenOut(Schema):
    """token: with it you ask for the results."""

    token: str


class TryQuery(Schema):
    """token: the one that the try was started with."""

    token: Word


class TriedAnswer(Schema):
    """about: reference, empty, mutant, alternative, answer or stored. is_met: whether it has the required result; null
    while that is not known, or if nothing is expected. before: a stored answer's verdict so far. windows: of a
    rebuilt picture, width, height, score, the five figures and the number of clear faults in each.
    """

    about: str
    name: str
    should_pass: bool | None
    is_met: bool | None
    verdict: str
    score: float | None
    cause: str
    checks: list[Json]
    duration_ms: float
    before: str
    candidate: int | None
    windows: list[Json]


class TryOut(ErrorOut):
    """Results of a try so far. first_round_ms: until everything was tried once."""

    is_done: bool
    first_round_ms: float | None
    rows: list[TriedAnswer]
    conditions: list[ConditionOut]


class ProposedMutant(Schema):
    """The reference with one change. at: the line's text; text: the whole changed file."""

    path: str
    line: int
    at: str
    change: str
    mutator: str
    text: str
    is_refused: bool


class MutantsOut(ErrorOut):
    """The mutation score is the share of mutants that are refused."""

    is_done: bool
    mutants: list[ProposedMutant]


class AskForChecksIn(Body):
    """model: `server/name`, as in the list of models."""

    model: Word


class ProposedTestOut(Schema):
    """One test that a model wrote. at: its number, with which you can add it.

    group: of a change of given files, change (the given files fail it) or kept (they pass it). catches: mutants that
    it refuses. missed: those of them that the draft's own checks let pass. reason: why it is not offered; empty when
    it is.
    """

    at: int
    name: str
    text: str
    group: str
    catches: list[str]
    missed: list[str]
    reason: str
    why_not: str = old_name("reason")


class ProposedChecksOut(ErrorOut):
    """stage: waiting, loading, asking or trying; empty at the end. prompt: what was sent. answer: the model's text.

    error: why nothing is offered. source: the file of tests in the answer. n_done of n_all tests are tried.
    """

    is_done: bool
    stage: str
    model: str
    prompt: str
    answer: str
    source: str
    n_done: int
    n_all: int
    tests: list[ProposedTestOut]


class AddChecksIn(Body):
    """token: the one that the question was started with. tests: `at` of each test to add."""

    token: Word
    tests: list[Annotated[int, Field(ge=0, le=10_000)]] = Field(max_length=100)


class SavedVersionOut(Schema):
    """The suite's newest version."""

    suite: str
    version: int
    n_tasks: int


class FileQuery(Schema):
    """name: of a file that the checks use."""

    name: Word


def suite_to_json(request: HttpRequest, suite: Suite) -> JsonObject:
    newest = suite.latest()
    return {
        "slug": suite.slug,
        "title": suite.title,
        "url": url_of(request, f"/suites/{suite.slug}/edit/"),
        "version": newest.number if newest else None,
    }


def draft_to_json(request: HttpRequest, draft: TaskDraft) -> JsonObject:
    faults = task_drafts.read_draft(draft).faults
    return {
        "id": draft.pk,
        "url": url_of(request, f"/suites/{draft.suite.slug}/drafts/{draft.pk}/"),
        "task": draft.task_slug,
        "title": draft.title,
        "is_archived": draft.is_archived,
        "revision": draft.revision,
        "fields": task_drafts.typed_fields(draft),
        "fixtures": sorted(draft.fixtures),
        "faults": [{"field": fault.field, "row": fault.row, "message": fault.message} for fault in faults],
        "reason": task_drafts.draft_error(draft),
        "changed_by": draft.changed_by.get_username() if draft.changed_by else "",
        "changed_at": draft.changed_at,
    }


def version_to_json(version: SuiteVersion) -> JsonObject:
    return {"suite": version.suite.slug, "version": version.number, "n_tasks": version.tasks.count()}


def checked(act: Callable[[], T]) -> T:
    """Return the action's result; an invalid field is reported with 422."""
    try:
        return act()
    except ValueError as exc:
        raise Problem(422, str(exc), f"The fields are {KNOWN_FIELDS}.") from exc
