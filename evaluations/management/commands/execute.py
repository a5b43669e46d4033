"""Runs only the sandbox: cases in, reports out, one line each. Needs no database, broker or model."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management.base import CommandParser

from evaluations.execution_records import Case, Report
from evaluations.management.streaming import Result, StreamingCommand
from evaluations.sandbox import Sandbox
from evaluations.sandbox.jsonl import case_of, report_line, unscored


class Command(StreamingCommand[Case]):
    """Streams: a million lines in constant memory."""

    help = "Run cases in the sandbox. Exit 0: all passed, 1: some did not, 2: wrong use, or a line that is not a case."
    noun = "cases"

    def add_arguments(self, parser: CommandParser) -> None:
        """Define input, output and the number of slots."""
        self.add_stream_arguments(parser, source="case", result="report")

    def parse(self, line: bytes) -> Case:
        """Return the case of one line."""
        return case_of(line)

    def results(self, sandbox: Sandbox, items: Iterator[Case]) -> Iterator[Result]:
        """Yield one report per case."""
        return (_result(report) for report in sandbox.execute_many(items))

    def unusable(self, name: str, cause: str) -> Result:
        """Return an `unscored` report."""
        return _result(unscored(name, cause))


def _result(report: Report) -> Result:
    return Result(id=report.id, verdict=report.verdict, line=report_line(report))
