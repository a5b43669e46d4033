"""Why a run makes no progress, in sentences for its page: the broker, a server or a worker is away, or answers hang."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.db.models.functions import Now

from evaluations import broker_names
from evaluations.models.candidates import Candidate
from evaluations.models.servers import ModelServer
from evaluations.models.states import State
from evaluations.models.workers import Worker
from scripts import disk

if TYPE_CHECKING:
    from evaluations.models.runs import Run

QUIET_S = 12  # workers give a sign of life every 5 s
GOES_ON = "The run goes on by itself when it returns."
GOES_ON_BROKER = {True: "The run goes on by itself when there is room.", False: GOES_ON}
SEEN = ("name", "seen_at", Now())  # both at the database's time
STARTS = "The run goes on by itself when one starts; manage.py doctor says what is wrong."
log = logging.getLogger(__name__)


def reasons(run: Run) -> list[str]:
    """Yield sentences about why a run does not end; none when there is no problem."""
    found_reasons = [*_unwritable_home(), *_silent_broker(), *_silent_servers(run)]
    found_reasons += list(_silent_workers(run)) or list(_silent_holders(run))
    return found_reasons or list(_standstill(run))


def _unwritable_home() -> Iterator[str]:
    """Yield what cannot be written. Screenshots and, with SQLite, all rows are stored there; workers keep what they
    have and try again.
    """
    if fault := disk.look_at(settings.BAKEOFF_HOME):
        hint = f"{fault.hint[0].upper()}{fault.hint[1:]}"
        yield f"BAKEOFF_HOME {fault.state}, so nothing can be stored. {hint}. The run then goes on by itself."


def _silent_broker() -> Iterator[str]:
    """Yield why the broker is silent. Work that has begun continues without it; new work waits until it can pass on
    a message.
    """
    try:
        cache.set(broker_names.BROKER_CHECK, True, 1)
    except Exception as exc:  # of the cache's own library, which this package does not know
        log.info("The broker took nothing: %s", exc)
        is_full = "maxmemory" in str(exc)  # "command not allowed when used memory > 'maxmemory'."
        why = "has no memory left" if is_full else "does not answer"
        yield f"The broker {why}: what is begun is finished, nothing new starts. {GOES_ON_BROKER[is_full]}"


def _silent_servers(run: Run) -> Iterator[str]:
    queued = run.candidates.filter(state=State.QUEUED)
    for server in ModelServer.objects.filter(is_reachable=False, models__candidates__in=queued).distinct():
        yield f"Model server {server.slug} does not answer: {server.message} {GOES_ON}"


def _silent_workers(run: Run) -> Iterator[str]:
    """Name each kind of worker that has work but is silent. A worker that never started counts after QUIET_S."""
    workers = list(Worker.objects.values_list(*SEEN))
    for role in _needed_workers(run):
        silences = [(at - seen_at).total_seconds() for name, seen_at, at in workers if name.startswith(f"{role}-")]
        if not silences:
            if _seconds_since(run, run.created_at) > QUIET_S:
                yield f"No {role} worker is running. {STARTS}"
        elif (silent_s := min(silences)) > QUIET_S:
            yield f"The {role} worker has given no sign of life for {silent_s:.0f} s. {GOES_ON}"


def _silent_holders(run: Run) -> Iterator[str]:
    """Report answers that a silent worker still has although another worker of its kind is alive."""
    workers = {name: (at - seen_at).total_seconds() for name, seen_at, at in Worker.objects.values_list(*SEEN)}
    begun = [State.GENERATING, State.EXECUTING]
    holders = run.candidates.filter(state__in=begun).exclude(taken_by="").values_list("taken_by", flat=True)
    silent_s = [s for name in holders if (s := workers.get(name, 0)) > QUIET_S]
    if silent_s:
        n = f"{len(silent_s)} answer{'s are' if len(silent_s) > 1 else ' is'}"
        yield (
            f"{n} held by a worker that has given no sign of life for {max(silent_s):.0f} s. "
            f"After {settings.STALE_AFTER_S} s another worker takes over."
        )


def _needed_workers(run: Run) -> Iterator[str]:
    if run.candidates.filter(state=State.EXECUTING).exists():
        yield "execute"
    can_be_asked = run.candidates.filter(state=State.QUEUED, not_before=None, model__server__is_reachable=True)
    if can_be_asked.exists() or run.candidates.filter(state=State.GENERATING).exists():
        yield "generate"


def _standstill(run: Run) -> Iterator[str]:
    """Yield the case that workers exist, but no answer ends. While a model writes, the page shows its text, so that
    is no standstill.
    """
    if run.candidates.filter(state=State.GENERATING).exists():
        return
    executing = run.candidates.filter(state=State.EXECUTING)
    taken_at = list(executing.exclude(taken_by="").values_list("taken_at", flat=True))
    if not taken_at:
        if executing.exists():
            yield from _waits_for_its_turn(run)
        return
    moments = [*filter(None, taken_at), last_verdict_at(run)]
    silent_s = _seconds_since(run, max(filter(None, moments), default=None))
    if silent_s > QUIET_S:
        n_held = f"Being executed: {len(taken_at)}"
        yield f"No answer has ended for {silent_s} s. {n_held}. A slow answer ends at its time limit."


def _waits_for_its_turn(run: Run) -> Iterator[str]:
    if Candidate.objects.filter(state=State.EXECUTING).exclude(taken_by="").exists():
        yield "Answers of other runs are executed first."
    elif _seconds_since(run, last_verdict_at(run) or run.created_at) > QUIET_S:
        yield "Answers wait for the execute worker, which has taken none yet."


def last_verdict_at(run: Run) -> datetime | None:
    """Return when a candidate of the run ended last; read from the end of an index."""
    ended = run.candidates.filter(finished_at__isnull=False).order_by("-finished_at")
    return ended.values_list("finished_at", flat=True).first()


def _seconds_since(run: Run, moment: datetime | None) -> int:
    """Return the seconds by the database's clock, as rows are written: this process's may be wrong. 0 for None."""
    if moment is None:
        return 0
    return max(0, int((database_time(run) - moment).total_seconds()))


def database_time(run: Run) -> datetime:
    """Return the time of the database in which the run is stored."""
    moment: datetime = type(run).objects.filter(pk=run.pk).values_list(Now(), flat=True).get()
    return moment
