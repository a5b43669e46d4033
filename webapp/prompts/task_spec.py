"""The task that fields of the prompt page describe, valid or half typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluations import workbooks
from evaluations.models import SuiteVersion
from evaluations.records import Checks, Kind, Message, TaskSpec
from webapp.prompts import examples

TITLE_LENGTH = 80
# Languages that fit a kind, the usual one first.
SCRIPTS = ("tsx", "jsx", "ts", "js")
LANGUAGES_OF: dict[Kind, tuple[str, ...]] = {
    Kind.COMPONENT: ("tsx", "jsx", "vue"),
    Kind.FUNCTION: ("ts", "js", "tsx", "jsx"),
    Kind.HOOK: SCRIPTS,
    Kind.PAGE: ("html", "tsx", "jsx"),
    Kind.EXCEL: ("tsx", "jsx"),
    Kind.PYTHON: (),
    Kind.FREE: ("tsx", "jsx", "ts", "js", "html", "vue"),
}


def title_of(prompt: str) -> str:
    """Return the first line of a prompt, cut to a title, without the backticks around code."""
    lines = (line.replace("`", "").strip() for line in prompt.splitlines())
    first = next((line for line in lines if line), "Prompt")
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"


def usual_language(kind: Kind) -> str:
    """Return the default language of a kind: HTML for a page, Python for Python."""
    return next(iter(LANGUAGES_OF.get(kind, ())), "py" if kind is Kind.PYTHON else "tsx")


def languages_by_kind() -> dict[str, list[str]]:
    """Map each kind to its languages, the usual one first; Python has no choice, so it has none."""
    return {kind.value: list(names) for kind, names in LANGUAGES_OF.items()}


def spec_of(data: Mapping[str, Any], context: Mapping[str, str], *, with_files: bool = True) -> TaskSpec:
    """Return the task that cleaned (or half typed) fields of PromptForm describe.

    with_files False leaves the workbook's bytes unread: a preview needs its name alone. What is edited in a version of
    a conversation (`follows`) is asked after the turns of that version.
    """
    kind = Kind(data.get("kind") or Kind.COMPONENT)
    language = "py" if kind is Kind.PYTHON else data.get("language") or usual_language(kind)
    prompt, workbook = (data.get("prompt") or "").replace("\r\n", "\n"), data.get("workbook")
    turns = _turns(data.get("follows"))
    fields: dict[str, Any] = {"checks": _checks(language, data), "turns": turns}
    if workbook is not None:
        fields["fixtures"] = {workbook.name: workbook.file.read() if with_files else b""}
    if workbook is not None and kind is Kind.EXCEL:
        # The grader makes its checks from the expected data and from what the prompt promises.
        questions = "\n\n".join([*(turn.content for turn in turns if turn.role == "user"), prompt])
        fields |= {"truth": {**workbook.truth, **workbooks.promises_of(questions)}, "checks": None}
    return TaskSpec(
        slug="prompt",
        title=title_of(prompt),
        kind=kind,
        prompt=prompt,
        language=language,
        entry="index.html" if language == "html" else f"answer.{language}",
        entry_point=data.get("entry_point") or _function_name(data),
        context=dict(context),
        max_tokens=data.get("max_tokens") or 1024,
        **fields,
    )


def _turns(version: SuiteVersion | None) -> tuple[Message, ...]:
    task = version.tasks.order_by("position").first() if version else None
    return task.to_spec(with_files=False).turns if task else ()


def _checks(language: str, data: Mapping[str, Any]) -> Checks | None:
    path = "index.spec.ts" if language == "html" else f"answer.test.{'ts' if language == 'vue' else language}"
    if (data.get("checks") or "").strip():
        return Checks(path=path, source=data["checks"].replace("\r\n", "\n"))
    if uses_examples(data):
        return Checks(path=path, source=examples.to_checks(data["examples"], "./answer"))
    return None


def uses_examples(data: Mapping[str, Any]) -> bool:
    """Return whether the typed examples become the checks: for functions, when no test file is given."""
    is_function = data.get("kind") == Kind.FUNCTION and not (data.get("checks") or "").strip()
    return is_function and bool((data.get("examples") or "").strip())


def _function_name(data: Mapping[str, Any]) -> str | None:
    return examples.entry_point(data["examples"]) if uses_examples(data) else None
