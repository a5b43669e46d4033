"""`celery` that waits a shorter time for SQLite's lock: python -m tests.runner.impatient_celery SECONDS worker …"""

from __future__ import annotations

import os
import sys

TIMEOUT_S = float(sys.argv.pop(1))

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    from celery.__main__ import main
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"]["timeout"] = TIMEOUT_S
    sys.exit(main())
