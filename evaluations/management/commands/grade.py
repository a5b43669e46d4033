"""Answers made elsewhere: extracted, executed and graded, a line each. No database, broker or model."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from evaluations.errors import SandboxError, SuiteError
from evaluations.execution_records import Outcome
from evaluations.explanations import explain
from evaluations.exports.junit import graded_to_junit
from evaluations.jsonl import InvalidLine, parse_object
from evaluations.management.streaming import WRONG_USE, Result, StreamingCommand
from evaluations.records import EDIT_GROUPS, VISUAL_FIGURES, Kind, TaskSpec, Verdict
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox
from evaluations.sandbox.jsonl import LONGEST_LINE, InvalidCase
from evaluations.stored_json import deciding_figures, read_details
from evaluations.suites.folders import find_suite, load_suite

LOOK_AHEAD = 3  # answers per slot
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One raw answer to one task."""

    id: str
    text: str
    spec: TaskSpec


class Command(StreamingCommand[Answer]):
    """Streams and stops like `execute`; suites are read from their folders."""

    help = (
        'Grade raw answers: {"id", "suite", "task", "answer"} in, '
        '{"id", "verdict", "score", "cause", "rule", "chosen", "why"} out. '
        "Exit 0: all passed, 1: some did not, 2: wrong use, or a line that is not an answer."
    )
    noun = "answers"

    def add_arguments(self, parser: CommandParser) -> None:
        """Define input, output and the number of slots."""
        self.add_stream_arguments(parser, source="answer", result="verdict")
        parser.add_argument(
            "--junit", metavar="FILE", help="write all verdicts of --out as JUnit XML too, for CI servers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a report that could not be written afterwards, then run."""
        if options["junit"] and options["out"] == "-":
            raise CommandError("--junit needs --out FILE: it reports the content of that file.", returncode=WRONG_USE)
        super().handle(*args, **options)

    def finished(self, options: dict[str, Any]) -> None:
        """Write the report."""
        if not options["junit"]:
            return
        with open(options["out"], encoding="utf-8") as lines:
            report = graded_to_junit(map(json.loads, lines), title=options["out"])
        try:
            Path(options["junit"]).write_text(report, encoding="utf-8")
        except OSError as exc:
            raise CommandError(f"{options['junit']}: {exc.strerror}.", returncode=WRONG_USE) from exc

    def parse(self, line: bytes) -> Answer:
        """Return the answer of one line. Fields that are not known here are ignored."""
        if len(line) > LONGEST_LINE:
            raise InvalidCase(f"{len(line)} bytes; an answer may have {LONGEST_LINE}.")
        try:
            return _answer(parse_object(line))
        except InvalidLine as exc:
            raise InvalidCase(f"{exc}.") from exc

    def results(self, sandbox: Sandbox, items: Iterator[Answer]) -> Iterator[Result]:
        """Yield one verdict per answer. Raises SandboxError when no browser can be had."""
        with ThreadPoolExecutor(sandbox.n_slots, thread_name_prefix="grade") as pool:

            def started(n: int) -> set[Future[Result]]:
                return {pool.submit(_graded, answer, sandbox) for answer in islice(items, n)}

            running = started(sandbox.n_slots * LOOK_AHEAD)
            try:
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    running |= started(len(done))
                    yield from (future.result() for future in done)
            finally:
                for future in running:
                    future.cancel()
                if running:
                    sandbox.close()  # what is running ends now instead of at its limit

    def unusable(self, name: str, cause: str) -> Result:
        """Return an `unscored` verdict."""
        return _result(name, Verdict.UNSCORED, cause=cause)


def _answer(data: dict[str, Any]) -> Answer:
    id_ = data.get("id")
    if not isinstance(id_, str | int) or isinstance(id_, bool) or id_ == "":
        raise InvalidCase('no "id".')
    for name in ("suite", "task", "answer"):
        if not isinstance(data.get(name), str):
            raise InvalidCase(f'"{name}" is {data.get(name)!r:.100}, not text.', str(id_))
    try:
        tasks = _tasks(data["suite"])
    except SuiteError as exc:
        raise InvalidCase(str(exc), str(id_)) from exc
    if data["task"] not in tasks:
        raise InvalidCase(f'suite {data["suite"]} has no task "{data["task"]}". It has {", ".join(tasks)}.', str(id_))
    return Answer(id=str(id_), text=data["answer"], spec=tasks[data["task"]])


@cache
def _tasks(suite: str) -> dict[str, TaskSpec]:
    """Return tasks by slug. Raises SuiteError, which is not cached."""
    folder = find_suite(suite, Path(settings.BASE_DIR, "suites"))
    return {task.slug: task for task in load_suite(folder).tasks}


def _graded(answer: Answer, sandbox: Sandbox) -> Result:
    """Grade one answer. An error of Bakeoff's own in one answer never ends the others."""
    try:
        graded = grade_answer(answer.text, answer.spec, sandbox, candidate_id=answer.id, tries_variants=False)
    except SandboxError:
        raise
    except Exception as exc:
        log.exception("Answer %s could not be graded.", answer.id)
        return _result(answer.id, Verdict.UNSCORED, cause=f"It could not be graded: {exc}")
    outcome, extraction = graded.outcome, graded.extraction
    score = None if outcome.verdict is Verdict.UNSCORED else outcome.score
    return _result(
        answer.id,
        outcome.verdict,
        cause=outcome.cause,
        score=score,
        rule=extraction.rule,
        chosen=dict(extraction.files),
        why=explain(outcome.verdict, outcome.cause, details=outcome.details, reason=extraction.reason),
        scores=_partial_scores(answer.spec, outcome),
    )


def _partial_scores(spec: TaskSpec, outcome: Outcome) -> dict[str, float | None]:
    """Return both scores of a change of given files, the five figures of a rebuilt picture; empty for other kinds."""
    if spec.kind is Kind.VISUAL:
        figures = deciding_figures(read_details(outcome.details).get("views")) or {}
        return {f"{name}_figure": figures.get(name) for name in VISUAL_FIGURES}
    if spec.kind is not Kind.EDIT:
        return {}
    return {f"{group}_score": outcome.details.get(group, {}).get("score") for group in EDIT_GROUPS}


def _result(
    id_: str,
    verdict: Verdict,
    *,
    cause: str,
    score: float | None = None,
    rule: str = "",
    chosen: dict[str, str] | None = None,
    why: str = "",
    scores: dict[str, float | None] | None = None,
) -> Result:
    fields = {"id": id_, "verdict": verdict, "score": score, "cause": cause, "rule": rule, "chosen": chosen or {}}
    fields |= scores or {}
    return Result(id=id_, verdict=verdict, line=json.dumps(fields | {"why": why or explain(verdict, cause)}))
