"""Reading: the models that a team uses, each with its results on tasks of its purpose, and newer models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from evaluations.models import InUse, LanguageModel, RunModel, SuiteVersion, Tally, Team
from evaluations.models.choices import Purpose, purpose_of
from evaluations.queries.comparison import MOST_PAIRS, Figures, figures, passes
from evaluations.queries.counts import Counts, cells_of_runs, latest_runs, suites_with_results
from evaluations.queries.entry_conditions import compared_tallies
from evaluations.statistics import PairedComparison, compare_paired, corrected

MOST_SUITES = 12
OfTasks = Mapping[int, Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenger:
    """Another model with results on the same tasks. is_new: its first run came after the choice was made."""

    model: LanguageModel
    counts: Counts
    figures: Figures
    is_new: bool
    comparison: PairedComparison | None  # the challenger (A) against the model in use (B)

    @property
    def is_ahead(self) -> bool:
        """Whether it passes more of the common tasks."""
        return bool(self.comparison and self.comparison.difference.share > 0)

    @property
    def is_better(self) -> bool:
        """Whether it is significantly better."""
        return bool(self.comparison and self.comparison.is_sure and self.is_ahead)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInUse:
    """choice None: nothing is chosen for the purpose. version: the suite whose tasks of this purpose count.

    figures, counts: of the chosen model over n_tasks of it; None without results. n_new: models with results there
    whose first run came after the choice. challengers: of those that came since and those ahead at most MOST_PAIRS.
    """

    purpose: Purpose
    choice: InUse | None
    version: SuiteVersion | None
    figures: Figures | None
    counts: Counts | None
    n_tasks: int
    n_new: int
    challengers: Sequence[Challenger]

    @property
    def better(self) -> list[Challenger]:
        """Challengers that are significantly better."""
        return [challenger for challenger in self.challengers if challenger.is_better]


def models_in_use(team: Team) -> list[ModelInUse]:
    """Return one for each purpose, in their order."""
    rows = InUse.objects.filter(team=team, candidate=None).select_related("model__server", "created_by")
    chosen = {row.purpose: row for row in rows}
    tables = _tables(team) if chosen else []
    first = dict(
        RunModel.objects.filter(run__team=team).order_by().values_list("model").annotate(Min("run__created_at"))
    )
    return [_of_purpose(purpose, chosen.get(purpose), tables, first) for purpose in Purpose]


@dataclass(frozen=True, slots=True)
class _Table:
    """A suite's newest version: the counts of each model's newest run, by task, and the tasks of each purpose."""

    version: SuiteVersion
    cells: Mapping[int, OfTasks]
    tasks: Mapping[Purpose, set[int]]


def _tables(team: Team) -> list[_Table]:
    """Return suites with most models first."""
    tables = []
    for suite in suites_with_results(team)[:MOST_SUITES]:
        version = suite.latest()
        if version is None:
            continue
        newest = latest_runs(team, version)
        tallies = Tally.objects.filter(run__in=set(newest.values()), model__in=newest)
        rows = cells_of_runs(compared_tallies(tallies, [version]))
        cells: dict[int, OfTasks] = {}
        for (run, model, _), of_tasks in sorted(rows.items(), key=lambda row: row[0][2] != "plain"):
            if newest[model] == run:
                cells.setdefault(model, of_tasks)  # the plain prompt where there is one
        tasks: dict[Purpose, set[int]] = {}
        for pk, kind in version.tasks.values_list("pk", "kind"):
            tasks.setdefault(purpose_of(kind), set()).add(pk)
        tables.append(_Table(version, cells, tasks))
    return sorted(tables, key=lambda table: -len(table.cells))


def _of_purpose(
    purpose: Purpose, choice: InUse | None, tables: Sequence[_Table], first: Mapping[int, datetime]
) -> ModelInUse:
    nothing = ModelInUse(
        purpose=purpose, choice=choice, version=None, figures=None, counts=None, n_tasks=0, n_new=0, challengers=()
    )
    if choice is None or choice.model_id is None:
        return nothing
    for table in tables:
        tasks = table.tasks.get(purpose, set())
        own = _scored(table.cells.get(choice.model_id, {}), tasks)
        if own:
            others = {pk: _scored(cells, tasks) for pk, cells in table.cells.items() if pk != choice.model_id}
            others = {pk: counts for pk, counts in others.items() if counts}
            is_new = {pk: pk in first and first[pk] > choice.created_at for pk in others}
            return ModelInUse(
                purpose=purpose,
                choice=choice,
                version=table.version,
                figures=figures(own.values()),
                counts=Counts.total(own.values()),
                n_tasks=len(own),
                n_new=sum(is_new.values()),
                challengers=_challengers(own, others, is_new),
            )
    return nothing


def _scored(of_tasks: OfTasks, tasks: set[int]) -> dict[int, Counts]:
    return {task: counts for task, counts in of_tasks.items() if task in tasks and counts.n_scored}


def _challengers(own: OfTasks, others: Mapping[int, OfTasks], is_new: Mapping[int, bool]) -> list[Challenger]:
    """Return the challengers, the best first; of more than MOST_PAIRS those that came since before the others."""
    figures_of = {pk: figures(counts.values()) for pk, counts in others.items()}
    shown = sorted(others, key=lambda pk: (not is_new[pk], figures_of[pk].rank, pk))[:MOST_PAIRS]
    comparisons = dict(
        zip(shown, corrected([compare_paired(passes(others[pk]), passes(own)) for pk in shown]), strict=True)
    )
    models = LanguageModel.objects.select_related("server").in_bulk(shown)
    rows = [
        Challenger(
            model=models[pk],
            counts=Counts.total(others[pk].values()),
            figures=figures_of[pk],
            is_new=is_new[pk],
            comparison=comparisons[pk],
        )
        for pk in sorted(shown, key=lambda pk: (figures_of[pk].rank, pk))
    ]
    return [row for row in rows if row.is_new or row.is_ahead]
