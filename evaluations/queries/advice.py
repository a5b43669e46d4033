"""Reading: advice on a model. Models that fit into limits of memory and speed, over chosen suites, best first.

The page of the advisor, the API and the command `advise` all read this. Whether the best is significantly better
follows the rule of all pages: `evaluations.statistics.paired`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.db.models import Q

from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel, Run, Suite, SuiteVersion, Tally, Team
from evaluations.queries.common_tasks import common_tasks
from evaluations.queries.comparable import not_comparable, settings_of
from evaluations.queries.comparison import MOST_PAIRS, Figures, figures, passes
from evaluations.queries.counts import (
    Cost,
    Counts,
    Speed,
    cells_of_runs,
    costs_by,
    latest_runs,
    most_models,
    suites_with_results,
)
from evaluations.queries.entry_conditions import compared_tallies, unmet_tasks
from evaluations.queries.model_size import Weights, weights
from evaluations.statistics import PairedComparison, compare_paired, corrected

MOST_SUITES = 12
Key = tuple[int, str]  # model, strategy
Cells = Mapping[Key, dict[int, Counts]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceLimits:
    """suites: slugs; none: the suite with most models. None: no limit, no price. price_per_hour: of one server."""

    suites: tuple[str, ...] = ()
    memory_gb: float | None = None
    tokens_per_s: float | None = None
    price_per_hour: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A model with a strategy, over the tasks of the chosen suites. runs: its newest over each suite.

    in_memory_front, in_speed_front: no other fitting model passes more and is also smaller, or quicker.
    """

    model: LanguageModel
    strategy: str
    name: str
    runs: tuple[int, ...]
    counts: Counts
    figures: Figures
    weights: Weights | None
    speed: Speed
    spent: Cost
    in_memory_front: bool = False
    in_speed_front: bool = False

    @property
    def seconds_per_answer(self) -> float | None:
        """Mean time of generation; None if no server reported any."""
        return self.spent.ms / 1000 / self.spent.n_answers if self.spent.ms and self.spent.n_answers else None

    @property
    def seconds_per_pass(self) -> float | None:
        """Time of generation for each answer that passed; None if no time is known, or nothing passed."""
        return self.spent.ms / 1000 / self.counts.n_passed if self.spent.ms and self.counts.n_passed else None

    @property
    def is_here(self) -> bool:
        """Whether one of the servers lists it now. It is False for answers made elsewhere."""
        return self.model.is_present and self.model.server.kind != "stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedModel:
    """A model that is not among the options, and why."""

    model: LanguageModel
    strategy: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another option, and the best against it; None without a common task."""

    option: Option
    comparison: PairedComparison | None

    @property
    def is_sure(self) -> bool:
        """Whether the best is significantly better than it."""
        return bool(self.comparison and self.comparison.is_sure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """options: those that fit, best first; rivals: the next MOST_PAIRS of them against the best, p corrected for all.

    n_tasks: tasks that count; is_common: only those that all options were asked. n_unmet: tasks that are left out,
    because their conditions of entry are not met.
    """

    limits: AdviceLimits
    versions: Sequence[SuiteVersion]
    n_tasks: int
    is_common: bool
    n_unmet: int
    options: Sequence[Option]
    left_out: Sequence[ExcludedModel]
    rivals: Sequence[Rival]

    @property
    def best(self) -> Option | None:
        """The recommended one; None when nothing fits."""
        return self.options[0] if self.options else None

    @property
    def open_rivals(self) -> list[Rival]:
        """Rivals without a significant difference to the best."""
        return [rival for rival in self.rivals if not rival.is_sure]

    @property
    def n_paired(self) -> int:
        """Pairs that p values are corrected for."""
        return sum(1 for rival in self.rivals if rival.comparison)


def advise(team: Team, limits: AdviceLimits) -> Advice:
    """Return the advice. Raises EvaluationError for a suite without results, naming those that have some."""
    versions = _versions(team, limits.suites)
    runs, cells, left_out = _cells(team, versions)
    models = LanguageModel.objects.select_related("server").in_bulk({model for model, _ in cells})
    rows = _tallies(runs)
    quick = costs_by(Tally.objects.filter(rows), "model", "strategy") if runs else {}
    fitting: dict[Key, dict[int, Counts]] = {}
    for key, counts in cells.items():
        why = _exclusion_reason(models[key[0]], quick.get(key, (Speed(), Cost()))[0], counts, limits)
        if why:
            left_out.append(ExcludedModel(model=models[key[0]], strategy=key[1], why=why))
        else:
            fitting[key] = counts
    common = common_tasks(fitting)
    for key, n in common.asked_fewer.items():
        why = f"asked only {n} of the tasks that the others share"
        left_out.append(ExcludedModel(model=models[key[0]], strategy=key[1], why=why))
    fitting, shared = common.compared(fitting), common.tasks
    if shared:
        quick = costs_by(Tally.objects.filter(rows, task__in=shared), "model", "strategy")
    options = _options(fitting, models, quick, runs)
    return Advice(
        limits=limits,
        versions=versions,
        n_tasks=len(set().union(*fitting.values())) if fitting else 0,
        is_common=bool(shared),
        n_unmet=len(unmet_tasks(versions)),
        options=options,
        left_out=sorted(left_out, key=lambda row: (row.why, row.model.model_id, row.strategy)),
        rivals=_rivals(options, fitting),
    )


def _versions(team: Team, slugs: Sequence[str]) -> list[SuiteVersion]:
    suites = list(suites_with_results(team)[: 4 * MOST_SUITES])
    by_slug = {suite.slug: suite for suite in suites}
    missing = [slug for slug in slugs if slug not in by_slug]
    if missing:
        names = f" There are: {', '.join(list(by_slug)[:8])}." if by_slug else ""
        raise EvaluationError(f"No suite “{missing[0][:60]}” has results.{names}")
    first = most_models(team, suites)
    chosen: list[Suite] = [by_slug[slug] for slug in dict.fromkeys(slugs)][:MOST_SUITES] or ([first] if first else [])
    return [version for suite in chosen if (version := suite.latest())]


def _cells(
    team: Team, versions: Sequence[SuiteVersion]
) -> tuple[dict[int, dict[int, int]], dict[Key, dict[int, Counts]], list[ExcludedModel]]:
    """Return each model's run over each version, counts by task of models with all runs, and models left out so far."""
    runs: dict[int, dict[int, int]] = {}
    cells: dict[Key, dict[int, Counts]] = {}
    left_out: list[ExcludedModel] = []
    n_versions: dict[Key, int] = {}
    for version in versions:
        newest = latest_runs(team, version)
        excluded = _sampled_apart(newest)
        left_out += excluded.values()
        of_version = {model: run for model, run in newest.items() if model not in excluded}
        tallies = compared_tallies(Tally.objects.filter(_pairs(of_version)), [version])
        for (_, model, strategy), counts in cells_of_runs(tallies).items():
            cells.setdefault((model, strategy), {}).update(counts)
            n_versions[model, strategy] = n_versions.get((model, strategy), 0) + 1
        for model, run in of_version.items():
            runs.setdefault(model, {})[version.pk] = run
    missing = [key for key, n in n_versions.items() if n < len(versions)]
    models = LanguageModel.objects.select_related("server").in_bulk({model for model, _ in missing})
    for key in missing:
        where = [v.suite.title for v in versions if v.pk not in runs.get(key[0], {})] or ["one of the suites"]
        left_out.append(ExcludedModel(model=models[key[0]], strategy=key[1], why=f"no results over {', '.join(where)}"))
        del cells[key]
    compared = {model for model, _ in cells}
    return {model: by_version for model, by_version in runs.items() if model in compared}, cells, left_out


