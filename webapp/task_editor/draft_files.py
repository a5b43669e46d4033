"""Files that the checks of a draft use."""

from __future__ import annotations

from typing import Any

from evaluations.actions.authors import User
from evaluations.actions.task_drafts import save_fixture
from evaluations.errors import SuiteError
from evaluations.limits import MAX_TASK_FILES
from evaluations.models import TaskDraft
from webapp.workbooks.upload import clean_name

LARGEST = 2_000_000  # bytes, as in a suite's folder


def add_fixture(draft: TaskDraft, file: Any, by: User) -> None:
    """Keep an uploaded file for the checks; one of the same name is replaced. Raises SuiteError."""
    name = clean_name(str(file.name))
    if (file.size or 0) > LARGEST:
        raise SuiteError(f"{name} has {file.size:,} bytes; the limit is {LARGEST:,}. Take a smaller file.")
    if len(draft.fixtures) >= MAX_TASK_FILES and name not in draft.fixtures:
        raise SuiteError(f"The task has {len(draft.fixtures)} files already. Remove one first.")
    save_fixture(draft.pk, name, file.read(), by)
