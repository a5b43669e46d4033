"""The sandbox alone: cases in, reports out, a line each. No database, broker or model."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.errors import SandboxError
from evaluations.records import Case, Report, Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.lines import BadLine, case_of, report_line, unscored

WRONG_USE = 2
EVERY_S = 1.0


class Command(BaseCommand):
    """Streams: a million lines in constant memory."""

    help = "Run cases in the sandbox. Exit 0: all passed, 1: some did not, 2: wrong use, or a line that is no case."
    requires_system_checks: list[str] = []
    stealth_options = ("stdin",)

    def add_arguments(self, parser: CommandParser) -> None:
        """Where from, where to, how many at once."""
        parser.add_argument("cases", help="file with a case a line as JSON; - for standard input")
        parser.add_argument("--out", required=True, help="file for a report a line; - for standard output")
        parser.add_argument("--resume", action="store_true", help="go on with --out: what it reports is not run again")
        parser.add_argument("--slots", type=int, help="cases at once; one a processor when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs them all; Ctrl-C keeps what is finished."""
        if options["slots"] is not None and options["slots"] < 1:
            raise CommandError(f"--slots is {options['slots']}; it must be at least 1.", returncode=WRONG_USE)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # also where a shell had SIGINT ignored
        if options["resume"] and options["out"] == "-":
            raise CommandError("--resume needs --out FILE: the reports so far.", returncode=WRONG_USE)
        with ExitStack() as stack:
            source = _opened(stack, options["cases"], "rb")
            done = _reported(Path(options["out"])) if options["resume"] else set()
            out = _opened(stack, options["out"], "a" if options["resume"] else "w")
            tally = _Tally(out, self.stderr, done)
            try:
                sandbox = stack.enter_context(Sandbox(slots=options["slots"]))
                for report in sandbox.execute_many(tally.cases(source)):
                    tally.write(report)
            except SandboxError as exc:
                tally.end()
                raise CommandError(str(exc), returncode=WRONG_USE) from exc
            except KeyboardInterrupt:
                tally.end()
                raise CommandError("Stopped; the reports so far are written.", returncode=130) from None
            except BrokenPipeError:
                sys.exit(141)
            tally.end()
        if tally.n_bad:
            sys.exit(WRONG_USE)
        sys.exit(0 if tally.counts[Verdict.PASSED] == tally.counts.total() else 1)


def _reported(path: Path) -> set[str]:
    """Ids of the reports in a file; the line that a kill cut short is taken away. 100 bytes an id."""
    found: set[str] = set()
    with suppress(FileNotFoundError), path.open("rb+") as reports:
        whole = 0
        for line in reports:
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            with suppress(ValueError, KeyError, TypeError):
                found.add(json.loads(line)["id"])
        reports.truncate(whole)
    return found


def _opened(stack: ExitStack, name: str, mode: str) -> IO[Any]:
    if name == "-":
        return sys.stdin.buffer if mode == "rb" else sys.stdout
    try:
        return stack.enter_context(open(name, mode))
    except OSError as exc:
        raise CommandError(f"{name}: {exc.strerror}.", returncode=WRONG_USE) from exc


class _Tally:
    """Writes each report as it comes and keeps count for the person who waits."""

    def __init__(self, out: IO[str], err: Any, done: set[str]) -> None:
        self.out, self.err, self.done = out, err, done
        self.n_skipped = 0
        self.counts: Counter[str] = Counter()
        self.n_bad = 0
        self.begun = self.told = time.monotonic()

    def cases(self, source: IO[bytes]) -> Iterator[Case]:
        """The lines that are cases; the others are reported here."""
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            try:
                case = case_of(line)
            except BadLine as exc:
                self.refuse(number, exc)
            else:
                if case.id not in self.done:
                    yield case
                else:
                    self.n_skipped += 1

    def refuse(self, number: int, exc: BadLine) -> None:
        """A line that is no case: named, reported, once."""
        name = exc.case_id or f"line {number}"
        self.n_bad += 1
        self.err.write(f"Line {number}: {exc}")
        if name not in self.done:
            self.write(unscored(name, f"Line {number}: {exc}"))

    def write(self, report: Report) -> None:
        """One line, at once on its way."""
        self.counts[report.verdict] += 1
        self.out.write(report_line(report) + "\n")
        self.out.flush()
        if time.monotonic() - self.told > EVERY_S and self.err.isatty():
            self.told = time.monotonic()
            self.err.write(f"\r{self.counts.total()} cases", ending="")

    def end(self) -> None:
        """The sum, for people."""
        seconds = time.monotonic() - self.begun
        parts = ", ".join(f"{n} {verdict}" for verdict, n in sorted(self.counts.items()))
        start = "\r" if self.err.isatty() else ""
        if self.n_skipped:
            parts = f"{parts or 'none'}; {self.n_skipped} were reported before"
        self.err.write(f"{start}{self.counts.total()} cases in {seconds:.1f} s: {parts or 'none'}")
