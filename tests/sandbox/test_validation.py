"""A result from a realm has the harness's own shape, or it counts against the candidate. Other cases are unaffected."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.browser.cdp import Connection, ProtocolError
from evaluations.sandbox.jsonl import report_line
from evaluations.sandbox.lanes.raw_result import raw_of
from evaluations.sandbox.lanes.validation import DEEPEST, ForgedResult, validated
from evaluations.sandbox.report import report_of
from evaluations.sandbox.retry import run_with_retries

CASE = Case(id="x", lane="function", files={"a.js": ""}, entry="a.js", checks=Checks(path="a.test.js", source=""))
CHECK = {"name": "adds", "verdict": "failed", "message": "no", "kind": "assertion", "duration_ms": 1.5}
LINE = {"level": "log", "text": "hello"}


def result(**fields: Any) -> dict[str, Any]:
    created = {"stage": "checks", "error": "", "checks": [CHECK], "console": [LINE], "captured": {}, "tampered": ""}
    return {**created, "isScript": False, **fields}


def check(**fields: Any) -> dict[str, Any]:
    return result(checks=[CHECK, {**CHECK, **fields}])


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


FORGERIES: dict[str, Any] = {
    "nothing": None,
    "a list": [],
    "text that is not JSON": "passed",
    "JSON that is too deep": "[" * 100_000,
    "JSON of a number that is not one": json.dumps(result(captured={"n": float("nan")})),
    "JSON of an endless number": json.dumps(result()).replace("1.5", "1" * 5000),
    "a stage of its own": result(stage="done"),
    "no error": result(error=None),
    "an object of checks": result(checks={"0": CHECK}),
    "a check that is text": result(checks=["passed"]),
    "a check without verdict": result(checks=[{k: v for k, v in CHECK.items() if k != "verdict"}]),
    "another word": check(verdict="excellent"),
    "a list for a word": check(verdict=["passed"]),
    "passed, but of a kind": check(verdict="passed"),
    "failed, but of no kind": check(kind=""),
    "another kind": check(kind="good"),
    "a number for a name": check(name=5),
    "an object for a message": check(message={"a": 1}),
    "text for a duration": check(duration_ms="soon"),
    "true for a duration": check(duration_ms=True),
    "a duration before its begin": check(duration_ms=-1),
    "a duration without end": check(duration_ms=float("inf")),
    "a line that is text": result(console=["hello"]),
    "a line of another level": result(console=[{**LINE, "level": "shout"}]),
    "a line with an object": result(console=[{**LINE, "text": {}}]),
    "a list of captured values": result(captured=[1]),
    "a captured value that is too deep": result(captured={"v": nested(DEEPEST)}),
    "a captured number that is not one": result(captured={"v": [{"w": float("inf")}]}),
    "tampered that is true": result(tampered=True),
    "isScript that is text": result(isScript="yes"),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_report_of_another_shape_counts_as_forged(forgery: Any) -> None:
    with pytest.raises(ForgedResult):
        validated(forgery)


def function_returning(value: Any) -> Callable[[], Any]:
    async def call() -> Any:
        if isinstance(value, Exception):
            raise value
        return {"result": {"value": value}}

    return call


@pytest.mark.parametrize("value", [*FORGERIES.values(), ProtocolError("Object couldn't be returned by value")])
def test_a_forged_report_is_failed_and_can_be_written(value: Any) -> None:
    raw = asyncio_run(raw_of(function_returning(value)()))
    report = report_of(CASE, raw, attempts=1, duration_ms=1)
    assert report.verdict is Verdict.FAILED
    assert "forged" in report.cause
    assert not report.checks
    json.loads(report_line(report))


def test_protocol_error_that_does_not_concern_the_result_is_raised() -> None:
    with pytest.raises(ProtocolError):
        asyncio_run(raw_of(function_returning(ProtocolError("Inspected target navigated or closed"))()))


def test_a_duration_has_the_steps_of_the_clock() -> None:
    checks = validated(check(duration_ms=1.599999999976717))["checks"]
    assert checks[-1]["duration_ms"] == 1.6


def asyncio_run(work: Any) -> Any:
    """Run it in another thread, because Playwright's sync API keeps an event loop in the thread of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


