"""Runs: the list, the matrix of one run, its answers side by side, and the buttons that move it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Generation, Grading, Membership, Run, State, Suite, Task
from evaluations.models.suites import tasks_of
from evaluations.prompts import CONDITIONS, TRIMMABLE
from evaluations.queries.adaptive import adaptive_report
from evaluations.queries.comparison import Key
from evaluations.queries.conversations import neighbours_of, one_per_conversation
from evaluations.queries.counts import Progress, cells_of_runs, progress
from evaluations.queries.run_forecast import forecast_of
from evaluations.queries.run_limits import limits_of, run_limits
from evaluations.token_limits import TokenLimits
from webapp.compare.matrix_cells import MatrixCell, lines
from webapp.compare.repair_rounds import repair_pass_rates_of_run
from webapp.keep.things import kept_of, narrow_runs
from webapp.runs import matrix
from webapp.runs.actions import ACTIONS, run_action
from webapp.runs.faults import forgeries, our_faults
from webapp.runs.gallery import can_run, cards_of, cards_of_single, follow_choices
from webapp.runs.overview import MOST_CELLS, MOST_LIVE_CELLS, overview_of
from webapp.runs.partial_answers import PartialAnswer, partial_answers
from webapp.runs.shared_part import shared_part
from webapp.site.access import current_team, get_for_team, is_htmx, may, require_role
from webapp.site.code_view import answer_code
from webapp.site.known_answers import note_known
from webapp.site.neighbours import neighbours
from webapp.site.query_params import parse_number, unknown_choice

RUNS_A_PAGE = 50
PANES = 4
SIDES_A_PAGE = 8
MEMBER = Membership.Role.MEMBER
TOKEN = secrets.token_hex(16)  # stands for the token of a form in what several people get
PARTS = {
    "live": "runs/_live.html",
    "matrix": "runs/_matrix.html",
    "gallery": "runs/_gallery.html",
}  # matrix: pieces of a long one


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Runs of the team, newest first."""
    rows, params = Run.objects.filter(team=current_team(request)), request.GET
    query, state, origin, show, tag = (params.get(name, "").strip() for name in ("q", "state", "origin", "show", "tag"))
    n_all = one_per_conversation(rows).count()
    if query:
        of_suite = Q(suite_version__suite__slug__icontains=query) | Q(suite_version__suite__title__icontains=query)
        rows = rows.filter(Q(title__icontains=query) | of_suite)
    if state:
        rows = rows.filter(state=state)
    if origin:
        rows = rows.filter(origin=origin)
    kept = narrow_runs(rows, request.user, show=show, tag=tag)
    listed = one_per_conversation(kept).order_by("-created_at", "-pk")
    page = Paginator(listed.values_list("pk", flat=True), RUNS_A_PAGE).get_page(params.get("page"))
    context = {
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
    return render(request, "runs/runs.html", context)


def rows_with_counts(pks: list[int]) -> list[Run]:
    """Runs with their counts, newest first."""
    result = Run.objects.filter(pk__in=pks).with_progress().select_related("suite_version__suite")
    return list(result.order_by("-created_at", "-pk"))


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix is the page; to htmx the part it asks for: all that is live, or the matrix alone."""
    row = get_for_team(request, Run.objects.select_related("suite_version__suite", "created_by"), pk=pk)
    part = request.GET.get("part", "")
    template = PARTS.get(part, "runs/run.html") if is_htmx(request) else "runs/run.html"
    context: dict[str, Any] = {
        "run": row,
        "may_run": may(request, MEMBER),
        "address": _address(request),
        "is_single": row.suite_version.is_single_prompt,
    }
    if context["is_single"] and template in ("runs/run.html", PARTS["gallery"]):
        context |= _gallery(request, row)
        if template == PARTS["gallery"]:
            return render(request, template, context)
    if template == "runs/run.html":
        suite = row.suite_version.suite
        context["kept"] = kept_of(suite if suite.origin == Suite.Origin.PROMPT else row, request.user)
        context["limits"] = run_limits(row)
        listed = one_per_conversation(narrow_runs(Run.objects.filter(team=row.team_id), request.user))
        context |= neighbours(listed, row)
    if template == PARTS["live"]:
        return _by_htmx(_live_part(request, row, context))
    context["matrix"] = _matrix(request, row)
    if template == PARTS["matrix"]:
        return _by_htmx(render(request, template, context))
    context |= _counts(row)
    if not context["is_single"]:
        context["overview"] = overview_of(row, context["matrix"], MOST_CELLS)
    context |= _panes(row, context["progress"], "panes" in request.GET, context["is_single"])
    note_known(request, [candidate.pk for candidate, _ in context["panes"]])
    return _by_htmx(render(request, template, context | {"runs": [row]}))


def _by_htmx(response: HttpResponse) -> HttpResponse:
    """An address gives htmx a part of the page, and others the page."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def _live_part(request: HttpRequest, run: Run, context: dict[str, Any]) -> HttpResponse:
    """All that changes on an open page. While no model writes it is the same for all but for the forms' tokens."""
    key = f"{context['may_run']} {request.GET.urlencode()}"
    part = shared_part(run, key, partial(_shared_part, request, run, context))
    if html := part["html"]:
        return HttpResponse(html.replace(TOKEN, get_token(request)) if TOKEN in html else html)
    context |= part | _panes(run, part["progress"], "panes" in request.GET, context["is_single"])
    note_known(request, [candidate.pk for candidate, _ in context["panes"]])
    return render(request, PARTS["live"], context)


def _shared_part(request: HttpRequest, run: Run, context: Mapping[str, Any]) -> dict[str, Any]:
    """What of the live part is the same for all of one role who may see the run.

    tasks: filters, matrix and overview as HTML. html: the whole part, with TOKEN in its forms; empty while a model
    writes, because its text changes without being announced.
    """
    is_single = context["is_single"]
    shared: dict[str, Any] = {"run": run, "is_single": is_single, "address": context["address"]}
    shared["matrix"] = _matrix(request, run)
    if not is_single:
        shared["overview"] = overview_of(run, shared["matrix"], MOST_LIVE_CELLS)
    part = _counts(run) | {"tasks": render_to_string("runs/_live_tasks.html", shared, request), "html": ""}
    panes = _panes(run, part["progress"], "panes" in request.GET, is_single)
    if not panes["panes"]:
        whole = {**context, **part, **panes, "csrf_token": TOKEN}
        part["html"] = render_to_string(PARTS["live"], whole, request)
    return part


def _gallery(request: HttpRequest, run: Run) -> dict[str, Any]:
    """Context of the gallery of a single prompt."""
    cards = cards_of_single(run)
    note_known(request, [card.candidate.pk for card in cards if card.grading or card.partial.text])
    return {
        "cards": cards,
        "can_run": not cards or can_run(cards[0].candidate.task),
        "fixtures": sorted(cards[0].candidate.task.fixtures) if cards else [],
        "gallery_address": f"{reverse('run', args=[run.pk])}?part=gallery",
        "versions": neighbours_of(run),
        "add_answer_to": reverse("answer-add", args=[cards[0].candidate.task_id]) if cards else "",
        "follow_choices": follow_choices([card.candidate for card in cards if card.grading], run.n_samples),
    }


def _address(request: HttpRequest) -> str:
    """Return this page's query without the parameters of parts, for the live part's next request."""
    params = request.GET.copy()
    for name in ("part", "panes"):
        params.pop(name, None)
    return params.urlencode()


def _panes(run: Run, done: Progress, had_panes: bool, is_single: bool) -> dict[str, Any]:
    """The answers that are being written, with their text so far.

    had_panes: an open page shows panes, so their space stays when the last answer arrives, and nothing moves.
    """
    generating = (
        run.candidates.filter(state=State.GENERATING).select_related("model__server", "task").defer("task__spec")
    )
    # In the order of the index by state: by number alone SQLite would read the whole run.
    panes = sorted(generating.order_by("taken_by", "-run_id", "pk")[:PANES], key=lambda candidate: candidate.pk)
    partials = partial_answers([candidate.pk for candidate in panes])
    is_live = run.state == Run.State.RUNNING and run.origin == Run.Origin.LIVE and done.n_done < done.n
    return {
        "has_panes": not is_single and (bool(panes) or is_live or had_panes),
        "panes": [(candidate, partials.get(candidate.pk, PartialAnswer())) for candidate in panes],
    }


def _counts(run: Run) -> dict[str, Any]:
    """What is counted of a run."""
    counted = run.tallies.aggregate(
        loads=Count("pk", filter=Q(load_ms__gt=0)),
        left_out=Sum(F("n_unscored") + F("n_cancelled")),
        answers=Sum("n_answers"),
        thought_only=Sum("n_thought_only"),
    )
    return {
        "progress": progress(run),
        "n_retry": counted["left_out"] or 0,
        "n_answers": counted["answers"] or 0,
        "n_trimmed": _n_trimmed(run),
        "n_thought_only": counted["thought_only"] or 0,
        "repaired": repair_pass_rates_of_run(run),
        "left_out": _left_out(run),
        "adaptive": adaptive_report(run),
        "forecast": forecast_of(run),
        "n_loads": counted["loads"],
        "faults": [
            ("Our fault", "unscored, in no rate", our_faults(run)),
            ("Forged", "the code tampered with what judges it", forgeries(run)),
        ],
    }


def _n_trimmed(run: Run) -> int:
    """Answers whose prompt was cut to fit."""
    if not set(run.strategies) & set(TRIMMABLE):
        return 0
    return Generation.objects.filter(candidate__run=run, is_trimmed=True).count()


def _left_out(run: Run) -> list[tuple[str, int]]:
    """Strategies that could not ask every task, with how many they did."""
    names = [name for name in run.strategies if name in CONDITIONS]
    if not names or run.origin == Run.Origin.STORED:
        return []
    tallies = run.tallies.filter(strategy__in=names, n__gt=0).order_by()
    n_tasks, counts = run.suite_version.tasks.count(), dict.fromkeys(names, 0)
    for name, n in tallies.values_list("strategy").annotate(n=Count("task", distinct=True)):
        counts[name] = n
    return [(name, n) for name, n in counts.items() if n < n_tasks]


def _matrix(request: HttpRequest, run: Run) -> matrix.Matrix:
    places = dict(run.run_models.values_list("model", "position"))
    tasks = tasks_of(run.suite_version)
    return matrix.build(run, tasks, request.GET, places)


@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Pause, resume, cancel, retry, regrade."""
    row = get_for_team(request, Run, pk=pk)
    if act not in ACTIONS:
        raise Http404(f'A run cannot be told to "{act}".')
    require_role(request, MEMBER)
    messages.info(request, run_action(row, act, request.user)[0])
    return redirect("dashboard") if request.POST.get("next") == "/" else redirect("run", pk=pk)


@require_GET
def task_answers(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """The answers of all models to one task, side by side."""
    result = get_for_team(request, Run.objects.select_related("suite_version__suite"), pk=pk)
    tasks = list(result.suite_version.tasks.order_by("position").values_list("pk", flat=True))
    row = get_object_or_404(result.suite_version.tasks, pk=task)
    place = tasks.index(row.pk)
    places = dict(result.run_models.values_list("model", "position"))
    of_tasks = cells_of_runs(result.tallies.filter(task=row))
    keys = sorted(of_tasks, key=lambda key: (places.get(key[1], 0), key[2]))
    page = Paginator(keys, SIDES_A_PAGE).get_page(request.GET.get("page"))
    sample = parse_number(request.GET.get("sample"), below=10**8) or 0
    (line,) = lines([row], list(page), of_tasks) if page else (None,)
    context: dict[str, Any] = {
        "run": result,
        "task": row,
        "spec": row.spec,
        "page": page,
        "sample": sample,
        "limits": _limits_by_model(result, row) if result.origin == Run.Origin.LIVE else [],
        "fixtures": sorted(row.fixtures),
        "can_run": can_run(row),
        "sides": _sides(result, row, list(page), sample, line.squares) if line else [],
        "place": place + 1,
        "n_tasks": len(tasks),
        "previous": tasks[place - 1] if place else None,
        "next": tasks[place + 1] if place + 1 < len(tasks) else None,
    }
    context["cards"] = cards_of(result, [candidate for candidate, _, _ in context["sides"]])
    note_known(request, [candidate.pk for candidate, _, _ in context["sides"]])
    return render(request, "runs/task.html", context)


def _limits_by_model(run: Run, task: Task) -> list[tuple[TokenLimits, list[str]]]:
    """The token limits of this task, each with the models that it was sent to."""
    models: dict[TokenLimits, list[str]] = {}
    for model in run.chosen.select_related("server").order_by("runmodel__position"):
        models.setdefault(limits_of(run, task.spec["max_tokens"], model), []).append(model.model_id)
    return list(models.items())


def _sides(
    run: Run, task: Task, keys: list[Key], sample: int, squares: list[MatrixCell]
) -> list[tuple[Candidate, MatrixCell, Any]]:
    """Return per column the requested sample (else the first), the results of all its samples, and its code."""
    of_models = {model for _, model, _ in keys}
    rows = run.candidates.filter(task=task, model__in=of_models).select_related("model__server", "task")
    first: dict[tuple[int, str], Candidate] = {}
    for candidate in rows.order_by("sample"):  # a sample may have been deleted
        key = (candidate.model_id, candidate.strategy)
        if key not in first or candidate.sample == sample:
            first[key] = candidate
    chosen = [first[model, strategy] for _, model, strategy in keys]
    gradings = Grading.objects.filter(candidate__in=chosen, is_current=True).select_related("candidate__generation")
    grading_of = {grading.candidate_id: grading for grading in gradings}
    return [
        (candidate, square, answer_code(grading_of.get(candidate.pk)))
        for candidate, square in zip(chosen, squares, strict=True)
    ]
