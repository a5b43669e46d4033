"""`manage.py backup FILE.tar.gz`: database and files in one archive, while the site runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.backup import check_archive, make_backup
from evaluations.errors import BackupError, StorageAway
from evaluations.models import AuditEvent

KEY_IS_APART = "SECRET_KEY is not in it: keep {place} apart. Without it the keys of model servers must be typed again."


class Command(BaseCommand):
    """Make one, or check one that is there."""

    help = "Write database and files into one archive while the site runs, or check an archive with --check."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the target, and whether to overwrite it."""
        parser.add_argument("file", type=Path, help="FILE.tar, or FILE.tar.gz for a smaller one")
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
        parser.add_argument("--check", action="store_true", help="write nothing: read the file and compare all digests")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 written or whole, 1 with a sentence."""
        path: Path = options["file"]
        try:
            if options["check"]:
                result = check_archive(path)
                n_rows = sum(result.rows.values())
                self.stdout.write(f"{path} is whole: {n_rows:,} rows and {result.n_files:,} files of {result.made_at}.")
                return
            done = make_backup(path, overwrite=options["overwrite"], progress=self.stderr.write)
        except (BackupError, StorageAway) as exc:
            raise CommandError(str(exc)) from exc
        except OSError as exc:
            raise CommandError(f"{path} cannot be written: {exc.strerror or exc}.") from exc
        AuditEvent.objects.note_command("backup", path.name)
        self.stdout.write(
            f"{path}: {done.n_rows:,} rows and {done.n_files:,} files, "
            f"{done.size_bytes:,} bytes in {done.seconds:.1f} s."
        )
        self.stdout.write(f"SHA-256 {done.sha256}")
        self.stderr.write(KEY_IS_APART.format(place="BAKEOFF_HOME/secret_key"))