def _sampled_apart(newest: Mapping[int, int]) -> dict[int, ExcludedModel]:
    """Return models that were sampled with other settings than most."""
    settings = settings_of(Run.objects.filter(pk__in=set(newest.values())))
    keys = [(run, model) for model, run in sorted(newest.items())]
    differs_of = {row.place[1]: row.differs for row in not_comparable(keys, settings, by_order=False)}
    models = LanguageModel.objects.select_related("server").in_bulk(differs_of)
    return {
        model: ExcludedModel(model=models[model], strategy="", why=f"sampled with other settings: {'; '.join(differs)}")
        for model, differs in differs_of.items()
    }


def _pairs(runs: Mapping[int, int]) -> Q:
    """Return the tallies of each model in its run."""
    by_run: dict[int, list[int]] = {}
    for model, run in runs.items():
        by_run.setdefault(run, []).append(model)
    return reduce(or_, (Q(run=run, model__in=models) for run, models in by_run.items()), Q(pk__in=[]))


def _tallies(runs: Mapping[int, Mapping[int, int]]) -> Q:
    by_run: dict[int, list[int]] = {}
    for model, by_version in runs.items():
        for run in by_version.values():
            by_run.setdefault(run, []).append(model)
    return reduce(or_, (Q(run=run, model__in=models) for run, models in by_run.items()), Q(pk__in=[]))


