"""Suites, their tasks, and running a suite on models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from evaluations.actions.own_suites import can_be_renamed
from evaluations.actions.strategy_limits import Sizes, sizes_of
from evaluations.models import Candidate, LanguageModel, Membership, Run, Suite, SuiteVersion, Task, Team
from evaluations.models.servers import LanguageModelQuerySet
from evaluations.queries.entry_conditions import EntryConditions, conditions_of_tasks, unmet_tasks
from evaluations.queries.model_choice import with_costs
from evaluations.queries.other_checks import can_grade_earlier_answers
from evaluations.queries.run_cost import run_costs
from evaluations.queries.suite_facts import SuiteFacts, suite_facts
from evaluations.queries.task_measures import MeasureCounts, TaskMeasure, count_measures, task_measures
from evaluations.queries.task_results import TaskResults, task_results
from evaluations.queries.text_search import matching
from evaluations.queries.variant_difference import VariantDifference, newest_variants, variant_differences
from evaluations.queries.version_changes import VersionChanges, changes_of
from evaluations.queries.work import Work, task_sizes
from evaluations.records import Verdict
from evaluations.typed_template import TypedTemplate
from evaluations.verdicts import ACCEPTABLE
from webapp.feedback.summary import TaskMarks, marks_of
from webapp.items.kept_items import FILTERS, KeptItem, kept_of, narrow_kept
from webapp.prompts.preview import Preview, known_strategy, preview_of_spec
from webapp.runs.forms import ModelList, SuiteRunForm, strategy_choices
from webapp.site.access import current_team, get_for_team, may
from webapp.site.highlight import highlight
from webapp.site.query_params import parse_number, unknown_choice
from webapp.suites.changed_task import ChangedTask, changed_task
from webapp.suites.task_files import pictures_first
from webapp.suites.task_list import TaskList, task_list

SUITES_PER_PAGE = 50
MOST_ANSWERS = 20_000
SHOWN_VERSIONS = 12
MEMBER = Membership.Role.MEMBER
Part = tuple[str, str, list[tuple[str, SafeString]], bool]
"""Of a task: title, note, highlighted files, and whether it is open."""


class SuitesPage(TypedDict):
    """rows: suites with their newest run. tabs: name, label and number of what can be shown; show: the chosen one."""

    page: Page[Any]
    rows: list[tuple[Any, Run | None]]
    query: str
    show: str
    tabs: list[tuple[str, str, int]]
    may_edit: bool
    kept: str
    warnings: list[str]


class SuitePage(ModelList, TaskList):
    """One version. measures, broken: by task. differences: of the renamed variant. variants: its own newest renamed
    variants, each with differences.

    sizes: tokens of its tasks, which the forecast of a run needs. changes: from the version before.
    can_grade_earlier: answers to earlier versions can get another verdict by this one.
    """

    suite: Suite
    version: SuiteVersion
    facts: SuiteFacts
    measures: dict[int, TaskMeasure]
    measured: MeasureCounts
    differences: list[VariantDifference]
    variants: list[tuple[SuiteVersion, list[VariantDifference]]]
    can_be_renamed: bool
    versions: QuerySet[SuiteVersion]
    form: SuiteRunForm
    runs: Iterable[Run]
    broken: set[int]
    changes: VersionChanges | None
    can_grade_earlier: bool
    kept: KeptItem
    may_run: bool
    sizes: Sizes


class SentPrompt(TypedDict):
    """The prompt in the words of a strategy. model_pk: of the model that it is shown for, or 0."""

    strategies: list[tuple[str, str]]
    strategy: str
    model_pk: int
    models: LanguageModelQuerySet
    preview: Preview


class TaskFigures(TypedDict):
    """Answers to a task, by verdict and of all."""

    counts: list[tuple[Verdict, int]]
    n: int


class TaskPage(TaskMarks, SentPrompt, ChangedTask):
    """One task. place: in its version, from 1; previous, next: slugs of the tasks beside it.

    is_left_out: it counts in no comparison, because its conditions of entry are not met.
    """

    suite: Suite
    version: SuiteVersion
    files: list[tuple[str, bool]]
    has_pictures: bool
    task: Task
    spec: dict[str, Any]
    conditions: EntryConditions
    is_left_out: bool
    best: list[Candidate]
    parts: list[Part]
    seconds: float
    figures: TaskFigures
    results: TaskResults
    has_seconds: bool
    has_tokens: bool
    may_mark: bool
    place: int
    n_tasks: int
    previous: str | None
    next: str | None


SUITES_PAGE = TypedTemplate("suites/suites.html", SuitesPage)
SUITE_PAGE = TypedTemplate("suites/suite.html", SuitePage)
TASK_PAGE = TypedTemplate("suites/task.html", TaskPage)


@require_GET
def suites(request: HttpRequest) -> HttpResponse:
    """Show suites of the team; single prompts are kept apart."""
    team, query = current_team(request), request.GET.get("q", "").strip()
    show_kept = request.GET.get("kept", "")
    of_team = narrow_kept(Suite.objects.filter(team=team), request.user, show_kept)
    show = "prompts" if request.GET.get("show") == "prompts" else "suites"
    prompts = Q(origin=Suite.Origin.PROMPT)
    rows = _with_figures(matching(of_team.filter(prompts if show == "prompts" else ~prompts), query))
    order = "-created_at" if show == "prompts" else "title"
    page = Paginator(rows.order_by(order, "slug"), SUITES_PER_PAGE).get_page(request.GET.get("page"))
    last_runs = Run.objects.select_related("suite_version").in_bulk([s.last_run for s in page if s.last_run])
    counts = of_team.aggregate(prompts=Count("pk", filter=prompts), suites=Count("pk", filter=~prompts))
    shown = [("suites", "Suites", counts["suites"]), ("prompts", "Single prompts", counts["prompts"])]
    context: SuitesPage = {
        "page": page,
        "rows": [(suite, last_runs.get(suite.last_run)) for suite in page],
        "query": query,
        "show": show,
        "tabs": shown,
        "may_edit": may(request, MEMBER),
        "kept": show_kept,
        "warnings": list(unknown_choice(request.GET, "kept", FILTERS)),
    }
    return SUITES_PAGE.response(request, context)


def _with_figures(rows: QuerySet[Suite]) -> QuerySet[Any]:
    newest = SuiteVersion.objects.filter(suite=OuterRef("pk")).order_by("-number")
    counted = Task.objects.filter(version=OuterRef("newest")).order_by().values("version").annotate(n=Count("pk"))
    return rows.annotate(
        newest=Subquery(newest.values("pk")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        last_run=Max("versions__runs", filter=Q(versions__runs__team=F("team"))),
    ).annotate(n_tasks=Subquery(counted.values("n")))


@require_GET
def suite(request: HttpRequest, slug: str) -> HttpResponse:
    """Show tasks of one version, and the form that runs them."""
    return suite_page(request, slug, SuiteRunForm(team=current_team(request)))


def suite_page(request: HttpRequest, slug: str, form: SuiteRunForm, status: int = 200) -> HttpResponse:
    """Show the page with a form that may have errors."""
    row = get_for_team(request, Suite, slug=slug)
    version = shown_version(row, request.GET.get("v", ""))
    measures = task_measures(row.team, version)
    context: SuitePage = {
        **_models_with_costs(row.team, version, form, request.user),
        **task_list(version, request.GET),
        "suite": row,
        "version": version,
        "facts": suite_facts(version),
        "measures": {measure.task.pk: measure for measure in measures},
        "measured": count_measures(measures),
        "differences": variant_differences(row.team, version),
        "variants": [(variant, variant_differences(row.team, variant)) for variant in newest_variants(version)],
        "can_be_renamed": can_be_renamed(version),
        "versions": row.versions.order_by("-number")[:SHOWN_VERSIONS],
        "form": form,
        "runs": Run.objects.filter(suite_version__suite=row, team=row.team_id)
        .with_progress()
        .select_related("suite_version")[:10],
        "broken": {measure.task.pk for measure in measures if measure.is_broken},
        "changes": changes_of(version),
        "can_grade_earlier": can_grade_earlier_answers(version),
        "kept": kept_of(row, request.user),
        "may_run": may(request, MEMBER),
        "sizes": sizes_of(version),
    }
    return SUITE_PAGE.response(request, context, status)


def _models_with_costs(team: Team, version: SuiteVersion, form: SuiteRunForm, person: Any) -> ModelList:
    """Return the models to tick, each with minutes, memory and possible problems of a run over all tasks."""
    about, sizes = form.about_models(person), sizes_of(version)
    models = [choice.model for group in about["groups"] for choice in group.models]
    tasks = task_sizes([version.pk])[version.pk]
    work = Work(sizes=tasks, version=version.pk, longest_prompt=sizes.longest)
    costs = run_costs(team, [(model, work) for model in models])
    by_model = {model.pk: cost for model, cost in zip(models, costs, strict=True)}
    return {**about, "groups": with_costs(about["groups"], by_model)}


def shown_version(row: Suite, number: str) -> SuiteVersion:
    """Return the version of the address, the newest without a number; 404 when there is none."""
    if number:
        return get_object_or_404(row.versions, number=parse_number(number))
    if newest := row.latest():
        return newest
    raise Http404(f"The suite {row.slug} has no version yet.")


@require_GET
def task(request: HttpRequest, slug: str, task_slug: str) -> HttpResponse:
    """Show one task: prompt, checks and best answers."""
    row = get_for_team(request, Suite, slug=slug)
    version = shown_version(row, request.GET.get("v", ""))
    task_row = get_object_or_404(version.tasks.select_related("workbook"), slug=task_slug)
    spec = task_row.spec
    results = task_results(row.team, task_row)
    neighbours = list(version.tasks.order_by("position").values_list("slug", flat=True))
    place = neighbours.index(task_row.slug)
    context: TaskPage = {
        **marks_of(task_row),
        **_sent(row.team, task_row, request.GET),
        "suite": row,
        "version": version,
        "task": task_row,
        "spec": spec,
        "conditions": conditions_of_tasks([task_row])[task_row.pk],
        "is_left_out": task_row.pk in unmet_tasks([version]),
        **changed_task(version, task_row),
        "best": _best_answers(task_row),
        "parts": _parts(spec),
        "files": pictures_first(task_row.fixtures),
        "has_pictures": any(is_picture for _, is_picture in pictures_first(task_row.fixtures)),
        "seconds": spec["timeout_ms"] / 1000,
        "figures": _figures(task_row),
        "results": results,
        "has_seconds": any(result.seconds_per_answer for result in results.rows),
        "has_tokens": any(result.tokens_per_answer for result in results.rows),
        "may_mark": may(request, MEMBER),
        "place": place + 1,
        "n_tasks": len(neighbours),
        "previous": neighbours[place - 1] if place else None,
        "next": neighbours[place + 1] if place + 1 < len(neighbours) else None,
    }
    return TASK_PAGE.response(request, context)


def _sent(team: Team, row: Task, params: QueryDict) -> SentPrompt:
    """Return the exact prompt for the strategy and the model in the query string."""
    strategy, to = params.get("strategy", "plain"), params.get("model", "")
    strategy = known_strategy(team, strategy)
    return {
        "strategies": strategy_choices(team),
        "strategy": strategy,
        "model_pk": parse_number(to) or 0,
        "models": LanguageModel.objects.can_generate().visible_to(team).select_related("server"),
        "preview": preview_of_spec(team, row.to_spec(with_files=False), strategy, [to]),
    }


def _parts(spec: dict[str, Any]) -> list[Part]:
    """Return the title, note, highlighted files and whether open, for everything a task is made of."""

    def shown(files: dict[str, str]) -> list[tuple[str, SafeString]]:
        return [(path, highlight(source, path)) for path, source in files.items()]

    checks = {spec["checks"]["path"]: spec["checks"]["source"]} if spec["checks"] else {}
    mutants, others = (
        {f"{name}: {path}": source for name, files in answers.items() for path, source in files.items()}
        for answers in (spec["mutants"], spec.get("alternatives", {}))
    )
    n_mutants = len(spec["mutants"])
    return [
        ("Context", "sent with the prompt", shown(spec["context"]), True),
        ("Checks", "decide the verdict", shown(checks), True),
        ("Reference", "an answer that passes", shown(spec["reference"]), False),
        ("Other right answers", "written differently; they pass", shown(others), False),
        ("Mutants", f"{n_mutants} answer{'' if n_mutants == 1 else 's'} that must fail", shown(mutants), False),
    ]


def _best_answers(task: Task) -> list[Candidate]:
    """Return per model its best scored answer, best models first: by verdict, then score, then the newest."""
    done = Candidate.objects.filter(task=task, run__team=task.version.suite.team, state="done")
    # Answers without a score are unchecked, the best verdict for such a task.
    scored = done.with_verdict().order_by(Coalesce("score", 1.0).desc(), "-pk")
    best: dict[int, int] = {}
    # Read only two columns per row: a model may have a hundred answers here, and only one of them is shown.
    for model, pk in scored.values_list("model", "pk")[:MOST_ANSWERS]:
        best.setdefault(model, pk)
    rows = Candidate.objects.filter(pk__in=best.values()).select_related("model__server", "run")
    return sorted(rows, key=lambda c: (c.verdict not in ACCEPTABLE, -(c.score or 0), c.model.model_id))


def _figures(task: Task) -> TaskFigures:
    counts = Counter(
        dict(
            Candidate.objects.filter(task=task, run__team=task.version.suite.team)
            .exclude(verdict="")
            .order_by()
            .values_list("verdict")
            .annotate(n=Count("pk"))
        )
    )
    return {"counts": [(v, counts[v]) for v in Verdict if counts[v]], "n": counts.total()}
