"""Packages that resolve work in their lane. Other versions and Jest's settings are loaded only on request."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from evaluations.execution_records import Case
from evaluations.packages import FOR_ALL_LANES, FOR_ANSWERS, FOR_VUE, PAGE
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.jsonl import InvalidCase, case_of

USES = {
    "redux": "import { createStore } from 'redux'; export const out = createStore((n = 0) => n + 1).getState() > 0;",
    "react-redux": "import { Provider, useSelector } from 'react-redux'; import { legacy_createStore } from 'redux';"
    "import { renderToString } from 'react-dom/server'; const N = () => <b>{useSelector((s) => s.n)}</b>;"
    "const store = legacy_createStore(() => ({ n: 7 }));"
    "export const out = renderToString(<Provider store={store}><N /></Provider>) === '<b>7</b>';",
    "redux-thunk": "import { applyMiddleware, legacy_createStore } from 'redux'; import { thunk } from 'redux-thunk';"
    "import byDefault from 'redux-thunk'; const store = legacy_createStore((n = 0) => n, applyMiddleware(thunk));"
    "export const out = store.dispatch(() => 'ran') === 'ran' && byDefault === thunk;",
    "papaparse": "import Papa from 'papaparse';"
    "export const out = Papa.parse('a,b\\n1,2', { header: true }).data[0].b === '2';",
    "react-dropzone": "import { useDropzone } from 'react-dropzone'; import { renderToString } from 'react-dom/server';"
    "const Zone = () => { const { getInputProps } = useDropzone(); return <input {...getInputProps()} />; };"
    "export const out = renderToString(<Zone />).includes('type=\"file\"');",
    "uuid": "import { v4 } from 'uuid'; export const out = /^[0-9a-f-]{36}$/.test(v4());",
    "date-fns": "import { addDays, format } from 'date-fns';"
    "export const out = format(addDays(new Date(2024, 1, 28), 1), 'yyyy-MM-dd') === '2024-02-29';",
    "dayjs": "import dayjs from 'dayjs';"
    "export const out = dayjs('2024-02-28').add(1, 'day').format('DD.MM.') === '29.02.';",
    "immer": "import { produce } from 'immer'; import byDefault from 'immer';"
    "export const out = produce({ a: [1] }, (d) => { d.a.push(2); }).a.length === 2 && byDefault === produce;",
    "zustand": "import { create } from 'zustand'; export const out = create(() => ({ n: 3 })).getState().n === 3;",
    "mathjs": "import { sqrt } from 'mathjs'; import * as math from 'mathjs';"
    "export const out = sqrt(-4).toString() === '2i' && math.evaluate('2 * pi') > 6;",
    "xlsx": "import * as XLSX from 'xlsx'; export const out = XLSX.utils.aoa_to_sheet([[1]]).A1.v === 1;",
    "lodash": "import _ from 'lodash'; import debounce from 'lodash/debounce';"
    "export const out = _.debounce === debounce;",
    "rxjs": "import { of } from 'rxjs'; import { map } from 'rxjs/operators'; let seen = 0;"
    "of(1).pipe(map((n) => n + 1)).subscribe((n) => { seen = n; }); export const out = seen === 2;",
    "prop-types": "import PropTypes from 'prop-types'; export const out = typeof PropTypes.string === 'function';",
    "classnames": "import cn from 'classnames'; export const out = cn('a', { b: true }) === 'a b';",
    "clsx": "import { clsx } from 'clsx'; import cn from 'clsx'; export const out = clsx('a') + cn('b') === 'ab';",
    "class-variance-authority": "import { cva } from 'class-variance-authority';"
    "const button = cva('b', { variants: { size: { s: 'p-1', l: 'p-4' } }, defaultVariants: { size: 's' } });"
    "export const out = button() + ',' + button({ size: 'l' }) === 'b p-1,b p-4';",
    "tailwind-merge": "import { twMerge } from 'tailwind-merge'; import { clsx } from 'clsx';"
    "export const out = twMerge(clsx('p-2 text-sm', { 'p-4': true })) === 'text-sm p-4';",
    "@tanstack/react-table": "import { flexRender, getCoreRowModel, getSortedRowModel, useReactTable }"
    " from '@tanstack/react-table'; import { renderToString } from 'react-dom/server';"
    "const columns = [{ accessorKey: 'n', cell: (c) => `n${c.getValue()}` }]; const data = [{ n: 2 }, { n: 1 }];"
    "const models = { getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel() };"
    "const initialState = { sorting: [{ id: 'n', desc: false }] };"
    "const Rows = () => { const table = useReactTable({ data, columns, initialState, ...models });"
    "return table.getRowModel().rows.map((row) => row.getVisibleCells().map((cell) =>"
    " <i key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</i>)); };"
    "export const out = renderToString(<Rows />) === '<i>n1</i><i>n2</i>';",
    "axios": "import axios from 'axios'; const get = (url) => axios.get(url);"
    "export const out = typeof get === 'function' && axios.isAxiosError(new axios.AxiosError('x'));",
    "js-cookie": "import Cookies from 'js-cookie'; Cookies.set('a', 'b'); export const out = Cookies.get('a') === 'b';",
    "copy-to-clipboard": "import copy from 'copy-to-clipboard'; export const out = typeof copy === 'function';",
    "react-router-dom": "import { Link, MemoryRouter } from 'react-router-dom';"
    "import { renderToString } from 'react-dom/server';"
    "export const out = renderToString(<MemoryRouter><Link to='/a'>b</Link></MemoryRouter>).includes('href=\"/a\"');",
    "lucide-react": "import { Camera } from 'lucide-react'; import { renderToString } from 'react-dom/server';"
    "export const out = renderToString(<Camera size={12} />).includes('width=\"12\"');",
    "recharts": "import { Line, LineChart } from 'recharts'; import { renderToString } from 'react-dom/server';"
    "const Chart = () => <LineChart width={90} height={50} data={[{ a: 1 }]}><Line dataKey='a' /></LineChart>;"
    "export const out = renderToString(<Chart />).includes('recharts-wrapper');",
    "framer-motion": "import { motion } from 'framer-motion'; import { renderToString } from 'react-dom/server';"
    "export const out = renderToString(<motion.p animate={{ x: 1 }}>a</motion.p>).startsWith('<p');",
    "motion": "import { motion } from 'motion/react'; import { animate } from 'motion';"
    "export const out = typeof animate === 'function' && Boolean(motion.div);",
    "vue": "import { createApp } from 'vue'; const place = document.createElement('p');"
    "createApp({ template: '<b>{{ 1 + 1 }}</b>' }).mount(place); export const out = place.innerHTML === '<b>2</b>';",
    "react": "import React, { useState } from 'react'; export const out = React.useState === useState;",
    "react-dom": "import ReactDOM from 'react-dom'; export const out = typeof ReactDOM.render === 'function';",
    "react-transition-group": "import { CSSTransition } from 'react-transition-group';"
    "import Same from 'react-transition-group/CSSTransition'; export const out = CSSTransition === Same;",
    "react-popper": "import { usePopper } from 'react-popper'; export const out = typeof usePopper === 'function';",
}
CHECK = "import { out } from './answer'; test('works', () => expect(out).toBe(true));"


def case(source: str, checks: str = CHECK, *, lane: Any = "page", **kwargs: Any) -> Case:
    check_file = Checks(path="answer.test.tsx", source=checks, **kwargs)
    return Case(id="x", lane=lane, files={"answer.tsx": source}, entry="answer.tsx", checks=check_file)


def test_packages_that_prompts_promise_work() -> None:
    assert set(USES) == {*FOR_ANSWERS, *FOR_VUE}


@pytest.mark.parametrize("package", USES)
def test_package_works_in_a_page(package: str, sandbox: Sandbox) -> None:
    report = sandbox.execute(case(USES[package]))
    assert report.verdict is Verdict.PASSED, report.cause


@pytest.mark.parametrize("package", ["mathjs", "lodash"])
def test_package_works_in_a_frame(package: str, sandbox: Sandbox) -> None:
    report = sandbox.execute(case(USES[package], lane="function"))
    assert report.verdict is Verdict.PASSED, report.cause


@pytest.mark.parametrize("package", sorted({*PAGE, *FOR_ALL_LANES}))
def test_every_name_that_resolves_gives_something(package: str, sandbox: Sandbox) -> None:
    source = f"import * as given from {json.dumps(package)}; export const out = /object|function/.test(typeof given);"
    report = sandbox.execute(case(source))
    assert report.verdict is Verdict.PASSED, report.cause


@pytest.mark.parametrize(
    "package", ["styled-components", "redux-logger", "rebound", "dayjs/plugin/utc", "child_process"]
)
def test_other_packages_are_named(package: str, sandbox: Sandbox) -> None:
    report = sandbox.execute(case(f"import x from '{package}'; export const out = x;"))
    assert report.verdict is Verdict.BUILD_ERROR
    assert f'Cannot resolve "{package}"' in report.cause


HELPERS = {
    "tailwind-merge": "twMerge('p-2', 'p-4')",
    "class-variance-authority": "cx('p-4')",
}


@pytest.mark.parametrize("package", HELPERS)
def test_answer_cannot_change_the_helper_that_checks_compare_with(package: str, sandbox: Sandbox) -> None:
    name = HELPERS[package].partition("(")[0]
    answer = (
        f"const given = require('{package}'); try {{ given.{name} = () => 'forged'; }} catch {{}} export const out = 1;"
    )
    checks = (
        f"import {{ {name} }} from '{package}'; import './answer';"
        f"test('is as it was', () => expect({HELPERS[package]}).toBe('p-4'));"
    )
    assert sandbox.execute(case("export const out = 1;", checks)).verdict is Verdict.PASSED
    report = sandbox.execute(case(answer, checks))
    assert report.verdict is Verdict.PASSED, report.cause


def test_answer_cannot_change_the_cookies_that_checks_read(sandbox: Sandbox) -> None:
    answer = "const c = require('js-cookie').default; c.get = () => 'forged'; export const out = c.get('a');"
    checks = (
        "import Cookies from 'js-cookie'; import { out } from './answer';"
        "test('is as it was', () => { expect(out).toBe('forged'); expect(Cookies.get('a')).toBe(undefined); });"
    )
    report = sandbox.execute(case(answer, checks))
    assert report.verdict is Verdict.PASSED, report.cause


CLICK = """
import { render, screen } from "@testing-library/react";
import user from "@testing-library/user-event";
import Answer from "./answer";
test("is over at once", () => {
  render(<Answer />);
  user.click(screen.getByRole("button"));
  user.type(screen.getByRole("textbox"), "ab");
  expect(screen.getByRole("button").textContent).toBe("1");
  expect(screen.getByRole("textbox").value).toBe("ab");
});"""
COUNTS = """import { useState } from "react";
export default () => { const [n, set] = useState(0);
  return <><button onClick={() => set(n + 1)}>{n}</button><input /></>; };"""


def test_older_user_event_is_used_where_a_case_asks_for_it(sandbox: Sandbox) -> None:
    report = sandbox.execute(case(COUNTS, CLICK, versions={"@testing-library/user-event": "13"}))
    assert report.verdict is Verdict.PASSED, report.cause
    assert sandbox.execute(case(COUNTS, CLICK)).verdict is not Verdict.PASSED
    awaited = CLICK.replace("() => {\n", "async () => {\n").replace("  user.", "  await user.")
    for versions in ({}, {"@testing-library/user-event": "14"}, {"@testing-library/user-event": "13"}):
        assert sandbox.execute(case(COUNTS, awaited, versions=versions)).verdict is Verdict.PASSED


MOCKS = """
const mock = vi.fn(() => 3);
beforeEach(() => { mock(); });
for (const name of ["a", "b"]) test(name, () => { expect(mock()).toBe(3); expect(mock).toHaveBeenCalledTimes(2); });"""


@pytest.mark.parametrize("lane", ["page", "function"])
def test_mocks_are_cleared_where_a_case_asks_for_it(lane: str, sandbox: Sandbox) -> None:
    report = sandbox.execute(case("export {}", MOCKS, lane=lane))
    assert [check.verdict for check in report.checks] == ["passed", "failed"]
    cleared = sandbox.execute(case("export {}", MOCKS, lane=lane, clears_mocks=True))
    assert cleared.verdict is Verdict.PASSED, cleared.cause


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        ({"@testing-library/user-event": "12"}, "asks for @testing-library/user-event 12. There is"),
        ({"react": "19"}, "asks for react 19. There is @testing-library/user-event 14 or 13."),
        (["react"], '"checks.versions" must map packages to major versions.'),
    ],
)
def test_missing_version_is_named(versions: Any, message: str) -> None:
    checks = {"path": "a.test.js", "source": "", "versions": versions}
    line = {"id": "a", "lane": "page", "files": {"a.js": ""}, "entry": "a.js", "checks": checks}
    with pytest.raises(InvalidCase) as caught:
        case_of(json.dumps(line))
    assert message in str(caught.value)
    good = case_of(
        json.dumps(
            {**line, "checks": {**checks, "versions": {"@testing-library/user-event": "13"}, "clears_mocks": True}}
        )
    )
    assert (good.checks.versions, good.checks.clears_mocks) == ({"@testing-library/user-event": "13"}, True)


def test_browser_functions_that_jsdom_lacks_can_be_replaced(sandbox: Sandbox) -> None:
    checks = """
