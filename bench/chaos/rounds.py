"""A round: work, one fault at a random time, the end of the runs, and the comparison with the expected verdicts."""

from __future__ import annotations

import os
import random
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connection

from bench.chaos import work as works
from bench.chaos.faults import Fault, Scene
from bench.chaos.site import Site, until
from bench.chaos.watch import PageCounts, Watcher
from bench.chaos.work import Answer, Judgement, Work, compare_results
from evaluations.actions.apply_bulk_change import change_run
from evaluations.models import Candidate, Run
from evaluations.models.changes import ChangeKind
from evaluations.tasks import wake

LATEST_FAULT_S = 4.0
DEADLINE_S = 120.0  # after this time without a verdict, open candidates count as stuck
LONGEST_S = 900.0  # of a round; otherwise answers that are graded again and again would never end it
STALE_S = 12.0  # recovery looks every 10 s
LOOK_S = 0.1
T = TypeVar("T")


@dataclass(slots=True)
class Round:
    """The result of a round. recovered_s: from the fault's end to the next verdict; None: all came before."""

    number: int
    kind: str
    what: str = ""
    at_s: float = 0.0
    took_s: float = 0.0
    recovered_s: float | None = None
    stuck: int = 0
    orphans: list[str] = field(default_factory=list)
    judgement: Judgement = field(default_factory=Judgement)
    pages: PageCounts = field(default_factory=PageCounts)
    error: str = ""

    @property
    def is_good(self) -> bool:
        """Whether no answer is lost, doubled, changed or stuck, no process is left, and no page failed or misled."""
        judgement = self.judgement
        rows = judgement.lost or judgement.doubled or judgement.stale or judgement.changed
        return not (rows or self.error or self.stuck or self.orphans or self.pages.errors or self.pages.misleading)


class Chaos:
    """A started site, and its answers' verdicts without a fault."""

    def __init__(self, site: Site, seed: int, n_answers: int, n_live: int) -> None:
        self.site, self.seed = site, seed
        self.n_answers, self.n_live = n_answers, n_live
        self.reference: dict[Answer, str] = {}
        self.cookies: dict[str, str] = {}
        self.live: set[int] = set()

    def prepare(self) -> Round:
        """Start the site. Its first run and a round without a fault give the expected verdicts."""
        self.site.start()
        until(_is_imported, 600, "the shipped answers are graded and the model is asked")
        self.cookies = _sign_in()
        self.reference |= works.verdicts(list(works.base_run().candidates.values_list("pk", flat=True)))
        row = self.play(0, "none", None, 0.0)
        self.reference |= row.judgement.unknown
        return row

    def play(self, number: int, kind: str, fault: Fault | None, hold_s: float) -> Round:
        """Run one round. An error is recorded, and the site is restarted."""
        row, begun = Round(number, kind), time.monotonic()
        try:
            self._play(row, fault, hold_s)
        except Exception as exc:
            traceback.print_exc(file=sys.stderr)
            row.error = f"{type(exc).__name__}: {exc}"
        row.took_s = time.monotonic() - begun
        if row.error or row.stuck:
            self.site.stop()
            self.site.start()
        return row

    def _play(self, row: Round, fault: Fault | None, hold_s: float) -> None:
        dice = random.Random(f"{self.seed}/{row.number}/{row.kind}")
        work = works.begin(f"{os.getpid()}-{row.number}", self.n_answers, self.n_live, dice)
        self.live |= work.live
        row.at_s = dice.uniform(0.2, LATEST_FAULT_S)
        with Watcher(self.site.url, self.cookies, [*work.runs, works.base_run().pk]) as watcher:
            row.pages = watcher.pages
            time.sleep(row.at_s)
            if fault is not None:
                with fault.act(Scene(self.site, dice, hold_s)) as row.what:
                    pass
            row.recovered_s = _recovery_s(work)
            row.stuck = _stuck(work)
        row.orphans = self._orphans()
        row.judgement = self._compare(work)

    def _compare(self, work: Work) -> Judgement:
        """Compare the results. A row or a lease may be held a moment longer; it counts after STALE_S."""
        end = time.monotonic() + STALE_S
        while (result := self._compare_once(work)).stale and time.monotonic() < end:
            time.sleep(0.5)
        return result

    def _compare_once(self, work: Work) -> Judgement:
        return _read_patiently(lambda: compare_results(work, self.reference))

    def _orphans(self) -> list[str]:
        """Return processes that were left behind, and zombies. Processes that are just ending get a moment."""
        orphans: list[str] = []
        for pause_s in (0.0, 1.0, 3.0):
            time.sleep(pause_s)
            orphans = [item.command[:100] for item in self.site.strangers()]
            orphans += [f"zombie {item.pid}" for item in self.site.tree() if item.state == "Z"]
            if not orphans:
                break
        return orphans

    def check_live(self) -> list[str]:
        """Regrade the live model's answers without a fault. Return those with another verdict than in their round."""
        rows = Candidate.objects.filter(run__in=self.live)
        before = dict(rows.values_list("pk", "verdict"))
        work = Work(regraded=set(before))
        for run in Run.objects.filter(pk__in=self.live):
            change_run(run, ChangeKind.REGRADE, by=None)
        wake()
        _stuck(work)
        return [
            f"answer {pk}: {before[pk]} → {verdict}"
            for pk, verdict in rows.values_list("pk", "verdict")
            if before[pk] != verdict
        ]


def _is_imported() -> bool:
    """Return whether the shipped answers are graded. Cancel the first run on the model, which has long answers."""
    live = Run.objects.filter(suite_version__suite__slug=works.LIVE).first()
    if live is None:
        return False
    live.cancel()
    return not Run.objects.filter(state=Run.State.RUNNING).exists()


def _sign_in() -> dict[str, str]:
    """Return a session cookie of the admin. The first sign-in link creates the admin."""
    user = get_user_model().objects.get(username="admin")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}


def _read_patiently(look: Callable[[], T], patience_s: float = 30.0) -> T:
    """Read rows. Try again while the database is still starting."""
    end = time.monotonic() + patience_s
    while True:
        try:
            return look()
        except DatabaseError:
            connection.close()
            if time.monotonic() > end:
                raise
        time.sleep(LOOK_S)


def _recovery_s(work: Work) -> float | None:
    """Return the seconds until the next verdict; None when all were stored already."""
    begun, n_before = time.monotonic(), _read_patiently(work.n_graded)
    if not _read_patiently(work.n_open):
        return None
    while time.monotonic() - begun < DEADLINE_S:
        if _read_patiently(work.n_graded) > n_before:
            return time.monotonic() - begun
        time.sleep(LOOK_S)
    return None


def _stuck(work: Work) -> int:
    """Wait until the runs have ended; return how many candidates are open when none was graded for DEADLINE_S.

    It also ends after LONGEST_S, even if answers are still graded.
    """
    n_graded, end, last = 0, 0.0, time.monotonic() + LONGEST_S
    while not _read_patiently(work.is_over):
        if (n := _read_patiently(work.n_graded)) != n_graded or not end:
            n_graded, end = n, time.monotonic() + DEADLINE_S
        if time.monotonic() > min(end, last):
            return max(1, _read_patiently(work.n_open))
        time.sleep(LOOK_S)
    return 0
