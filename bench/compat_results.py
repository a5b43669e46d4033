"""What a long run has measured so far, so that it can be stopped and go on later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.result_lines import ResultLines
from evaluations.execution_records import Case, Report
from evaluations.records import Verdict
from evaluations.sandbox.browser.server import harness_version

Execute = Callable[[Iterable[Case]], Iterable[Report]]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    id: str
    verdict: Verdict
    cause: str


class Results:
    """Results of the sets by case; a file keeps them. Results of another version of the harness are not used."""

    def __init__(self, path: Path | None = None) -> None:
        self._lines = ResultLines(path)
        self._known: dict[tuple[str, str], Result] = {}
        for row in self._lines.before:
            if row["harness"] == harness_version():
                result = Result(row["id"], Verdict(row["verdict"]), row["cause"])
                self._known[row["set"], result.id] = result

    def measure(self, name: str, cases: Iterable[Case], execute: Execute) -> Iterator[Result]:
        """Yield the result of every case of a set: first what is known, then what is executed now."""
        missing: list[Case] = []
        for case in cases:
            result = self._known.get((name, case.id))
            if result:
                yield result
            else:
                missing.append(case)
        for report in execute(missing):
            result = Result(report.id, report.verdict, report.cause)
            self._add(name, result)
            yield result

    def _add(self, name: str, result: Result) -> None:
        self._known[name, result.id] = result
        row = {"set": name, "id": result.id, "verdict": result.verdict, "cause": result.cause}
        self._lines.add({**row, "harness": harness_version()})
