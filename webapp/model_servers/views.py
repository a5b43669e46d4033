"""Models and their servers: which are online, their results, pulling a model."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evaluations import tasks
from evaluations.job_results import ServerAnswer
from evaluations.models import LanguageModel, Membership, ModelAction, ModelServer, Team
from evaluations.queries.text_search import matching
from evaluations.stored_json import StoredPull, read_pull
from evaluations.typed_template import TypedTemplate
from webapp.model_servers.actions import ENDED_PULLS, action_error, end_pull, start_action, start_pull
from webapp.model_servers.forms import PullForm, ServerForm
from webapp.model_servers.listing import FILTER_TITLES, LastRate, chosen_models, last_rates
from webapp.site.access import current_team, is_htmx, may, may_change_server, require_role

Role = Membership.Role
MODELS_PER_PAGE = 50


class ModelsPart(TypedDict):
    """What changes by itself. servers: each with whether the person may change it. rows: model, rate, last act by hand.

    tabs: name, label and number of what can be shown; show: the chosen one. pulls: model, share, whether it ended.
    looking_at: a server that a worker is refreshing now.
    """

    servers: list[tuple[ModelServer, bool]]
    page: Page[LanguageModel]
    rows: list[tuple[LanguageModel, LastRate | None, ModelAction | None]]
    show: str
    query: str
    tabs: list[tuple[str, str, int]]
    pulls: list[tuple[LanguageModel, float | None, bool]]
    is_pulling: bool
    pull_servers: QuerySet[ModelServer]
    live_url: str
    may_pull: bool
    looking_at: ModelServer | None


class ModelsPage(ModelsPart):
    """The whole page. probe: the answer of the server that was tested, without JavaScript; None if none was tested."""

    pull_form: PullForm
    server_form: ServerForm
    may_manage: bool
    was_tested: bool
    probe: ServerAnswer | None
    is_taken: bool


MODELS_PAGE = TypedTemplate("model_servers/models.html", ModelsPage)
MODELS_PART = TypedTemplate("model_servers/_models.html", ModelsPart)


@require_GET
def models(request: HttpRequest) -> HttpResponse:
    """Show all models and servers; htmx gets only the live part."""
    return models_part(request) if is_htmx(request) else models_page(request)


def models_part(request: HttpRequest, looking_at: ModelServer | None = None) -> HttpResponse:
    """Show the live part alone."""
    return _by_htmx(MODELS_PART.response(request, _live_part(request, current_team(request), looking_at)))


def models_page(
    request: HttpRequest,
    *,
    status: int = 200,
    pull_form: PullForm | None = None,
    server_form: ServerForm | None = None,
    was_tested: bool = False,
    probe: ServerAnswer | None = None,
    is_taken: bool = False,
) -> HttpResponse:
    """Show the page with the given forms instead of empty ones."""
    team = current_team(request)
    context: ModelsPage = {
        **_live_part(request, team),
        "pull_form": pull_form or PullForm(prefix="pull", team=team),
        "server_form": server_form or ServerForm(prefix="server"),
        "may_manage": may(request, Role.ADMIN),
        "was_tested": was_tested,
        "probe": probe,
        "is_taken": is_taken,
    }
    return _by_htmx(MODELS_PAGE.response(request, context, status))


def _by_htmx(response: HttpResponse) -> HttpResponse:
    """Give htmx a part of the page at an address, and others the page."""
    response["Vary"] = "HX-Request"
    return response


def _live_part(request: HttpRequest, team: Team, looking_at: ModelServer | None = None) -> ModelsPart:
    show = request.GET.get("show", "live")
    show = show if show in FILTER_TITLES else "live"
    query = request.GET.get("q", "").strip()
    rows = matching(chosen_models(show, team), query)
    page = Paginator(rows, MODELS_PER_PAGE).get_page(request.GET.get("page"))
    pulls = LanguageModel.objects.visible_to(team).exclude(pull={}).select_related("server")
    servers = ModelServer.objects.visible_to(team).exclude(kind=ModelServer.Kind.STORED)
    counted = servers.annotate(n_models=Count("models", filter=Q(models__is_present=True)))
    return {
        "servers": [(server, may_change_server(request, server)) for server in counted],
        "page": page,
        "rows": list(zip(page, last_rates(list(page), team), _last_actions(list(page)), strict=True)),
        "show": show,
        "query": query,
        "tabs": [(name, label, chosen_models(name, team).count()) for name, label in FILTER_TITLES.items()],
        "pulls": [
            (model, _share(read_pull(model.pull)), read_pull(model.pull).get("status") in ENDED_PULLS)
            for model in pulls
        ],
        "is_pulling": any(read_pull(model.pull).get("status") not in ENDED_PULLS for model in pulls),
        "pull_servers": servers.filter(kind=ModelServer.Kind.OLLAMA, is_reachable=True),
        "live_url": f"{reverse('models')}?{request.GET.urlencode()}",
        "may_pull": may(request, Role.MEMBER),
        "looking_at": looking_at,
    }


def _last_actions(rows: list[LanguageModel]) -> list[ModelAction | None]:
    """Return per model the last load or unload by hand."""
    newest = ModelAction.objects.filter(model__in=rows).values("model").annotate(last=Max("pk")).values("last")
    actions = {
        action.model_id: action for action in ModelAction.objects.filter(pk__in=newest).select_related("asked_by")
    }
    return [actions.get(model.pk) for model in rows]


def _share(pull: StoredPull) -> float | None:
    total = pull.get("total") or 0
    return min(1.0, (pull.get("completed") or 0) / total) if total else None


@require_POST
def refresh_server(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker refresh the server now."""
    require_role(request, Role.MEMBER)
    server = get_object_or_404(ModelServer.objects.visible_to(current_team(request)), pk=pk)
    tasks.refresh_server.delay(server.pk)
    if is_htmx(request):
        return models_part(request, looking_at=server)
    messages.info(request, f"{server.slug} is being checked. Reload the page in a moment.")
    return redirect("models")


@require_POST
def load_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker load a model."""
    return _act(request, pk, ModelAction.Kind.LOAD)


@require_POST
def unload_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker unload a model."""
    return _act(request, pk, ModelAction.Kind.UNLOAD)


def _act(request: HttpRequest, pk: int, kind: ModelAction.Kind) -> HttpResponse:
    require_role(request, Role.MEMBER)
    rows = LanguageModel.objects.visible_to(current_team(request)).select_related("server")
    model = get_object_or_404(rows, pk=pk)
    if reason := action_error(model):
        messages.error(request, reason)
    else:
        start_action(model, kind, request.user)
        messages.info(request, f"A worker is asked to {kind} {model.model_id}.")
    return redirect("models")


@require_POST
def pull_model(request: HttpRequest) -> HttpResponse:
    """Start a download onto an Ollama server."""
    require_role(request, Role.MEMBER)
    form = PullForm(request.POST, prefix="pull", team=current_team(request))
    if not form.is_valid():
        return models_page(request, status=422, pull_form=form)
    model, is_new = start_pull(form)
    if not is_new:
        messages.info(request, f"{model.model_id} is being pulled already.")
    return redirect("models")


@require_POST
def cancel_pull(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a download, or remove the message of an ended one."""
    require_role(request, Role.MEMBER)
    end_pull(get_object_or_404(LanguageModel.objects.visible_to(current_team(request)), pk=pk))
    return models_part(request) if is_htmx(request) else redirect("models")
