# ruff: noqa: E501
"""Forms of answers: without an export, with an example, mounting themselves, under another name."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.execution_records import Report
from evaluations.records import Lane, Verdict
from evaluations.sandbox import Sandbox
from tests.sandbox.test_reports import run, workbook

NAMESPACE = "import * as answer from './answer'; import { candidates, pickExport } from 'bakeoff';"
SHOWS = f"""
{NAMESPACE}
import {{ render, screen }} from "@testing-library/react";
test("shows", () => {{
  const Shown = pickExport(answer, {{ like: /^[A-Z]/ }});
  const {{ container }} = render(<Shown />);
  expect(container.textContent).toBe("hello");
  expect(screen.getAllByText("hello").length).toBe(1);
  expect(document.querySelectorAll("p").length).toBe(1);
}});
"""


def page(sandbox: Sandbox, source: str, check: str, **kwargs: Any) -> Report:
    return run(sandbox, {"answer.jsx": source}, check, lane="page", **kwargs)


@pytest.mark.parametrize(
    "source",
    [
        "const Hello = () => <p>hello</p>;",
        "function Hello() { return <p>hello</p>; }",
        "import { Component } from 'react'; class Hello extends Component { render() { return <p>hello</p>; } }",
        "import { memo } from 'react'; const Hello = memo(() => <p>hello</p>);",
        "const VERSION = 1; function Hello() { return <p>hello</p>; } module.exports = { VERSION };",
        "const Hello = () => <p>hello</p>; module.exports = Hello;",
        "import { createContext } from 'react'; const Hello = () => <p>hello</p>; const Theme = createContext();",
    ],
)
def test_component_that_is_not_exported_is_found(sandbox: Sandbox, source: str) -> None:
    report = page(sandbox, source, SHOWS)
    assert report.verdict is Verdict.PASSED, report


@pytest.mark.parametrize("export", ["", "export const VERSION = 1;", "module.exports = { VERSION: 1 };"])
@pytest.mark.parametrize("lane", ["page", "function"])
def test_namespace_has_what_is_not_exported(sandbox: Sandbox, lane: Lane, export: str) -> None:
    check = "import * as answer from './answer'; import { add } from './answer';"
    check += "test('adds', () => { expect([answer.add(1, 2), add(1, 2)]).toEqual([3, 3]) })"
    source = f"const add = (a, b) => a + b; {export}"
    report = run(sandbox, {"answer.js": source}, check, lane=lane)
    assert report.verdict is Verdict.PASSED, report


ROOT = "document.getElementById('root')"


@pytest.mark.parametrize(
    "mounting",
    [
        f"import {{ createRoot }} from 'react-dom/client'; createRoot({ROOT}).render(<Hello />);",
        f"import ReactDOM from 'react-dom/client'; const root = ReactDOM.createRoot({ROOT}); root.render(<Hello />);",
        f"import ReactDOM from 'react-dom'; ReactDOM.render(<Hello />, {ROOT});",
        f"import * as ReactDOM from 'react-dom'; ReactDOM.render(<Hello />, {ROOT}, () => undefined);",
        f"const {{ createRoot }} = require('react-dom/client'); createRoot({ROOT}).render(<Hello />);",
        f"import {{ hydrateRoot }} from 'react-dom/client'; hydrateRoot({ROOT}, <Hello />);",
        "import { createRoot } from 'react-dom/client'; createRoot(document.querySelector('#app')).render(<Hello />);",
        "import { createRoot } from 'react-dom/client'; createRoot(document.getElementById('container')).render(<Hello />);",
        "import { createRoot } from 'react-dom/client'; const place = document.createElement('div');"
        "document.getElementById('root').appendChild(place); createRoot(place).render(<Hello />);",
    ],
)
def test_answer_that_mounts_itself_is_judged_by_its_component(sandbox: Sandbox, mounting: str) -> None:
    report = page(sandbox, f"const Hello = () => <p>hello</p>;\n{mounting}", SHOWS)
    assert report.verdict is Verdict.PASSED, report


def test_component_that_mounts_itself_has_run_its_effects_before_the_first_check(sandbox: Sandbox) -> None:
    source = f"""
    import {{ useEffect }} from "react"; import {{ createRoot }} from "react-dom/client";
    globalThis.lines = [];
    const Hello = () => {{ useEffect(() => {{ lines.push("mounted") }}, []); return <p>hello</p>; }};
    createRoot({ROOT}).render(<Hello />);
    """
    check = "import './answer'; test('x', async () => { expect(lines).toEqual(['mounted']);"
    check += " await new Promise((r) => setTimeout(r, 50)); expect(lines).toEqual(['mounted']) })"
    assert page(sandbox, source, check).verdict is Verdict.PASSED


def test_error_of_a_mounted_component_is_reported_and_ends_no_run(sandbox: Sandbox) -> None:
    source = f"""
    import {{ createRoot }} from "react-dom/client";
    const Hello = () => <p>hello</p>;
    const App = () => {{ throw new Error("no data") }};
    createRoot({ROOT}).render(<App />);
    """
    report = page(sandbox, source, SHOWS.replace("/^[A-Z]/", "/^Hello/"))
    assert report.verdict is Verdict.PASSED, report
    assert any("no data" in line.text for line in report.console if line.level == "exception")


def test_element_that_a_check_makes_is_the_one_found(sandbox: Sandbox) -> None:
    check = f"test('x', () => {{ document.body.innerHTML = '<div id=\"root\">mine</div>'; expect({ROOT}.textContent).toBe('mine') }})"
    assert page(sandbox, "export const a = 1;", check).verdict is Verdict.PASSED


CANDIDATES = """
export const first = () => 1;
const second = () => 2;
export default function App() { return null; }
export const third = 3;
"""


def test_candidates_are_what_is_defined_the_likeliest_first(sandbox: Sandbox) -> None:
    check = f"{NAMESPACE} test('x', () => {{"
    check += "expect(candidates(answer, { like: /^(first|second)/ }).map(({ name }) => name)).toEqual(['first', 'second', 'App']);"
    check += "expect(pickExport(answer, { fits: (value) => value() === 2 })()).toBe(2);"
    check += "expect(pickExport(answer, { fits: () => { throw new Error() } }).name).toBe('App') })"
    report = page(sandbox, CANDIDATES, check)
    assert report.verdict is Verdict.PASSED, report


def test_candidates_include_those_of_imported_files(sandbox: Sandbox) -> None:
    files = {
        "Greeting.jsx": "import { withLog } from './hoc/withLog'; export default withLog('Greeting');",
        "hoc/withLog.jsx": "export const withLog = (name) => () => name; const unused = () => 0;",
    }
    check = NAMESPACE.replace("./answer", "./Greeting")
    check += (
        "test('x', () => { expect(candidates(answer).map(({ name }) => name)).toEqual(['', 'withLog', 'unused']) })"
    )
    report = run(sandbox, files, check, lane="page")
    assert report.verdict is Verdict.PASSED, report


@pytest.mark.parametrize(
    "component",
    [
        "export default ({ onSave, disabled = false, headers = ['a'], title: heading = 'T' }) => <button onClick={() => !disabled && onSave([headers, heading])}>s</button>",
        "export default (props) => { const { onSave, disabled = false, headers = ['a'], title = 'T' } = props; return <button onClick={() => disabled || onSave([headers, title])}>s</button> }",
        "export default (props) => <button onClick={() => props.disabled || props.onSave([props.headers ?? ['a'], props.title || 'T'])}>s</button>",
        "function Save(props) { return <button onClick={() => props.onSave([props.headers, props.title])}>s</button> } Save.defaultProps = { onSave: () => {}, headers: ['a'], title: 'T' }; export default Save",
        "export default ({ onSave = () => undefined, headers = ['a'], title = 'T' }) => <button onClick={() => onSave([headers, title])}>s</button>",
        "export default ({ save = () => undefined, headers = ['a'], title = 'T' }) => <button onClick={() => save?.([headers, title])}>s</button>",
    ],
    ids=["parameters", "body", "operators", "defaultProps", "callback", "callback by call"],
)
def test_props_with_defaults_keep_them(sandbox: Sandbox, component: str) -> None:
    check = f"""
    {NAMESPACE}
    import {{ fireEvent, screen }} from "@testing-library/react";
    import {{ renderRecorded }} from "bakeoff";
    test("calls", () => {{
      const {{ calls }} = renderRecorded(pickExport(answer));
      fireEvent.click(screen.getByRole("button"));
      expect(calls.map(({{ args }}) => args)).toEqual([[[["a"], "T"]]]);
    }});
    """
    report = page(sandbox, component, check)
    assert report.verdict is Verdict.PASSED, report


READS = "const read = async () => { const book = XLSX.read(await file.arrayBuffer()); onRows(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]])); };"
CHOOSES = "<input type='file' onChange={(e) => setFile(e.target.files[0])} />"


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{CHOOSES}<button onClick={{read}}>Fertig</button></div>",
        f"<div><button onClick={{read}}>Los</button>{CHOOSES}</div>",
        f"<form onSubmit={{(e) => {{ e.preventDefault(); read(); }}}}>{CHOOSES}<input type='submit' value='Hinauf' /></form>",
        f"<form onSubmit={{(e) => {{ e.preventDefault(); read(); }}}}>{CHOOSES}<button>?</button></form>",
        f"<div>{CHOOSES}<button onClick={{() => setFile(null)}}>Clear</button><button disabled={{!file}} onClick={{read}}>Weiter</button></div>",
        f"<div>{CHOOSES}<div role='button' onClick={{read}}>Weiter</div></div>",
        f"<div>{CHOOSES}{{file && <button onClick={{() => setSure(true)}}>Upload</button>}}{{sure && <button onClick={{read}}>Ja</button>}}</div>",
    ],
    ids=["any word", "before the input", "submit input", "form", "clears", "role", "asks again"],
)
def test_button_is_pressed_whatever_it_is_called(sandbox: Sandbox, body: str) -> None:
    source = f"""
    import {{ useState }} from "react"; import * as XLSX from "xlsx";
    export function Upload({{ onRows }}) {{ const [file, setFile] = useState(null); const [sure, setSure] = useState(false); {READS} return {body}; }}
    export default function App() {{ return <Upload onRows={{(rows) => console.log(rows)}} />; }}
    """
    check = f"""
    {NAMESPACE}
    import {{ pressUntil, renderRecorded, upload, uploaders }} from "bakeoff";
    test("reads", async () => {{
      const [Upload, ...others] = uploaders(answer, {{ like: /^[A-Z]/ }});
      expect([Upload.name, others.length]).toEqual(["Upload", 0]);
      const {{ calls, container }} = renderRecorded(Upload);
      await upload(container, "rows.xlsx");
      expect(await pressUntil(container, () => calls.length > 0, {{ aloneMs: 100, eachMs: 100 }})).toBe(true);
      expect(calls[0].args[0].length).toBe(2);
    }});
    """
    report = page(sandbox, source, check, fixtures={"rows.xlsx": workbook()})
    assert report.verdict is Verdict.PASSED, report


@pytest.mark.parametrize(
    ("check", "name"),
    [
        ("import { addUp } from './answer'; test('x', () => expect(addUp(1, 2)).toBe(3))", "addUp"),
        ("import * as answer from './answer'; test('x', () => expect(answer.addUp(1, 2)).toBe(3))", "addUp"),
        ("const { addUp } = require('./answer'); test('x', () => expect(addUp(1, 2)).toBe(3))", "addUp"),
        ("import { AddUp } from './answer'; test('x', () => expect(new AddUp()).toBeTruthy())", "AddUp"),
        ("test('x', () => expect(addUp(1, 2)).toBe(3))", "addUp"),
        ("console.assert(addUp(1, 2) === 3)", "addUp"),
        ("const assert = require('node:assert'); assert.equal(addUp(1, 2), 3)", "addUp"),
    ],
)
@pytest.mark.parametrize("lane", ["page", "function"])
def test_missing_name_is_reported_with_the_most_similar_names_first(
    sandbox: Sandbox, lane: Lane, check: str, name: str
) -> None:
    source = "export function subtract(a, b) { return a - b }\nexport function addup(a, b) { return a + b }"
    report = run(sandbox, {"answer.js": source}, check, lane=lane)
    assert report.verdict is Verdict.FAILED, report
    assert f"The answer does not define {name}; it defines addup, subtract." in report.cause


@pytest.mark.parametrize(
    "source",
    [
        "export const addUp = (a, b) => plus(a, b)",
        "export const addUp = (a, b) => undefined.call",
        "export const addUp = (a, b) => { const x = {}; return x.addUp(); }",
    ],
)
def test_error_of_the_answer_itself_is_a_runtime_error(sandbox: Sandbox, source: str) -> None:
    check = "import { addUp } from './answer'; test('x', () => expect(addUp(1, 2)).toBe(3))"
    report = run(sandbox, {"answer.js": source}, check)
    assert report.verdict is Verdict.RUNTIME_ERROR, report


@pytest.mark.parametrize(
    "source",
    [
        "@named('hello') class Box { text = 'x' }\nexport { Box };",
        "@named('hello') export class Box { text = 'x' }",
        "export @named('hello') class Box { text = 'x' }",
        "@named('x') @named('hello') class Box {}\nmodule.exports = { Box };",
        "const tools = { named };\n@tools.named('hello')\nexport class Box { at() { return `${{}}` } }",
        "@(named('hello')) export class Box extends Object {}",
    ],
)
def test_class_decorators_are_applied(sandbox: Sandbox, source: str) -> None:
    decorator = "function named(text) { return (type, { kind, name }) => class extends type { text = text + kind + name; first = text } }\n"
    check = "import { Box } from './answer'; test('x', () => expect(new Box().text).toMatch(/(hello|x)classBox/))"
    report = run(sandbox, {"answer.js": decorator + source}, check)
    assert report.verdict is Verdict.PASSED, report


@pytest.mark.parametrize(
    "source",
    [
        "@logged\nexport default class Box extends Base<{ a: string }> { private text: string = 'x'; }",
        "export default @logged class extends Base<{ a: string }> { }",
        "@logged export default abstract class Box { }",
    ],
)
def test_decorated_default_export_is_the_decorated_class(sandbox: Sandbox, source: str) -> None:
    decorator = "class Base<T> { all?: T }\nfunction logged(type: any) { type.isLogged = true; }\n"
    check = "import Box from './answer'; test('x', () => expect((Box as any).isLogged).toBe(true))"
    report = run(sandbox, {"answer.ts": decorator + source}, check)
    assert report.verdict is Verdict.PASSED, report


def test_optional_method_of_the_parent_is_called_where_it_exists(sandbox: Sandbox) -> None:
    source = "class A { two(n) { return n * this.by } } class B extends A { by = 2; one() { return super.one?.() ?? super.two?.(4) } }"
    check = "import { B } from './answer'; test('x', () => expect(new B().one()).toBe(8))"
    report = run(sandbox, {"answer.tsx": source}, check)
    assert report.verdict is Verdict.PASSED, report
