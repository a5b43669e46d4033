"""`manage.py export_run RUN --format jsonl|csv|xlsx|junit|html|dpo`: a run's candidates, a report, or preferences."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn

from django.core.management.base import BaseCommand

from evaluations.errors import EvaluationError
from evaluations.exports import html_report
from evaluations.exports.formats import FORMATS
from evaluations.exports.preference_pairs import PairRules, PreferencePairs, pairs_of_run
from evaluations.licences import NO_TRAINING
from evaluations.models import Run
from evaluations.queries.find_side import find_run
from evaluations.vote_statistics.preferences import PreferenceFilters


class Command(BaseCommand):
    """Writes to --out, or to standard output. With --format dpo a data card is written beside the file."""

    help = "Export a run: every candidate (jsonl, csv, xlsx, junit), a report (html), or preference pairs (dpo)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define RUN, --format, and what pairs are made of."""
        parser.add_argument("run", metavar="RUN", help="its number; or a suite, for the newest finished run over it")
        parser.add_argument("--format", choices=[*FORMATS, "dpo"], default="jsonl")
        parser.add_argument("--out", type=Path, help="file to write; standard output when left out")
        parser.add_argument(
            "--candidate", type=int, action="append", default=[], help="html: an answer to show whole; may be repeated"
        )
        parser.add_argument("--from", choices=["votes", "tests"], default="votes", dest="origin", help="dpo: made of")
        parser.add_argument("--ties", choices=["drop", "half"], default="drop", help="dpo: votes for neither side")
        parser.add_argument("--kind", default="", help="dpo: only tasks of this kind")
        parser.add_argument("--tag", default="", help="dpo: only tasks with this tag")
        parser.add_argument("--model", action="append", default=[], help="dpo: only pairs with this model on a side")
        parser.add_argument("--blind", action="store_true", help="dpo: no votes of reviewers who knew a model")
        parser.add_argument("--code", action="store_true", help="dpo: the extracted code instead of the raw answer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 nothing to export, 2 no such run or no such place."""
        try:
            run = find_run(str(options["run"]))
        except EvaluationError as exc:
            self._stop(str(exc))
        if options["format"] == "dpo":
            n = self._write_pairs(pairs_of_run(run, _rules(options)), options["out"])
        else:
            n = self._write_run(run, options)
        if not n:
            self.stderr.write(f"Nothing to export: {run} has no such rows yet.")
            sys.exit(1)

    def _write_run(self, run: Run, options: dict[str, Any]) -> int:
        form = FORMATS[options["format"]]
        if not form.is_text and options["out"] is None:
            self._stop("A workbook is a binary file. Name the file to write with --out.")
        with self._target(options["out"]) as target:
            if options["format"] == "html":
                html_report.write(run, target, candidates=options["candidate"])
                return 1
            return form.write(run, target)

    def _write_pairs(self, pairs: PreferencePairs, out: Path | None) -> int:
        if n := pairs.n_not_for_training:
            self.stderr.write(f"{n} answers were left out. The licence of their tasks says: {NO_TRAINING}")
        with self._target(out) as target:
            target.write(pairs.content)
        if out:
            with self._target(out.with_suffix(".card.md")) as target:
                target.write(pairs.card.encode())
        return len(pairs.lines)

    @contextmanager
    def _target(self, out: Path | None) -> Iterator[IO[bytes]]:
        """Yield the file to write, or standard output."""
        if out is None:
            with tempfile.TemporaryFile() as target:
                yield target
                target.seek(0)
                for line in target:
                    self.stdout.write(line.decode(), ending="")
            return
        try:
            with out.open("wb") as target:
                yield target
        except OSError as exc:
            self._stop(f"Cannot write {out}: {exc.strerror}. Choose another place with --out.")

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def _rules(options: dict[str, Any]) -> PairRules:
    return PairRules(
        origin=options["origin"],
        ties=options["ties"],
        code_only=options["code"],
        filters=PreferenceFilters(
            kind=options["kind"], tag=options["tag"], models=tuple(options["model"]), is_blind=options["blind"]
        ),
    )
