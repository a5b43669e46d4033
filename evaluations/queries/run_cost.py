"""Forecast of a run for each model, before it starts: minutes, memory, possible problems."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Max

from evaluations.models import LanguageModel, ModelProbe, Team
from evaluations.queries.time_estimate import GRADING_S, TYPICAL_TOKENS, paces
from evaluations.records import Sampling
from evaluations.token_limits import token_limits

# Shortest and longest time that is likely, by the expected one: answers to other tasks are shorter or longer.
SPREAD_KNOWN, SPREAD_TYPICAL = (0.75, 1.35), (0.4, 1.6)
HERE = ("127.0.0.1", "localhost", "::1")
ROOM = 1.15  # weights, and what a context of usual size takes beside them
SLOW_TOKENS_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCost:
    """Of one model. seconds: of one sample and strategy over all tasks; None where its pace is not known.

    spread: the likely time, shortest and longest, as multiples of the seconds. basis: what the seconds rest on.
    memory_bytes: in use when it was last loaded, else the size of its weights.
    """

    seconds: float | None
    spread: tuple[float, float]
    memory_bytes: int | None
    basis: str
    warnings: tuple[str, ...] = ()


def run_costs(
    team: Team,
    models: Sequence[LanguageModel],
    n_tasks: int,
    longest_tokens: int,
    answer_tokens: int,
) -> dict[int, RunCost]:
    """Per model what so many tasks will take; a few queries, whatever the number of models.

    longest_tokens: of the longest prompt; answer_tokens: the most that a task allows its answer.
    """
    pks = [model.pk for model in models]
    probes, known = newest_probes(pks), paces(team, pks)
    return {
        model.pk: _cost(model, probes.get(model.pk), known.get(model.pk), n_tasks, longest_tokens, answer_tokens)
        for model in models
    }


def newest_probes(pks: Sequence[int]) -> dict[int, ModelProbe]:
    """The last finished probe of each model."""
    done = ModelProbe.objects.filter(model__in=pks, state=ModelProbe.State.DONE)
    newest = done.order_by().values("model").annotate(last=Max("pk")).values("last")
    return {probe.model_id: probe for probe in ModelProbe.objects.filter(pk__in=newest)}


def _cost(
    model: LanguageModel,
    probe: ModelProbe | None,
    pace: tuple[float, float] | None,
    n_tasks: int,
    longest_tokens: int,
    answer_tokens: int,
) -> RunCost:
    if probe and probe.digest != model.digest:
        probe = None  # other weights
    seconds, basis = _seconds(probe, pace, n_tasks, longest_tokens, answer_tokens)
    in_use = model.memory_bytes or (probe.memory_bytes if probe else None)
    return RunCost(
        seconds=seconds,
        spread=SPREAD_KNOWN if pace else SPREAD_TYPICAL,
        memory_bytes=in_use or model.size_bytes,
        basis=basis,
        warnings=tuple(_warnings(model, probe, longest_tokens, answer_tokens)),
    )


def _seconds(
    probe: ModelProbe | None, pace: tuple[float, float] | None, n_tasks: int, longest_tokens: int, answer_tokens: int
) -> tuple[float | None, str]:
    tokens_s = probe.answer_tokens_s if probe else None
    tokens: float = TYPICAL_TOKENS
    if pace:
        tokens_s, tokens = tokens_s or pace[0], pace[1]
    if not tokens_s:
        return None, ""
    each = min(tokens, answer_tokens) / tokens_s + GRADING_S
    if probe and probe.prompt_tokens_s:
        each += longest_tokens / probe.prompt_tokens_s
    loading = (probe.load_ms or 0) / 1000 if probe else 0
    return loading + n_tasks * each, "its probe" if probe and probe.answer_tokens_s else "its earlier answers"


def _warnings(model: LanguageModel, probe: ModelProbe | None, longest_tokens: int, answer_tokens: int) -> list[str]:
    warnings = []
    total = token_limits(Sampling(), answer_tokens, model.can_think).total
    if model.context_tokens and longest_tokens + total > model.context_tokens:
        size = f"about {longest_tokens:,} tokens and {total:,} for the answer"
        warnings.append(
            f"The longest prompt does not fit: {size} are more than the {model.context_tokens:,} of its context."
        )
    if model.size_bytes and not model.is_loaded and (room := memory_here(model)) and model.size_bytes * ROOM > room:
        warnings.append(f"It may not fit into memory: {_gb(model.size_bytes)} of weights, {_gb(room)} in this machine.")
    share = _gpu_share(model, probe)
    if share == 0:
        warnings.append("It runs only on the processor.")
    elif share is not None and share < 0.99:
        warnings.append(f"Only {share:.0%} of it are on the GPU; the rest is on the processor.")
    if probe and probe.answer_tokens_s and probe.answer_tokens_s < SLOW_TOKENS_S:
        warnings.append(f"It is slow: {probe.answer_tokens_s:.1f} tokens a second.")
    return warnings


def _gpu_share(model: LanguageModel, probe: ModelProbe | None) -> float | None:
    if model.is_loaded and model.memory_bytes and model.gpu_bytes is not None:
        return min(1.0, model.gpu_bytes / model.memory_bytes)
    return probe.gpu_share if probe else None


def memory_here(model: LanguageModel) -> int | None:
    """Bytes of memory of this machine, where the model's server is on it; None elsewhere."""
    if (urlsplit(model.server.base_url).hostname or "") not in HERE:
        return None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _gb(n: int) -> str:
    return f"{n / 1e9:.1f} GB"
