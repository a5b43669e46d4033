"""Simulate runs that end when the ranking is settled: wrong calls between equal models, and saved samples.

    python -m bench.adaptive [--runs 1000]

No model is asked: each answer passes with the simulation's probability for its model and task. The functions that plan
real runs also plan and decide these rounds. For comparison a fixed run asks every task equally often, and the same
exact sign test at 5 % decides it once at its end.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from evaluations.statistics.adaptive import RoundPlan, next_round, pair_states, results
from evaluations.statistics.sequential import Look, first_decision

Chances = list[list[float]]  # by model and task
N_TASKS, MOST_ROUNDS = 30, 10


@dataclass(frozen=True, slots=True)
class SimulatedRun:
    """calls: better and worse model of each settled pair. n_answers: total of answers. n_rounds: until the end."""

    calls: tuple[tuple[int, int], ...]
    n_answers: int
    n_rounds: int


def simulate(chances: Chances, most_rounds: int, seed: int) -> SimulatedRun:
    """Simulate one adaptive run to its end."""
    draw = random.Random(seed)
    models, tasks = range(len(chances)), range(len(chances[0]))
    rounds: list[RoundPlan] = []
    rows: dict[tuple[int, int, int], bool] = {}
    n_answers = 0
    while True:
        passed = results(rows)
        states = pair_states(models, len(tasks), rounds, passed, most_rounds)
        plan = next_round(tasks, rounds, states, passed, str(seed))
        if plan is None or len(rounds) == most_rounds:
            break
        rounds.append(plan)
        for model in plan.models:
            for task in plan.tasks:
                rows[model, task, len(rounds)] = draw.random() < chances[model][task]
        n_answers += len(plan.models) * len(plan.tasks)
    calls = tuple((s.better, sum(s.pair) - s.better) for s in states if s.better is not None)
    return SimulatedRun(calls, n_answers, len(rounds))


def fixed_call(chances: Chances, n_samples: int, seed: int) -> int:
    """Run two models with `n_samples` samples of each task; return 1 or -1 when a difference is called, else 0."""
    draw = random.Random(seed)
    ups = downs = 0
    for a, b in zip(*chances, strict=True):
        for _ in range(n_samples):
            first, second = draw.random() < a, draw.random() < b
            ups, downs = ups + (first and not second), downs + (second and not first)
    decision = first_decision([Look(ups, downs)], 1, alpha=0.05)
    return decision.sign if decision else 0


def mixed_suite(gap: float, seed: int, n_tasks: int = N_TASKS) -> Chances:
    """Two models. Most tasks are easy or hard for both, and A's mean chance is larger by the gap."""
    draw = random.Random(seed)
    base = [draw.betavariate(0.4, 0.4) for _ in range(n_tasks)]
    other = [min(1.0, max(0.0, chance + draw.gauss(0, 0.2))) for chance in base]
    return [_shifted(base, fmean(other) + gap), other]


def equal_suite(n_models: int, seed: int, n_tasks: int = N_TASKS) -> Chances:
    """Models with the same chance at each task."""
    draw = random.Random(seed)
    base = [draw.betavariate(0.4, 0.4) for _ in range(n_tasks)]
    return [base] * n_models


def _shifted(chances: Sequence[float], mean: float) -> list[float]:
    low, high = -1.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        moved = [min(1.0, max(0.0, chance + middle)) for chance in chances]
        low, high = (middle, high) if fmean(moved) < mean else (low, middle)
    return moved


def _print_wrong_calls(name: str, n: int, suite: Callable[[int], Chances]) -> None:
    runs = [simulate(suite(seed), MOST_ROUNDS, seed) for seed in range(n)]
    wrong = sum(bool(run.calls) for run in runs)
    share = fmean(run.n_answers / (len(suite(0)) * N_TASKS * MOST_ROUNDS) for run in runs)
    print(f"{name}: a difference called in {wrong} of {n} runs ({wrong / n:.1%}); asked {share:.0%} of the answers")


def _gap(gap: float, n: int) -> None:
    runs = [simulate(mixed_suite(gap, seed), MOST_ROUNDS, seed) for seed in range(n)]
    right = sum((0, 1) in run.calls for run in runs) / n
    per_task = fmean(run.n_answers / (2 * N_TASKS) for run in runs)
    n_samples = 1
    while n_samples < 100 and _fixed_power(gap, n_samples, n) < right:
        n_samples += 1
    saved = 1 - per_task / n_samples
    print(
        f"{100 * gap:.0f} points apart: called right in {right:.1%}, wrong in {sum((1, 0) in r.calls for r in runs)}; "
        f"{per_task:.2f} samples a task; a fixed run of that power needs {n_samples}; saved {saved:.0%}",
        flush=True,
    )


def _fixed_power(gap: float, n_samples: int, n: int) -> float:
    return sum(fixed_call(mixed_suite(gap, seed), n_samples, seed) == 1 for seed in range(n)) / n


def main() -> None:
    """Print the figures of docs/reference/measurements.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    n = parser.parse_args().runs
    print(f"{N_TASKS} tasks, at most {MOST_ROUNDS} samples of each")
    _print_wrong_calls("two equal models", n, lambda seed: equal_suite(2, seed))
    _print_wrong_calls("two models equal on average, not at each task", n, lambda seed: mixed_suite(0.0, seed))
    _print_wrong_calls("five equal models", max(1, n // 5), lambda seed: equal_suite(5, seed))
    for gap in (0.1, 0.15, 0.2, 0.3):
        _gap(gap, n)


if __name__ == "__main__":
    main()
