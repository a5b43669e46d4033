# ruff: noqa: E501
"""The content of reports, and what a check file can use."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from evaluations.execution_records import Case, Report
from evaluations.records import Checks, Lane, Verdict
from evaluations.sandbox import Sandbox

UPLOAD = """
import { useState } from "react";
import * as XLSX from "xlsx";
export default function Upload({ onDone }) {
  const read = async (file) => {
    const book = XLSX.read(await file.arrayBuffer(), { cellDates: true });
    onDone(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return (
    <div data-testid="drop" onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); read(e.dataTransfer.files[0]); }}>
      <input type="file" onChange={(e) => e.nativeEvent.isTrusted && read(e.target.files[0])} />
    </div>
  );
}
"""


def run(
    sandbox: Sandbox, files: dict[str, str], check: str, *, lane: Lane = "function", entry: str = "", **kwargs: Any
) -> Report:
    return sandbox.execute(
        Case(
            id="x",
            lane=lane,
            files=files,
            entry=entry or next(iter(files)),
            checks=Checks(path="x.test.tsx", source=check),
            **kwargs,
        )
    )


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["foo", "bar"], [1, 2], [3, 4]):
        book.worksheets[0].append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "way", ["await upload(null, 'rows.xlsx')", "await dropFile(screen.getByTestId('drop'), 'rows.xlsx')"]
)
def test_file_reaches_the_component_and_its_rows_come_back(sandbox: Sandbox, way: str) -> None:
    check = f"""
    import Answer from "./answer";
    import {{ screen, waitFor }} from "@testing-library/react";
    import {{ renderRecorded, upload, dropFile, capture, fixture }} from "bakeoff";
    test("gives rows", async () => {{
      const {{ calls }} = renderRecorded(Answer);
      {way};
      await waitFor(() => expect(calls.length).toBe(1));
      expect(fixture("rows.xlsx").length).toBeGreaterThan(100);
      capture("rows", calls[0].args[0]);
      capture("odd", [new Date(0), undefined, NaN, -Infinity, 10n]);
    }});
    """
    report = run(sandbox, {"answer.tsx": UPLOAD}, check, lane="page", fixtures={"rows.xlsx": workbook()})
    assert report.verdict is Verdict.PASSED, report
    assert report.captured["rows"] == [{"foo": 1, "bar": 2}, {"foo": 3, "bar": 4}]
    assert report.captured["odd"] == [
        {"$date": "1970-01-01T00:00:00.000Z"},
        {"$undefined": True},
        {"$number": "NaN"},
        {"$number": "-Infinity"},
        {"$bigint": "10"},
    ]


def test_address_of_a_document_has_no_query_that_a_component_would_read(sandbox: Sandbox) -> None:
    check = (
        "test('x', () => { expect([location.search, location.hash, document.readyState]).toEqual(['', '', 'complete']);"
    )
    check += " history.pushState(null, '', '/rows?foo=1'); expect(location.href).toMatch(/\\/rows\\?foo=1$/) })"
    assert run(sandbox, {"answer.tsx": "export const a = 1"}, check, lane="page").verdict is Verdict.PASSED


def test_history_never_leads_into_the_document_of_another_candidate(sandbox: Sandbox) -> None:
    check = "test('x', async () => { history.back(); history.go(-2); await new Promise((r) => setTimeout(r, 300)) })"
    for _ in range(3):  # by now the page has served other cases
        report = run(sandbox, {"answer.tsx": "export const a = 1"}, check, lane="page")
        assert (report.verdict, report.attempts) == (Verdict.PASSED, 1)


def test_upload_of_an_unknown_fixture_names_those_there_are(sandbox: Sandbox) -> None:
    check = "import A from './answer'; import {renderRecorded, upload} from 'bakeoff';"
    check += "test('x', async () => { renderRecorded(A); await upload(null, 'other.xlsx') })"
    report = run(sandbox, {"answer.tsx": UPLOAD}, check, lane="page", fixtures={"rows.xlsx": b"1"})
    assert 'No fixture "other.xlsx". There are: rows.xlsx.' in report.cause


@pytest.mark.parametrize(
    "component",
    [
        "export default (props) => <button onClick={() => props.onSave(1)}>s</button>",
        "export default ({ onSave }) => <button onClick={() => onSave?.(1)}>s</button>",
        "import { memo } from 'react'; export default memo(({ onSave }) => <button onClick={() => onSave(1)}>s</button>)",
        "import { forwardRef } from 'react';"
        "export default forwardRef(({ onSave }, ref) => <button ref={ref} onClick={() => onSave(1)}>s</button>)",
        "import { Component } from 'react';"
        "export class Save extends Component { render() { return <button onClick={() => this.props.onSave(1)}>s</button> } }",
    ],
    ids=["props", "destructured", "memo", "forwardRef", "class"],
)
def test_any_prop_that_is_called_is_recorded(sandbox: Sandbox, component: str) -> None:
    check = """
    import * as answer from "./answer";
    import { fireEvent, screen } from "@testing-library/react";
    import { pickExport, renderRecorded } from "bakeoff";
    test("calls", () => {
      const { calls } = renderRecorded(pickExport(answer, { like: /^[A-Z]/ }));
      fireEvent.click(screen.getByRole("button"));
      expect(calls).toEqual([{ prop: "onSave", args: [1] }]);
    });
    """
    report = run(sandbox, {"answer.tsx": component}, check, lane="page")
    assert report.verdict is Verdict.PASSED, report


@pytest.mark.parametrize(
    ("files", "check"),
    [
        (
            {"src/answer.ts": "export const a = 1", "src/x.ts": ""},
            "import {a} from './answer'; test('a', () => expect(a).toBe(1))",
        ),
        (
            {"hooks/useLogger.ts": "export const a = 1"},
            "import {a} from './useLogger'; test('a', () => expect(a).toBe(1))",
        ),
        ({"a.js": "module.exports = { a: 1 }"}, "const {a} = require('./a'); test('a', () => expect(a).toBe(1))"),
        ({"a.js": "forgotten = 1; function a() { return forgotten }"}, "console.assert(a() === 1)"),
        (
            {"a.ts": "const f = <T,>(x: T) => x; const n = <any>f(1); export { n }"},
            "import {n} from './a'; test('a', () => expect(n).toBe(1))",
        ),
        ({"a.ts": "export const a = [1]"}, "const assert = require('node:assert'); assert.deepEqual(a, ['1'])"),
        (
            {"a.ts": "export const a = [1]"},
            "import _ from 'lodash'; import {a} from './a'; test('a', () => expect(_.isEqual(a, [1])).toBe(true))",
        ),
        (
            {"a.ts": "export const a = () => Date.now()"},
            "import {a} from './a'; test('t', () => { vi.useFakeTimers(); vi.setSystemTime(5); expect(a()).toBe(5) })",
        ),
        (
            {"a.ts": "import {b} from './b'; export const a = () => b()", "b.ts": "export const b = () => 1"},
            "import {a} from './a'; jest.mock('./b', () => ({ b: () => 7 })); test('m', () => expect(a()).toBe(7))",
        ),
        (
            {"a.ts": "export const a = Math.random"},
            "test('s', () => { const s = vi.spyOn(Math, 'random').mockReturnValue(3);"
            " expect(Math.random()).toBe(3); s.mockRestore() })",
        ),
    ],
    ids=["base-name", "folder", "commonjs", "sloppy", "cast", "assert", "lodash", "timers", "mock", "spy"],
)
def test_common_import_styles_resolve_and_run(sandbox: Sandbox, files: dict[str, str], check: str) -> None:
    report = run(sandbox, files, check)
    assert report.verdict is Verdict.PASSED, report


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("export const a = () => new Promise((r) => setTimeout(() => r(2), 80))", Verdict.FAILED),
        ("export const a = () => new Promise((r) => setTimeout(() => r(1), 80))", Verdict.PASSED),
        (
            "export const a = () => new Promise((r, no) => setTimeout(() => no(new Error('late')), 80))",
            Verdict.RUNTIME_ERROR,
        ),
    ],
)
def test_script_ends_when_its_timers_have_ended(sandbox: Sandbox, source: str, verdict: Verdict) -> None:
    report = run(sandbox, {"a.ts": source}, "import {a} from './a'; a().then((v) => console.assert(v === 1, 'not 1'))")
    assert report.verdict is verdict, report


def test_check_file_without_tests_fails_where_tests_are_required(sandbox: Sandbox) -> None:
    report = run(sandbox, {"a.ts": "export const a = 1"}, "import './a'", must_define_tests=True)
    assert (report.verdict, report.cause) == (Verdict.FAILED, "The file defines no test.")


@pytest.mark.parametrize(
    "source",
    ["String(twice)", "`${twice}`", "twice + ''", "twice.toString()", "Function.prototype.toString.call(twice)"],
)
def test_written_tests_cannot_read_the_source_of_the_given_code(sandbox: Sandbox, source: str) -> None:
    files = {"twice.ts": "export function twice(n: number) { return n * 2; }"}
    check = f"""import {{ twice }} from "./twice";
    const own = () => "n * 3";
    test("t", () => {{
      expect(twice(2)).toBe(4);
      expect({source}).toContain("[native code]");
      expect(String(own)).toContain("n * 3");
    }});"""
    report = run(sandbox, files, check, lane="page", must_define_tests=True)
    assert report.verdict is Verdict.PASSED, report
    assert run(sandbox, files, check, lane="page").verdict is Verdict.FAILED, "code of an answer can be read"


def test_console_and_uncaught_errors_are_kept(sandbox: Sandbox) -> None:
    source = "console.log('hello', { a: 1 }); console.error('bad'); setTimeout(() => { throw new Error('late') });"
    check = "import './a'; test('w', () => new Promise((r) => setTimeout(r, 30)))"
    report = run(sandbox, {"a.ts": source}, check)
    assert [(line.level, line.text) for line in report.console] == [
        ("log", 'hello {"a":1}'),
        ("error", "bad"),
        ("exception", "Error: late"),
    ]


def test_screenshot_shows_what_the_last_check_rendered(sandbox: Sandbox) -> None:
    check = "import A from './a'; import { render } from '@testing-library/react'; test('r', () => { render(<A />) })"
    files = {"a.tsx": "export default () => <h1>Here</h1>"}
    report = run(sandbox, files, check, lane="page", wants_screenshot=True)
    assert report.screenshot is not None
    assert report.screenshot.startswith(b"\x89PNG")
    assert run(sandbox, files, check, lane="page").screenshot is None


def test_helper_files_of_the_checks_may_use_expect_but_the_answer_may_not(sandbox: Sandbox) -> None:
    helper = "export const isTwo = (value) => expect(value).toBe(2);"
    check = "import { two } from './a'; import { isTwo } from './helper'; test('two', () => isTwo(two()));"
    checks = Checks(path="a.test.js", source=check, files={"helper.js": helper})
    good = Case(id="x", lane="function", files={"a.js": "export const two = () => 2"}, entry="a.js", checks=checks)
    assert sandbox.execute(good).verdict is Verdict.PASSED
    forged = {"a.js": "expect.extend({ toBe: () => ({ pass: true }) }); export const two = () => 3"}
    report = sandbox.execute(replace(good, files=forged))
    assert (report.verdict, report.cause) == (Verdict.RUNTIME_ERROR, "ReferenceError: expect is not defined")


@pytest.mark.parametrize(
    ("lane", "source"),
    [
        ("function", "import _, { sortBy } from 'lodash'; export const a = _.chunk(sortBy([2, 1]), 2)[0];"),
        ("function", "import sortBy from 'lodash/sortBy'; export const a = sortBy([2, 1]);"),
        ("page", "const { sortBy } = require('lodash'); module.exports.a = sortBy([2, 1]);"),
        ("page", "import { of } from 'rxjs'; export const a = []; of(1, 2).subscribe((n) => a.push(n));"),
        ("page", "import equal from 'fast-deep-equal'; export const a = equal([1], [1]) ? [1, 2] : [];"),
    ],
)
def test_packages_that_generated_code_often_imports_are_available(sandbox: Sandbox, lane: Lane, source: str) -> None:
    check = "import { a } from './a'; test('a', () => expect(a).toEqual([1, 2]));"
    report = run(sandbox, {"a.js": source}, check, lane=lane)
    assert report.verdict is Verdict.PASSED, report.cause


def test_sets_and_maps_are_equal_in_any_order(sandbox: Sandbox) -> None:
    check = """const assert = require('assert');
    assert.deepEqual(new Set(['a', 'b']), new Set(['b', 'a']));
    assert.deepStrictEqual(new Map([[1, { x: 1 }], [2, {}]]), new Map([[2, {}], [1, { x: 1 }]]));
    assert.notDeepStrictEqual(new Set([1, 2]), new Set([1, 3]));"""
    assert run(sandbox, {"a.js": ""}, check).verdict is Verdict.PASSED


def test_waiting_goes_on_in_faked_time(sandbox: Sandbox) -> None:
    check = """import { waitFor, renderHook } from "@testing-library/react";
    import { useState, useEffect } from "react";
    test("waits", async () => {
      jest.useFakeTimers();
      const { result } = renderHook(() => {
        const [n, set] = useState(0);
        useEffect(() => { setTimeout(() => set(1), 5000); }, []);
        return n;
      });
      jest.advanceTimersByTime(4999);
      expect(result.current).toBe(0);
      jest.advanceTimersByTime(1);
      expect(result.current).toBe(1);
      let isLate = false;
      setTimeout(() => { isLate = true; }, 500);
      await waitFor(() => expect(isLate).toBe(true));
    });"""
    report = run(sandbox, {"a.js": ""}, check, lane="page")
    assert report.verdict is Verdict.PASSED, report.cause
