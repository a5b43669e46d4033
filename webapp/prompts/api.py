"""Single prompts: preview and submit."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.limits import (
    MAX_CHECKS,
    MAX_ENTRY_POINT,
    MAX_EXAMPLES,
    MAX_MODELS,
    MAX_PROMPT,
    MAX_SAMPLES,
)
from evaluations.models import Run, Suite, Team
from evaluations.queries.conversations import one_per_conversation
from evaluations.queries.sampling_notes import losses
from evaluations.sampling import LIMITS
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem, check
from webapp.api.schemas import (
    ExpectedTime,
    JsonObject,
    Number,
    Page,
    Paging,
    Text,
    Word,
    expected_time,
    numbers_of,
    page_of,
)
from webapp.prompts.forms import PromptForm, versions_to_follow
from webapp.prompts.preview import preview_of
from webapp.prompts.submit import start
from webapp.runs.sampling_schema import USUAL_THINKING_TOKENS, SamplingIn, ThinkIn, ThinkingTokens
from webapp.runs.schemas import RunDetail, RunOut, run_detail, run_to_json
from webapp.site.access import current_team

router = Router()


class PromptIn(SamplingIn):
    """The prompt and the models. checks: a test file; examples: “call → value” lines; context: path to source.

    language: empty for the usual one of the kind: a page is HTML, a component TSX, a function TypeScript.
    conversation: its number, where the prompt is to be its next version; null begins a new one.
    """

    prompt: Text = Field(max_length=MAX_PROMPT)
    kind: Literal["component", "function", "hook", "page", "excel", "python", "free"] = "component"
    language: Literal["", "tsx", "jsx", "ts", "js", "html", "vue"] = ""
    strategy: Word = "plain"
    models: list[Word] = Field(min_length=1, max_length=MAX_MODELS)
    n_samples: int = Field(1, ge=1, le=MAX_SAMPLES)
    max_tokens: int = Field(1024, ge=1, le=LIMITS["max_tokens"].high)
    think: ThinkIn = ""
    max_thinking_tokens: ThinkingTokens = USUAL_THINKING_TOKENS
    workbook: Number | None = None
    context: dict[str, Text] = {}
    entry_point: Text = Field("", max_length=MAX_ENTRY_POINT)
    checks: Text = Field("", max_length=MAX_CHECKS)
    examples: Text = Field("", max_length=MAX_EXAMPLES)
    conversation: Number | None = None


class PromptMessage(Schema):
    """One message as the model gets it."""

    role: str
    content: str


class PreviewOut(ExpectedTime):
    """The prompt that would be sent. smallest: the named model with the least context. warning: when it does not fit.

    suffix: the code after the gap; null for a chat. notes: parts that were cut to fit. losses: sampling options that
    these models' servers are known to refuse. seconds: how long it will likely take, between low_s and high_s; models
    whose speed is not known are left out, and it is null where that is all. n_before: answers that come before it.
    is_exact: n_tokens is by the smallest model's own tokenizer, else estimated.
    """

    messages: list[PromptMessage]
    suffix: str | None
    notes: list[str]
    n_tokens: int
    is_exact: bool
    smallest: str | None
    context_tokens: int | None
    warning: str
    checked: str
    losses: list[str]
    n_before: int


def _posted(team: Team, body: PromptIn, **kwargs: Any) -> Any:
    paths = {"context_path": list(body.context), "context_text": list(body.context.values())}
    fields = body.dict(exclude={"context", "models", "conversation"}) | {"models": numbers_of(body.models, team)}
    return fields | paths | kwargs | {"follows": _latest_version(team, body.conversation)}


def _latest_version(team: Team, conversation: int | None) -> int | None:
    """Return the version that the prompt follows. Raises Problem when the team has no such conversation."""
    if conversation is None:
        return None
    version = versions_to_follow(team).filter(suite=conversation).order_by("-number").first()
    if version is None:
        detail = f"There is no conversation {conversation} in your team."
        raise Problem(422, detail, "GET /api/v1/conversations lists them.", [("conversation", detail)])
    return version.pk


@router.post("prompts/preview", auth=READ, response=PreviewOut, summary="Preview the text that a prompt would send")
def preview_prompt(request: HttpRequest, body: PromptIn) -> JsonObject:
    """Says also whether the text fits into the models' context. Nothing is stored or sent."""
    team = current_team(request)
    form = PromptForm(_posted(team, body), {}, team=team)
    check(form)
    fields = {name: form[name].value() for name in form.fields if name not in ("excel_file", "context_files")}
    preview = preview_of(team, fields, form.context())
    return {
        "messages": [{"role": message.role, "content": message.content} for message in preview.messages],
        "suffix": preview.suffix,
        "notes": list(preview.notes),
        "n_tokens": preview.n_tokens,
        "is_exact": preview.is_exact,
        "smallest": preview.smallest.model_id if preview.smallest else None,
        "context_tokens": preview.smallest.context_tokens if preview.smallest else None,
        "warning": preview.warning or preview.error,
        "checked": preview.checked,
        "losses": losses(form.cleaned_data["models"]),
        **expected_time(preview.estimate.time if preview.estimate else None),
        "n_before": preview.estimate.n_before if preview.estimate else 0,
    }


@router.post("prompts", auth=WRITE, response={201: RunDetail}, summary="Submit a prompt")
@idempotent
def submit_prompt(request: HttpRequest, body: PromptIn) -> Status[JsonObject]:
    """The prompt becomes a run. Follow the run's progress, then list its candidates."""
    team = current_team(request)
    form = PromptForm(_posted(team, body), {}, team=team)
    check(form)
    run = start(form, team, request.user)  # type: ignore[arg-type]
    return Status(201, run_detail(request, run.pk))


@router.get("prompts", auth=READ, response=Page[RunOut], summary="List the newest run of each prompt")
def list_prompts(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """The newest first, one run for each conversation. GET /conversations lists the versions, GET /runs lists every
    run.
    """
    of_prompts = Run.objects.filter(team=current_team(request), suite_version__suite__origin=Suite.Origin.PROMPT)
    pks = one_per_conversation(of_prompts).values("pk")
    counted = (
        Run.objects.filter(pk__in=pks)
        .with_progress()
        .select_related("suite_version__suite", "created_by")
        .order_by("-created_at", "-pk")
    )
    return page_of(request, counted, lambda row: run_to_json(request, row), paging)
