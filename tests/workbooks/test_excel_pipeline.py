"""From the browser's file input to the verdict by cells, in real Chromium, for good and bad components."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from evaluations import workbooks
from evaluations.graders import excel
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from tests.workbooks import files

HEAD = 'import React, { useState } from "react";\nimport * as XLSX from "xlsx";\n'
READ = (
    "const buffer = await file.arrayBuffer(); const book = XLSX.read(buffer, %s); "
    "const sheet = book.Sheets[book.SheetNames[0]];"
)
GOOD = {
    "records on change": HEAD
    + "export default function Upload({ onData }) { const change = async (e) => { const file = e.target.files[0]; "
    + READ % "{ cellDates: true, UTC: true }"
    + ' onData(XLSX.utils.sheet_to_json(sheet, { UTC: true })); }; return <input type="file" onChange={change} />; }',
    "columns after a button, FileReader": HEAD
    + """export const ExcelUploader = ({ callback }) => {
  const [file, setFile] = useState(null);
  const parse = () => {
    const reader = new FileReader();
    reader.onload = (event) => {
      const book = XLSX.read(new Uint8Array(event.target.result), { type: "array", cellDates: true, UTC: true });
      const rows = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { UTC: true });
      callback({ foo: rows.map((r) => r.foo), bar: rows.map((r) => r.bar), day: rows.map((r) => r.day) });
    };
    reader.readAsArrayBuffer(file);
  };
  return <div><input type="file" accept=".xlsx" onChange={(e) => setFile(e.target.files[0])} />
    <button onClick={parse} disabled={!file}>Upload</button></div>;
};""",
    "class with rows and header, dates as text": HEAD
    + """class App extends React.Component {
  async take(file) { %s
    const rows = XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false, dateNF: "yyyy-mm-dd" });
    this.props.whenParsed([rows[0], ...rows.slice(1).map(([a, b, c]) => [Number(a), Number(b), c])]); }
  render() { return <label>File<input type="file" onChange={(e) => this.take(e.target.files[0])} /></label>; }
}
export default App;"""
    % (READ % "{}"),
}
ONE = HEAD + (
    "export default function Upload({ onData }) { const change = async (e) => { const file = e.target.files[0]; "
    + READ % "{ cellDates: true, UTC: true }"
    + " let rows = XLSX.utils.sheet_to_json(sheet, { UTC: true }); %s };"
    + ' return <input type="file" onChange={change} />; }'
)
BAD = {
    "date one day early": ONE % "onData(rows.map((r) => ({ ...r, day: new Date(r.day.getTime() - 86400000) })));",
    "header read as data": ONE
    % 'onData(XLSX.utils.sheet_to_json(sheet, { header: ["foo", "bar", "day"], UTC: true }));',
    "text for number": ONE % "onData(rows.map((r) => ({ ...r, foo: String(r.foo), bar: String(r.bar) })));",
}


@pytest.fixture(scope="module")
def spec() -> TaskSpec:
    rows: list[list[Any]] = [[i, i * 1.5, dt.datetime(2021, 1 + i, 28)] for i in range(1, 6)]
    content = files.workbook([["foo", "bar", "day"], *rows])
    expected_data = workbooks.propose_expected("sales.xlsx", content)
    return TaskSpec(
        slug="sales",
        title="Sales",
        kind=Kind.EXCEL,
        prompt=workbooks.excel_prompt(None, expected_data),
        truth=expected_data.to_json(),
        fixtures={"sales.xlsx": content},
    )


def graded(sandbox: Any, spec: TaskSpec, source: str) -> Any:
    extraction = Extraction(files={"answer.tsx": source}, entry="answer.tsx", rule="test", reason="")
    return excel.grade(spec, [sandbox.execute(case) for case in excel.cases(spec, extraction)])


@pytest.mark.parametrize("style", GOOD)
def test_good_components_pass_whatever_their_style(sandbox: Any, spec: TaskSpec, style: str) -> None:
    outcome = graded(sandbox, spec, GOOD[style])
    assert (outcome.verdict, outcome.score) == (Verdict.PASSED, 1.0), outcome.cause


@pytest.mark.parametrize("fault", BAD)
def test_bad_components_fail_and_the_fault_is_named(sandbox: Any, spec: TaskSpec, fault: str) -> None:
    outcome = graded(sandbox, spec, BAD[fault])
    assert outcome.verdict is Verdict.FAILED
    assert outcome.score < 1.0
    assert fault in outcome.details["comparison"]["whys"], outcome.cause


def test_callback_that_is_not_called_with_values_is_reported(sandbox: Any, spec: TaskSpec) -> None:
    """Each answer is given seconds to call it, so they wait at once."""
    promised = replace(spec, truth={**(spec.truth or {}), "prop": "onParsed"})
    answers = [(spec, "console.log(rows);"), (spec, "rows.nothing.map(onData);"), (promised, "onData(rows);")]
    with ThreadPoolExecutor(len(answers)) as pool:
        outcomes = list(pool.map(lambda answer: graded(sandbox, answer[0], ONE % answer[1]), answers))
    silent, throws, other = outcomes
    assert {(outcome.verdict, outcome.score < 1.0) for outcome in outcomes} == {(Verdict.FAILED, True)}
    assert "no callback" in silent.cause.lower()
    assert throws.details["comparison"]["summary"].startswith("The callback was never called. It threw: TypeError")
    assert other.details["comparison"]["summary"] == (
        "The prop onParsed, which the prompt names, was not called with values; called was onData."
    )
