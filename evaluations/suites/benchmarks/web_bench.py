"""web-bench: a page built in some twenty steps, each step judged by its own Playwright spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, files, inside, slug_of, text

LICENCE = "Apache-2.0, Copyright Bytedance Ltd. and/or its affiliates"
ENTRY = "src/index.html"
FIRST = "src-init/"  # where a project keeps the files with which its second step begins
TIMEOUT_MS = 60_000  # the last tests of a spec use the results of all earlier steps
ASK = "Build this page step by step. Answer with the whole of what it is after the last step."


def read(row: Row) -> Iterator[TaskSpec]:
    """Yield one task for each step: the prompt contains all steps up to it, and the spec of the last one judges the
    answer.

    The reference is the project's last state, which passes the specs of all steps. What a project begins with is a
    mutant, the files that are not there yet empty.
    """
    project, steps, reference = text(row, "project"), row.get("tasks"), _text_files(row, "reference_files")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise InvalidRow('"tasks" is not a list of steps')
    if ENTRY not in reference:
        raise InvalidRow(f'"reference_files" lacks {ENTRY}')
    support = files(row, "test_support")
    first = {f"src/{path.removeprefix(FIRST)}": source for path, source in _text_files(row, "start_files").items()}
    step_texts: list[str] = []
    for number, step in enumerate(steps):
        step_texts.append(f"{number + 1}. {text(step, 'description').strip()}")
        path = inside(text(step, "spec_path"))
        begins = first if number else {}
        mutant = {name: first.get(name, "") for name in reference | first}
        yield TaskSpec(
            slug=slug_of(f"{project}-{text(step, 'id')}"),
            title=f"{project}, {text(step, 'id')}"[:200],
            kind=Kind.PAGE,
            language="html",
            entry=ENTRY,
            prompt="\n\n".join([ASK, *step_texts]),
            context=begins,
            reference=reference,
            mutants={"beginning": mutant} if begins else {},
            checks=Checks(path=path, source=text(step, "spec"), files=support),
            timeout_ms=TIMEOUT_MS,
            max_tokens=8192,
            tags=tuple(tag for tag in ("html", project, step.get("level")) if isinstance(tag, str)),
            licence=text(row, "licence", LICENCE),
            source=_source(row),
        )


def _source(row: Row) -> str:
    return "@".join(part for part in (text(row, "repo", "bytedance/web-bench"), text(row, "commit", "")) if part)


def _text_files(row: Row, name: str) -> dict[str, str]:
    """Return files that are text; a project's pictures and fonts are left out."""
    value: Any = row.get(name)
    if isinstance(value, Mapping):
        row = {name: {path: source for path, source in value.items() if not _is_binary(source)}}
    return files(row, name)


def _is_binary(source: object) -> bool:
    return isinstance(source, Mapping) and list(source) == ["base64"]
