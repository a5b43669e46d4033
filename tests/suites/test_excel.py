"""The Excel suite is complete, its expected data match its files, and its mutants are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluations import workbooks
from evaluations.execution_records import Outcome
from evaluations.graders.conditions import entry_conditions
from evaluations.records import Kind, Verdict
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite
from tests.environment import needs_time
from tests.suites.at_once import outcomes_of

ROOT = Path(__file__).parents[2]
SUITE = load_suite(ROOT / "suites" / "excel")
TASKS = {task.slug: task for task in SUITE.tasks}


def test_every_task_is_an_excel_task_with_reference_and_mutants() -> None:
    assert len(TASKS) >= 24
    assert {task.kind for task in SUITE.tasks} == {Kind.EXCEL}
    assert all(len(task.mutants) >= 3 and task.reference and task.fixtures for task in SUITE.tasks)


@pytest.mark.parametrize(
    "slug",
    [
        "dates-1904",
        "durations",
        "xlsb-dates",
        "xls-quakes",
        "csv-semicolon",
        "merged-header",
        "csv-german",
        "years-as-headers",
        "notes-below",
    ],
)
def test_expected_data_are_the_values_in_the_file(slug: str) -> None:
    expected_data = workbooks.ExpectedData.from_json(TASKS[slug].truth)
    columns = [column.letter for column in expected_data.columns]
    read = workbooks.propose_expected(
        expected_data.file,
        TASKS[slug].fixtures[expected_data.file],
        sheet=expected_data.sheet,
        header_row=expected_data.header_row or 0,
        columns=columns,
        region=expected_data.region,
    )
    assert read.rows == expected_data.rows
    assert read.date_system == expected_data.date_system


@pytest.mark.parametrize("slug", ["plain-inventory", "times-of-day", "hidden-rows", "xlsb-lorem"])
def test_reference_passes_and_mutants_fail(sandbox: Any, slug: str) -> None:
    conditions = entry_conditions(TASKS[slug], sandbox.execute, times=1)
    assert len(conditions) == 2 + len(TASKS[slug].mutants)
    assert [condition for condition in conditions if not condition.is_met] == []


READS = """
  const read = async (file) => {
    const book = XLSX.read(await file.arrayBuffer());
    onData(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
"""
CHOOSE = "<input type='file' onChange={(event) => read(event.target.files[0])} />"
KEEP = "<input type='file' onChange={(event) => setFile(event.target.files[0])} />"
HEAD = "import React, { useState } from 'react';\nimport * as XLSX from 'xlsx';\n"
UPLOADER = f"function Uploader({{ onData }}) {{{READS}  return {CHOOSE};\n}}\n"
APP = "function App() { return <Uploader onData={(rows) => console.log(rows)} />; }\n"


def keeping(body: str) -> str:
    """A component that keeps the file until a button is pressed."""
    state = "const [file, setFile] = useState(null);"
    return f"{HEAD}export function Uploader({{ onData }}) {{ {state}{READS}  return {body};\n}}"


@pytest.mark.parametrize(
    "source",
    [
        HEAD + UPLOADER,
        HEAD + UPLOADER + APP,
        HEAD + UPLOADER + "export default " + APP,
        HEAD + "export " + UPLOADER + "export default " + APP,
        HEAD + UPLOADER.replace("Uploader", "SheetReader") + "export default function App() {"
        "return <main><SheetReader onData={(rows) => console.log(rows)} /></main>; }",
        "import { createRoot } from 'react-dom/client';\n"
        + HEAD
        + UPLOADER
        + APP
        + "createRoot(document.getElementById('root')).render(<App />);",
        keeping(f"<div>{KEEP}<button onClick={{() => read(file)}}>Anzeigen</button></div>"),
        keeping(
            "<form onSubmit={(e) => { e.preventDefault(); read(file); }}>"
            f"{KEEP}<input type='submit' value='!' /></form>"
        ),
        HEAD
        + UPLOADER.replace("{ onData }", "{ onData, disabled = false, sheet = 0 }")
        .replace("const book", "if (disabled) return;\n    const book")
        .replace("SheetNames[0]", "SheetNames[sheet]"),
    ],
    ids=[
        "no export",
        "no export with App",
        "App exported",
        "both exported",
        "another name",
        "mounts itself",
        "button",
        "submit input",
        "defaults",
    ],
)
def test_component_is_found_in_the_forms_that_answers_have(source: str, sandbox: Any) -> None:
    spec, answer = TASKS["plain-inventory"], f"```jsx\n{source}\n```"
    outcome = grade_answer(answer, spec, sandbox, candidate_id="form", tries_variants=False).outcome
    assert outcome.verdict is Verdict.PASSED, outcome.cause


WRONG = {
    "no export and no call": HEAD + UPLOADER.replace("onData(", "void ("),
    "text in an App": HEAD + UPLOADER.replace(".sheet_to_json(", ".sheet_to_csv(") + "export default " + APP,
    "dead button": keeping(
        f"<div>{KEEP}<button>Read</button><button onClick={{() => onData([])}}>Clear</button></div>"
    ),
    "no callback": HEAD + "export " + APP.replace("Uploader onData={(rows) => console.log(rows)}", "input type='file'"),
}


@needs_time
def test_wrong_reader_fails_in_those_forms(sandbox: Sandbox) -> None:
    """Each is given 6 s to call its callback, so they wait at once."""
    spec = TASKS["plain-inventory"]

    def judge(source: str) -> Outcome:
        answer = f"```jsx\n{source}\n```"
        return grade_answer(answer, spec, sandbox, candidate_id="form", tries_variants=False).outcome

    outcomes = dict(zip(WRONG, outcomes_of(judge, list(WRONG.values()), sandbox), strict=True))
    assert {name: outcome for name, outcome in outcomes.items() if outcome.verdict is not Verdict.FAILED} == {}


def test_notice_names_every_file() -> None:
    notice = (ROOT / "suites" / "excel" / "NOTICE.md").read_text()
    for task in SUITE.tasks:
        assert f"| `{task.slug}` | `{next(iter(task.fixtures))}` |" in notice
