"""Run stored answers of can-ai-code in the sandbox by the source's rules, and compare with its stored verdicts.

`python bench/compat.py FOLDER answers [--show]`. The code is what the source extracted (`extracted_answer`). All calls
of an answer run in one realm. If that does not end, or gives other points than the stored ones, each call runs again in
its own realm, as the source uses a process for each. Remaining differences are counted by cause, and named with --show.
An unexplained difference fails the set.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.can_ai_code import CALL_KINDS, NO_CODE, CalledFunction, CheckResult, find_function, grade_check, is_error
from evaluations.execution_records import Case, Report
from evaluations.records import Checks, Json
from evaluations.sandbox import Sandbox

# The source gives a call 5 s. No answer of the data ends between 1.6 s and 5 s, so a longer wait changes nothing.
TIMEOUT_MS = 2000
TARGET = 0.99
ENTRY = "answer.js"
UNDEFINED = {"error": "no JSON"}
UNEXPLAINED = "not explained"
NOT_DEFINED = re.compile(r"(\w+) is not defined")
OF_BROWSERS = {"document", "window", "prompt", "alert", "confirm", "localStorage", "navigator", "self", "location"}
OF_NODE = {"require", "process", "module", "exports", "Buffer", "global", "__dirname"}
Row = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """The result. differing: answer id to (cause, stored points, our points)."""

    n_answers: int = 0
    n_checks: int = 0
    same_answers: int = 0
    same_verdicts: int = 0
    same_checks: int = 0
    n_alone: int = 0
    differing: dict[str, tuple[str, str]] = field(default_factory=dict)
    seconds: float = 0.0


def read(folder: Path) -> tuple[dict[str, Row], list[Row]]:
    """Read the tasks by id, and the answers."""
    lines = (folder / "tasks.jsonl").read_text().splitlines()
    tasks = {task["task_id"]: task for task in map(json.loads, lines)}
    with gzip.open(folder / "answers_open.jsonl.gz", "rt", encoding="utf-8") as answers:
        return tasks, [json.loads(line) for line in answers]


def case_of(answer: Row, task: Row, function: CalledFunction, *, only: int | None = None) -> Case:
    """Return a case with a task's calls on an answer. It captures each value as JSON. only: just this check."""
    calls = dict.fromkeys(
        json.dumps(check["arguments"])[1:-1]
        for number, check in enumerate(task["checks"])
        if check["kind"] in CALL_KINDS and only in (None, number)
    )
    tests = [
        f"test({json.dumps(values)}, () => capture({json.dumps(values)}, JSON.stringify({function.name}({values}))));"
        for values in calls
    ]
    source = "\n".join(['import { capture } from "bakeoff";', *tests, ""])
    return Case(
        id=answer["answer_id"] if only is None else f"{answer['answer_id']} {only}",
        lane="function",
        files={ENTRY: answer["extracted_answer"]},
        entry=ENTRY,
        checks=Checks(path="checks.js", source=source),
        timeout_ms=TIMEOUT_MS,
    )


def value_of(report: Report, check: Row) -> Json:
    """Return the value of this check's call, or `{"error": reason}`."""
    key = json.dumps(check["arguments"])[1:-1]
    text = report.captured.get(key)
    if isinstance(text, str):
        return json.loads(text)
    if text is not None:
        return UNDEFINED
    message = next((c.message for c in report.checks if c.name == key and c.message), report.cause)
    return {"error": message or "nothing"}


def cause_of(code: str, there: Json, here: Json) -> str:
    """Return why a call gave another value in the source's Node 16; UNEXPLAINED when no known reason fits."""
    if "Math.random" in code:
        return "Math.random: another value each time"
    stored_error, our_error = (str(value["error"]) if is_error(value) else "" for value in (there, here))
    if (name := NOT_DEFINED.search(stored_error)) and name[1] in OF_BROWSERS:
        return f"`{name[1]}` is there in a browser and not in Node"
    if (name := NOT_DEFINED.search(our_error)) and name[1] in OF_NODE:
        return f"`{name[1]}` is there in Node and not in a browser"
    if any(re.search(r"time|did not end|took longer", error) for error in (stored_error, our_error)):
        return "the time limit: a call that takes about as long"
    return UNEXPLAINED


def grade_checks(task: Row, function: CalledFunction | None, values: dict[int, Json]) -> list[CheckResult]:
    """Grade each check of a task. values: of the calls, by number of the check."""
    if function is None:
        return [NO_CODE for _ in task["checks"]]
    return [grade_check(check, function, values.get(number)) for number, check in enumerate(task["checks"])]


def stored(answer: Row) -> list[CheckResult]:
    """Return the source's stored verdicts."""
    return [CheckResult(has_passed=v["passed"], points=v["points"]) for v in answer["stored_verdicts"]]


