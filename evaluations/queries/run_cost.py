"""Forecast of a run for each model, before it starts: minutes, memory, possible problems."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Max

from evaluations.measurements import Measurement, best_threads
from evaluations.models import LanguageModel, ModelProbe, Team
from evaluations.queries.answer_tokens import length_ratios
from evaluations.queries.pace import Pace, paces
from evaluations.queries.work import Work
from evaluations.statistics.answer_lengths import MORE_THAN_CHANCE, LengthRatio
from evaluations.token_limits import token_limits

# Seconds from the last answer to its verdict, and the least seconds per answer: verdicts are given meanwhile.
LAST_VERDICT_S, LEAST_S = (0.3, 1.0, 4.0), 0.08
SPEED = 0.22  # deviation of the logarithm of a speed between two hours of one machine
REPEATED = 0.5  # share of the prompts' evaluation that a server may save, because samples of a task begin alike
THOUGHT_TOKENS = (100, 800)  # the shortest and the middle thought of an answer, where the model may think
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
CONTEXT_FACTOR = 1.15  # weights, and what a context of usual size takes beside them
SLOW_TOKENS_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """Seconds: the shortest, the middle and the longest time that is likely."""

    low_s: float
    middle_s: float
    high_s: float

    def __add__(self, other: TimeRange) -> TimeRange:
        """Return the time of both, one after the other."""
        return TimeRange(
            low_s=self.low_s + other.low_s,
            middle_s=self.middle_s + other.middle_s,
            high_s=self.high_s + other.high_s,
        )


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
    team: Team, works: Sequence[tuple[LanguageModel, Work]], n_slots: Mapping[int, int] | None = None
) -> list[RunCost]:
    """Return what each work will take its model; at most six queries, whatever the number of models and of suites.

    n_slots: server to how many requests it takes at once, where the caller knows better than the probes.
    """
    models = {model.pk: model for model, _ in works}
    probes = {pk: probe for pk, probe in newest_probes(models).items() if probe.digest == models[pk].digest}
    known = paces(team, models)
    costs = []
    for (model, work), length in zip(works, length_ratios(team, works, probes, known), strict=True):
        probe, pace = probes.get(model.pk), known.get(model.pk)
        n = (n_slots or {}).get(model.server_id) or model.server.n_requests or (probe.n_slots if probe else None) or 1
        in_use = model.memory_bytes or (probe.memory_bytes if probe else None)
        cost = RunCost(
            time=_time(model, probe, pace, length, work, n),
            memory_bytes=in_use or model.size_bytes,
            basis=_basis(probe, pace),
            warnings=tuple(_warnings(model, probe, work)),
        )
        costs.append(cost)
    return costs


def side_by_side(times: Iterable[tuple[LanguageModel, TimeRange]]) -> TimeRange | None:
    """Return the time of all: servers answer side by side, the models of one server one after the other.

    None where there are none.
    """
    by_server: dict[int, TimeRange] = {}
    for model, time in times:
        before = by_server.get(model.server_id)
        by_server[model.server_id] = before + time if before else time
    if not by_server:
        return None
    return TimeRange(
        low_s=max(time.low_s for time in by_server.values()),
        middle_s=max(time.middle_s for time in by_server.values()),
        high_s=max(time.high_s for time in by_server.values()),
    )


def newest_probes(pks: Collection[int]) -> dict[int, ModelProbe]:
    """Return the last finished probe of each model."""
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
    """Return the time from the first question to the last verdict.

    An answer's time depends on its length; verdicts are given meanwhile.
    """
    tokens_s = pace.tokens_s if pace else probe.answer_tokens_s if probe else None
    if not tokens_s:
        return None
    if not work.sizes or not work.total:
        return TimeRange(low_s=0.0, middle_s=0.0, high_s=0.0)
    share = work.total / max(1, len(work.sizes))
    slowdowns = _slowdowns(model.server.measured, work.total, n_slots, pace)
    reading = _reading_s(probe, pace, work) * work.total
    seconds = []
    for at, tokens in enumerate(_tokens(model, length, work, has_thought=pace is not None)):
        prompts = reading * (REPEATED if at == 0 else 1)
        seconds.append((tokens * share / tokens_s + prompts) * slowdowns[at])
    low, middle, high = seconds
    unsteady = MORE_THAN_CHANCE * SPEED
    low = middle * math.exp(-math.hypot(math.log(middle / low), unsteady))
    high = middle * math.exp(math.hypot(math.log(high / middle), unsteady))
    loading = _loading_s(model, probe, pace)
    least = work.total * LEAST_S
    return TimeRange(
        low_s=max(low, least / 2) + LAST_VERDICT_S[0],
        middle_s=max(middle, least) + LAST_VERDICT_S[1] + loading / 2,
        high_s=max(high, 2 * least) + LAST_VERDICT_S[2] + loading,
    )


def _tokens(model: LanguageModel, length: LengthRatio, work: Work, *, has_thought: bool) -> list[float]:
    """Return tokens of one answer to each task: few, middle, many. has_thought: the known lengths include thoughts."""
    totals = []
    for at, factor in enumerate(length.factors()):
        total = 0.0
        for size in work.sizes:
            limits = token_limits(work.sampling, size.most, model.can_think)
            thought = 0 if has_thought else (*THOUGHT_TOKENS, limits.thinking)[at]
            most = limits.total if has_thought else limits.answer
            total += min(size.usual * factor, most) + min(thought, limits.thinking)
        totals.append(total)
    return totals


def _slowdowns(measured: Measurement, n_answers: int, n_slots: int, pace: Pace | None) -> tuple[float, float, float]:
    """Return the time of n_answers by that of one after the other at the known speed: shortest, middle, longest.

    The speed of one request was measured beside the other requests of that run, a probe's alone. If the gain by several
    requests at once was not measured, it is between nothing and all.
    """
    at_once, then = min(n_slots, n_answers), min(n_slots, pace.n_answers) if pace else 1
    steps = measured.get("steps", [])
    speeds = {step["n_requests"]: step["tokens_s"] for step in steps if step["n_threads"] == best_threads(steps)}
    if at_once in speeds and then in speeds:
        most = middle = least = then * speeds[at_once] / speeds[then]
    else:
        most, middle, least = max(at_once, then), math.sqrt(at_once * then), min(at_once, then)
    last_ones = math.ceil(n_answers / at_once) * at_once / n_answers  # some slots are idle in the last round
    return 1 / most, last_ones / middle, last_ones / least


def _loading_s(model: LanguageModel, probe: ModelProbe | None, pace: Pace | None) -> float:
    """Return seconds until a model that is not in memory can be asked."""
    if model.is_loaded:
        return 0.0
    return (probe.load_ms or 0) / 1000 if probe else pace.load_s if pace else 0.0


def _reading_s(probe: ModelProbe | None, pace: Pace | None, work: Work) -> float:
    """Return seconds from a question to the first token of its answer."""
    if pace:
        return pace.first_token_s
    if probe is None:
        return 0.0
    waiting = (probe.first_token_ms or 0) / 1000
    return waiting + (work.mean_prompt / probe.prompt_tokens_s if probe.prompt_tokens_s else 0)


def _warnings(model: LanguageModel, probe: ModelProbe | None, work: Work) -> list[str]:
    warnings = []
    answer_tokens = max((size.most for size in work.sizes), default=0)
    total = token_limits(work.sampling, answer_tokens, model.can_think).total
    if work.longest_prompt and model.context_tokens and work.longest_prompt + total > model.context_tokens:
        size = f"about {work.longest_prompt:,} tokens and {total:,} for the answer"
        warnings.append(
            f"The longest prompt does not fit: {size} are more than the {model.context_tokens:,} of its context."
        )
    if (
        model.size_bytes
        and not model.is_loaded
        and (room := memory_here(model))
        and model.size_bytes * CONTEXT_FACTOR > room
    ):
        warnings.append(f"It may not fit into memory: {_gb(model.size_bytes)} of weights, {_gb(room)} in this machine.")
    share = _gpu_share(model, probe)
    if share == 0:
        warnings.append("It runs only on the processor.")
    elif share is not None and share < 0.99:
        warnings.append(f"Only {share:.0%} of it are on the GPU; the rest is on the processor.")
    if probe and probe.answer_tokens_s and probe.answer_tokens_s < SLOW_TOKENS_S:
        warnings.append(f"It is slow: {probe.answer_tokens_s:.1f} tokens per second.")
    return warnings


def _gpu_share(model: LanguageModel, probe: ModelProbe | None) -> float | None:
    if model.is_loaded and model.memory_bytes and model.gpu_bytes is not None:
        return min(1.0, model.gpu_bytes / model.memory_bytes)
    return probe.gpu_share if probe else None


def memory_here(model: LanguageModel) -> int | None:
    """Return bytes of memory of this machine, where the model's server is on it; None elsewhere."""
    if (urlsplit(model.server.base_url).hostname or "") not in LOOPBACK_HOSTS:
        return None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _gb(n: int) -> str:
    return f"{n / 1e9:.1f} GB"
