"""The base of `execute` and `grade`: one JSON line in, one result line out, in constant memory."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Generic, Protocol, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.errors import SandboxError
from evaluations.jsonl import parse_object
from evaluations.records import Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.jsonl import InvalidCase

WRONG_USE = 2
STOPPED = 130  # what a shell reports for a command that Ctrl-C ended
PIPE_CLOSED = 141
EVERY_S = 1.0


class Item(Protocol):
    """One item of the input."""

    @property
    def id(self) -> str:
        """Return the id that its result is written under."""


T = TypeVar("T", bound=Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line to write. line: JSON without its line end."""

    id: str
    verdict: Verdict
    line: str


class StreamingCommand(BaseCommand, Generic[T]):
    """A command that reads items and writes results, line by line.

    A subclass defines how to parse a line (`parse`), how to compute results (`results`), and what to write for an
    invalid line (`unusable`). noun: the plural of the items, for the closing line.
    """

    noun = "items"
    requires_system_checks: list[str] = []
    stealth_options = ("stdin",)

    def parse(self, line: bytes) -> T:
        """Return the item of one line. Raises InvalidCase with the fact and the field."""
        raise NotImplementedError

    def results(self, sandbox: Sandbox, items: Iterator[T]) -> Iterator[Result]:
        """Yield one result per item in the order in which they finish."""
        raise NotImplementedError

    def unusable(self, name: str, cause: str) -> Result:
        """Return the result of an invalid line."""
        raise NotImplementedError

    def finished(self, options: dict[str, Any]) -> None:
        """Do the last step: all results are written and their file is closed."""

    def add_stream_arguments(self, parser: CommandParser, *, source: str, result: str) -> None:
        """Add the arguments that every streaming command has. source, result: what one line contains."""
        parser.add_argument("source", metavar=self.noun, help=f"file with one {source} per line as JSON; - for stdin")
        parser.add_argument("--out", required=True, help=f"file for one {result} per line; - for standard output")
        parser.add_argument("--resume", action="store_true", help="continue --out: skip what it already reports")
        parser.add_argument("--slots", type=int, help="how many run at once; default: one more than processors")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them all. Ctrl-C and SIGTERM keep what is finished."""
        if options["slots"] is not None and options["slots"] < 1:
            raise CommandError(f"--slots is {options['slots']}; it must be at least 1.", returncode=WRONG_USE)
        if options["resume"] and options["out"] == "-":
            raise CommandError("--resume needs --out FILE: the reports so far.", returncode=WRONG_USE)
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # also where a shell had SIGINT ignored
        with ExitStack() as stack:
            source = _open(stack, options["source"], "rb")
            done = _reported(Path(options["out"])) if options["resume"] else set()
            out = _open(stack, options["out"], "a" if options["resume"] else "w")
            stream = _Stream(self, out, done)
            self._run(stack, stream, source, options["slots"])
        self.finished(options)
        if stream.n_bad:
            sys.exit(WRONG_USE)
        n_good = stream.counts[Verdict.PASSED] + stream.counts[Verdict.UNCHECKED]
        sys.exit(0 if n_good == stream.counts.total() else 1)

    def _run(self, stack: ExitStack, stream: _Stream[T], source: IO[bytes], slots: int | None) -> None:
        try:
            sandbox = stack.enter_context(Sandbox(slots=slots))
            for result in self.results(sandbox, stream.items(source)):
                stream.write(result)
        except SandboxError as exc:
            stream.end()
            raise CommandError(str(exc), returncode=WRONG_USE) from exc
        except KeyboardInterrupt:
            stream.end()
            raise CommandError("Stopped; the reports so far are written.", returncode=STOPPED) from None
        except BrokenPipeError:
            sys.exit(PIPE_CLOSED)
        stream.end()


def _reported(path: Path) -> set[str]:
    """Return ids of the results in a file. A last line that a kill cut short is removed. 100 bytes per id."""
    ids: set[str] = set()
    with suppress(FileNotFoundError), path.open("rb+") as results:
        n_bytes = 0
        for line in results:
            if not line.endswith(b"\n"):
                break
            n_bytes += len(line)
            with suppress(ValueError, KeyError, TypeError):
                ids.add(parse_object(line)["id"])
        results.truncate(n_bytes)
    return ids


def _open(stack: ExitStack, name: str, mode: str) -> IO[Any]:
    if name == "-":
        return sys.stdin.buffer if mode == "rb" else sys.stdout
    try:
        return stack.enter_context(open(name, mode))
    except OSError as exc:
        raise CommandError(f"{name}: {exc.strerror}.", returncode=WRONG_USE) from exc


class _Stream(Generic[T]):
    """Reads items, writes each result as it comes and counts verdicts for the person who waits."""

    def __init__(self, command: StreamingCommand[T], out: IO[str], done: set[str]) -> None:
        self.command, self.out, self.err, self.done = command, out, command.stderr, done
        self.n_skipped = 0
        self.n_bad = 0
        self.counts: Counter[str] = Counter()
        self.begun = self.told_at = time.monotonic()

    def items(self, source: IO[bytes]) -> Iterator[T]:
        """Yield the lines that are items; the others are reported here."""
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            try:
                item = self.command.parse(line)
            except InvalidCase as exc:
                self.refuse(number, exc)
                continue
            if item.id in self.done:
                self.n_skipped += 1
            else:
                yield item

    def refuse(self, number: int, exc: InvalidCase) -> None:
        """Report an invalid line, once."""
        name = exc.case_id or f"line {number}"
        self.n_bad += 1
        self.err.write(f"Line {number}: {exc}")
        if name not in self.done:
            self.write(self.command.unusable(name, f"Line {number}: {exc}"))

    def write(self, result: Result) -> None:
        """Write one line at once."""
        self.counts[result.verdict] += 1
        self.out.write(result.line + "\n")
        self.out.flush()
        if time.monotonic() - self.told_at > EVERY_S and self.err.isatty():
            self.told_at = time.monotonic()
            self.err.write(f"\r{self.counts.total()} {self.command.noun}", ending="")

    def end(self) -> None:
        """Write the closing line for people."""
        seconds = time.monotonic() - self.begun
        parts = ", ".join(f"{n} {verdict}" for verdict, n in sorted(self.counts.items())) or "none"
        if self.n_skipped:
            parts = f"{parts}; {self.n_skipped} were reported before"
        start = "\r" if self.err.isatty() else ""
        self.err.write(f"{start}{self.counts.total()} {self.command.noun} in {seconds:.1f} s: {parts}")
