"""`manage.py restore FILE.tar.gz`: an installation as it was when the backup was made."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.backup import restore_backup
from evaluations.errors import BackupError, StorageAway
from evaluations.models import AuditEvent


class Command(BaseCommand):
    """Replaces everything, so it needs --overwrite if the installation is not empty."""

    help = "Bring database and files back from an archive of `manage.py backup`. The site must be stopped."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the file, and whether it may replace existing data."""
        parser.add_argument("file", type=Path, help="an archive of `manage.py backup`")
        parser.add_argument("--overwrite", action="store_true", help="replace the content of this installation")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 restored, 1 with a sentence and nothing changed."""
        try:
            done = restore_backup(options["file"], overwrite=options["overwrite"], progress=self.stderr.write)
        except (BackupError, StorageAway) as exc:
            raise CommandError(str(exc)) from exc
        AuditEvent.objects.note_command("restore", options["file"].name)
        n_rows = sum(done.rows.values())
        self.stdout.write(
            f"Restored {n_rows:,} rows and {done.n_files:,} files of {done.made_at}. Start the site: make up"
        )
