"""`manage.py import_team FILE.tar.gz`: a team's archive into a team of this installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.errors import BackupError
from evaluations.management.commands.export_team import DEFAULT, team_named
from evaluations.models import AuditEvent
from evaluations.transfer import import_team


class Command(BaseCommand):
    """Read one."""

    help = "Read an archive of export_team into a team. Existing rows stay; nothing is added twice."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the file and the team."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--team", default=DEFAULT, help="the team's short name; default: the first team")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 imported, 1 with a sentence."""
        path, team = options["file"], team_named(options["team"])
        try:
            done = import_team(path, team)
        except BackupError as exc:
            raise CommandError(str(exc)) from exc
        except OSError as exc:
            raise CommandError(f"{path} cannot be imported: {exc.strerror or exc}.") from exc
        AuditEvent.objects.note_command("import_team", f"{team.slug}: {path.name}")
        self.stdout.write(done.sentence)
        for note in done.notes:
            self.stderr.write(note)
