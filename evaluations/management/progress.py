"""Progress of a run, for a terminal or for the log of a CI job."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

from evaluations.models import Run
from evaluations.queries.counts import Progress, progress

LOOK_EVERY_S = 0.3
SILENCE_S = 90
LOG_EVERY_S = 15
WIDTH = 30


def follow(run: Run, out: OutputWrapper) -> None:
    """Follow the run until it has ended: one line that moves at a terminal, a line every LOG_EVERY_S seconds in a
    log.
    """
    last, moved_at, told_at = -1, time.monotonic(), 0.0
    while run.state in (Run.State.RUNNING, Run.State.PAUSED):
        current, now = progress(run), time.monotonic()
        if current.n_done != last:
            last, moved_at = current.n_done, now
        elif now - moved_at > SILENCE_S:
            moved_at = now
            hint = run.message or "Are the workers running? See `manage.py doctor`."
            out.write(f"No progress for {SILENCE_S} s: {run.state}. {hint}")
        if out.isatty():
            out.write(f"\r{line(current)}\x1b[K", ending="")
            out.flush()
        elif now - told_at > LOG_EVERY_S:
            told_at = now
            out.write(line(current))
        time.sleep(LOOK_EVERY_S)
        run.refresh_from_db()
    start = "\r" if out.isatty() else ""
    out.write(f"{start}{line(progress(run))}" + ("\x1b[K" if start else ""))


def line(current: Progress) -> str:
    """Return a line like `[██████░░░░] 12/40 ~35 s left passed 7, failed 5`."""
    full = WIDTH * current.n_answered // current.n if current.n else WIDTH
    left = f"  ~{current.seconds_left:,.0f} s left" if current.seconds_left else ""
    verdicts = ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in current.verdicts)
    return f"[{'█' * full}{'░' * (WIDTH - full)}] {current.text}{left}  {verdicts}".rstrip()
