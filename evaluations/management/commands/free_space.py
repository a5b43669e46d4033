"""`manage.py free_space`: shows the size of old gradings and evidence; with --apply removes them. Verdicts stay."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from evaluations.actions.free_space import Rules, Space, free_space, plan_space
from evaluations.models import AuditEvent
from evaluations.queries.operation import database_bytes


class Command(BaseCommand):
    """Shows first; removes only when asked."""

    help = (
        "Show what old gradings and the evidence of old runs take; --apply removes it. Verdicts, answers and code stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the rules; by default those of the settings."""
        n_gradings, days = settings.GRADINGS_KEPT, settings.RETENTION_DAYS
        parser.add_argument(
            "--gradings", type=int, default=n_gradings, help=f"newest gradings kept whole (default {n_gradings})"
        )
        parser.add_argument("--days", type=int, default=days, help=f"age of a run in days; 0: none (default {days})")
        parser.add_argument("--apply", action="store_true", help="remove it; without this nothing is changed")
        parser.add_argument(
            "--vacuum", action="store_true", help="SQLite: make the file smaller afterwards (takes a while)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0."""
        rules = Rules(gradings_kept=max(1, options["gradings"]), days=max(0, options["days"]))
        before = database_bytes()
        if not options["apply"]:
            self._tell(plan_space(rules), "would be removed")
            self.stdout.write("Nothing was changed: --apply removes it.")
            return
        AuditEvent.objects.note_command("free_space", f"gradings={rules.gradings_kept} days={rules.days}")
        self._tell(free_space(rules, seconds=float("inf")), "removed")
        if options["vacuum"]:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        self.stdout.write(f"The database has {database_bytes():,} bytes, before {before:,}.")

    def _tell(self, space: Space, what: str) -> None:
        for n, name, size in (
            (space.n_older, "older gradings", space.older_bytes),
            (space.n_evidence, f"reports of {space.n_runs:,} old runs", space.evidence_bytes),
            (space.n_thoughts, "thoughts of old runs", space.thought_bytes),
            (space.n_pictures, "pictures", space.picture_bytes),
        ):
            self.stdout.write(f"{n:>10,} {name} {what}, {size:,} bytes")
