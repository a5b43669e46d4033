"""Conversations: versions of a prompt, their differences and results, and follow-ups."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from evaluations.limits import MAX_ANSWER, MAX_CHANGE, MAX_MODELS
from evaluations.models import Candidate, LanguageModel, Run, Suite, Workbook
from evaluations.queries.conversations import Conversation, VersionLine, diff_texts, prompt_of, read_conversation
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem
from webapp.api.schemas import (
    Body,
    Id,
    ItemFilter,
    JsonObject,
    Number,
    Page,
    Paging,
    Text,
    Word,
    model_named,
    old_name,
    old_param,
    page_of,
    url_of,
)
from webapp.candidates.schemas import CandidateOut, candidate_to_json
from webapp.conversations.code_pairs import code_pairs
from webapp.conversations.elsewhere import give_answer, newest_task, task_on
from webapp.conversations.follow_up import ShownFollowUp, ask_to_fix, models_of, send_follow_up, show_follow_up
from webapp.conversations.forms import answers_of
from webapp.items.kept_items import narrow_kept
from webapp.prompts.api import PromptMessage
from webapp.runs.schemas import RunDetail, run_detail
from webapp.site.access import current_team, get_for_team
from webapp.site.known_answers import note_known
from webapp.site.lookup import task_of_team

router = Router()


class ConversationOut(Schema):
    """A prompt with versions. latest: its newest version."""

    id: int
    title: str
    url: str
    n_versions: int
    latest: int | None
    created_at: datetime


class AnswerOfVersion(Schema):
    """One answer to a version; verdict is empty until there is one."""

    id: int
    run: int
    model: str
    state: str
    verdict: str


class VersionOut(Schema):
    """A version is a separate task. change: the requested change; candidate: the answer that was followed up, null for
    the prompt.
    """

    number: int
    prompt: str
    parent: int | None
    change: str
    candidate: int | None
    on: int | None = old_name("candidate")
    runs: list[int]
    answers: list[AnswerOfVersion]
    created_at: datetime


class ConversationDetail(ConversationOut):
    """A conversation with all its versions, the newest first."""

    versions: list[VersionOut]


class FollowUpIn(Body):
    """The requested change of the prompt of the newest version or, with `candidate`, of that answer of any version.

    models: the models to ask; by default the models of the run, or the one that wrote the answer. version: the version
    of the prompt. waits: models whose server is offline wait until it is back.
    """

    change: Text = Field(min_length=1, max_length=MAX_CHANGE)
    candidate: Number | None = None
    on: Number | None = old_param("candidate", None)
    version: Number | None = None
    models: list[Word] = Field([], max_length=MAX_MODELS)
    all_models: bool = False
    waits: bool = False


class FollowUpPreview(Schema):
    """The exact text for the first prompt, the models, and whether it fits the smallest model."""

    messages: list[PromptMessage]
    models: list[str]
    left_out: list[str]
    n_tokens: int
    is_exact: bool
    warning: str


class DiffLine(Schema):
    """A line of a prompt: sign is " ", "+" or "-"."""

    sign: str
    text: str


class CodePair(Schema):
    """A model's answers in both versions; GET candidates/against compares their code."""

    model: str
    a: int
    b: int


class DiffOut(Schema):
    """The changes between two versions."""

    prompt: list[DiffLine]
    n_added: int
    n_removed: int
    code: list[CodePair]


class TwoVersions(Schema):
    """Numbers of two versions."""

    a: int = Field(ge=1, le=10**9)
    b: int = Field(ge=1, le=10**9)


def _conversation_or_404(request: HttpRequest, pk: int) -> Suite:
    return get_for_team(request, Suite.objects.filter(origin=Suite.Origin.PROMPT).prefetch_related("versions"), pk=pk)


