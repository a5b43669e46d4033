"""Reading: failures. Verdicts of each model, and causes that are equal except for names and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count, Q, QuerySet, Sum

from evaluations.models.candidates import Candidate, CauseHead
from evaluations.models.tallies import CauseTally, Tally
from evaluations.models.teams import Team
from evaluations.verdicts import ACCEPTABLE, INFO_BY_KEY

VARIES = re.compile(r"""'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|“[^”\n]*”|\d+(?:\.\d+)?""")
PLACEHOLDER = "…"
MOST_TEXTS = 500
COLUMNS = tuple(INFO_BY_KEY)
NO_FAULT = ("", *ACCEPTABLE)  # a cause there is an explanation, not an error
Key = tuple[int, int, str]


@lru_cache(maxsize=20_000)
def pattern_of(text: str) -> str:
    """Return a cause without its numbers and quoted names. `line 3: no "a"` is `line …: no …`."""
    return VARIES.sub(PLACEHOLDER, text).strip()


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Causes of one verdict that are equal except for names and numbers. example: the most frequent wording."""

    verdict: str
    pattern: str
    n: int = 0
    example: str = ""
    texts: set[str] = field(default_factory=set)
    of_model: dict[int, int] = field(default_factory=dict)
    runs: set[int] = field(default_factory=set)

    @property
    def n_wordings(self) -> int:
        """How many different texts these are."""
        return len(self.texts)


def verdicts(tallies: QuerySet[Tally]) -> dict[Key, dict[str, int]]:
    """Return for each run, model and strategy: how many of each verdict, flaky ones apart."""
    keys, sums = ("run", "model", "strategy"), {f"sum_{name}": Sum(f"n_{name}") for name in COLUMNS}
    grouped = tallies.order_by().values(*keys).annotate(**sums).values_list(*keys, *sums)
    return {
        (run, model, strategy): dict(zip(COLUMNS, counts, strict=True)) for run, model, strategy, *counts in grouped
    }


def clusters(where: Q) -> list[Cluster]:
    """Return causes of the chosen runs and models, the most frequent first."""
    rows = CauseTally.objects.filter(where, n__gt=0).exclude(verdict__in=NO_FAULT).order_by("-n", "pk")
    return _clustered(rows.values_list("verdict", "text", "run", "model", "n"))


def clusters_at(where: Q, tasks: Iterable[int]) -> list[Cluster]:
    """Return the same of some tasks alone, counted from the candidates: 5 ms for each thousand of them, 560 ms for
    200,000.

    The counts of causes know no task: with it they would be thirty times as many rows (2026-11-25).
    """
    rows = (
        Candidate.objects.filter(where, task__in=tasks, is_flaky=False).exclude(cause="").exclude(verdict__in=NO_FAULT)
    )
    counted = rows.order_by().annotate(text=CauseHead("cause")).values("verdict", "text", "run", "model")
    return _clustered(
        counted.annotate(n=Count("pk")).order_by("-n", "text").values_list("verdict", "text", "run", "model", "n")
    )


def _clustered(rows: Iterable[tuple[str, str, int, int, int]]) -> list[Cluster]:
    by_pattern: dict[tuple[str, str], Cluster] = {}
    for verdict, text, run, model, n in rows:
        pattern = pattern_of(text)
        own_cluster = by_pattern.setdefault((verdict, pattern), Cluster(verdict=verdict, pattern=pattern, example=text))
        own_cluster.n += n
        own_cluster.texts.add(text)
        own_cluster.of_model[model] = own_cluster.of_model.get(model, 0) + n
        own_cluster.runs.add(run)
    return sorted(by_pattern.values(), key=lambda cluster: -cluster.n)


def wordings(team: Team, pattern: str, runs: Iterable[int] = ()) -> list[str]:
    """Return the causes, as far as they are counted, that fit a pattern; answers are then found by them."""
    rows = CauseTally.objects.filter(run__team=team, n__gt=0)
    if chosen := list(runs):
        rows = rows.filter(run__in=chosen)
    texts = rows.order_by().values_list("text", flat=True).distinct()
    return [text for text in texts if pattern_of(text) == pattern or text == pattern][:MOST_TEXTS]
