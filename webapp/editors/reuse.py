"""A recorded answer becomes a conversation with its candidate, an answer to a task, or a task of a suite."""

from __future__ import annotations

import re

from django.db import transaction

from evaluations.actions.answer_code import code_of_answer
from evaluations.actions.authors import User
from evaluations.actions.conversations import add_version, new_conversation
from evaluations.actions.own_suites import new_suite
from evaluations.actions.task_drafts import new_draft
from evaluations.actions.task_fields import fields_of_spec
from evaluations.errors import SuiteError
from evaluations.limits import MAX_PROMPT
from evaluations.models import Candidate, RecordedAnswer, Suite, Task, TaskDraft
from evaluations.records import Kind, Message, TaskSpec
from webapp.conversations.elsewhere import give_answer
from webapp.prompts.task_spec import title_of

FENCE = re.compile(r"^\s*```(\w+)", re.MULTILINE)
LANGUAGES = {
    "tsx": "tsx",
    "jsx": "jsx",
    "typescript": "ts",
    "ts": "ts",
    "javascript": "js",
    "js": "js",
    "html": "html",
    "vue": "vue",
    "python": "py",
    "py": "py",
}
FILL = "Fill in what is missing between the two parts of this file.\n\n```\n{before}\n```\n\n```\n{after}\n```"
MOST_TASKS = 200  # that a recorded answer can be given to


def spec_of(row: RecordedAnswer) -> TaskSpec:
    """Return the recorded request as a task. Raises SuiteError for one without text."""
    words = FILL.format(before=row.request, after=row.suffix) if row.suffix else row.request
    if not words.strip():
        raise SuiteError("The question has no words. Choose another one.")
    if len(words) > MAX_PROMPT:
        raise SuiteError(f"The question has {len(words):,} characters, more than {MAX_PROMPT:,}.")
    language = next((LANGUAGES[word] for word in map(str.lower, FENCE.findall(row.text)) if word in LANGUAGES), "tsx")
    return TaskSpec(
        slug="prompt",
        title=title_of(row.request),
        kind=Kind.PYTHON if language == "py" else Kind.FREE,
        prompt=words,
        language=language,
        entry="index.html" if language == "html" else f"answer.{language}",
        turns=_turns(row),
        source="recorded from an editor",
    )


def _turns(row: RecordedAnswer) -> tuple[Message, ...]:
    """Return the conversation before the last request."""
    roles = [message["role"] for message in row.messages]
    last = len(roles) - 1 - roles[::-1].index("user") if "user" in roles else len(roles)
    return tuple(
        Message(role=message["role"], content=message["content"])
        for message in row.messages[:last]
        if message["role"] != "tool"
    )


def answer_of(row: RecordedAnswer) -> str:
    """Return the answer's text; of a file that was filled in, the whole file."""
    return f"```\n{row.request}{row.text}{row.suffix}\n```" if row.suffix else row.text


def to_conversation(row: RecordedAnswer, by: User) -> Candidate:
    """Make a conversation of the request, with the answer as its candidate. Raises SuiteError."""
    with transaction.atomic():
        spec = spec_of(row)
        suite = new_conversation(row.membership.team, spec.title)
        task = add_version(suite, [spec], {}, None, by).tasks.select_related("version__suite__team").get()
        return give_answer(task, row.model.model_id, answer_of(row), by)


def to_candidate(row: RecordedAnswer, task: Task, by: User) -> Candidate:
    """Store the answer as a candidate of a task. Raises SuiteError."""
    return give_answer(task, row.model.model_id, answer_of(row), by)


def to_task(row: RecordedAnswer, suite: Suite | None, by: User) -> TaskDraft:
    """Make a draft of a task in a suite of one's own, with the answer's code as its reference; None: in a new suite.

    Raises SuiteError.
    """
    spec = spec_of(row)
    fields, extra = fields_of_spec(spec)
    fields["slug"] = ""
    code = code_of_answer(answer_of(row), spec)
    if code.files:
        fields["reference"] = [[path, text] for path, text in code.files.items()]
        fields["entry"] = code.entry
        fields["source"] = f"{spec.source}; reference: an answer of {row.model.model_id}"
    with transaction.atomic():
        return new_draft(suite or new_suite(row.membership.team, "Our tasks"), fields, by, extra=extra)
