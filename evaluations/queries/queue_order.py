"""The order in which runs ask a model server: prompts of people, then suites, then automatic runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum

from evaluations.models import Candidate, LanguageModel, Run, State, Suite
from evaluations.models.runs import BESIDE, WITH_VARIANT


class Rank(IntEnum):
    """Place of a run in the queue; a lower rank is served first."""

    PROMPT = 0
    SUITE = 1
    DEMONSTRATION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Why an answer waits: the run that it waits for (None: its own), and how many answers come before it."""

    behind: Run | None
    n_before: int


def rank_of(run: Run) -> Rank:
    """Return the rank of a run; one query."""
    origin = Suite.objects.values_list("origin", flat=True).get(versions=run.suite_version_id)
    return _rank(run.import_key, origin)


def ranks_of(runs: Iterable[Run]) -> dict[int, Rank]:
    """Return the rank of each of these runs; one query."""
    rows = {run.pk: run for run in runs}
    versions = {run.suite_version_id for run in rows.values()}
    origins = dict(Suite.objects.filter(versions__in=versions).values_list("versions", "origin"))
    return {pk: _rank(run.import_key, origins[run.suite_version_id]) for pk, run in rows.items()}


def _rank(import_key: str | None, suite_origin: str) -> Rank:
    # Processes of the release before write WITH_VARIANT; it is moved within seconds.
    if import_key and not import_key.startswith((BESIDE, WITH_VARIANT)):
        return Rank.DEMONSTRATION
    return Rank.PROMPT if suite_origin == Suite.Origin.PROMPT else Rank.SUITE


def next_candidate(server_id: int, loaded: LanguageModel | None) -> Candidate | None:
    """Return the candidate to ask next; within a rank those of the loaded model come first.

    A server for which nothing waits helps another one that has the same weights.
    """
    by_rank = _running_by_rank()
    for rows in (Candidate.objects.waiting_for_model(server_id), Candidate.objects.waiting_for_help(server_id)):
        waiting = rows.select_related("model__server", "run")
        for runs in by_rank.values():
            of_rank = waiting.filter(run__in=runs)
            same = of_rank.filter(model__name=loaded.name, model__digest=loaded.digest).first() if loaded else None
            if first := same or of_rank.first():
                return first
    return None


def must_give_way(server_id: int, rank: Rank, *, is_helping: bool = False) -> bool:
    """Return whether a run of a lower rank waits for this server; one that helps another gives way to all its own
    work.
    """
    waiting = Candidate.objects.waiting_for_model(server_id)
    if is_helping:
        return waiting.exists()
    if rank is Rank.PROMPT:
        return False
    before = [run for other, runs in _running_by_rank().items() if other < rank for run in runs]
    return bool(before) and waiting.filter(run__in=before).exists()


def n_before_prompt(server_ids: Collection[int]) -> int:
    """Return how many answers come before a person's prompt that is sent now to these servers."""
    before = _running_by_rank()[Rank.PROMPT]
    on_servers = Candidate.objects.filter(model__server__in=server_ids)
    n_writing = on_servers.filter(state=State.GENERATING).count()
    return n_writing + on_servers.filter(state=State.QUEUED, run__in=before).count()


def _running_by_rank() -> dict[Rank, list[int]]:
    """Return ids of the running runs of each rank. They are few: their candidates are then found by index."""
    runs = Run.objects.filter(state=Run.State.RUNNING, origin=Run.Origin.LIVE).order_by("pk")
    by_rank: dict[Rank, list[int]] = {rank: [] for rank in Rank}
    for pk, key, origin in runs.values_list("pk", "import_key", "suite_version__suite__origin"):
        by_rank[_rank(key, origin)].append(pk)
    return by_rank


def waits_of(run: Run, candidates: list[Candidate]) -> dict[int, Wait]:
    """Return per queued candidate of this run what it waits for; the candidates need their models. Four queries a
    server.
    """
    queued_here: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.state == State.QUEUED:
            queued_here.setdefault(candidate.model.server_id, []).append(candidate)
    if not queued_here:
        return {}
    by_rank, rank = _running_by_rank(), rank_of(run)
    before = [pk for other, runs in by_rank.items() for pk in runs if (other, pk) < (rank, run.pk)]
    waits: dict[int, Wait] = {}
    for server_id, waiting in queued_here.items():
        waits |= _waits_on(server_id, run, waiting, before)
    return waits


def _waits_on(server_id: int, run: Run, candidates: list[Candidate], before: list[int]) -> dict[int, Wait]:
    """Return the waits of candidates of one server. before: ids of the runs that go first."""
    on_server = Candidate.objects.filter(model__server=server_id)
    writing = on_server.filter(state=State.GENERATING)
    queued = on_server.filter(state=State.QUEUED, run__in=before)
    other = writing.exclude(run=run).select_related("run").first() or queued.select_related("run").first()
    # Another team's run is counted, never named.
    behind = other.run if other and other.run.team_id == run.team_id else None
    n_before = writing.count() + queued.count()
    own = sorted(on_server.filter(state=State.QUEUED, run=run).values_list("pk", flat=True))
    return {
        candidate.pk: Wait(behind=behind, n_before=n_before + bisect_left(own, candidate.pk))
        for candidate in candidates
    }
