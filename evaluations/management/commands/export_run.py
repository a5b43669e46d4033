"""`manage.py export_run RUN --format jsonl|csv|xlsx|junit|html|dpo`: a run's candidates, a report, or preferences."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils.timezone import now

from evaluations.errors import EvaluationError
from evaluations.exports import html_report, run_rows
from evaluations.exports.answers import n_not_for_training, plain_answers
from evaluations.exports.junit import to_junit
from evaluations.exports.run_xlsx import write_run
from evaluations.licences import NO_TRAINING
from evaluations.models import Candidate, Run, Vote
from evaluations.queries.find_side import find_run
from evaluations.records import Json
from evaluations.vote_statistics import Ballot, from_tests, from_votes
from evaluations.vote_statistics.data_card import card
from evaluations.vote_statistics.preferences import Answer, Wanted


class Command(BaseCommand):
    """Writes to --out, or to standard output. With --format dpo a data card is written beside the file."""

    help = "Export a run: every candidate (jsonl, csv, xlsx, junit), a report (html), or preference pairs (dpo)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """RUN --format, and what pairs are made of."""
        parser.add_argument("run", metavar="RUN", help="its number; or a suite, for the newest finished run over it")
        parser.add_argument("--format", choices=["jsonl", "csv", "xlsx", "junit", "html", "dpo"], default="jsonl")
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
        parser.add_argument("--code", action="store_true", help="dpo: the extracted code in place of the raw answer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 nothing to export, 2 no such run or no such place."""
        try:
            run = find_run(str(options["run"]))
        except EvaluationError as exc:
            self._stop(str(exc))
        if options["format"] == "dpo":
            if n_closed := n_not_for_training(run.candidates.all()):
                self.stderr.write(f"{n_closed} answers were left out. The licence of their tasks says: {NO_TRAINING}")
            lines = _preferences(run, options)
            n = self._write((json.dumps(line, ensure_ascii=False) + "\n" for line in lines), options["out"])
            if options["out"]:
                made_on = now().date().isoformat()
                text = card(
                    lines,
                    title=str(run),
                    made_on=made_on,
                    ties=options["ties"],
                    origin=options["origin"],
                    filters=_wanted(options).words(),
                )
                options["out"].with_suffix(".card.md").write_text(text, encoding="utf-8")
        elif options["format"] == "xlsx":
            n = self._write_workbook(run, options["out"])
        elif options["format"] == "html":
            n = self._write(iter([html_report.to_html(run, candidates=options["candidate"])]), options["out"])
        else:
            rows = run_rows.rows_of(run, with_thinking=options["format"] == "jsonl")
            formats: dict[str, Callable[[Iterator[run_rows.Row]], Iterator[str]]] = {
                "csv": run_rows.to_csv,
                "jsonl": run_rows.to_jsonl,
                "junit": partial(to_junit, title=str(run)),
            }
            n = self._write(formats[options["format"]](rows), options["out"])
        if not n:
            self.stderr.write(f"Nothing to export: {run} has no such rows yet.")
            sys.exit(1)

    def _write(self, lines: Iterator[str], out: Path | None) -> int:
        n = 0
        try:
            with out.open("w", encoding="utf-8", newline="") if out else nullcontext() as file:
                for line in lines:
                    n += 1
                    if file:
                        file.write(line)
                    else:
                        self.stdout.write(line, ending="")
        except OSError as exc:
            self._stop(f"Cannot write {out}: {exc.strerror}. Choose another place with --out.")
        return n

    def _write_workbook(self, run: Run, out: Path | None) -> int:
        if out is None:
            self._stop("A workbook is a binary file. Name the file to write with --out.")
        try:
            with out.open("wb") as file:
                return write_run(run, file)
        except OSError as exc:
            self._stop(f"Cannot write {out}: {exc.strerror}. Choose another place with --out.")

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def _preferences(run: Run, options: dict[str, Any]) -> list[Json]:
    rows = plain_answers(Candidate.objects.filter(run=run), code_only=options["code"])
    answers = {row["candidate"]: Answer(**row) for row in rows}
    votes = Vote.objects.filter(Q(pair__first__run=run) & Q(pair__second__run=run))
    votes = votes.filter(knew_model=False) if options["blind"] else votes
    if options["origin"] == "tests":
        lines = from_tests(answers.values())
    else:
        lines = from_votes((Ballot(**row) for row in votes.ballot_fields()), answers, ties=options["ties"])
    return [line for line in lines if _wanted(options).fits(line)]


def _wanted(options: dict[str, Any]) -> Wanted:
    return Wanted(kind=options["kind"], tag=options["tag"], models=tuple(options["model"]), is_blind=options["blind"])