const writeText = vi.fn();
Object.assign(navigator, { clipboard: { writeText } });
window.speechSynthesis = { speak: () => "said" };
Object.assign(window.screen, { orientation: { angle: 90 } });
test("own ones", () => {
  navigator.clipboard.writeText("a");
  expect(writeText).toHaveBeenCalledWith("a");
  expect([speechSynthesis.speak(), screen.orientation.angle]).toEqual(["said", 90]);
});"""
    report = sandbox.execute(case("export {}", checks))
    assert report.verdict is Verdict.PASSED, report.cause


def test_rejections_are_reported_under_the_event_name_of_node(sandbox: Sandbox) -> None:
    checks = """test("heard", async () => {
  const heard = new Promise((resolve) => process.once("unhandledRejection", resolve));
  Promise.reject(new Error("nobody"));
  expect((await heard).message).toBe("nobody");
});"""
    report = sandbox.execute(case("export {}", checks))
    assert report.verdict is Verdict.PASSED, report.cause


def test_error_at_unmounting_fails_the_test_of_that_component(sandbox: Sandbox) -> None:
    source = """import { useEffect } from "react";
export default ({ isBad }) => { useEffect(() => () => { if (isBad) throw new Error("at the end"); });
  return <p>shown</p>; };"""
    checks = """import { render } from "@testing-library/react"; import Answer from "./answer";
