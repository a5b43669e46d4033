"""A run of the sets can be stopped and goes on; a set that is not there is refused with the names that are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bench import compat
from bench.compat_results import Result, Results
from evaluations.execution_records import Case, Report
from evaluations.records import Checks, Verdict

CASES = [
    Case(id=name, lane="python", files={"a.py": ""}, entry="a.py", checks=Checks(path="a_test.py", source=""))
    for name in ("one", "two", "three")
]


class Sandbox:
    """Fails every case; remembers which ones it was given. Stops after `stops_after` cases."""

    def __init__(self, stops_after: int = 100) -> None:
        self.given: list[str] = []
        self._stops_after = stops_after

    def execute_many(self, cases: Iterable[Case]) -> Iterator[Report]:
        for case in cases:
            if len(self.given) == self._stops_after:
                raise KeyboardInterrupt
            self.given.append(case.id)
            yield Report(id=case.id, verdict=Verdict.FAILED, cause=f"{case.id} failed")


def test_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    first, second = Sandbox(stops_after=2), Sandbox()
    with pytest.raises(KeyboardInterrupt):
        list(Results(path).measure("mbpp", CASES, first.execute_many))
    results = list(Results(path).measure("mbpp", CASES, second.execute_many))
    assert (first.given, second.given) == (["one", "two"], ["three"])
    assert results == [Result(case.id, Verdict.FAILED, f"{case.id} failed") for case in CASES]


def test_results_of_another_set_or_harness_are_not_used(tmp_path: Path) -> None:
    path, sandbox = tmp_path / "results.jsonl", Sandbox()
    list(Results(path).measure("mbpp", CASES[:1], sandbox.execute_many))
    list(Results(path).measure("humaneval-py", CASES[:1], sandbox.execute_many))
    path.write_text(json.dumps({**json.loads(path.read_text().splitlines()[0]), "harness": "another"}) + "\n")
    list(Results(path).measure("mbpp", CASES[:1], sandbox.execute_many))
    assert sandbox.given == ["one"] * 3


def test_unknown_set_is_refused_with_the_names_that_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["compat.py", ".", "humaneval"])
    with pytest.raises(SystemExit) as stop:
        compat.main()
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert "There is no set humaneval. There are: humaneval_x_js, multipl_e-js" in message
