"""`manage.py export_suite SUITE --out FILE.zip`: a suite as a zip of its folder, which `import_suite` reads back."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from evaluations.errors import SuiteError
from evaluations.exports.suite_folder import file_name, write_zip
from evaluations.models import SuiteVersion, Team
from evaluations.runner.find_by_name import find_suite


class Command(BaseCommand):
    """Writes the archive to --out."""

    help = "Export a version of a suite as a zip of its folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """SUITE --number --out."""
        parser.add_argument("suite", metavar="SUITE", help="its name, as in its address")
        parser.add_argument("--number", type=int, help="of the version; the newest when left out")
        parser.add_argument("--out", type=Path, help="file to write; SUITE-vNUMBER.zip here when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 2 no such suite or version, or a place that cannot be written."""
        try:
            version = _version(options["suite"], options["number"])
            out: Path = options["out"] or Path(file_name(version))
            with tempfile.TemporaryFile() as archive:
                write_zip(version, archive)
                with out.open("wb") as file:
                    shutil.copyfileobj(archive, file)
        except SuiteError as exc:
            self._stop(str(exc))
        except OSError as exc:
            self._stop(f"Cannot write {out}: {exc.strerror}. Choose another place with --out.")
        self.stdout.write(f"{version}: {version.tasks.count()} tasks in {out}")

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def _version(slug: str, number: int | None) -> SuiteVersion:
    newest = find_suite(Team.objects.default(), slug)
    if number is None:
        return newest
    version = newest.suite.versions.filter(number=number).first()
    if version is None:
        known = ", ".join(str(each.number) for each in newest.suite.versions.all())
        raise SuiteError(f"{slug} has no version {number}. Known: {known}.")
    return version