for (const isBad of [false, true, false]) test(String(isBad), () => { render(<Answer isBad={isBad} />); });"""
    report = sandbox.execute(case(source, checks))
    assert report.verdict is Verdict.RUNTIME_ERROR
    assert [(check.verdict, check.message) for check in report.checks] == [
        ("passed", ""),
        ("failed", "Error: at the end"),
        ("passed", ""),
    ]


@pytest.mark.parametrize("lane", ["page", "function"])
def test_answer_that_only_sets_globals_runs_before_checks_that_import_nothing(lane: Any, sandbox: Sandbox) -> None:
    answer = "twice = (n) => n * 2;"
    check_file = Checks(path="checks.js", source="test('2', () => expect(twice(1)).toBe(2));")
    case = Case(id="x", lane=lane, files={"answer.js": answer}, entry="answer.js", checks=check_file)
    report = sandbox.execute(case)
    assert report.verdict is Verdict.PASSED, report.cause
    report = sandbox.execute(replace(case, files={"answer.js": answer + " throw new Error('at once');"}))
    assert (report.verdict, report.cause) == (Verdict.RUNTIME_ERROR, "Error: at once")


def test_hook_rendered_on_a_server(sandbox: Sandbox) -> None:
    checks = """import { renderHook } from "@testing-library/react-hooks/server"; import { useSide } from "./answer";
test("on the server, then in the document", () => {
  const { result, hydrate, rerender, unmount } = renderHook((name) => useSide(name), { initialProps: "a" });
  expect(result.current).toBe("a: server");
  hydrate();
  expect(result.current).toBe("a: browser");
  rerender("b");
  expect(result.current).toBe("b: browser");
  unmount();
});"""
    source = """import { useEffect, useState } from "react";
export function useSide(name) { const [side, set] = useState("server"); useEffect(() => set("browser"), []);
  return `${name}: ${side}`; }"""
    report = sandbox.execute(case(source, checks))
    assert report.verdict is Verdict.PASSED, report.cause
