"""A conversation with its versions, and the buttons that add one."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.errors import SuiteError
from evaluations.models import Candidate, LanguageModel, Membership, Run, Suite
from evaluations.queries.conversations import Conversation, Diff, VersionLine, diff_texts, read_conversation
from evaluations.typed_template import TypedTemplate
from webapp.conversations.code_pairs import code_pairs
from webapp.conversations.follow_up import ShownFollowUp, ask_to_fix, models_of, send_follow_up, show_follow_up
from webapp.conversations.forms import FollowUpForm
from webapp.items.kept_items import KeptItem, kept_of, narrow_kept
from webapp.site.access import get_for_team, is_htmx, may, require_role
from webapp.site.known_answers import note_known
from webapp.site.neighbours import neighbours
from webapp.site.query_params import parse_number

MEMBER = Membership.Role.MEMBER
RUNS = Run.objects.select_related("suite_version__suite", "team")


class FollowUpPreviewPart(TypedDict):
    """What would be sent. form: None when nothing was typed; is_asked: sending was tried and failed."""

    form: FollowUpForm | None
    shown: ShownFollowUp | None
    is_asked: bool


class FollowUpPage(FollowUpPreviewPart):
    """choices: value and label of what the change can be about; on: the chosen one."""

    run: Run
    choices: list[tuple[str, str]]
    on: str
    may_run: bool


class ConversationPage(FollowUpPreviewPart):
    """run: the newest, None before the first. a, b: two versions that are compared; diff, pairs: their differences.

    previous, next: conversations beside it in the list.
    """

    conversation: Conversation
    suite: Suite
    run: Run | None
    may_run: bool
    choices: list[tuple[str, str]]
    on: str
    a: VersionLine | None
    b: VersionLine | None
    diff: Diff | None
    pairs: list[tuple[LanguageModel, Candidate, Candidate]]
    kept: KeptItem
    previous: Suite | None
    next: Suite | None


CONVERSATION_PAGE = TypedTemplate("conversations/conversation.html", ConversationPage)
FOLLOW_UP_PAGE = TypedTemplate("conversations/follow_up.html", FollowUpPage)
FOLLOW_UP_PREVIEW_PART = TypedTemplate("conversations/_follow_up_preview.html", FollowUpPreviewPart)


@require_GET
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show versions with their results, differences between two of them (`a` and `b`), and the follow-up form."""
    suite = get_for_team(request, Suite.objects.filter(origin=Suite.Origin.PROMPT), pk=pk)
    result = read_conversation(suite)
    run = result.latest_run
    lines = {line.version.number: line for line in result.lines}
    a, b = (lines.get(parse_number(request.GET.get(name, "")) or 0) for name in ("a", "b"))
    listed = Suite.objects.filter(team=suite.team_id, origin=Suite.Origin.PROMPT)
    beside = neighbours(narrow_kept(listed, request.user), suite)
    form = FollowUpForm(run) if run else None
    context: ConversationPage = {
        "conversation": result,
        "suite": suite,
        "run": run,
        "may_run": may(request, MEMBER),
        "form": form,
        "choices": form.choices() if form else [],
        "on": "",
        "shown": None,
        "is_asked": False,
        "a": a if b else None,
        "b": b if a else None,
        "diff": diff_texts(a.prompt, b.prompt) if a and b else None,
        "pairs": code_pairs(result, a, b) if a and b else [],
        "kept": kept_of(suite, request.user),
        "previous": beside["previous"],
        "next": beside["next"],
    }
    return CONVERSATION_PAGE.response(request, context)


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would be sent; a POST sends it. htmx gets only the text."""
    run = get_for_team(request, RUNS, pk=pk)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = FollowUpForm(run, request.POST if request.method == "POST" else request.GET)
    is_valid = form.is_valid()
    change, answer = form.cleaned_data.get("change", ""), form.cleaned_data.get("on")
    note_known(request, [answer.pk] if answer else [])  # its code and its model are shown
    waits = form.cleaned_data.get("waits", False)
    models = models_of(run, or_wait=waits) if answer and form.cleaned_data.get("all_models") else None
    if request.method == "POST" and is_valid:
        try:
            return redirect("run", pk=send_follow_up(run, change, answer, request.user, models, waits=waits).pk)
        except SuiteError as exc:
            form.add_error(None, str(exc))
    status = 422 if request.method == "POST" else 200
    preview: FollowUpPreviewPart = {
        "form": form,
        "shown": show_follow_up(run, change, answer, models, waits=waits) if is_valid else None,
        "is_asked": request.method == "POST",
    }
    if is_htmx(request):
        return FOLLOW_UP_PREVIEW_PART.response(request, preview, status)
    context: FollowUpPage = {
        **preview,
        "run": run,
        "choices": form.choices(),
        "on": form.data.get("on", ""),
        "may_run": may(request, MEMBER),
    }
    return FOLLOW_UP_PAGE.response(request, context, status)


@require_POST
def fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Send code and error back to the model that wrote them."""
    require_role(request, MEMBER)
    answer = get_for_team(request, Candidate.objects.select_related("run__suite_version__suite", "run__team"), pk=pk)
    try:
        return redirect("run", pk=ask_to_fix(answer, request.user).pk)
    except SuiteError as exc:
        messages.error(request, str(exc))
        return redirect("candidate", pk=pk)
