"""Checks and starts a run of a suite: page, API and command share the checks and their sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from evaluations import prompts
from evaluations.actions.adaptive_runs import plan_first_round, ranking_error
from evaluations.actions.strategy_limits import sizes_of
from evaluations.limits import MAX_MODELS, MAX_SAMPLES, MAX_THINKING_TOKENS
from evaluations.models import LanguageModel, Run, SuiteVersion, Task
from evaluations.records import Sampling
from evaluations.token_limits import thinking_error


@dataclass(frozen=True, slots=True, kw_only=True)
class RunChoice:
    """What a person chose for a run. think, max_thinking_tokens: None for the default."""

    version: SuiteVersion
    models: Sequence[LanguageModel]
    strategies: Sequence[str]
    n_samples: int = 1
    think: str | None = None
    max_thinking_tokens: int | None = None
    until_settled: bool = False


def start_errors(choice: RunChoice) -> dict[str, str]:
    """Return why a run cannot be started, by field, each with what to do; empty when it can."""
    models, strategies = choice.models, choice.strategies
    errors = {
        "models": models_error(len(models)),
        "strategies": _strategies_error(choice),
        "n_samples": samples_error(choice.n_samples),
        "think": thinking_error(choice.think, {model.model_id: model.can_think for model in models}),
        "max_thinking_tokens": _thinking_tokens_error(choice.max_thinking_tokens),
    }
    if choice.until_settled:
        errors["until_settled"] = ranking_error(choice.version, models, strategies, choice.n_samples)
    return {name: error for name, error in errors.items() if error}


def models_error(n: int) -> str:
    """Return why a run cannot have this many models; empty when it can."""
    return f"{n} models are more than {MAX_MODELS}. Leave some out." if n > MAX_MODELS else ""


def samples_error(n: int) -> str:
    """Return why a run cannot have this many samples of one model and task; empty when it can."""
    return "" if 1 <= n <= MAX_SAMPLES else f"{n:,} samples are not between 1 and {MAX_SAMPLES}."


def _thinking_tokens_error(n: int | None) -> str:
    is_valid = n is None or 1 <= n <= MAX_THINKING_TOKENS
    return "" if is_valid else f"{n:,} tokens for thinking are not between 1 and {MAX_THINKING_TOKENS:,}."


def _strategies_error(choice: RunChoice) -> str:
    for strategy in choice.strategies:
        if reason := prompts.unsupported_models(strategy, choice.models):
            return reason
        if strategy in prompts.CONDITIONS and not sizes_of(choice.version).askable[strategy]:
            why = prompts.NO_TASK[strategy]
            return f"No task of this suite can be asked by {strategy}: {why}. Leave this strategy out."
    return ""


@transaction.atomic
def start_run(
    version: SuiteVersion, models: Sequence[LanguageModel], sampling: Sampling, *, until_settled: bool, **kwargs: Any
) -> Run:
    """Start a run with all its candidates; until_settled: with those of its first round, up to n_samples rounds.

    kwargs: as for Run.objects.start. The caller has called `start_errors` before, and wakes the workers.
    """
    if not until_settled:
        return Run.objects.start(version, models, sampling, **kwargs)
    most_rounds = int(kwargs.pop("n_samples"))
    skips: Callable[[Task, str], bool] = kwargs.get("skips", lambda task, strategy: False)
    run = Run.objects.start(version, models, sampling, until_settled=True, n_samples=1, **kwargs)
    Run.objects.filter(pk=run.pk).update(n_samples=most_rounds)
    run.n_samples = most_rounds
    plan_first_round(run, models, most_rounds, skips)
    return run
