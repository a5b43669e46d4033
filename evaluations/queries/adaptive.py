"""Reads of a run that asks until its ranking is settled: verdicts by round, pairs, and saved answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evaluations.models import LanguageModel, Run
from evaluations.models.adaptive import AdaptivePlan, AdaptiveRound
from evaluations.records import Verdict
from evaluations.statistics.adaptive import PairState, Passed, RoundPlan, pair_states, results
from evaluations.stored_json import read_decided


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledPair:
    """Two models with a significant difference. ahead: mean difference of their shares passed, in [0, 1]."""

    better: LanguageModel
    worse: LanguageModel
    ahead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """Questions and decisions of a round. settled: None while answers are missing. n_left_out: compared with a full
    round.
    """

    number: int
    models: list[LanguageModel]
    n_tasks: int
    n_asked: int
    n_left_out: int
    settled: list[SettledPair] | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptiveReport:
    """The report.

    n_most: answers if everything were asked; n_saved: those of them that an ended plan did not ask for.
    """

    ending: str
    most_rounds: int
    n_tasks: int
    n_asked: int
    n_most: int
    n_saved: int
    n_pairs: int
    n_settled: int
    open_pairs: list[tuple[LanguageModel, LanguageModel]]
    rounds: list[RoundReport]

    @property
    def sentence(self) -> str:
        """Say how far the run is, or how it ended."""
        n = len(self.rounds)
        rounds = f"{n} round{'' if n == 1 else 's'}"
        if self.ending == AdaptivePlan.Ending.SETTLED:
            answers = f"{self.n_asked:,} of {self.n_most:,} answers were asked for"
            return f"Settled after {rounds}: {answers}, {self.n_saved / max(1, self.n_most):.0%} saved."
        settled = (
            f"a significant difference in {self.n_settled} of {self.n_pairs} pair{'' if self.n_pairs == 1 else 's'}"
        )
        if self.ending == AdaptivePlan.Ending.LIMIT:
            return f"Ended after {rounds}, the most that were allowed: {settled}, {self.n_saved:,} answers saved."
        return f"Round {n} of at most {self.most_rounds}: {settled}."


def planned(row: AdaptiveRound) -> RoundPlan:
    """Return the row as the record that statistics work on."""
    return RoundPlan(tuple(row.task_ids), tuple(row.model_ids), frozenset(row.doubled_ids))


def verdicts_of(run: Run, plan: AdaptivePlan) -> Passed:
    """Return (model, task, round) to whether the answer passed: sample n belongs to round n + 1.

    Only verdicts that count in rates.
    """
    rows = run.candidates.scored().filter(
        model__in=plan.model_ids, sample__lt=plan.most_rounds, strategy=run.strategies[0]
    )
    result = rows.order_by().values_list("model", "task", "sample", "verdict")
    return results({(model, task, sample + 1): verdict == Verdict.PASSED for model, task, sample, verdict in result})


def states_of(plan: AdaptivePlan, rounds: Sequence[RoundPlan], passed: Passed) -> list[PairState]:
    """Return each pair of the plan's models after these rounds."""
    return pair_states(plan.model_ids, len(plan.task_ids), rounds, passed, plan.most_rounds)


def adaptive_report(run: Run) -> AdaptiveReport | None:
    """Return the decisions by round; None for a run with a fixed number of samples."""
    plan = AdaptivePlan.objects.filter(run=run).first() if run.until_settled else None
    if plan is None:
        return None
    names = LanguageModel.objects.select_related("server").in_bulk(plan.model_ids)
    every = len(plan.model_ids) * len(plan.task_ids)
    rounds = [_round(row, names, every) for row in plan.rounds.all()]
    settled = [pair for row in rounds for pair in row.settled or []]
    settled_pairs = {frozenset((pair.better.pk, pair.worse.pk)) for pair in settled}
    pairs = [(a, b) for n, a in enumerate(plan.model_ids) for b in plan.model_ids[n + 1 :]]
    n_asked, n_most = sum(row.n_asked for row in rounds), every * plan.most_rounds
    return AdaptiveReport(
        ending=plan.ending,
        most_rounds=plan.most_rounds,
        n_tasks=len(plan.task_ids),
        n_asked=n_asked,
        n_most=n_most,
        n_saved=n_most - n_asked if plan.ending else 0,
        n_pairs=len(pairs),
        n_settled=len(settled_pairs),
        open_pairs=[
            (names[a], names[b]) for a, b in pairs if frozenset((a, b)) not in settled_pairs and {a, b} <= set(names)
        ],
        rounds=rounds,
    )


def _round(row: AdaptiveRound, names: dict[int, LanguageModel], every: int) -> RoundReport:
    settled = read_decided(row.decided)
    return RoundReport(
        number=row.number,
        models=[names[pk] for pk in row.model_ids if pk in names],
        n_tasks=len(row.task_ids),
        n_asked=row.n_asked,
        n_left_out=every - row.n_asked,
        settled=None
        if settled is None
        else [
            SettledPair(better=names[pair["better"]], worse=names[pair["worse"]], ahead=pair["ahead"])
            for pair in settled
            if {pair["better"], pair["worse"]} <= set(names)
        ],
        decided_at=row.decided_at,
    )
