"""Runs that ask until the ranking of their models is settled, or every task has the maximum of samples.

A round is planned in one transaction, from the verdicts of the rounds before: its row and its missing candidates. If a
process dies, all of it is stored or nothing, and a second attempt finds the round already planned.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.timezone import now

from evaluations.limits import MAX_RANKED_MODELS
from evaluations.models import Candidate, LanguageModel, Run, SuiteVersion, Task
from evaluations.models.adaptive import AdaptivePlan, AdaptiveRound
from evaluations.models.states import RunState, State
from evaluations.queries.adaptive import planned, states_of, verdicts_of
from evaluations.statistics.adaptive import PairState, RoundPlan, next_round
from evaluations.stored_json import StoredPair, read_decided


def ranking_error(
    version: SuiteVersion | None, models: Sequence[object], strategies: Sequence[str], n_samples: int
) -> str:
    """Return why these models cannot be ranked this way, in one sentence; empty when they can."""
    if not 2 <= len(models) <= MAX_RANKED_MODELS:
        return f"A ranking needs 2 to {MAX_RANKED_MODELS} models; {len(models)} are chosen."
    if len(strategies) != 1:
        return f"A ranking compares models by one strategy; {len(strategies)} are chosen."
    if n_samples < 2:
        return "A ranking needs a maximum of 2 samples or more: with 1 there is nothing to save."
    if version and not version.tasks.filter(is_checked=True).exists():
        return "No task of this suite has checks, so no ranking can be settled."
    return ""


def plan_first_round(
    run: Run, models: Sequence[LanguageModel], most_rounds: int, skips: Callable[[Task, str], bool]
) -> None:
    """Store the plan of a run that has the candidates of one round. skips: as for Run.objects.start."""
    strategy = run.strategies[0]
    tasks = [task.pk for task in run.suite_version.tasks.all() if task.is_checked and not skips(task, strategy)]
    plan = AdaptivePlan.objects.create(
        run=run,
        most_rounds=most_rounds,
        seed=secrets.token_hex(8),
        model_ids=[model.pk for model in models],
        task_ids=tasks,
    )
    _save_round(plan, 1, RoundPlan(tuple(tasks), tuple(plan.model_ids)))


def advance(run: Run) -> bool:
    """Plan the next round of a run whose last one has been answered, or end its plan. True when a round was planned.

    Safe to repeat, and from several processes at once. The caller wakes the workers.
    """
    if not run.until_settled or _is_answering(run):
        return False
    with transaction.atomic():
        plan = AdaptivePlan.objects.select_for_update().filter(run=run, ending=AdaptivePlan.Ending.OPEN).first()
        is_running = Run.objects.filter(pk=run.pk, state=RunState.RUNNING).exists()
        if plan is None or not is_running or _is_answering(run):
            return False
        rounds = list(plan.rounds.all())
        plans = [planned(row) for row in rounds]
        passed = verdicts_of(run, plan)
        states = states_of(plan, plans, passed)
        _save_decision(rounds[-1], states, len(rounds))
        following = next_round(plan.task_ids, plans, states, passed, plan.seed)
        if following is None or len(rounds) >= plan.most_rounds:
            plan.ending = AdaptivePlan.Ending.LIMIT if following else AdaptivePlan.Ending.SETTLED
            plan.ended_at = now()
            plan.save(update_fields=["ending", "ended_at"])
            return False
        _save_round(plan, len(rounds) + 1, following)
    return True


def due_runs() -> list[Run]:
    """Return running runs that wait for their next round, because the process that should have planned it has ended."""
    return [
        run
        for run in Run.objects.filter(until_settled=True, state=RunState.RUNNING, adaptive__ending="")
        if not _is_answering(run)
    ]


def _is_answering(run: Run) -> bool:
    return run.candidates.exclude(state__in=[State.DONE, State.CANCELLED]).exists()


def _save_round(plan: AdaptivePlan, number: int, what: RoundPlan) -> None:
    """Store the round's row and its missing candidates: those of the first round exist already, and added samples may
    exist.
    """
    AdaptiveRound.objects.create(
        plan=plan,
        number=number,
        model_ids=list(what.models),
        task_ids=list(what.tasks),
        doubled_ids=sorted(what.doubled),
        n_asked=len(what.models) * len(what.tasks),
    )
    strategy = plan.run.strategies[0]
    Candidate.objects.bulk_create(
        (
            Candidate(run_id=plan.run_id, task_id=task, model_id=model, strategy=strategy, sample=number - 1)
            for model in what.models
            for task in what.tasks
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def _save_decision(row: AdaptiveRound, states: Sequence[PairState], n_rounds: int) -> None:
    """Store the pairs that the last round settled and no earlier one."""
    known = {frozenset((pair["better"], pair["worse"])) for pair in _decided_before(row)}
    row.decided = [
        {"better": better, "worse": sum(state.pair) - better, "ahead": round(abs(state.ahead or 0.0), 4)}
        for state in states
        if (better := state.better) is not None and frozenset(state.pair) not in known
    ]
    row.decided_at = now()
    row.save(update_fields=["decided", "decided_at"])


def _decided_before(row: AdaptiveRound) -> list[StoredPair]:
    earlier = AdaptiveRound.objects.filter(plan=row.plan_id, number__lt=row.number).values_list("decided", flat=True)
    return [pair for decided in earlier for pair in read_decided(decided) or []]
