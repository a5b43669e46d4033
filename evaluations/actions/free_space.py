"""Frees space: older gradings of an answer, and reports of runs that ended long ago. Verdicts, answers and code stay.

The same rules are counted first (`plan_space`) and applied then (`free_space`), a batch in each transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum, TextField, Window
from django.db.models.functions import Cast, Length, Now, RowNumber

from evaluations.actions.remove_deleted import remove_unneeded_files
from evaluations.models import Grading, Run, Star, StoredFile, Team, Thought

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """gradings_kept: number of newest gradings of each answer that stay complete.

    days: after which a run's evidence is removed; 0: never. team: only its runs; None: all runs.
    """

    gradings_kept: int
    days: int
    team: Team | None = None

    @classmethod
    def of_settings(cls) -> Rules:
        """Return the rules of the daily clean-up."""
        return cls(gradings_kept=settings.GRADINGS_KEPT, days=settings.RETENTION_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The space that can be freed, or was freed. Bytes are approximate; for pictures they are the maximum.

    is_all: False when the time ended before everything was freed; bytes are not counted then.
    """

    n_older: int = 0
    older_bytes: int = 0
    n_runs: int = 0
    n_evidence: int = 0
    evidence_bytes: int = 0
    n_thoughts: int = 0
    thought_bytes: int = 0
    n_pictures: int = 0
    picture_bytes: int = 0
    is_all: bool = True

    @property
    def n_bytes(self) -> int:
        """All bytes."""
        return self.older_bytes + self.evidence_bytes + self.thought_bytes + self.picture_bytes


def plan_space(rules: Rules) -> Space:
    """Count what these rules would free; change nothing."""
    older, runs = _older_gradings(rules), _old_runs(rules)
    evidence = _evidence(runs)
    thoughts = Thought.objects.filter(candidate__run__in=runs)
    old = older.aggregate(n=Count("pk"), size=_size("extraction") + _size("reports") + _size("details"))
    totals = evidence.aggregate(n=Count("pk"), size=_size("reports"))
    thought = thoughts.aggregate(n=Count("pk"), size=_size("text"))
    shown = Q(pk__in=older.values("screenshot")) | Q(pk__in=evidence.values("screenshot"))
    pictures = StoredFile.objects.filter(shown).aggregate(n=Count("pk"), size=Sum("size_bytes"))
    return Space(
        n_older=old["n"],
        older_bytes=old["size"] or 0,
        n_runs=runs.count(),
        n_evidence=totals["n"],
        evidence_bytes=totals["size"] or 0,
        n_thoughts=thought["n"],
        thought_bytes=thought["size"] or 0,
        n_pictures=pictures["n"],
        picture_bytes=pictures["size"] or 0,
    )


def free_space(rules: Rules, *, seconds: float = 600.0) -> Space:
    """Apply the rules within the time limit; the next call continues. Return what was freed."""
    deadline = time.monotonic() + seconds
    freed = plan_space(rules)
    n_older = _in_batches(_older_gradings(rules), _thin_older, deadline)
    n_evidence = n_runs = 0
    for run in _old_runs(rules):
        n_evidence += _in_batches(_evidence(Run.objects.filter(pk=run.pk)), _thin_evidence, deadline)
        if time.monotonic() > deadline:
            break
        Thought.objects.filter(candidate__run=run).delete()
        Run.objects.filter(pk=run.pk).update(thinned_at=Now())
        n_runs += 1
    # An older grading of an old run was counted twice, and removed once.
    planned = freed if time.monotonic() <= deadline else Space(is_all=False)
    return replace(planned, n_older=n_older, n_evidence=n_evidence, n_runs=n_runs)


def _older_gradings(rules: Rules) -> QuerySet[Grading]:
    """Return gradings older than the newest ones of their answer. Gradings that were sent back to the model are
    rounds and stay.
    """
    newest_first = Window(RowNumber(), partition_by=F("candidate"), order_by=F("pk").desc())
    ranked = Grading.objects.filter(round=None).order_by()
    if rules.team:
        ranked = ranked.filter(candidate__run__team=rules.team)
    behind = ranked.annotate(place=newest_first).filter(place__gt=rules.gradings_kept)
    return Grading.objects.filter(pk__in=behind.values("pk"), is_current=False, thinned_at=None).order_by()


def _old_runs(rules: Rules) -> QuerySet[Run]:
    """Return runs that ended long ago, have no star, and still have their evidence."""
    if not rules.days:
        return Run.objects.none()
    ended = Run.objects.filter(finished_at__lt=Now() - timedelta(days=rules.days)).order_by()
    with_evidence = ended.filter(Q(thinned_at=None) | Q(thinned_at__lt=F("finished_at")))
    unstarred = with_evidence.exclude(pk__in=Star.objects.filter(run__isnull=False).values("run"))
    return unstarred.filter(team=rules.team) if rules.team else unstarred


def _evidence(runs: QuerySet[Run]) -> QuerySet[Grading]:
    return Grading.objects.filter(candidate__run__in=runs, thinned_at=None).order_by()


def _size(name: str) -> Sum:
    return Sum(Length(Cast(name, TextField())), default=0)


def _in_batches(rows: QuerySet[Grading], thin: Callable[[list[int]], None], deadline: float) -> int:
    n = 0
    while time.monotonic() < deadline:
        with transaction.atomic():
            batch = list(rows.values_list("pk", "screenshot")[:BATCH])
            thin([pk for pk, _ in batch])
            remove_unneeded_files({picture for _, picture in batch if picture})
        n += len(batch)
        if len(batch) < BATCH:
            break
    return n


def _thin_older(pks: list[int]) -> None:
    gradings = Grading.objects.filter(pk__in=pks, is_current=False)
    gradings.update(extraction={}, reports=[], details={}, screenshot=None, thinned_at=Now())


def _thin_evidence(pks: list[int]) -> None:
    """Keep the code and a workbook's differences, which the run's pages show; remove the rest."""
    Grading.objects.filter(pk__in=pks).update(reports=[], screenshot=None, thinned_at=Now())
