"""A person's version of an answer's code. It is graded beside the answer and counts for no model."""

from __future__ import annotations

from collections.abc import Mapping

from evaluations.actions.authors import User, author_of
from evaluations.errors import SuiteError
from evaluations.limits import MAX_ANSWER, MAX_EDITS
from evaluations.models import Candidate, EditedAnswer, Grading
from evaluations.records import storable
from evaluations.stored_json import StoredExtraction


def edit_answer(answer: Candidate, files: Mapping[str, str], by: User) -> EditedAnswer:
    """Make a version that waits for the sandbox; versions with the same code are made once. Raises SuiteError.

    files: path to source, of files that the answer has; the others stay as they are.
    """
    grading = Grading.objects.filter(candidate=answer, is_current=True).first()
    if grading is None or not grading.files:
        raise SuiteError("This answer has no code to edit.")
    changed = grading.files | _checked_files(grading.files, files)
    if changed == grading.files:
        raise SuiteError("Nothing is changed: this is the model's own code.")
    same = next((edit for edit in answer.edits.defer("reports") if edit.files == changed), None)
    if same is not None:
        return same
    if answer.edits.count() >= MAX_EDITS:
        raise SuiteError(f"This answer has {MAX_EDITS} versions already. Change the prompt, or follow up.")
    extraction = StoredExtraction(files=changed, entry=grading.entry, rule="edited", reason="")
    return EditedAnswer.objects.create(candidate=answer, author=author_of(by), extraction=extraction)


def _checked_files(own: Mapping[str, str], files: Mapping[str, str]) -> dict[str, str]:
    for path in files:
        if path not in own:
            raise SuiteError(f"The answer has no file “{path[:80]}”. It has {', '.join(own)}.")
    n = sum(len(source) for source in files.values())
    if n > MAX_ANSWER:
        raise SuiteError(f"The code has {n:,} characters, more than {MAX_ANSWER:,}. Shorten it.")
    # Browsers send lines of a text field with CR LF.
    return {path: storable(source.replace("\r\n", "\n")) for path, source in files.items()}