HONEST: dict[str, dict[str, Any]] = {
    "skipped": check(verdict="skipped", kind=""),
    "skipped in Python": check(verdict="skipped", kind="skipped", message="why"),
    "passed": result(checks=[{**CHECK, "verdict": "passed", "kind": "", "message": ""}]),
    "a duration of nothing": check(duration_ms=0),
    "lone surrogates": result(captured={"\ud800": "\udfff"}, console=[{"level": "warn", "text": "\ud83d"}]),
    "tagged values": result(captured={"n": {"$number": "NaN"}, "d": {"$date": None}, "b": {"$bigint": "9" * 300}}),
    "40 levels of maps": result(captured={"m": nested(125)}),
    "a giant": result(captured={"g": "x" * 400_000}),
    "many rows": result(captured={"rows": [{"a": i, "b": [str(i)]} for i in range(12_000)]}),
    "large numbers": result(captured={"n": [1e308, -0.0, 5e-324, 10**300]}),
}


@pytest.mark.parametrize("honest", HONEST.values(), ids=HONEST.keys())
def test_honest_results_are_left_unchanged(honest: dict[str, Any]) -> None:
    assert validated(honest) == honest
    assert validated(json.dumps(honest)) == honest


def test_long_texts_are_cut_not_refused() -> None:
    long = "y" * 1_000_000
    report = validated(check(name=long, message=long) | {"error": long, "console": [{"level": "log", "text": long}]})
    assert max(len(report["error"]), *(len(c["name"] + c["message"]) for c in report["checks"])) <= 20_000
    assert len(report["console"][0]["text"]) <= 10_000


@pytest.mark.parametrize("value", ["null", "{}", f'{{"v": {"[" * 5000}{"]" * 5000}}}'])
def test_a_hostile_message_does_not_end_the_connection(value: str) -> None:
    """The command that it answers goes on waiting, and the next command is answered."""

    async def talk() -> str:
        read, answers = os.pipe()
        requests, write = os.pipe()
        connection = Connection()
        await connection.open(read, write)
        connection.send("first")
        second = connection.send("second")
        hostile = f'{{"id": 1, "result": {value}}}'.encode()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, _write, answers, hostile + b"\0" + b'{"id": 2, "result": "here"}\0')
        answer: str = await asyncio.wait_for(second, 5)
        await connection.close()
        for descriptor in (answers, requests):
            os.close(descriptor)
        return answer

    assert asyncio_run(talk()) == "here"


def test_only_the_too_large_message_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluations.sandbox.browser.cdp.LARGEST_MESSAGE", 2**16)
    test_a_hostile_message_does_not_end_the_connection(json.dumps("x" * 2**20))


def _write(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def two(name: str) -> Case:
    return Case(
        id=name,
        lane="function",
        files={"a.js": "export const two = () => 2"},
        entry="a.js",
        checks=Checks(path="a.test.js", source="import { two } from './a'; test('2', () => expect(two()).toBe(2))"),
    )


def test_an_exception_of_one_case_is_its_report_and_the_others_run(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumbling(case: Case, pool: Any, on_verdict: OnVerdict) -> Report:
        if case.id == "3":
            raise KeyError("verdict")
        return await run_with_retries(case, pool, on_verdict)

    monkeypatch.setattr("evaluations.sandbox.type_checker.run_with_retries", stumbling)
    reports = {report.id: report for report in sandbox.execute_many(two(str(number)) for number in range(8))}
    assert reports.pop("3").verdict is Verdict.UNSCORED
    assert len(reports) == 7
    assert {report.verdict for report in reports.values()} == {Verdict.PASSED}
    assert "KeyError" in sandbox.execute(two("3")).cause
