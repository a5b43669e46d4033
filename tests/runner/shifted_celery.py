"""`celery` with a wrong clock: python -m tests.runner.shifted_celery SECONDS worker …"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta, tzinfo
from typing import Self

SECONDS = float(sys.argv.pop(1))
right_time = time.time


class Shifted(datetime):
    """Return the same shifted time to callers that ask for a datetime."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + timedelta(seconds=SECONDS)


if __name__ == "__main__":
    time.time = lambda: right_time() + SECONDS
    import celery.worker.request
    import django.utils.timezone
    from celery.__main__ import main

    for module in (celery.worker.request, django.utils.timezone):
        vars(module)["datetime"] = Shifted
    sys.exit(main())
