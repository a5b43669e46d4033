"""Filters of answers: the query string is parsed in one place for the list, for bulk changes and for the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from django.db.models import Count, Q, QuerySet
from django.utils.datastructures import MultiValueDict

from evaluations.models import Candidate, CauseTally, LanguageModel, Mark, Run, Task, Team
from evaluations.models.candidates import CandidateQuerySet, CauseHead
from evaluations.queries.failure_causes import MOST_TEXTS, wordings
from evaluations.records import Verdict
from evaluations.verdicts import INFO_BY_KEY
from webapp.site.lookup import find_model
from webapp.site.query_params import SHOWN_CHARS, no_such, parse_id, parse_number, parse_numbers, unknown_choice
from webapp.site.task_filters import TASK_FILTERS, narrowed_by, tasks_of_runs

_NAMES = (
    "run",
    "model",
    "strategy",
    "task",
    "verdict",
    "cause",
    "truncated",
    "trimmed",
    "thought_only",
    "rounds",
    "mark",
    "q",
)
NAMES = (*_NAMES, *TASK_FILTERS)
MOST_MODELS = 20


class ChosenFilters(TypedDict):
    """The filters in effect, for the form. warnings: values that match nothing. narrowed: filters of tasks."""

    warnings: list[str]
    runs: QuerySet[Run]
    models: list[LanguageModel]
    strategy: str
    task: Task | None
    verdict: str
    query: str
    is_truncated: bool
    most_rounds: int | None
    is_trimmed: bool
    is_thought_only: bool
    is_worthy: bool
    cause: str
    narrowed: dict[str, str]


def filtered(team: Team, params: MultiValueDict[str, str]) -> tuple[CandidateQuerySet, ChosenFilters]:
    """Return the team's matching rows, and the chosen values for the form. 404 for an unknown model.

    An invalid value selects no rows, never all of them; `warnings` names it.
    """
    runs = parse_numbers(params.getlist("run"))
    team_runs = Run.objects.filter(team=team)
    if any(params.getlist("run")):
        team_runs = team_runs.filter(pk__in=runs)
    # The runs are listed one by one: with a join the database would sort every answer of the team before it shows
    # fifty.
    run_ids = list(team_runs.order_by().values_list("pk", flat=True))
    chosen = _chosen_filters(team, params, runs)
    chosen["warnings"] += _warnings(team, params, run_ids)
    rows = Candidate.objects.filter(run__in=run_ids)
    return (rows.none() if chosen["warnings"] else _matching(rows, team, chosen, runs, run_ids)), chosen


def _chosen_filters(team: Team, params: MultiValueDict[str, str], runs: list[int]) -> ChosenFilters:
    """Return the filters of the query string. 404 for an unknown model."""
    task = parse_number(params.get("task", ""))
    return {
        "warnings": [],
        "runs": Run.objects.filter(pk__in=runs, team=team),
        "models": [find_model(text, team) for text in params.getlist("model")[:MOST_MODELS] if text],
        "strategy": params.get("strategy", "").replace("\0", ""),
        "task": Task.objects.filter(pk=task, version__suite__team=team).first() if task is not None else None,
        "verdict": params.get("verdict", ""),
        "query": params.get("q", "").replace("\0", "").strip(),
        "is_truncated": bool(params.get("truncated")),
        "most_rounds": parse_number(params.get("rounds"), below=1000),
        "is_trimmed": bool(params.get("trimmed")),
        "is_thought_only": bool(params.get("thought_only")),
        "is_worthy": params.get("mark") == Mark.Kind.REFERENCE,
        "cause": params.get("cause", "").replace("\0", ""),
        "narrowed": narrowed_by(params),
    }


def _matching(
    rows: CandidateQuerySet, team: Team, chosen: ChosenFilters, runs: list[int], run_ids: list[int]
) -> CandidateQuerySet:
    """Return the rows that match every chosen filter. runs: as typed; run_ids: of the team's runs that match."""
    if chosen["models"]:
        rows = rows.filter(model__in=chosen["models"])
    if chosen["strategy"]:
        rows = rows.filter(strategy=chosen["strategy"])
    if chosen["task"] is not None:
        rows = rows.filter(task=chosen["task"])
    if chosen["narrowed"]:
        rows = rows.filter(task__in=tasks_of_runs(run_ids, chosen["narrowed"]))
    if chosen["is_truncated"]:
        rows = rows.filter(is_truncated=True)
    if chosen["is_trimmed"]:
        rows = rows.filter(generation__is_trimmed=True)
    if chosen["is_thought_only"]:
        rows = rows.filter(generation__is_thought_only=True)
    if chosen["is_worthy"]:
        rows = rows.filter(marks__kind=Mark.Kind.REFERENCE)
    if chosen["most_rounds"] is not None:
        rows = rows.annotate(n_rounds=Count("rounds")).filter(n_rounds__lte=chosen["most_rounds"])
    if chosen["cause"]:
        rows = rows.alias(head=CauseHead("cause")).filter(head__in=wordings(team, chosen["cause"], runs))
    if chosen["query"]:
        rows = rows.alias(head=CauseHead("cause")).filter(_contains_words(chosen["query"], run_ids))
    return _of_verdict(rows, chosen["verdict"])


def _warnings(team: Team, params: MultiValueDict[str, str], runs: list[int]) -> Iterator[str]:
    """Yield sentences for values that the team does not have. runs: the matching runs, or all runs of the team."""
    named = [text for text in params.getlist("run") if text]
    known = {str(pk) for pk in runs} if named else set()
    yield from (no_such("run", text) for text in named if str(parse_number(text)) not in known)
    if (task := params.get("task", "")) and not Task.objects.filter(
        pk=parse_id(task), version__suite__team=team
    ).exists():
        yield no_such("task", task)
    yield from unknown_choice(params, "verdict", list(INFO_BY_KEY))
    yield from unknown_choice(params, "mark", [Mark.Kind.REFERENCE])
    if (rounds := params.get("rounds", "")) and parse_number(rounds, below=1000) is None:
        yield f"“{rounds[:SHOWN_CHARS]}” is not a number of rounds. Write a whole number, like 1."


def _contains_words(query: str, runs: list[int]) -> Q:
    """Return the condition that task, model or cause contains these words. The few tasks and models are searched,
    not a million answers.
    """
    tasks = Task.objects.filter(version__runs__in=runs, title__icontains=query).order_by().values_list("pk", flat=True)
    models = LanguageModel.objects.filter(name__icontains=query).order_by().values_list("pk", flat=True)
    causes = CauseTally.objects.filter(run__in=runs, n__gt=0, text__icontains=query).order_by("-n")
    result = Q(pk__in=[])
    if of_tasks := list(tasks.distinct()):
        result |= Q(task__in=of_tasks)
    if of_models := list(models):
        result |= Q(model__in=of_models)
    if texts := list(dict.fromkeys(causes.values_list("text", flat=True)[: 4 * MOST_TEXTS]))[:MOST_TEXTS]:
        result |= Q(head__in=texts)
    return result


def _of_verdict(rows: CandidateQuerySet, verdict: str) -> CandidateQuerySet:
    """Return the condition on the verdict. The verdict of a flaky answer does not count, so it only matches `flaky`."""
    if verdict == "flaky":
        return rows.filter(is_flaky=True)
    return rows.filter(verdict=verdict, is_flaky=False) if verdict in list(Verdict) else rows
