"""Writes a suite as the files of a folder, which `folders.load_suite` reads back without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from evaluations.records import Checks, TaskSpec, to_json
from evaluations.suites.folders import README, SuiteSpec
from evaluations.suites.rules import CHECK_FILES

NUMBERS = ("timeout_ms", "memory_mb", "max_tokens")
TEXTS = ("licence", "source")
USUAL = TaskSpec.__dataclass_fields__
TomlValue = str | int | bool | list[str] | dict[str, str]
BYTE_ORDER_MARK = "\ufeff"


def suite_files(suite: SuiteSpec) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file, in the order in which a person reads them."""
    dates = {task.published for task in suite.tasks}
    published = dates.pop() if len(dates) == 1 else ""
    fields: dict[str, TomlValue] = {
        "name": suite.name,
        "title": suite.title,
        "description": suite.description,
        "licence": suite.licence,
        **({"published": published} if published else {}),
        "tasks": [task.slug for task in suite.tasks],
    }
    yield "suite.toml", _toml(fields)
    if suite.readme:
        yield README, f"{suite.readme}\n".encode()
    for task in suite.tasks:
        for path, content in task_files(task, without_date=bool(published)):
            yield f"{task.slug}/{path}", content


def task_files(task: TaskSpec, *, without_date: bool = False) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file of a task. without_date: its date of publication is in suite.toml."""
    is_exact = _needs_exact_text(task)
    yield "task.toml", _toml(_fields(task, is_exact, without_date))
    yield "prompt.md", (task.prompt if is_exact else f"{task.prompt}\n").encode()
    if task.turns:
        yield "turns.json", _json(to_json(task.turns))
    if task.checks:
        is_usual = task.checks.path in CHECK_FILES
        yield task.checks.path if is_usual else f"checks/{task.checks.path}", task.checks.source.encode()
        yield from _folder("checks", task.checks.files)
    yield from _folder("reference", task.reference)
    yield from _folder("context", task.context)
    for folder, answers in (("mutants", task.mutants), ("alternatives", task.alternatives)):
        for name, files in answers.items():
            yield from _folder(f"{folder}/{name}", files)
    if task.truth is not None:
        yield "truth.json", _json(task.truth)
    for name, content in task.fixtures.items():
        yield f"fixtures/{name}", content


def _fields(task: TaskSpec, is_exact: bool, without_date: bool) -> dict[str, TomlValue]:
    fields: dict[str, TomlValue] = {
        "title": task.title,
        "kind": task.kind.value,
        "language": task.language,
        "entry": task.entry,
    }
    if task.entry_point is not None:
        fields["entry_point"] = task.entry_point
    fields |= {name: getattr(task, name) for name in NUMBERS if getattr(task, name) != USUAL[name].default}
    if task.tags:
        fields["tags"] = list(task.tags)
    fields |= {name: getattr(task, name) for name in TEXTS if getattr(task, name)}
    if task.published and not without_date:
        fields["published"] = task.published
    if task.checks:
        fields |= _check_fields(task.checks)
    if list(task.context) != sorted(task.context):
        fields["context"] = list(task.context)
    return fields | ({"exact_text": True} if is_exact else {})


def _check_fields(checks: Checks) -> dict[str, TomlValue]:
    return {
        **({} if checks.path in CHECK_FILES else {"checks": checks.path}),
        **({"check_versions": dict(checks.versions)} if checks.versions else {}),
        **({"clears_mocks": True} if checks.clears_mocks else {}),
    }


def _needs_exact_text(task: TaskSpec) -> bool:
    """Whether a text has line ends, a byte order mark or space around the prompt that reading would change."""
    if task.prompt != task.prompt.strip():
        return True
    return any("\r" in text or text.startswith(BYTE_ORDER_MARK) for text in _texts(task))


def _texts(task: TaskSpec) -> Iterator[str]:
    yield task.prompt
    if task.checks:
        yield task.checks.source
        yield from task.checks.files.values()
    for files in (task.context, task.reference, *task.mutants.values(), *task.alternatives.values()):
        yield from files.values()


def _folder(name: str, files: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for path, text in files.items():
        yield f"{name}/{path}", text.encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


# By hand: tomli-w 1.2 writes every item of a list on a line of its own, so `tags = ["react", "easy"]` would take four
# lines, and moves check_versions below the other fields. People read and edit these files.
def _toml(fields: Mapping[str, TomlValue]) -> bytes:
    return "".join(f"{name} = {_toml_value(value)}\n" for name, value in fields.items()).encode()


def _toml_value(value: TomlValue) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_toml_value(name)} = {_toml_value(text)}' for name, text in value.items())} }}"
    if isinstance(value, list):
        inside = ", ".join(map(_toml_value, value))
        lines = "".join(f"  {_toml_value(text)},\n" for text in value)
        return f"[{inside}]" if len(inside) < 80 else f"[\n{lines}]"
    return str(value)
