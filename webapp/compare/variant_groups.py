"""One model in several forms: its quantisations, or its strategies, each compared with the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from evaluations.queries.comparison import passes
from evaluations.queries.model_size import bits, quantisation_group
from evaluations.statistics import compare_paired, corrected
from webapp.compare.entry import Entry
from webapp.compare.pairwise import EntryPair, flips, sentence
from webapp.compare.selection import Selection

MOST_PAIRS = 60
WHOLE_BITS = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One model in several forms: the whole one (or plain prompt) as A, the others each paired with it."""

    base: Entry
    base_name: str
    pairs: list[EntryPair]


def by_weights(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Group models that differ only in quantisation and were asked in the same way; most bits first."""
    by_size: Callable[[Entry], tuple[float, str]] = lambda e: (  # noqa: E731
        -(bits(e.model.quantisation) or WHOLE_BITS + bool(not e.model.quantisation)),
        e.model.model_id,
    )
    alike: dict[Any, list[Entry]] = {}
    for entry in entries:
        alike.setdefault((quantisation_group(entry.model), entry.strategy), []).append(entry)
    of_one_strategy: dict[Any, list[Entry]] = {}
    # Mirrors of one model may differ only in name. If no two of them share a template, they share the model.
    for (model, _), some in alike.items():
        if len({entry.model.pk for entry in some}) < 2:
            of_one_strategy.setdefault(model, []).extend(some)
    every = [some for some in alike.values() if len({e.model.pk for e in some}) > 1]
    every += [some for some in of_one_strategy.values() if len({e.model.pk for e in some}) > 1]
    return [sorted(some, key=by_size) for some in every if len({e.model.quantisation for e in some}) > 1]


def by_strategy(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Group the strategies of one model in one run; the plain prompt first."""
    alike: dict[Any, list[Entry]] = {}
    for entry in entries:
        alike.setdefault((entry.run.pk, entry.model.pk), []).append(entry)
    return [sorted(some, key=lambda e: (e.strategy != "plain", e.strategy)) for some in alike.values() if len(some) > 1]


def groups(chosen: Selection, alike: list[list[Entry]]) -> tuple[list[Group], int]:
    """Compare each group's first entry with its others, corrected for how many pairs are shown; and count the rest."""
    all_pairs = [(some[0], other) for some in alike for other in some[1:]]
    shown = all_pairs[:MOST_PAIRS]
    comparisons = corrected(
        [compare_paired(passes(chosen.of_tasks[a.key]), passes(chosen.of_tasks[b.key])) for a, b in shown]
    )
    by_pk = {task.pk: task for task in chosen.tasks}
    group_of: dict[Any, Group] = {}
    for (a, b), pair in zip(shown, comparisons, strict=True):
        group = group_of.setdefault(a.key, Group(base=a, base_name=chosen.names[a.key], pairs=[]))
        group.pairs.append(
            EntryPair(
                entry=b,
                name=chosen.names[b.key],
                comparison=pair,
                sentence=sentence(pair, chosen.names[a.key], chosen.names[b.key]),
                ours=flips(a, b, pair.a_flips if pair else (), by_pk),
                theirs=flips(a, b, pair.b_flips if pair else (), by_pk),
            )
        )
    return list(group_of.values()), len(all_pairs) - len(shown)
