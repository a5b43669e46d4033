"""Runs: the list, the matrix of one run, and the buttons that move it."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TypedDict

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Membership, Run, State, Suite
from evaluations.models.suites import tasks_of
from evaluations.queries.conversations import Neighbour, neighbours_of, one_per_conversation
from evaluations.queries.counts import Progress
from evaluations.queries.run_limits import RunLimits, run_limits
from evaluations.typed_template import TypedTemplate
from webapp.items.kept_items import KeptItem, kept_of, narrow_runs
from webapp.runs import matrix
from webapp.runs.actions import ACTIONS, run_action
from webapp.runs.counts import RunCounts, counts_of
from webapp.runs.gallery import Card, can_run, cards_of_single, follow_up_choices
from webapp.runs.listing import RunListFilters, listed_runs
from webapp.runs.overview import MOST_CELLS, MOST_LIVE_CELLS, Overview, overview_of
from webapp.runs.partial_answers import PartialAnswer, partial_answers
from webapp.runs.shared_part import LiveContent, SharedPart, shared_part
from webapp.site.access import current_team, get_for_team, is_htmx, may, require_role
from webapp.site.known_answers import note_known
from webapp.site.neighbours import neighbours
from webapp.site.query_params import unknown_choice

RUNS_PER_PAGE = 50
PANES = 4
MEMBER = Membership.Role.MEMBER
TOKEN = secrets.token_hex(16)  # in what several people get, instead of the token of a form


class RunsPage(TypedDict):
    """query, state, origin, show, tag: the filters in effect. n_all: runs without them."""

    page: Page[int]
    rows: list[Run]
    query: str
    state: str
    origin: str
    show: str
    tag: str
    warnings: list[str]
    states: list[str]
    origins: list[str]
    n_all: int


class Panes(TypedDict):
    """The answers that are being written. has_panes: keep their space even if nothing is written now."""

    has_panes: bool
    panes: list[tuple[Candidate, PartialAnswer]]


class MatrixPart(TypedDict):
    """The table alone."""

    run: Run
    is_single: bool
    matrix: matrix.Matrix


class LiveTasksPart(MatrixPart):
    """The tasks on an open page of a run."""

    overview: Overview | None


class LivePart(LiveContent, Panes):
    """What changes while answers come in. runs: the run, as a list for the table of rounds."""

    run: Run
    runs: list[Run]
    may_run: bool


class LivePartForAll(LivePart):
    """The same for several people. csrf_token: a text that is replaced by the token of each."""

    csrf_token: str


class Gallery(TypedDict):
    """The answers to a single prompt as running apps. add_answer_to: address that adds one; empty if it is not offered.

    follow_up_choices: value and label of what a follow-up can be about.
    """

    cards: list[Card]
    can_run: bool
    fixtures: list[str]
    gallery_address: str
    versions: list[Neighbour]
    add_answer_to: str
    follow_up_choices: list[tuple[str, str]]


class GalleryPart(Gallery):
    """The gallery alone."""

    run: Run
    may_run: bool


class RunPage(RunCounts, Panes, LiveTasksPart, GalleryPart):
    """The whole page. address: its query string without those of parts. previous, next: runs beside it in the list."""

    runs: list[Run]
    address: str
    kept: KeptItem
    limits: RunLimits
    previous: Run | None
    next: Run | None


RUNS_PAGE = TypedTemplate("runs/runs.html", RunsPage)
RUN_PAGE = TypedTemplate("runs/run.html", RunPage)
LIVE_PART = TypedTemplate("runs/_live.html", LivePart)
LIVE_TASKS_PART = TypedTemplate("runs/_live_tasks.html", LiveTasksPart)
MATRIX_PART = TypedTemplate("runs/_matrix.html", MatrixPart)  # pieces of a long one
GALLERY_PART = TypedTemplate("runs/_gallery.html", GalleryPart)
NO_GALLERY: Gallery = {
    "cards": [],
    "can_run": False,
    "fixtures": [],
    "gallery_address": "",
    "versions": [],
    "add_answer_to": "",
    "follow_up_choices": [],
}


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Run of the team, newest first."""
    rows, params = Run.objects.filter(team=current_team(request)), request.GET
    query, state, origin, show, tag = (params.get(name, "").strip() for name in ("q", "state", "origin", "show", "tag"))
    n_all = one_per_conversation(rows).count()
    filters = RunListFilters(q=query, state=state, origin=origin, show=show, tag=tag)
    listed = listed_runs(rows, request.user, filters)
    page = Paginator(listed.values_list("pk", flat=True), RUNS_PER_PAGE).get_page(params.get("page"))
    context: RunsPage = {
        # Counting only for the runs of this page: for all of them it would read every candidate of the team.
        "page": page,
        "rows": rows_with_counts(list(page)),
        "query": query,
        "state": state,
        "origin": origin,
        "show": show,
        "tag": tag,
        "warnings": [
            *unknown_choice(params, "state", Run.State.values),
            *unknown_choice(params, "origin", Run.Origin.values),
        ],
        "states": Run.State.values,
        "origins": Run.Origin.values,
        "n_all": n_all,
    }
    return RUNS_PAGE.response(request, context)


