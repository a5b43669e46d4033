"""`manage.py import_preferences PATH`: preference pairs (JSON lines, as export_run writes them) become votes."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from evaluations.actions.import_preferences import import_preferences, parse, title_of
from evaluations.errors import PreferenceError
from evaluations.models import Team


class Command(BaseCommand):
    """A file is imported once: its campaign carries the file's name and hash."""

    help = "Import preference pairs as the votes of a closed campaign; both answers must be stored here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define PATH."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 some lines were left out, 2 nothing could be imported."""
        path: Path = options["path"]
        try:
            content = path.read_bytes()
            lines = parse(content)
        except OSError as exc:
            self._stop(f"Cannot read {path}: {exc.strerror}.")
        except PreferenceError as exc:
            self._stop(f"{path}: {exc}")
        title = title_of(path.name, content)
        report = import_preferences(Team.objects.default(), lines, title=title)
        for why, n in report.left_out.items():
            self.stderr.write(f"{n} lines left out: {why}.")
        if report.campaign is None:
            self._stop("No line of the file became a vote.")
        summary = {"campaign": report.campaign.pk, "n_votes": report.n_votes, "is_known": report.is_known}
        result = "is known already" if report.is_known else f"has {report.n_votes} vote{pluralize(report.n_votes)}"
        self.stdout.write(json.dumps(summary) if options["as_json"] else f"Campaign {report.campaign.pk} {result}.")
        sys.exit(1 if report.left_out else 0)

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)
