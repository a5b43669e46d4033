"""Forecast of a run for each model, before it starts: minutes, memory, possible problems."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Max

from evaluations.measurements import Measurement
from evaluations.models import LanguageModel, ModelProbe, SuiteVersion, Team
from evaluations.queries.answer_tokens import TaskSize, length_ratios, task_sizes
from evaluations.queries.time_estimate import Pace, paces
from evaluations.records import Sampling
from evaluations.statistics.answer_lengths import MORE_THAN_CHANCE, LengthRatio
from evaluations.token_limits import token_limits

# Seconds from the last answer to its verdict, and the least seconds per answer: verdicts are given meanwhile.
LAST_VERDICT_S, LEAST_S = (0.3, 1.0, 4.0), 0.08
SPEED = 0.22  # deviation of the logarithm of a speed between two hours of one machine
REPEATED = 0.5  # share of the prompts' evaluation that a server may save, because samples of a task begin alike
DEFAULT_SAMPLING = Sampling()
THOUGHT_TOKENS = (100, 800)  # the shortest and the middle thought of an answer, where the model may think
HERE = ("127.0.0.1", "localhost", "::1")
ROOM = 1.15  # weights, and what a context of usual size takes beside them
SLOW_TOKENS_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work of a model in a run. longest_prompt, mean_prompt: tokens. n_answers: None for one per task."""

    version: SuiteVersion
    longest_prompt: int
    mean_prompt: float
    n_answers: int | None = None
    sampling: Sampling = DEFAULT_SAMPLING


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """Seconds: the shortest, the middle and the longest time that is likely."""

    low_s: float
    middle_s: float
    high_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCost:
    """Of one model. time: None where its pace is not known. basis: what the time rests on.

    memory_bytes: in use when it was last loaded, else the size of its weights.
    """

    time: TimeRange | None
    memory_bytes: int | None
    basis: str
    warnings: tuple[str, ...] = ()


def run_costs(
    team: Team, models: Sequence[LanguageModel], work: Work, n_slots: Mapping[int, int] | None = None
) -> dict[int, RunCost]:
    """Per model what the work will take; a few queries, whatever the number of models.

    n_slots: server to how many requests it takes at once, where the caller knows better than the probes.
    """
    pks = [model.pk for model in models]
    probes = {probe.model_id: probe for probe in newest_probes(pks).values()}
    for model in models:
        if model.pk in probes and probes[model.pk].digest != model.digest:
            del probes[model.pk]  # other weights
    known = paces(team, pks)
    lengths = length_ratios(team, work.version, models, probes, known)
    costs = {}
    for model in models:
        probe, pace = probes.get(model.pk), known.get(model.pk)
        n = (n_slots or {}).get(model.server_id) or model.server.n_requests or (probe.n_slots if probe else None) or 1
        time = _time(model, probe, pace, lengths[model.pk], work, n)
        in_use = model.memory_bytes or (probe.memory_bytes if probe else None)
        costs[model.pk] = RunCost(
            time=time,
            memory_bytes=in_use or model.size_bytes,
            basis=_basis(probe, pace),
            warnings=tuple(_warnings(model, probe, work)),
        )
    return costs


def newest_probes(pks: Sequence[int]) -> dict[int, ModelProbe]:
    """The last finished probe of each model."""
    done = ModelProbe.objects.filter(model__in=pks, state=ModelProbe.State.DONE)
    newest = done.order_by().values("model").annotate(last=Max("pk")).values("last")
    return {probe.model_id: probe for probe in ModelProbe.objects.filter(pk__in=newest)}


def _basis(probe: ModelProbe | None, pace: Pace | None) -> str:
    if pace:
        return "its earlier answers"
    return "its probe" if probe and probe.answer_tokens_s else ""


def _time(
    model: LanguageModel, probe: ModelProbe | None, pace: Pace | None, length: LengthRatio, work: Work, n_slots: int
) -> TimeRange | None:
    """From the first question to the last verdict. Answers take as long as they are; verdicts are given meanwhile."""
    tokens_s = pace.tokens_s if pace else probe.answer_tokens_s if probe else None
    if not tokens_s:
        return None
    sizes = task_sizes(work.version)
    n_answers = len(sizes) if work.n_answers is None else work.n_answers
    share = n_answers / max(1, len(sizes))
    gain = _gain(model, pace, n_slots)
    reading = _reading_s(probe, pace, work) * n_answers
    seconds = []
    for at, tokens in enumerate(_tokens(model, sizes, length, has_thought=pace is not None, work=work)):
        prompts = reading * (REPEATED if at == 0 else 1)
        seconds.append((tokens * share / tokens_s + prompts) / gain[at])
    low, middle, high = seconds
    unsteady = MORE_THAN_CHANCE * SPEED
    low = middle * math.exp(-math.hypot(math.log(middle / low), unsteady))
    high = middle * math.exp(math.hypot(math.log(high / middle), unsteady))
    loading = (probe.load_ms or 0) / 1000 if probe and not model.is_loaded else 0
    least = n_answers * LEAST_S
    return TimeRange(
        low_s=max(low, least / 2) + LAST_VERDICT_S[0],
        middle_s=max(middle, least) + LAST_VERDICT_S[1] + loading / 2,
        high_s=max(high, 2 * least) + LAST_VERDICT_S[2] + loading,
    )


def _tokens(
    model: LanguageModel, sizes: Sequence[TaskSize], length: LengthRatio, *, has_thought: bool, work: Work
) -> list[float]:
    """Tokens of one answer to each task: few, middle, many. has_thought: the known lengths include thoughts."""
    totals = []
    for at, factor in enumerate(length.factors()):
        total = 0.0
        for size in sizes:
            limits = token_limits(work.sampling, size.most, model.can_think)
            thought = 0 if has_thought else (*THOUGHT_TOKENS, limits.thinking)[at]
            most = limits.total if has_thought else limits.answer
            total += min(size.usual * factor, most) + min(thought, limits.thinking)
        totals.append(total)
    return totals


def _gain(model: LanguageModel, pace: Pace | None, n_slots: int) -> tuple[float, float, float]:
    """How many times more tokens a second n_slots requests at once get than one: most, middle, least."""
    if pace:
        return (n_slots, n_slots, n_slots)  # its speed was measured with as many at once
    measured: Measurement = model.server.measured
    speeds = {step["n_requests"]: step["tokens_s"] for step in measured.get("steps", [])}
    if 1 in speeds and n_slots in speeds:
        gain = speeds[n_slots] / speeds[1]
        return (gain, gain, gain)
    return (n_slots, math.sqrt(n_slots), 1)


def _reading_s(probe: ModelProbe | None, pace: Pace | None, work: Work) -> float:
    """Seconds from a question to the first token of its answer."""
    if pace:
        return pace.first_token_s
    if probe is None:
        return 0.0
    waiting = (probe.first_token_ms or 0) / 1000
    return waiting + (work.mean_prompt / probe.prompt_tokens_s if probe.prompt_tokens_s else 0)


def _warnings(model: LanguageModel, probe: ModelProbe | None, work: Work) -> list[str]:
    warnings = []
    answer_tokens = max((size.most for size in task_sizes(work.version)), default=0)
    total = token_limits(work.sampling, answer_tokens, model.can_think).total
    if model.context_tokens and work.longest_prompt + total > model.context_tokens:
        size = f"about {work.longest_prompt:,} tokens and {total:,} for the answer"
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