def rows_with_counts(pks: list[int]) -> list[Run]:
    """Run with their counts, newest first."""
    result = Run.objects.filter(pk__in=pks).with_progress().select_related("suite_version__suite")
    return list(result.order_by("-created_at", "-pk"))


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page of a run; htmx gets the part that it asks for: everything live, the gallery, or only the matrix."""
    row = get_for_team(request, Run.objects.select_related("suite_version__suite", "created_by"), pk=pk)
    part = request.GET.get("part", "") if is_htmx(request) else ""
    is_single = row.suite_version.is_single_prompt
    if part == "gallery" and is_single:
        gallery: GalleryPart = {**_gallery(request, row), "run": row, "may_run": may(request, MEMBER)}
        return GALLERY_PART.response(request, gallery)
    if part == "live":
        return _by_htmx(_live_part(request, row))
    if part == "matrix":
        matrix_part: MatrixPart = {"run": row, "is_single": is_single, "matrix": _matrix(request, row)}
        return _by_htmx(MATRIX_PART.response(request, matrix_part))
    return _by_htmx(_page(request, row))


def _live_part(request: HttpRequest, run: Run) -> HttpResponse:
    """Show everything that changes on an open page.

    While no model writes, only the tokens of forms differ between people.
    """
    key = f"{may(request, MEMBER)} {request.GET.urlencode()}"
    shared = shared_part(run, key, partial(_shared_part, request, run))
    if html := shared["html"]:
        return HttpResponse(html.replace(TOKEN, get_token(request)) if TOKEN in html else html)
    panes = _panes(request, run, shared["content"]["progress"])
    note_known(request, [candidate.pk for candidate, _ in panes["panes"]])
    return LIVE_PART.response(request, _with_panes(request, run, shared["content"], panes))


def _with_panes(request: HttpRequest, run: Run, content: LiveContent, panes: Panes) -> LivePart:
    return {**content, **panes, "run": run, "runs": [run], "may_run": may(request, MEMBER)}


def _page(request: HttpRequest, run: Run) -> HttpResponse:
    suite, is_single = run.suite_version.suite, run.suite_version.is_single_prompt
    listed = one_per_conversation(narrow_runs(Run.objects.filter(team=run.team_id), request.user))
    beside, counts, shown = neighbours(listed, run), counts_of(run), _matrix(request, run)
    panes = _panes(request, run, counts["progress"])
    note_known(request, [candidate.pk for candidate, _ in panes["panes"]])
    context: RunPage = {
        **(_gallery(request, run) if is_single else NO_GALLERY),
        **counts,
        **panes,
        "run": run,
        "runs": [run],
        "may_run": may(request, MEMBER),
        "address": _address(request),
        "is_single": is_single,
        "kept": kept_of(suite if suite.origin == Suite.Origin.PROMPT else run, request.user),
        "limits": run_limits(run),
        "previous": beside["previous"],
        "next": beside["next"],
        "matrix": shown,
        "overview": None if is_single else overview_of(run, shown, MOST_CELLS),
    }
    return RUN_PAGE.response(request, context)


def _by_htmx(response: HttpResponse) -> HttpResponse:
    """Give htmx a part of the page at an address, and others the page."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def _shared_part(request: HttpRequest, run: Run) -> SharedPart:
    """Return what of the live part is the same for all of one role who may see the run."""
    is_single, shown = run.suite_version.is_single_prompt, _matrix(request, run)
    overview = None if is_single else overview_of(run, shown, MOST_LIVE_CELLS)
    tasks: LiveTasksPart = {"run": run, "is_single": is_single, "matrix": shown, "overview": overview}
    content: LiveContent = {**counts_of(run), "tasks": LIVE_TASKS_PART.text(tasks, request)}
    panes, html = _panes(request, run, content["progress"]), ""
    if not panes["panes"]:
        part: LivePartForAll = {**_with_panes(request, run, content, panes), "csrf_token": TOKEN}
        html = LIVE_PART.text(part, request)
    return {"content": content, "html": html}