def _conversation_to_json(request: HttpRequest, row: Suite) -> JsonObject:
    numbers = [version.number for version in row.versions.all()]
    return {
        "id": row.pk,
        "title": row.title,
        "url": url_of(request, f"/conversations/{row.pk}/"),
        "n_versions": len(numbers),
        "latest": max(numbers, default=None),
        "created_at": row.created_at,
    }


def _version(line: VersionLine, conversation: Conversation) -> JsonObject:
    names = {model.pk: model.model_id for model in conversation.models}
    origin = line.follow_up
    return {
        "number": line.version.number,
        "prompt": prompt_of(line.tasks),
        "parent": origin.parent.number if origin and origin.parent else None,
        "change": origin.change if origin else "",
        "candidate": line.answer.pk if line.answer else None,
        "on": line.answer.pk if line.answer else None,
        "runs": [run.pk for run in line.runs],
        "answers": [
            {"id": row.pk, "run": row.run_id, "model": names[model], "state": row.state, "verdict": row.verdict}
            for model, rows in line.answers.items()
            for row in rows
        ],
        "created_at": line.version.created_at,
    }


@router.get("conversations", auth=READ, response=Page[ConversationOut], summary="List conversations")
def list_conversations(request: HttpRequest, filters: Query[ItemFilter], paging: Query[Paging]) -> JsonObject:
    """The newest first. A conversation is a prompt with its versions."""
    rows = Suite.objects.filter(team=current_team(request), origin=Suite.Origin.PROMPT)
    rows = narrow_kept(rows, request.user, filters.shown).prefetch_related("versions")
    return page_of(
        request, rows.order_by("-created_at", "-pk"), lambda row: _conversation_to_json(request, row), paging
    )


@router.get("conversations/{int:conversation}", auth=READ, response=ConversationDetail, summary="Read one conversation")
def get_conversation(request: HttpRequest, conversation: Id) -> JsonObject:
    """Each version is a separate task, so there is no pass rate over all versions."""
    suite = _conversation_or_404(request, conversation)
    result = read_conversation(suite)
    return _conversation_to_json(request, suite) | {"versions": [_version(line, result) for line in result.lines]}


@router.get(
    "conversations/{int:conversation}/diff", auth=READ, response=DiffOut, summary="Compare two versions of a prompt"
)
def diff_versions(request: HttpRequest, conversation: Id, both: Query[TwoVersions]) -> JsonObject:
    """Gives the lines of the prompt that differ, and the answers whose code can be compared."""
    result = read_conversation(_conversation_or_404(request, conversation))
    lines = {line.version.number: line for line in result.lines}
    if both.a not in lines or both.b not in lines:
        raise Http404(f"The conversation has the versions {', '.join(map(str, sorted(lines)))}.")
    a, b = lines[both.a], lines[both.b]
    diff = diff_texts(a.prompt, b.prompt)
    return {
        "prompt": [{"sign": sign, "text": text} for sign, text in diff.lines],
        "n_added": diff.n_added,
        "n_removed": diff.n_removed,
        "code": [{"model": model.model_id, "a": x.pk, "b": y.pk} for model, x, y in code_pairs(result, a, b)],
    }


def _follow_up_request(
    request: HttpRequest, pk: int, body: FollowUpIn
) -> tuple[Run, Candidate | None, list[LanguageModel] | None]:
    """Return the run that is followed up, the answer, and the models to ask."""
    team = current_team(request)
    runs = Run.objects.filter(team=team, suite_version__suite=_conversation_or_404(request, pk).pk)
    runs = runs.select_related("suite_version__suite", "team")
    if body.version:
        runs = runs.filter(suite_version__number=body.version)
    candidate = body.candidate or body.on
    if candidate:
        runs = runs.filter(candidates=candidate)
    run = runs.order_by("-created_at", "-pk").first()
    answer = answers_of(run).filter(pk=candidate).first() if run and candidate else None
    if run is None or (candidate and answer is None):
        raise Http404("The conversation has no such version or answer. GET the conversation: it lists them.")
    if body.models:
        return run, answer, [model_named(text, team) for text in body.models]
    return run, answer, models_of(run, or_wait=body.waits) if answer and body.all_models else None