def _exclusion_reason(model: LanguageModel, speed: Speed, counts: Mapping[int, Counts], limits: AdviceLimits) -> str:
    """Return why a model is not an option; empty when it is one."""
    if not any(of_task.n_scored for of_task in counts.values()):
        return "nothing scored"
    if limits.memory_gb is not None:
        if model.remote_host:
            return f"{model.remote_host} answers for it: its memory is not known"
        room = weights(model)
        if room is None:
            return "the size of its weights is not known"
        if room.gb > limits.memory_gb:
            return f"its weights take more than {limits.memory_gb:,.10g} GB"
    if limits.tokens_per_s is not None:
        if speed.tokens_per_s is None:
            return "no times are recorded for it"
        if speed.tokens_per_s < limits.tokens_per_s:
            return f"fewer than {limits.tokens_per_s:,.10g} tokens per second"
    return ""


def _options(
    cells: Cells,
    models: Mapping[int, LanguageModel],
    quick: Mapping[tuple[int, str], tuple[Speed, Cost]],
    runs: Mapping[int, Mapping[int, int]],
) -> list[Option]:
    """Return the options, the best first, with their places on the two frontiers."""
    names = _names(cells, models)
    options = []
    for key, counts in cells.items():
        speed, spent = quick.get(key, (Speed(), Cost()))
        options.append(
            Option(
                model=models[key[0]],
                strategy=key[1],
                name=names[key],
                runs=tuple(runs[key[0]].values()),
                counts=Counts.total(counts.values()),
                figures=figures(counts.values()),
                weights=weights(models[key[0]]),
                speed=speed,
                spent=spent,
            )
        )
    options.sort(key=lambda option: (option.figures.rank, option.name))
    by_memory = _price_frontier(options, {o.name: o.weights.gb for o in options if o.weights})
    by_speed = _price_frontier(options, {o.name: -o.speed.tokens_per_s for o in options if o.speed.tokens_per_s})
    return [replace(o, in_memory_front=o.name in by_memory, in_speed_front=o.name in by_speed) for o in options]


def _names(keys: Collection[Key], models: Mapping[int, LanguageModel]) -> dict[Key, str]:
    """Map each key to its shortest name that no other key has."""
    short_names = [models[model].name for model in {model for model, _ in keys}]
    strategies = {model: {s for m, s in keys if m == model} for model, _ in keys}
    names = {}
    for model, strategy in keys:
        name = models[model].name if short_names.count(models[model].name) == 1 else models[model].model_id
        names[model, strategy] = f"{name}, {strategy}" if len(strategies[model]) > 1 else name
    return names


def _price_frontier(options: Iterable[Option], prices: Mapping[str, float]) -> set[str]:
    """Return the names on the frontier: in the order of the price, each is better than all before it."""
    known = [option for option in options if option.name in prices and option.figures.pass_1]
    front, best = set(), -1.0
    for option in sorted(known, key=lambda o: (prices[o.name], o.figures.rank)):
        share = option.figures.pass_1.share if option.figures.pass_1 else 0.0
        if share > best:
            front.add(option.name)
            best = share
    return front


def _rivals(options: Sequence[Option], cells: Cells) -> list[Rival]:
    if not options:
        return []
    best, *others = options[: MOST_PAIRS + 1]
    counts = {option.name: passes(cells[option.model.pk, option.strategy]) for option in [best, *others]}
    comparisons = corrected([compare_paired(counts[best.name], counts[other.name]) for other in others])
    return [Rival(option=other, comparison=comparison) for other, comparison in zip(others, comparisons, strict=True)]
