"""Variants of the upload in real Chromium: which ones pass, which ones fail, and what the page shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluations import graders, workbooks
from evaluations.execution_records import OnVerdict, Outcome
from evaluations.graders import excel
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from evaluations.workbooks.writing import generate
from tests.workbooks import files

HEAD = 'import React, { useState } from "react";\nimport * as XLSX from "xlsx";\n'
READ = "XLSX.utils.sheet_to_json((book => book.Sheets[book.SheetNames[0]])(XLSX.read(await file.arrayBuffer())))"
# It says what is wrong with a file, takes several files, and drops earlier ones.
CAREFUL = HEAD + (
    "export default function Upload({ onData }) { const [said, say] = useState(''); const change = async (e) => {"
    " for (const file of [...e.target.files]) try { if (!/xlsx$/.test(file.name)) throw new Error(file.name + ' is no"
    f" workbook'); const rows = {READ}; say(rows.length + ' rows'); onData(rows); }} catch (error) {{"
    " say('Sorry: ' + error.message); } };"
    " return <p><input type='file' multiple onChange={change} />{said}</p>; }"
)
# It appends to earlier rows, reads files[0] without a check, and renders unchecked data.
CARELESS = HEAD + (
    "export default function Upload({ onData }) { const [rows, setRows] = useState([{ foo: '' }]);"
    " const [all, setAll] = useState([]);"
    " const change = (e) => { const reader = new FileReader(); const file = e.target.files[0]; const name = file.name;"
    " reader.onload = (event) => { if (/png$/.test(name)) { alert('bad file'); return; }"
    " const book = XLSX.read(event.target.result, { type: 'array' });"
    " const found = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]); const more = [...all, ...found];"
    " setAll(more); setRows(found); onData(more); }; reader.readAsArrayBuffer(file); };"
    " return <p><input type='file' onChange={change} />{rows[0].foo}</p>; }"
)
DROPPED = HEAD + (
    "export default function Upload({ onData }) { const drop = async (e) => { e.preventDefault();"
    f" const file = e.dataTransfer.files[0]; onData({READ}); }};"
    " return <div className='dropzone' onDragOver={(e) => e.preventDefault()} onDrop={drop}>Drop it here</div>; }"
)


@pytest.fixture(scope="module")
def spec() -> TaskSpec:
    content = files.workbook([["foo", "bar"], *[[i, i * 1.5] for i in range(1, 6)]])
    expected_data = workbooks.propose_expected("sales.xlsx", content)
    return TaskSpec(
        slug="sales",
        title="Sales",
        kind=Kind.EXCEL,
        prompt="",
        truth=expected_data.to_json(),
        fixtures={"sales.xlsx": content},
    )


def judged(sandbox: Any, spec: TaskSpec, source: str) -> Outcome:
    """Grade an answer, and then try the variants."""
    extraction = Extraction(files={"answer.tsx": source}, entry="answer.tsx", rule="test", reason="")
    outcome = graders.grade(spec, extraction, [sandbox.execute(case) for case in excel.cases(spec, extraction)])
    cases = graders.variant_cases_for(spec, extraction, outcome, candidate_id="1")
    return graders.with_variants(spec, outcome, [sandbox.execute(case) for case in cases])


def variants_of(outcome: Outcome) -> dict[str, Any]:
    return {variant["name"]: variant for variant in outcome.details["variants"]}


def test_careful_component_passes_every_variant(sandbox: Any, spec: TaskSpec) -> None:
    outcome = judged(sandbox, spec, CAREFUL)
    variants = variants_of(outcome)
    assert {name: variant["status"] for name, variant in variants.items()} == dict.fromkeys(workbooks.VARIANTS, "held")
    assert outcome.verdict is Verdict.PASSED
    assert "picture.png is no workbook" in variants["wrong_type"]["showed"]
    assert variants["rows_12000"]["says"].startswith("All 24,000 cells are right. 12,000 rows came ")
    assert "frames, the longest" in variants["rows_12000"]["says"]
    assert outcome.details["way"] == "chosen"


def test_careless_component_passes_and_each_fault_is_reported(sandbox: Any, spec: TaskSpec) -> None:
    outcome = judged(sandbox, spec, CARELESS)
    variants = variants_of(outcome)
    assert outcome.verdict is Verdict.PASSED, outcome.cause
    assert (variants["again"]["status"], variants["again"]["says"]) == (
        "not_held",
        "4 of 14 cells are wrong: 2 extra rows.",
    )
    assert variants["cancel"]["status"] == "not_held"
    assert variants["cancel"]["says"].startswith("It threw: Cannot read properties of undefined")
    assert (variants["wrong_type"]["status"], variants["wrong_type"]["alerts"]) == ("held", ["bad file"])
    assert variants["empty_sheet"]["status"] == "not_held"
    assert variants["empty_sheet"]["says"] == "The page went blank."
    assert variants["two_files"]["status"] == "not_offered"


def test_fault_of_the_original_reading_is_not_repeated(sandbox: Any, spec: TaskSpec) -> None:
    outcome = judged(
        sandbox, spec, CAREFUL.replace("onData(rows)", "onData(rows.map((r) => ({ ...r, foo: '' + r.foo })))")
    )
    variants = variants_of(outcome)
    assert outcome.verdict is Verdict.FAILED
    assert {name: variant["status"] for name, variant in variants.items()} == dict.fromkeys(workbooks.VARIANTS, "held")
    assert variants["again"]["says"] == "The result is the same as for the file alone."


def test_component_without_input_gets_the_file_dropped(sandbox: Any, spec: TaskSpec) -> None:
    outcome = judged(sandbox, spec, DROPPED)
    variants = variants_of(outcome)
    assert (outcome.verdict, outcome.details["way"]) == (Verdict.PASSED, "dropped")
    assert (variants["cancel"]["status"], variants["cancel"]["says"]) == (
        "not_offered",
        "The component has no file input.",
    )
    assert variants["again"]["status"] == "held"


def test_answer_that_reads_nothing_has_no_variants(spec: TaskSpec) -> None:
    extraction = Extraction(files={"answer.tsx": CAREFUL}, entry="answer.tsx", rule="test", reason="")
    nothing = Outcome(verdict=Verdict.FAILED, score=0.0)
    assert graders.variant_cases_for(spec, extraction, nothing, candidate_id="1") == []
    assert graders.with_variants(spec, nothing, []) == nothing


@pytest.mark.parametrize("prop", ["onData", "onParsed"])
def test_any_prop_counts_unless_the_prompt_named_one(sandbox: Any, spec: TaskSpec, prop: str) -> None:
    named = replace(spec, truth={**spec.truth, "prop": prop})
    extraction = Extraction(files={"answer.tsx": CAREFUL}, entry="answer.tsx", rule="test", reason="")
    outcome = excel.grade(named, [sandbox.execute(case) for case in excel.cases(named, extraction)])
    assert (outcome.verdict is Verdict.PASSED) == (prop != "onParsed")
    if prop == "onParsed":
        assert "onParsed was not called with values: onData" in outcome.cause


def test_prompt_promises_what_its_contract_says_and_nothing_more(spec: TaskSpec) -> None:
    expected_data = workbooks.ExpectedData.from_json(spec.truth)
    assert workbooks.promises_of(workbooks.excel_prompt(None, expected_data, "seed")) == {}
    for shape in ("records", "columns", "rows", "rows_with_header"):
        text = workbooks.excel_prompt(None, replace(expected_data, shape=shape), "contract")
        assert workbooks.promises_of(text) == {"prop": "onParsed", "shape": shape}
    edited = workbooks.excel_prompt(None, expected_data, "contract").replace("the prop `onParsed`", "the prop `done`")
    assert workbooks.promises_of(edited)["prop"] == "done"


def test_generated_files_are_read_back_as_their_expected_data() -> None:
    import datetime as dt

    rows: list[list[Any]] = [
        ["day", "n", "t", "yes"],
        [dt.datetime(2021, 3, 1), 1.5, "=1+1", True],
        [None, 2, "x", False],
    ]
    expected_data = workbooks.propose_expected("a.xlsx", files.workbook(rows))
    for original in (generate.shorter(expected_data), replace(generate.longer(expected_data, 5), date_system=1904)):
        again = workbooks.propose_expected("a.xlsx", generate.file_of(original))
        assert again.rows == original.rows
        assert again.date_system == original.date_system
    csv_truth = workbooks.propose_expected("a.csv", b"\xef\xbb\xbfa;b\n1;2\n3;x\n")
    content = generate.file_of(generate.shorter(csv_truth), b"\xef\xbb\xbfa;b\n1;2\n3;x\n")
    assert content == b"\xef\xbb\xbfa;b\r\n3;x\r\n1;2\r\n"
    assert generate.empty_file_of(csv_truth) == b""


def test_after_two_variants_that_hang_the_others_are_left_out(spec: TaskSpec) -> None:
    from evaluations.execution_records import Case, Report
    from evaluations.runner.grading import grade_answer

    class Hangs:
        """An executor for a component that reads the first file but hangs at a second one."""

        def __init__(self) -> None:
            self.n = 0

        def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
            self.n += 1
            if self.n > 1:
                return Report(id=case.id, verdict=Verdict.TIMEOUT, cause="It did not end within 12000 ms.")
            rows = [{"foo": i, "bar": i * 1.5} for i in range(1, 6)]
            return Report(id=case.id, verdict=Verdict.PASSED, captured={"calls": [{"prop": "onData", "args": [rows]}]})

    executor = Hangs()
    judged = grade_answer(f"```tsx\n{CAREFUL}\n```", spec, executor, candidate_id="1")
    variants = variants_of(judged.outcome)
    assert executor.n == 3
    assert judged.outcome.verdict is Verdict.PASSED
    assert [variant["status"] for variant in variants.values()] == ["not_held"] * 2 + ["unscored"] * 4
    assert variants["cancel"]["says"] == "It did not end within 12000 ms."
