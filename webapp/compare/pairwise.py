"""One chosen entry against each other entry: sentence and flips of each pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from evaluations.models import Task
from evaluations.queries.comparison import MOST_PAIRS, passes
from evaluations.statistics import PairedComparison, compare_paired, corrected, first_of_pairs
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection

FLIPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """Tasks at which one side did better: the first of them with addresses of their answers, and how many in all."""

    links: list[tuple[Task, str]]
    n: int

    @property
    def n_more(self) -> int:
        """Tasks that are not listed."""
        return self.n - len(self.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPair:
    """The chosen entry against another. comparison: None when they share no scored task."""

    entry: Entry
    name: str
    comparison: PairedComparison | None
    sentence: str
    ours: Flips
    theirs: Flips


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """The content of the page: the chosen entry (A), the choices, and A against at most MOST_PAIRS others."""

    a: Entry
    a_name: str
    choices: list[tuple[Entry, str]]
    shown: list[EntryPair]
    n_left_out: int

    @property
    def n_paired(self) -> int:
        """Return pairs that p values are corrected for: those with a common task."""
        return sum(1 for pair in self.shown if pair.comparison)


def pairs(request: HttpRequest, chosen: Selection, *, has_flips: bool = True) -> Pairs | None:
    """Compare entry A, which the address names (else the first), with the others. None when there is no other entry.

    has_flips: with addresses of the tasks whose results differ; a chart does not need them.
    """
    entries, of_tasks, names = chosen.entries, chosen.of_tasks, chosen.names
    if len(entries) < 2:
        return None
    a = next((entry for entry in entries if entry.token == request.GET.get("a")), entries[0])
    others = [entry for entry in entries if entry is not a]
    comparisons = corrected(
        [compare_paired(passes(of_tasks[a.key]), passes(of_tasks[b.key])) for b in others[:MOST_PAIRS]]
    )
    by_pk = {task.pk: task for task in chosen.tasks} if has_flips else {}
    shown = [
        EntryPair(
            entry=b,
            name=names[b.key],
            comparison=pair,
            sentence=_sentence_of(chosen, pair, a, b),
            ours=flips(a, b, pair.a_flips if pair else (), by_pk),
            theirs=flips(a, b, pair.b_flips if pair else (), by_pk),
        )
        for b, pair in zip(others, comparisons, strict=False)
    ]
    choices = [(entry, names[entry.key]) for entry in entries]
    return Pairs(a=a, a_name=names[a.key], choices=choices, shown=shown, n_left_out=max(0, len(others) - MOST_PAIRS))


def first_against_second(chosen: Selection) -> tuple[str, int]:
    """Return the sentence about the best and the next entry, as in `pairs`, and for how many pairs p is corrected.

    Empty, and 0, when there is no next one.
    """
    if len(chosen.entries) < 2:
        return "", 0
    a, *others = chosen.entries[: MOST_PAIRS + 1]
    comparison = first_of_pairs(passes(chosen.of_tasks[a.key]), [passes(chosen.of_tasks[b.key]) for b in others])
    return _sentence_of(chosen, comparison, a, others[0]), comparison.n_pairs if comparison else 0


def _sentence_of(chosen: Selection, pair: PairedComparison | None, a: Entry, b: Entry) -> str:
    """Return the sentence about a pair, after a sentence about sampling settings that differ."""
    text = sentence(pair, chosen.names[a.key], chosen.names[b.key])
    differs = chosen.differs(a, b)
    return f"Not comparable as models, the settings differ in {'; '.join(differs)}. {text}" if differs else text


def sentence(pair: PairedComparison | None, a: str, b: str) -> str:
    """Say which entry is better, or why that is unknown."""
    return pair.sentence(a, b) if pair else f"{a} and {b} share no task with a scored answer of both."


def flips(a: Entry, b: Entry, flipped: Sequence[int], by_pk: Mapping[int, Task]) -> Flips:
    """Return tasks that flipped in one direction, in their order, with addresses of both answers."""
    tasks = [by_pk[pk] for pk in flipped if pk in by_pk]
    tasks.sort(key=lambda task: task.position)
    address = _address(a, b)
    return Flips(links=[(task, f"{address}&task={task.pk}") for task in tasks[:FLIPS]], n=len(flipped))


def _address(a: Entry, b: Entry) -> str:
    """Return the address of the answers of both."""
    runs, models = sorted({a.run.pk, b.run.pk}), sorted({a.model.pk, b.model.pk})
    return f"{reverse('candidates')}?{urlencode({'run': runs, 'model': models}, doseq=True)}"
