"""Page and API: a team's archive as a download, and an uploaded one into the current team."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile

from evaluations.errors import BackupError
from evaluations.limits import MAX_MOVED_ANSWERS, MAX_MOVED_BYTES
from evaluations.models import Candidate, Team
from evaluations.transfer import TeamImport, check_team_archive, export_team, import_team
from webapp.workbooks.upload import clean_name

# The most for page and API, whose request waits and, on SQLite, locks the database. Larger teams are moved by command.
BY_COMMAND = "The team has {n:,} answers; by page and API {most:,} can be moved. Use manage.py {command}."


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bakeoff-team-") as folder:
        yield Path(folder)


def archive_of(team: Team) -> BinaryIO:
    """Return the archive as a file that is deleted when it is closed. Raises BackupError."""
    n = Candidate.objects.filter(run__team=team).count()
    if n > MAX_MOVED_ANSWERS:
        raise BackupError(BY_COMMAND.format(n=n, most=MAX_MOVED_ANSWERS, command="export_team"))
    with _folder() as folder:
        path = folder / "team.tar.gz"
        export_team(team, path)
        return path.open("rb")


def import_upload(team: Team, file: UploadedFile[bytes]) -> TeamImport:
    """Read an uploaded archive into the team. Raises BackupError."""
    with _folder() as folder:
        path = folder / (clean_name(str(file.name)).lstrip(".") or "archive")
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        n = check_team_archive(path, most_bytes=MAX_MOVED_BYTES).rows.get("candidate", 0)
        if n > MAX_MOVED_ANSWERS:
            raise BackupError(BY_COMMAND.format(n=n, most=MAX_MOVED_ANSWERS, command="import_team"))
        return import_team(path, team)


def file_name(team: Team) -> str:
    """Return the name of the download."""
    return f"bakeoff-{team.slug}.tar.gz"
