"""Reading: which entries of a comparison have the same sampling settings. Others are not comparable, with the
differences.

Answers made elsewhere are comparable with all: their full settings are unknown. Each comparison names their origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluations.models.runs import Run, RunModel
from evaluations.records import Json
from evaluations.sampling import differences, effective

Place = tuple[int, int]  # run, model
Settings = Mapping[Place, Mapping[str, Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComparable:
    """A model of a run that is not comparable with what is shown: in what it differs."""

    place: Place
    differs: list[str]


def settings_of(runs: Iterable[Run]) -> dict[Place, dict[str, Json]]:
    """Return the sampling settings of each model of these runs; nothing for answers made elsewhere."""
    live = {run.pk: run for run in runs if run.origin == Run.Origin.LIVE}
    rows = RunModel.objects.filter(run__in=live).select_related("model__server")
    return {
        (row.run_id, row.model_id): effective(
            live[row.run_id].sampling, row.not_taken or {}, row.model.server.kind_or_slug
        )
        for row in rows
    }


def settings_differ(settings: Settings, a: Place, b: Place) -> list[str]:
    """Return the settings in which two entries differ, the values of A first; empty when they are comparable."""
    if a not in settings or b not in settings:
        return []
    return differences(settings[a], settings[b])


def not_comparable(places: Sequence[Place], settings: Settings, *, by_order: bool) -> list[NotComparable]:
    """Return the places that are not comparable with the others.

    by_order: the first place's settings are the standard; else those of most places, and in a tie the newest run's.
    """
    known = [place for place in dict.fromkeys(places) if place in settings]
    if not known:
        return []
    groups = [[other for other in known if not settings_differ(settings, place, other)] for place in known]
    chosen = groups[0] if by_order else max(groups, key=lambda group: (len(group), max(group)))
    return [
        NotComparable(place=place, differs=settings_differ(settings, place, chosen[0]))
        for place in known
        if place not in chosen
    ]
