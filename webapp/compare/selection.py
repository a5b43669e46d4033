"""The selection of a comparison: runs, models and tasks from the query string, with their figures. All pages use it.

`run=` names runs; without it each model's newest finished run over a suite counts (`suite=`, else the one with most
models). `tag kind language tasks` narrow the tasks, `size quant q model` the models. Only tasks that all were asked
count, where there are any, and models that were asked too few of them are left out; `common=0` takes all tasks and
models. Only answers with the same sampling settings are compared: `settings=any` includes all, and the pages name the
differences.
`unseen=1` leaves out, per model, tasks that were public by its training cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict

from evaluations.models import LanguageModel, Run, Suite, SuiteVersion, Tally, Task, Team
from evaluations.models.suites import tasks_of
from evaluations.queries.comparable import Settings, settings_differ
from evaluations.queries.comparison import Key, figures, setting_differences, to_regrade
from evaluations.queries.counts import (
    Cost,
    Counts,
    Speed,
    costs,
    latest_runs,
    most_models,
    suites_with_results,
)
from evaluations.queries.entry_conditions import unmet_tasks
from evaluations.queries.model_names import ShortName
from evaluations.queries.model_size import billions
from evaluations.statistics import rank_ranges
from webapp.compare.compared_counts import (
    ANY,
    ComparedCounts,
    FewerTasks,
    NotComparableSide,
    UnseenTasks,
    compared_counts,
    of_seen,
)
from webapp.compare.entry import Entry, labels_of, names_of
from webapp.compare.query_warnings import NONE_STATED, UnmatchedParam, unmatched_params
from webapp.site.access import current_team
from webapp.site.query_params import parse_numbers, unknown_choice
from webapp.site.task_filters import TASK_FILTERS, to_query

MOST_RUNS, SUITES_TO_CHOOSE, TAGS = 20, 12, 40
KEPT_PARAMS = ("suite", "run", *TASK_FILTERS, "size", "quant", "q", "model", "common", "settings", "unseen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The choices in the form of filters."""

    suites: list[Suite] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    quantisations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Entries, best first, over `tasks`; of_tasks: each entry's counts by task.

    n_common: tasks that all were asked, None when that is all of them. is_common: only those count. asked_fewer: models
    that are left out because of them.
    settings: what decided the sampling of each model of each run. not_comparable: models that are not comparable
    with the others, with their names and in what they differ: left out, unless is_any.
    unmet: tasks that are left out, because their conditions of entry are not met.
    narrowed: the filters of tasks, as the list of answers takes them.
    """

    version: SuiteVersion | None
    runs: list[Run]
    left_out: list[Run]
    is_newest: bool
    tasks: list[Task]
    all_tasks: list[Task]
    entries: list[Entry]
    of_tasks: Mapping[Key, Mapping[int, Counts]]
    names: Mapping[Key, str]
    labels: Mapping[Key, ShortName]
    n_all_models: int
    chosen_models: list[LanguageModel]
    differences: list[str]
    to_regrade: list[Run]
    n_common: int | None
    is_common: bool
    asked_fewer: list[FewerTasks]
    settings: Settings
    not_comparable: list[NotComparableSide]
    is_any: bool
    unseen: UnseenTasks | None
    unmet: list[Task]
    choices: Choices
    unmatched_params: list[UnmatchedParam]
    narrowed: Mapping[str, str]
    asked: Mapping[str, str]
    query: str

    @property
    def tallies(self) -> Q:
        """The tallies of what is compared, for further sums."""
        return _tallies(self)

    @property
    def is_over_all(self) -> bool:
        """Whether all tasks and models were asked for, however few tasks they share."""
        return self.asked["common"] == "0"

    @property
    def n_all_tasks(self) -> int:
        """Tasks of the suite."""
        return len(self.all_tasks)

    @property
    def is_narrowed(self) -> bool:
        """Whether only some of the suite's tasks count."""
        return len(self.tasks) < self.n_all_tasks

    @property
    def has_strategies(self) -> bool:
        """Whether a model has entries with several strategies."""
        return len({(e.run.pk, e.model.pk) for e in self.entries}) < len(self.entries)

    @property
    def n_settings_apart(self) -> int:
        """Models that are left out because of other sampling settings."""
        return 0 if self.is_any else len(self.not_comparable)

    def differs(self, a: Entry, b: Entry) -> list[str]:
        """Return sampling settings that differ between two entries."""
        return settings_differ(self.settings, (a.run.pk, a.model.pk), (b.run.pk, b.model.pk))

    def ranks(self) -> dict[Key, tuple[int, int] | None]:
        """Return the range of ranks of each entry; empty if settings differ."""
        keys = [entry.key for entry in self.entries]
        if self.not_comparable and self.is_any:
            return dict.fromkeys(keys)
        shares = [
            {task: counts.n_passed / counts.n_scored for task, counts in self.of_tasks[key].items() if counts.n_scored}
            for key in keys
        ]
        return dict(zip(keys, rank_ranges(shares), strict=True))


