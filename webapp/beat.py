"""The scheduler of `celery beat`: periodic jobs at intervals of the monotonic clock, which cannot be set."""

from __future__ import annotations

import time
from typing import Any

from celery.beat import Scheduler


class IntervalScheduler(Scheduler):
    """Send each job at its interval, and all of them at the start.

    Celery's own scheduler compares wall-clock times: after the clock was set back by an hour it sends nothing for an
    hour. Nothing is kept on the disk.
    """

    def setup_schedule(self) -> None:
        """Take the configured jobs. Celery's own clean-up job is left out: no results are stored."""
        self.merge_inplace(self.app.conf.beat_schedule)
        self._due_at = dict.fromkeys(self.schedule, time.monotonic())
        self._interval_s = {name: float(job["schedule"]) for name, job in self.app.conf.beat_schedule.items()}

    def tick(self, *_: Any, **__: Any) -> float:
        """Send what is due; return the seconds until the next job is."""
        for name, entry in self.schedule.items():
            if time.monotonic() >= self._due_at[name]:
                self._due_at[name] = time.monotonic() + self._interval_s[name]
                self.apply_entry(entry, producer=self.producer)
        return max(0.0, min(self._due_at.values()) - time.monotonic())
