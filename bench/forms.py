"""Answers in other forms, stored beside the tests: correct ones must pass a task's checks, wrong ones must fail.

tests/suites/forms/<task>/name.jsx          a correct answer, as code; .md: a whole raw answer
tests/suites/forms/<task>/wrong/name.jsx    a wrong one
"""

from __future__ import annotations

from pathlib import Path

from evaluations import graders
from evaluations.execution_records import Outcome
from evaluations.records import Extraction, TaskSpec, Verdict
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox

FOLDER = Path(__file__).parents[1] / "tests" / "suites" / "forms"
REFUSED = (Verdict.FAILED, Verdict.RUNTIME_ERROR, Verdict.TIMEOUT, Verdict.OVER_LIMIT)


def correct_forms(slug: str) -> list[Path]:
    """Return the files of a task's correct answers."""
    return sorted(path for path in (FOLDER / slug).glob("*") if path.is_file())


def wrong_forms(slug: str) -> list[Path]:
    """Return the files of a task's wrong answers."""
    return sorted((FOLDER / slug / "wrong").glob("*"))


def grade_form(spec: TaskSpec, form: Path, sandbox: Sandbox) -> Outcome:
    """Return the outcome of a code file, or of a raw answer (.md), from which the code is extracted first."""
    if form.suffix == ".md":
        return grade_answer(form.read_text(), spec, sandbox, candidate_id="form", tries_variants=False).outcome
    extraction = Extraction(files={spec.entry: form.read_text()}, entry=spec.entry, rule="given", reason="")
    return graders.execute_and_grade(spec, extraction, sandbox.execute, candidate_id="form")[1]


def misjudged_forms(spec: TaskSpec, sandbox: Sandbox) -> list[str]:
    """Return a sentence for each correct form that fails, and for each wrong form that passes."""
    sentences = []
    for form in correct_forms(spec.slug):
        outcome = grade_form(spec, form, sandbox)
        if outcome.verdict is not Verdict.PASSED:
            sentences.append(f"{spec.slug}: {form.name} is correct and does not pass. {outcome.cause}")
    for form in wrong_forms(spec.slug):
        outcome = grade_form(spec, form, sandbox)
        if outcome.verdict not in REFUSED:
            sentences.append(f"{spec.slug}: wrong/{form.name} is {outcome.verdict}. {outcome.cause}")
    return sentences