def select(request: HttpRequest) -> Selection:
    """Return the selection of the query string, for the current team."""
    team, params = current_team(request), request.GET
    runs, of_model, left_out, suites = _runs(team, params)
    version = runs[0].suite_version if runs else None
    all_tasks = tasks_of(version) if version else []
    models = _known_models(runs, of_model)
    unmet = unmet_tasks([version]) if version else frozenset()
    counted = compared_counts(runs, of_model, models, all_tasks, params, unmet)
    entries = _entries(runs, models, counted)
    return Selection(
        unmatched_params=_unmatched(params, [*runs, *left_out], suites, all_tasks, models.values(), entries),
        version=version,
        runs=runs,
        left_out=left_out,
        is_newest=bool(of_model),
        tasks=counted.tasks,
        all_tasks=all_tasks,
        entries=entries,
        of_tasks=counted.of_tasks,
        names=names_of(entries),
        labels=labels_of(entries),
        n_all_models=len(models),
        chosen_models=[models[pk] for pk in parse_numbers(params.getlist("model")) if pk in models],
        differences=setting_differences(counted.shown) if len(counted.shown) > 1 else [],
        to_regrade=to_regrade(counted.shown),
        settings=counted.settings,
        not_comparable=counted.not_comparable,
        is_any=params.get("settings") == ANY,
        unseen=counted.unseen,
        unmet=[task for task in all_tasks if task.pk in unmet],
        n_common=counted.n_common,
        is_common=counted.is_common,
        asked_fewer=counted.asked_fewer,
        choices=_choices(suites, all_tasks, models.values()),
        narrowed=counted.narrowed,
        asked={name: params.get(name, "").strip() for name in KEPT_PARAMS},
        query=_query(params),
    )


def _unmatched(
    params: QueryDict,
    runs: Sequence[Run],
    suites: Iterable[Suite],
    tasks: Iterable[Task],
    models: Iterable[LanguageModel],
    entries: Iterable[Entry],
) -> list[UnmatchedParam]:
    """Return the parameters that match no run, suite, task, model or entry. runs: the shown version's are first."""
    version, slugs = runs[0].suite_version if runs else None, [suite.slug for suite in suites]
    unmatched = unmatched_params(params, runs, version, suites=slugs, tasks=tasks, models=models)
    unknown = unknown_choice(params, "a", [entry.token for entry in entries], "entry")
    return [*unmatched, *map(UnmatchedParam, unknown)]


def _known_models(runs: Sequence[Run], of_model: Mapping[int, int]) -> dict[int, LanguageModel]:
    """Return the models of the runs; where each model's newest run counts, only those that have one."""
    known = LanguageModel.objects.filter(runmodel__run__in=runs).select_related("server").distinct()
    return {model.pk: model for model in known if not of_model or model.pk in of_model}


def _runs(team: Team, params: QueryDict) -> tuple[list[Run], dict[int, int], list[Run], list[Suite]]:
    """Return runs over one suite version; the run of each model if its newest counts; runs over other
    versions; suites.
    """
    team_runs = Run.objects.filter(team=team).select_related("suite_version__suite")
    if pks := parse_numbers(params.getlist("run"))[:MOST_RUNS]:
        chosen = sorted(team_runs.filter(pk__in=pks), key=lambda run: pks.index(run.pk))
    else:
        chosen = []
    if chosen:
        same = [run for run in chosen if run.suite_version_id == chosen[0].suite_version_id]
        return same, {}, [run for run in chosen if run not in same], []
    suites = list(suites_with_results(team)[:SUITES_TO_CHOOSE])
    suite = next((suite for suite in suites if suite.slug == params.get("suite")), None) or most_models(team, suites)
    version = suite.latest() if suite else None
    newest = latest_runs(team, version) if version else {}
    if newest:
        return list(team_runs.filter(pk__in=set(newest.values()))), newest, [], suites
    return list(team_runs[:1]), {}, [], suites


def _tallies(chosen: Selection) -> Q:
    by_run: dict[int, set[int]] = {}
    for entry in chosen.entries:
        by_run.setdefault(entry.run.pk, set()).add(entry.model.pk)
    if not by_run:
        return Q(pk__in=[])
    condition = reduce(or_, (Q(run=run, model__in=models) for run, models in by_run.items()))
    if chosen.unseen:
        condition &= ~of_seen(chosen.unseen)
    return condition & Q(task__in=[task.pk for task in chosen.tasks]) if chosen.is_narrowed else condition


def _entries(runs: Sequence[Run], models: Mapping[int, LanguageModel], counted: ComparedCounts) -> list[Entry]:
    by_pk = {run.pk: run for run in runs}
    cost, narrowed = costs(Tally.objects.filter(counted.rows)), to_query(counted.narrowed)
    entries = []
    for key, counts in counted.of_tasks.items():
        run, model, strategy = key
        speed, spent = cost.get(key, (Speed(), Cost()))
        entries.append(
            Entry(
                run=by_pk[run],
                model=models[model],
                strategy=strategy,
                counts=Counts.total(counts.values()),
                figures=figures(counts.values()),
                speed=speed,
                spent=spent,
                narrowed=narrowed,
            )
        )
    return sorted(entries, key=lambda e: (e.figures.rank, e.model.model_id, e.run.pk, e.strategy))


def _choices(suites: list[Suite], tasks: Sequence[Task], models: Any) -> Choices:
    sizes = {size for model in models if (size := billions(model)) is not None}
    return Choices(
        suites=suites,
        tags=sorted({tag for task in tasks for tag in task.tags})[:TAGS],
        kinds=sorted({task.kind for task in tasks}),
        languages=sorted({task.language for task in tasks}),
        sizes=sorted(sizes),
        quantisations=sorted({model.quantisation or NONE_STATED for model in models}, key=str.lower),
    )


def _query(params: QueryDict) -> str:
    """Return the part of the query string that describes the selection: it is the same on every page of comparison."""
    query = QueryDict(mutable=True)
    for name in KEPT_PARAMS:
        if values := [value for value in params.getlist(name) if value]:
            query.setlist(name, values)
    return query.urlencode()
