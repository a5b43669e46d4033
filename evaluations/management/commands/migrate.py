"""`manage.py migrate`: Django's own, but two at the same time take turns."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangosCommand
from django.db import connections

from evaluations.models import Installation

LOCK = 0x62616B65  # of PostgreSQL's advisory locks; any number that no other program takes


class Command(DjangosCommand):
    """A second command waits, and then has nothing left to apply."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Migrate when no other process does."""
        with _migration_lock(options["database"]):
            done = super().handle(*args, **options)
            if not options["plan"] and not options["check_unapplied"] and _has_all_tables(options["database"]):
                Installation.objects.ensure()
            return done


def _has_all_tables(alias: str) -> bool:
    """Return whether the default database has the installation's table: `migrate APP NUMBER` may end before it."""
    return alias == "default" and Installation._meta.db_table in connections[alias].introspection.table_names()


@contextmanager
def _migration_lock(alias: str) -> Iterator[None]:
    """Hold the lock of this database. It ends with the process, however that ends."""
    if connections[alias].vendor != "postgresql":
        with open(settings.BAKEOFF_HOME / "migrating", "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    if settings.PGBOUNCER:  # the lock would belong to a connection that others get next
        raise CommandError(
            "PGBOUNCER=1: migrations need PostgreSQL itself. Give its address in DATABASE_URL, and PGBOUNCER=0."
        )
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
