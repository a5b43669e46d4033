"""`manage.py export_team FILE.tar.gz`: suites, runs, votes and files of a team, for another installation."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluations.errors import BackupError
from evaluations.models import AuditEvent, Team
from evaluations.transfer import export_team

DEFAULT = "default"


def team_named(slug: str) -> Team:
    """Return the team, the first one by default. Raises CommandError that lists the teams."""
    if slug == DEFAULT:
        return Team.objects.default()
    if team := Team.objects.real().filter(slug=slug).first():
        return team
    slugs = ", ".join(Team.objects.real().order_by("slug").values_list("slug", flat=True))
    raise CommandError(f"There is no team {slug}. There are: {slugs or 'none'}.")


class Command(BaseCommand):
    """Write one."""

    help = "Write suites, ended runs, votes and files of a team into one archive, while the site runs."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the target and the team."""
        parser.add_argument("file", type=Path, help="FILE.tar, or FILE.tar.gz for a smaller one")
        parser.add_argument("--team", default=DEFAULT, help="the team's short name; default: the first team")
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 written, 1 with a sentence."""
        path, team = options["file"], team_named(options["team"])
        try:
            done = export_team(team, path, overwrite=options["overwrite"])
        except BackupError as exc:
            raise CommandError(str(exc)) from exc
        except OSError as exc:
            raise CommandError(f"{path} cannot be written: {exc.strerror or exc}.") from exc
        AuditEvent.objects.note_command("export_team", f"{team.slug}: {path.name}")
        self.stdout.write(
            f"{path}: {done.rows['run']:,} runs, {done.rows['candidate']:,} answers, {done.n_files:,} files."
        )
        if done.n_open_runs:
            self.stderr.write(f"{done.n_open_runs:,} runs have not ended and are not in it.")