class Regrade:
    """Runs all answers of a folder in one sandbox."""

    def __init__(self, sandbox: Sandbox, folder: Path, limit: int | None = None) -> None:
        self.sandbox = sandbox
        self.tasks, answers = read(folder)
        self.answers = {answer["answer_id"]: answer for answer in answers[:limit]}
        self.functions = {key: find_function(answer["extracted_answer"] or "") for key, answer in self.answers.items()}
        self.tally = Tally(n_answers=len(self.answers))

    def run(self) -> Tally:
        """Run every answer in one realm; run those that differ again with a realm per call."""
        begun = time.perf_counter()
        differing = {key: values for key, values in self._together() if self._count(key, values, is_last=False)}
        self.tally.n_alone = len(differing)
        for key, values in self._alone(differing):
            self._count(key, values, is_last=True)
        self.tally.seconds = time.perf_counter() - begun
        return self.tally

    def _together(self) -> Iterator[tuple[str, dict[int, Json]]]:
        silent = [key for key, item in self.functions.items() if item is None]
        yield from ((key, {}) for key in silent)
        cases = (self._case(key) for key, item in self.functions.items() if item)
        for report in self.sandbox.execute_many(cases):
            checks = self._task(report.id)["checks"]
            yield (
                report.id,
                {i: value_of(report, check) for i, check in enumerate(checks) if check["kind"] in CALL_KINDS},
            )

    def _alone(self, keys: Iterable[str]) -> Iterator[tuple[str, dict[int, Json]]]:
        values: dict[str, dict[int, Json]] = {key: {} for key in keys}
        cases = (
            self._case(key, number)
            for key in values
            for number, check in enumerate(self._task(key)["checks"])
            if check["kind"] in CALL_KINDS and self.functions[key]
        )
        for report in self.sandbox.execute_many(cases):
            key, _, number = report.id.partition(" ")
            values[key][int(number)] = value_of(report, self._task(key)["checks"][int(number)])
        yield from values.items()

    def _case(self, key: str, only: int | None = None) -> Case:
        result = self.functions[key]
        assert result is not None
        return case_of(self.answers[key], self._task(key), result, only=only)

    def _task(self, key: str) -> Row:
        return self.tasks[self.answers[key]["task_id"]]

    def _count(self, key: str, values: dict[int, Json], *, is_last: bool) -> bool:
        """Return whether the answer differs and must be tried again. Count it only when it is decided."""
        expected, got = stored(self.answers[key]), grade_checks(self._task(key), self.functions[key], values)
        if expected != got and not is_last:
            return True
        tally, is_pass = self.tally, all(check.has_passed for check in got)
        tally.n_checks += len(got)
        tally.same_checks += sum(a.has_passed == b.has_passed for a, b in zip(expected, got, strict=True))
        tally.same_answers += expected == got
        tally.same_verdicts += is_pass == (self.answers[key]["stored_status"] == "PASS")
        if expected != got:
            tally.differing[key] = self._difference(key, values, expected, got)
        return False

    def _difference(
        self, key: str, values: dict[int, Json], expected: list[CheckResult], got: list[CheckResult]
    ) -> tuple[str, str]:
        number = next(i for i, (a, b) in enumerate(zip(expected, got, strict=True)) if a != b)
        stored_verdict, here = self.answers[key]["stored_verdicts"][number], values.get(number)
        stored_value = stored_verdict.get("got")
        text = f"{stored_verdict['check']}: stored {json.dumps(stored_value)[:120]}, here {json.dumps(here)[:160]}"
        return cause_of(self.answers[key]["extracted_answer"] or "", stored_value, here), text


def measured(sandbox: Sandbox, folder: Path, *, limit: int | None, is_shown: bool) -> bool:
    """Run the set and print the result. Return whether it reaches its target."""
    tally = Regrade(sandbox, folder, limit).run()
    for key, (cause, text) in sorted(tally.differing.items() if is_shown else ()):
        print(f"  {key}: {cause}: {text}")
    share = tally.same_answers / tally.n_answers
    print(
        f"answers: {tally.n_answers} answers, {tally.n_checks} checks, {tally.n_alone} with a realm a call, "
        f"{tally.seconds:.0f} s\n"
        f"  same points for every check {tally.same_answers} ({share:.2%}), "
        f"PASS or not {tally.same_verdicts} ({tally.same_verdicts / tally.n_answers:.2%}), "
        f"checks {tally.same_checks} ({tally.same_checks / tally.n_checks:.2%})"
    )
    for cause, n in Counter(cause for cause, _ in tally.differing.values()).most_common():
        print(f"  {n:5} {cause}")
    is_explained = all(cause != UNEXPLAINED for cause, _ in tally.differing.values())
    return share >= TARGET and is_explained
