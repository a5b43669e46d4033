"""`manage.py export_run ID --format jsonl|csv|dpo`: a run's candidates, or preference pairs made of them."""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models import Candidate, Run, Vote
from evaluations.models.exports import plain_answers
from evaluations.ratings import Ballot, from_tests, from_votes
from evaluations.ratings.card import card
from evaluations.ratings.preferences import Answer
from evaluations.records import Json

COLUMNS = (
    "candidate", "task", "kind", "model", "strategy", "sample", "state", "verdict", "score", "cause", "is_truncated",
    "is_flaky", "stop_reason", "prompt_tokens", "completion_tokens", "load_ms", "first_token_ms", "generation_ms",
    "model_digest",
)  # fmt: skip


class Command(BaseCommand):
    """Writes to --out, or to standard output. With --format dpo a data card is written beside the file."""

    help = "Export a run: every candidate (jsonl, csv), or preference pairs for training (dpo)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """ID --format, and what pairs are made of."""
        parser.add_argument("run", type=int)
        parser.add_argument("--format", choices=["jsonl", "csv", "dpo"], default="jsonl")
        parser.add_argument("--out", type=Path, help="file to write; standard output when left out")
        parser.add_argument("--from", choices=["votes", "tests"], default="votes", dest="origin", help="dpo: made of")
        parser.add_argument("--ties", choices=["drop", "half"], default="drop", help="dpo: votes for neither side")
        parser.add_argument("--code", action="store_true", help="dpo: the extracted code in place of the raw answer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 nothing to export, 2 no such run or no such place."""
        run = Run.objects.filter(pk=options["run"]).first()
        if run is None:
            known = ", ".join(str(pk) for pk in Run.objects.values_list("pk", flat=True)[:10]) or "none"
            self._stop(f"No run {options['run']}. The newest runs: {known}.")
        if options["format"] == "dpo":
            lines = _preferences(run, options)
            n = self._write((json.dumps(line, ensure_ascii=False) + "\n" for line in lines), options["out"])
            if options["out"]:
                made_on = now().date().isoformat()
                text = card(lines, title=str(run), made_on=made_on, ties=options["ties"], origin=options["origin"])
                options["out"].with_suffix(".card.md").write_text(text, encoding="utf-8")
        else:
            rows = _rows(run)
            n = self._write(_csv(rows) if options["format"] == "csv" else _jsonl(rows), options["out"])
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

    def _stop(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(2)


def _preferences(run: Run, options: dict[str, Any]) -> list[Json]:
    rows = plain_answers(Candidate.objects.filter(run=run), code_only=options["code"])
    answers = {row["candidate"]: Answer(**row) for row in rows}
    if options["origin"] == "tests":
        return list(from_tests(answers.values()))
    votes = Vote.objects.filter(Q(pair__first__run=run) & Q(pair__second__run=run))
    return list(from_votes((Ballot(**row) for row in votes.plain()), answers, ties=options["ties"]))


def _rows(run: Run) -> Iterator[dict[str, Any]]:
    found = run.candidates.select_related("task", "model__server", "generation").order_by("pk")
    for row in found.iterator(chunk_size=500):
        generation = getattr(row, "generation", None)
        plain = {
            "candidate": row.pk, "task": row.task.slug, "kind": row.task.kind, "model": row.model.model_id,
        }  # fmt: skip
        for name in COLUMNS[4:12]:
            plain[name] = getattr(row, name)
        for name in COLUMNS[12:]:
            plain[name] = getattr(generation, name, None)
        yield plain | {"answer": generation.text if generation else None}


def _jsonl(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        text = io.StringIO()
        writer = csv.writer(text)
        if number == 0:
            writer.writerow(COLUMNS)
        writer.writerow([_safe(row[name]) for name in COLUMNS])
        yield text.getvalue()


def _safe(value: Any) -> Any:
    """A spreadsheet takes a text that begins like a formula for one: a cause may hold what a model wrote."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
