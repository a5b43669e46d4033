"""`manage.py import_preferences PATH`: preference pairs (JSON lines, as export_run writes them) become votes."""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from evaluations.models import Team
from evaluations.models.preferences import import_preferences

NEEDED = ("chosen", "rejected", "task", "chosen_model", "rejected_model")


class Command(BaseCommand):
    """A file is imported once: its campaign carries the file's name and hash."""

    help = "Import preference pairs as the votes of a closed campaign; both answers must be stored here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PATH."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 some lines were left out, 2 nothing could be imported."""
        path: Path = options["path"]
        try:
            content = path.read_bytes()
            lines = [_line(text, number) for number, text in enumerate(content.decode().split("\n"), 1) if text.strip()]
        except OSError as exc:
            self._stop(f"Cannot read {path}: {exc.strerror}.")
        except UnicodeDecodeError:
            self._stop(f"{path} is no UTF-8 text. Write it with manage.py export_run --format dpo.")
        except ValueError as exc:
            self._stop(f"{path}, {exc}")
        title = f"Imported: {path.name[:120]} ({hashlib.sha256(content).hexdigest()[:12]})"
        report = import_preferences(Team.objects.default(), lines, title=title)
        for why, n in report.left_out.items():
            self.stderr.write(f"{n} lines left out: {why}.")
        if report.campaign is None:
            self._stop("No line of the file became a vote.")
        plain = {"campaign": report.campaign.pk, "n_votes": report.n_votes, "is_known": report.is_known}
        said = "is known already" if report.is_known else f"has {report.n_votes} votes"
        self.stdout.write(json.dumps(plain) if options["as_json"] else f"Campaign {report.campaign.pk} {said}.")
        sys.exit(1 if report.left_out else 0)

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def _line(text: str, number: int) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except json.JSONDecodeError as exc:
        raise ValueError(f"line {number}: no JSON ({exc.msg}). Each line must be one object.") from exc
    missing = [name for name in NEEDED if not isinstance(line, dict) or not isinstance(line.get(name), str)]
    if missing:
        raise ValueError(f"line {number}: no text for {', '.join(missing)}. Write the file as export_run does.")
    return dict(line)
