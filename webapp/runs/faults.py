"""Our own faults and forged reports of a run. Each cause links to its answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from evaluations.explanations import FORGERIES
from evaluations.models import Run
from evaluations.queries.failure_causes import Cluster, clusters
from evaluations.records import Verdict

MOST_CAUSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cause, how many answers it has, and the address of their list."""

    cause: str
    n: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Answers that are unscored by our fault, or forged: how many, and their causes, the most frequent first."""

    n: int
    causes: list[Fault]

    @property
    def shown(self) -> list[Fault]:
        """The causes that a page has room for."""
        return self.causes[:MOST_CAUSES]

    @property
    def n_more(self) -> int:
        """Causes that are not shown."""
        return len(self.causes) - len(self.shown)


def our_faults(run: Run) -> Faults:
    """Return unscored answers by cause."""
    return _faults(run, Q(verdict=Verdict.UNSCORED))


def forgeries(run: Run) -> Faults:
    """Return answers whose code tampered with what judges it, by cause."""
    return _faults(run, reduce(or_, (Q(text__startswith=start) for start in FORGERIES)))


def _faults(run: Run, which: Q) -> Faults:
    result = clusters(which & Q(run=run))
    return Faults(n=sum(fault.n for fault in result), causes=[_fault(run, fault) for fault in result])


def _fault(run: Run, cluster: Cluster) -> Fault:
    query = urlencode({"run": run.pk, "verdict": cluster.verdict, "cause": cluster.pattern})
    return Fault(cause=cluster.example, n=cluster.n, address=f"{reverse('candidates')}?{query}")
