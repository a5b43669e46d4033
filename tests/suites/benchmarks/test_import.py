"""`manage.py import_suite FORMAT`, `check_suite` on its result, and the licence of each prompt in every export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from django.core.management import call_command

from evaluations.licences import NO_TRAINING
from evaluations.models import Run, Suite, Task
from evaluations.records import Verdict
from tests import factories
from tests.commands import run_command
from tests.suites.benchmarks.test_formats import DATA, FILES, REFERENCES, lines_of, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", FILES)
def test_every_format_becomes_a_suite_with_its_licence(form: str) -> None:
    status, output, complaints = run_command("import_suite", form, FILES[form], "--name", "theirs")
    assert (status, complaints) == (0, "")
    suite = Suite.objects.get(slug="theirs")
    tasks = Task.objects.filter(version__suite=suite)
    assert output.startswith(f"theirs v1: {tasks.count()} tasks, licence: {suite.licence}\n")
    assert (NO_TRAINING in output) == (form == "multipl-e")
    assert all(task.spec["licence"] and task.spec["source"] for task in tasks)


def test_same_file_again_makes_no_second_version() -> None:
    first = json.loads(run_command("import_suite", "mbxp", FILES["mbxp"], "--json")[1])
    assert first == {
        "suite": "mbxp",
        "version": 1,
        "n_tasks": 2,
        "n_left_out": 0,
        "licence": "CC-BY-4.0, Copyright Amazon.com, Inc. or its affiliates; derived from Google's MBPP, CC-BY-4.0",
    }
    assert json.loads(run_command("import_suite", "mbxp", FILES["mbxp"], "--json")[1]) == first


def test_bad_lines_exit_1_and_an_import_without_tasks_exits_2(tmp_path: Path) -> None:
    status, output, complaints = run_command(
        "import_suite", "mbxp", written(tmp_path / "a.jsonl", "{", *lines_of("mbxp"))
    )
    assert status == 1
    assert "mbxp v1: 2 tasks" in output
    assert complaints.startswith("a.jsonl, line 1: not JSON (")
    status, output, complaints = run_command("import_suite", "mbxp", tmp_path / "none.jsonl")
    assert (status, output) == (2, "")
    assert "none.jsonl cannot be read" in complaints
    status, _, complaints = run_command("import_suite", "mbxp", FILES["mbxp"], "--name", "no name")
    assert status == 2
    assert '"no name" cannot be the name of a suite' in complaints


def test_conditions_of_entry_of_an_imported_suite() -> None:
    run_command(
        "import_suite", "multipl-e", FILES["multipl-e"], "--references", REFERENCES["multipl-e"], "--name", "me"
    )
    status, output, complaints = run_command("check_suite", "me", "--task", "multipl-e-js-2")
    assert (status, complaints) == (0, "")
    assert output.splitlines() == [
        "● multipl-e-js-2: reference passes  passed",
        output.splitlines()[1],
        "me: 2 of 2 conditions met",
    ]
    assert output.splitlines()[1].startswith("● multipl-e-js-2: empty answer fails  ")
    status, output, _ = run_command("check_suite", "me", "--task", "multipl-e-js-112", "--json")
    assert status == 1
    assert json.loads(output)[0]["message"] == "There is no reference/. Add a solution."


@pytest.fixture
def run() -> Run:
    """One passed and one failed answer to a task of MBXP, and the same to one of MultiPL-E."""
    models = [factories.make_model("a/x:1b"), factories.make_model("a/y:2b")]
    for form in ("mbxp", "multipl-e"):
        run_command("import_suite", form, FILES[form], "--name", "theirs")
    specs = [Task.objects.get(slug=slug).to_spec() for slug in ("mbjsp-3", "multipl-e-js-2")]
    run = factories.make_run(factories.make_suite(specs, slug="both"), models)
    for candidate in run.candidates.all():
        factories.finish(candidate, Verdict.PASSED if candidate.model == models[0] else Verdict.FAILED)
    return run


def test_every_export_carries_the_licence_of_its_prompts(run: Run, tmp_path: Path) -> None:
    licences = {task.slug: task.spec["licence"] for task in run.suite_version.tasks.all()}
    assert NO_TRAINING in licences["multipl-e-js-2"]
    assert licences["mbjsp-3"].startswith("CC-BY-4.0, Copyright Amazon")

    lines = [json.loads(line) for line in run_command("export_run", run.pk, "--format", "jsonl")[1].splitlines()]
    assert len(lines) == 4
    assert all(line["licence"] == licences[line["task"]] and line["source"] for line in lines)

    rows = list(csv.DictReader(io.StringIO(run_command("export_run", run.pk, "--format", "csv")[1])))
    assert len(rows) == 4
    assert all(row["licence"] == licences[row["task"]] and row["source"] for row in rows)

    run_command("export_run", run.pk, "--format", "xlsx", "--out", tmp_path / "run.xlsx")
    heads, *cells = openpyxl.load_workbook(tmp_path / "run.xlsx")["Candidates"].iter_rows(values_only=True)
    table = [dict(zip(heads, row, strict=True)) for row in cells]
    assert len(table) == 4
    by_title = {task.title: task.spec["licence"] for task in run.suite_version.tasks.all()}
    assert all(row["licence"] == by_title[str(row["task"])] and row["source"] for row in table)

    junit = ElementTree.fromstring(run_command("export_run", run.pk, "--format", "junit")[1])
    for suite in junit.findall("testsuite"):
        named = {each.get("value") for each in suite.findall("properties/property[@name='licence of prompts']")}
        assert named == set(licences.values())


def test_preference_pairs_leave_out_suites_that_forbid_training(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "pairs.jsonl"
    status, _, message = run_command("export_run", run.pk, "--format", "dpo", "--from", "tests", "--out", out)
    assert status == 0
    assert message.startswith(f"2 answers were left out. The licence of their tasks says: {NO_TRAINING}")
    pairs = [json.loads(line) for line in out.read_text().splitlines()]
    assert [pair["prompt_licence"].partition(",")[0] for pair in pairs] == ["CC-BY-4.0"]
    assert "MultiPL-E" not in out.read_text()
    assert "CC-BY-4.0" in out.with_suffix(".card.md").read_text()


def test_no_file_of_multipl_e_is_shipped() -> None:
    for line in lines_of("multipl-e"):
        assert "made up for the tests" in line["prompt"]
    assert "MultiPL-E is not here" in (DATA / "NOTICE.md").read_text()


def test_import_that_goes_well_returns_to_its_caller() -> None:
    call_command("import_suite", "mbxp", str(FILES["mbxp"]), stdout=io.StringIO())
    assert Suite.objects.filter(slug="mbxp").exists()
