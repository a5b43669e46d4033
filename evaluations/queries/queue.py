"""Current work and queue of each model server: loaded models, answers being written, runs in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import Count, QuerySet

from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, Run, State, Team
from evaluations.queries.queue_order import Rank, ranks_of
from evaluations.queries.run_cost import TimeRange, run_costs
from evaluations.queries.work import Work, task_sizes

MOST_WRITING = 20  # answers that are named for one server


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRun:
    """Answers of one run by one model that wait for a server. run: None for another team's, which is only counted.

    time: until their verdicts; None where the model's speed is not known, and for another team's. n_swaps: how often
    a model was loaded for this run so far.
    """

    run: Run | None
    model: LanguageModel | None
    rank: Rank
    n: int
    time: TimeRange | None
    n_swaps: int = 0

    @property
    def is_person(self) -> bool:
        """Whether a person waits for it: it is served before suites."""
        return self.rank is Rank.PROMPT


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerQueue:
    """One server. time: of the waiting rows whose time is known, one after the other; None where there are none."""

    server: ModelServer
    loaded: Sequence[LanguageModel]
    writing: Sequence[Candidate]
    n_writing: int
    waiting: Sequence[WaitingRun]
    time: TimeRange | None

    @property
    def n_waiting(self) -> int:
        """All answers that wait."""
        return sum(row.n for row in self.waiting)

    @property
    def unknown(self) -> list[LanguageModel]:
        """Models whose speed is not known: their answers are not in the time."""
        return list({row.model.pk: row.model for row in self.waiting if row.model and not row.time}.values())

    @property
    def has_others(self) -> bool:
        """Whether answers of other teams wait, which are not in the time."""
        return any(row.run is None for row in self.waiting)


def server_queues(team: Team) -> list[ServerQueue]:
    """Return each server that the team may ask, in the order of their names."""
    servers = ModelServer.objects.visible_to(team).exclude(kind=ModelServer.Kind.STORED)
    active = Candidate.objects.filter(model__server__in=servers, run__state=Run.State.RUNNING)
    waiting = _waiting(team, active.filter(state=State.QUEUED))
    writing = active.filter(state=State.GENERATING)
    named = writing.filter(run__team=team).select_related("run", "task", "model__server").order_by("taken_at")
    n_writing = dict(writing.order_by().values_list("model__server").annotate(n=Count("pk")))
    by_server: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in named:
        by_server[candidate.model.server_id].append(candidate)
    loaded = LanguageModel.objects.filter(server__in=servers, is_loaded=True, is_present=True).select_related("server")
    return [
        ServerQueue(
            server=server,
            loaded=[model for model in loaded if model.server_id == server.pk and model.expires_at],
            writing=by_server[server.pk][:MOST_WRITING],
            n_writing=n_writing.get(server.pk, 0),
            waiting=waiting.get(server.pk, []),
            time=_in_turn([row.time for row in waiting.get(server.pk, [])]),
        )
        for server in servers
    ]


def _in_turn(times: Sequence[TimeRange | None]) -> TimeRange | None:
    known = [time for time in times if time]
    return reduce(add, known) if known else None


def _waiting(team: Team, queued: QuerySet[Candidate]) -> dict[int, list[WaitingRun]]:
    """Return what waits by server, in the order in which runs are asked."""
    counted = queued.order_by().values_list("model__server", "run", "model").annotate(n=Count("pk"))
    rows = [(server, run, model, n) for server, run, model, n in counted]
    runs = Run.objects.select_related("team").in_bulk({run for _, run, _, _ in rows})
    models = LanguageModel.objects.select_related("server").in_bulk({model for _, _, model, _ in rows})
    own = {pk for pk, run in runs.items() if run.team_id == team.pk}
    ranks, swaps = ranks_of(runs.values()), swaps_of(own)
    times = _times(team, {(run, model): n for _, run, model, n in rows if run in own}, runs, models)
    by_server: dict[int, list[tuple[Rank, int, WaitingRun]]] = defaultdict(list)
    for server, run, model, n in rows:
        row = WaitingRun(
            run=runs[run] if run in own else None,
            model=models[model] if run in own else None,
            rank=ranks[run],
            n=n,
            time=times.get((run, model)),
            n_swaps=swaps.get(run, 0),
        )
        by_server[server].append((ranks[run], run, row))
    return {
        server: [row for *_, row in sorted(result, key=lambda item: item[:2])] for server, result in by_server.items()
    }


def _times(
    team: Team,
    waiting: Mapping[tuple[int, int], int],
    runs: Mapping[int, Run],
    models: Mapping[int, LanguageModel],
) -> dict[tuple[int, int], TimeRange | None]:
    """Map run and model to the time of its waiting answers. waiting: run and model to how many wait."""
    sizes = task_sizes({runs[run].suite_version_id for run, _ in waiting})
    works = []
    for (run, model), n in waiting.items():
        version = runs[run].suite_version_id
        work = Work(sizes=sizes[version], version=version, n_answers=n, sampling=runs[run].to_sampling())
        works.append((models[model], work))
    return {key: cost.time for key, cost in zip(waiting, run_costs(team, works), strict=True)}


def swaps_of(runs: Collection[int]) -> dict[int, int]:
    """Return how often a model was loaded for each run: each load is timed once, with the first answer after it."""
    loads = Generation.objects.filter(candidate__run__in=runs, load_ms__gt=0).order_by()
    return dict(loads.values_list("candidate__run").annotate(n=Count("pk")))