def _preview_to_json(shown: ShownFollowUp) -> JsonObject:
    plan, preview = shown.plan, shown.preview
    return {
        "messages": [{"role": m.role, "content": m.content} for m in preview.messages] if preview else [],
        "models": [model.model_id for model in plan.models] if plan else [],
        "left_out": [model.model_id for model in plan.left_out] if plan else [],
        "n_tokens": preview.n_tokens if preview else 0,
        "is_exact": preview.is_exact if preview else False,
        "warning": shown.error or (preview.warning or preview.error if preview else ""),
    }


@router.post(
    "conversations/{int:conversation}/versions/preview",
    auth=READ,
    response=FollowUpPreview,
    summary="Preview what a follow-up would send",
)
def preview_follow_up(request: HttpRequest, conversation: Id, body: FollowUpIn) -> JsonObject:
    """Nothing is stored or sent. warning: why the text does not fit, or cannot be sent."""
    run, answer, models = _follow_up_request(request, conversation, body)
    note_known(request, [answer.pk] if answer else [])
    return _preview_to_json(show_follow_up(run, body.change, answer, models, waits=body.waits))


@router.post(
    "conversations/{int:conversation}/versions", auth=WRITE, response={201: RunDetail}, summary="Send a follow-up"
)
@idempotent
def add_conversation_version(request: HttpRequest, conversation: Id, body: FollowUpIn) -> Status[JsonObject]:
    """Makes the next version of the prompt and a run of it. The same change of the same answer makes no new version:
    the models are asked again.
    """
    run, answer, models = _follow_up_request(request, conversation, body)
    started = send_follow_up(run, body.change, answer, request.user, models, waits=body.waits)
    return Status(201, run_detail(request, started.pk))


class AnswerIn(Body):
    """An answer that was made elsewhere: `model` wrote `text`. Name exactly one of task, conversation and workbook.

    task: its number. conversation: the answer is for its newest version. workbook: the answer is for its newest prompt,
    or for the suggested one where there is none.
    """

    model: Word
    text: Text = Field(min_length=1, max_length=MAX_ANSWER)
    task: Number | None = None
    conversation: Number | None = None
    workbook: Number | None = None


@router.post("answers", auth=WRITE, response={201: CandidateOut}, summary="Add an answer that was made elsewhere")
@idempotent
def add_answer(request: HttpRequest, body: AnswerIn) -> Status[JsonObject]:
    """It is graded like every other answer, as the model `stored/NAME` with the name that you give. The same answer of
    the same model is added only once.
    """
    if [body.task, body.conversation, body.workbook].count(None) != 2:
        raise Problem(422, "Give exactly one of task, conversation and workbook.", "Name what the answer is to.")
    if body.task:
        task = task_of_team(current_team(request), body.task)
    elif body.conversation:
        task = newest_task(_conversation_or_404(request, body.conversation))
    else:
        rows = Workbook.objects.select_related("team", "file")
        task = task_on(get_for_team(request, rows, pk=body.workbook), request.user)
    answer = give_answer(task, body.model, body.text, request.user)
    row = Candidate.objects.select_related("task", "model__server").get(pk=answer.pk)
    return Status(201, candidate_to_json(request, row))


@router.post(
    "candidates/{int:candidate}/fix", auth=WRITE, response={201: RunDetail}, summary="Ask the model to fix its answer"
)
@idempotent
def fix_candidate(request: HttpRequest, candidate: Id) -> Status[JsonObject]:
    """Sends the answer's code and the error back to the model that wrote it. 422 when there is nothing to fix."""
    rows = Candidate.objects.select_related("run__suite_version__suite", "run__team", "task__workbook")
    return Status(201, run_detail(request, ask_to_fix(get_for_team(request, rows, pk=candidate), request.user).pk))
