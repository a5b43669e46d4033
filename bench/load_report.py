"""The figures of `bench/load.py`: its phases, its targets, and the page that it writes."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

import httpx

from bench.run import machine
from evaluations.statistics import quantile

PART = "live part of an open run page"
TARGET_MS, TARGET_RATIO, TARGET_GROWTH, TARGET_SPREAD_S = 300, 3.0, 0.10, 1.0


@dataclass(kw_only=True)
class Phase:
    """The figures of the phase in which the run is paused, or continues. ms: times by page; memory in MB."""

    name: str
    ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    memory_mb: list[float] = field(default_factory=list)
    mapped_mb: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def note(self, name: str, response: httpx.Response, begun: float) -> None:
        """Record a page's time. Refused pages are counted separately."""
        if response.status_code == 200:
            self.ms[name].append(1000 * (monotonic() - begun))
        else:
            self.refused[f"{name}: {response.status_code}"] += 1

    def pages_ms(self) -> list[float]:
        """Return the times of all pages that people opened, without the parts that open pages request by themselves."""
        return [ms for name, times in self.ms.items() if name != PART for ms in times]


@dataclass(frozen=True, kw_only=True)
class Round:
    """A measurement with one number of web processes.

    n_answers: those that were graded. spread_s: p95 from the first to the last socket that heard of a verdict.
    processor_s: of the web processes in the second phase. load: of the machine at the end.
    """

    web_processes: int
    paused: Phase
    going_on: Phase
    n_answers: int
    spread_s: float
    processor_s: float
    load: float


def at(times: Sequence[float], share: float) -> str:
    """Return a quantile in whole ms."""
    return f"{quantile(list(times), share) or 0:,.0f}"


class Target(NamedTuple):
    """One measured figure beside its limit, as they are printed."""

    name: str
    value: str
    limit: str
    is_met: bool


def mean_memory_mb(paused: Phase, going_on: Phase) -> tuple[float, float, float]:
    """Mean memory of web: while paused, in the middle third of the run, in its last third."""
    third = len(going_on.memory_mb) // 3
    parts_of_time = paused.memory_mb[-10:], going_on.memory_mb[third : 2 * third], going_on.memory_mb[-third:]
    begin, middle, end = (sum(values) / max(1, len(values)) for values in parts_of_time)
    return begin, middle, end


def targets_of(measured: Round) -> list[Target]:
    """Return what must be reached."""
    paused, going_on, spread = measured.paused, measured.going_on, measured.spread_s
    p95 = [quantile(phase.pages_ms(), 0.95) or 0.0 for phase in (paused, going_on)]
    _, middle, end = mean_memory_mb(paused, going_on)
    n_refused = sum({**paused.refused, **going_on.refused}.values())
    sockets = "first to last socket that hears of a verdict, p95 (s)"
    memory = "memory that web allocated, last third of the run : middle third"
    ratio = p95[1] / p95[0]
    return [
        Target("pages, run paused, p95 (ms)", f"{p95[0]:,.0f}", f"≤ {TARGET_MS}", p95[0] <= TARGET_MS),
        Target("the same, run going on : paused", f"{ratio:.1f}", f"≤ {TARGET_RATIO:g}", ratio <= TARGET_RATIO),
        Target(sockets, f"{spread:.2f}", f"≤ {TARGET_SPREAD_S:g}", spread <= TARGET_SPREAD_S),
        Target(memory, f"{end / middle:.2f}", f"≤ {1 + TARGET_GROWTH:.2f}", end <= middle * (1 + TARGET_GROWTH)),
        Target("requests refused", str(n_refused), "0", not n_refused),
    ]


def page_rows(phases: Sequence[Phase]) -> Iterator[str]:
    """Yield a line of the table for each page."""
    for name in sorted(set().union(*(phase.ms for phase in phases))):
        cells = [f"{len(phase.ms[name])} | {at(phase.ms[name], 0.5)} | {at(phase.ms[name], 0.95)}" for phase in phases]
        yield f"| {name} | {' | '.join(cells)} |"


def compared(rounds: Sequence[Round]) -> Iterator[str]:
    """Yield a line of a table for each round, in the order in which they were measured."""
    names = [
        "web processes",
        "pages, paused, p95 (ms)",
        "going on, p95 (ms)",
        "times",
        "live parts: p50, p95 (ms), a second",
    ]
    names += ["answers a second", "processors that web uses", "memory of web (MB)", "sockets (s)", "load"]
    yield f"| {' | '.join(names)} |"
    yield f"|{'---:|' * len(names)}"
    for each in rounds:
        paused, going_on = (quantile(phase.pages_ms(), 0.95) or 0.0 for phase in (each.paused, each.going_on))
        parts = each.going_on.ms[PART]
        cells = [
            f"{each.web_processes}",
            f"{paused:,.0f}",
            f"{going_on:,.0f}",
            f"{going_on / paused:.1f}",
            f"{at(parts, 0.5)}, {at(parts, 0.95)}, {len(parts) / each.going_on.seconds:.0f}",
            f"{each.n_answers / each.going_on.seconds:.1f}",
            f"{each.processor_s / each.going_on.seconds:.2f}",
            f"{mean_memory_mb(each.paused, each.going_on)[2]:.0f}",
            f"{each.spread_s:.2f}",
            f"{each.load:.1f}",
        ]
        yield f"| {' | '.join(cells)} |"


def section(measured: Round) -> list[str]:
    """Return the lines about one round."""
    paused, going_on = measured.paused, measured.going_on
    begin, middle, end = mean_memory_mb(paused, going_on)
    refused = {**paused.refused, **going_on.refused}
    return [
        f"## {measured.web_processes} web process{'es' if measured.web_processes != 1 else ''}",
        "",
        f"Paused for {paused.seconds:.0f} s; then {measured.n_answers:,} were graded in {going_on.seconds:.0f} s: "
        f"{measured.n_answers / going_on.seconds:.1f} answers a second beside the pages. "
        f"Memory of web: {begin:.0f} MB while paused, {middle:.0f} in the middle of the run, {end:.0f} at its end; "
        f"mapped files: {paused.mapped_mb[-1]:.0f} MB while paused, {going_on.mapped_mb[-1]:.0f} at the end.",
        "",
        "| what | measured | target |",
        "|---|---:|---:|",
        *(f"| {target.name} | {target.value} | {target.limit} |" for target in targets_of(measured)),
        "",
        "| page | n paused | p50 | p95 | n going on | p50 | p95 |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *page_rows((paused, going_on)),
        "",
        *(f"Refused: {name}, {n} times." for name, n in refused.items()),
    ]


def report(rounds: Sequence[Round], options: argparse.Namespace) -> str:
    """Return the page."""
    lines = [
        "# Results of `bench/load.py`",
        "",
        machine(),
        f"{options.sockets} open run pages, {options.people} people, {options.answers:,} stored answers, one execute "
        f"worker; load of the machine {os.getloadavg()[0]:.1f}. The load's client runs on the same processors.",
        "",
        *(compared(rounds) if len(rounds) > 1 else ()),
        "",
        *(line for each in rounds for line in section(each)),
    ]
    return "\n".join(lines).rstrip() + "\n"