def _gallery(request: HttpRequest, run: Run) -> Gallery:
    """Return the context of the gallery of a single prompt."""
    cards = cards_of_single(run)
    note_known(request, [card.candidate.pk for card in cards if card.grading or card.partial.text])
    return {
        "cards": cards,
        "can_run": not cards or can_run(cards[0].candidate.task),
        "fixtures": sorted(cards[0].candidate.task.droppable) if cards else [],
        "gallery_address": f"{reverse('run', args=[run.pk])}?part=gallery",
        "versions": neighbours_of(run),
        "add_answer_to": reverse("answer-add", args=[cards[0].candidate.task_id]) if cards else "",
        "follow_up_choices": follow_up_choices([card.candidate for card in cards if card.grading], run.n_samples),
    }


def _address(request: HttpRequest) -> str:
    """Return this page's query without the parameters of parts, for the live part's next request."""
    params = request.GET.copy()
    for name in ("part", "panes"):
        params.pop(name, None)
    return params.urlencode()


def _panes(request: HttpRequest, run: Run, done: Progress) -> Panes:
    """Return the answers that are being written, with their text so far."""
    # An open page shows panes: their space stays when the last answer arrives, so that nothing moves.
    had_panes, is_single = "panes" in request.GET, run.suite_version.is_single_prompt
    generating = (
        run.candidates.filter(state=State.GENERATING).select_related("model__server", "task").defer("task__spec")
    )
    # In the order of the index by state: sorted only by id, SQLite would read the whole run.
    panes = sorted(generating.order_by("taken_by", "-run_id", "pk")[:PANES], key=lambda candidate: candidate.pk)
    partials = partial_answers([candidate.pk for candidate in panes])
    is_live = run.state == Run.State.RUNNING and run.origin == Run.Origin.LIVE and done.n_done < done.n
    return {
        "has_panes": not is_single and (bool(panes) or is_live or had_panes),
        "panes": [(candidate, partials.get(candidate.pk, PartialAnswer())) for candidate in panes],
    }


def _matrix(request: HttpRequest, run: Run) -> matrix.Matrix:
    positions = dict(run.run_models.values_list("model", "position"))
    tasks = tasks_of(run.suite_version)
    return matrix.build(run, tasks, request.GET, positions)


@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Pause, resume, cancel, retry, regrade."""
    row = get_for_team(request, Run, pk=pk)
    if act not in ACTIONS:
        raise Http404(f'A run cannot do "{act}".')
    require_role(request, MEMBER)
    messages.info(request, run_action(row, act, request.user)[0])
    return redirect("dashboard") if request.POST.get("next") == "/" else redirect("run", pk=pk)
