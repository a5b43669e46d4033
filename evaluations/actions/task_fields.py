"""The typed fields of a task, the task that they describe, and their errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from evaluations.actions.task_threshold import MAX_LENGTH as MAX_THRESHOLD
from evaluations.actions.task_threshold import THRESHOLD, truth_for, with_threshold
from evaluations.limits import (
    MAX_CHECKS,
    MAX_ENTRY_POINT,
    MAX_PROMPT,
    MAX_TASK_FILES,
    MAX_TASK_TEXT,
)
from evaluations.partial_dates import HINT, MAX_LENGTH, span_of
from evaluations.records import Checks, Kind, Message, TaskSpec, to_json
from evaluations.stored_json import JsonObject, StoredExtra, StoredFields
from evaluations.suites.rules import LANGUAGES, RANGES, faults_of, is_relative, usual_entry, usual_language
from evaluations.workbooks import promises_of

TEXTS = {
    "title": 200,
    "slug": 100,
    "kind": 20,
    "language": 10,
    "entry": 100,
    "entry_point": MAX_ENTRY_POINT,
    "prompt": MAX_PROMPT,
    "checks": MAX_CHECKS,
    "timeout_ms": 10,
    "memory_mb": 10,
    "max_tokens": 10,
    "tags": 1000,
    "licence": 200,
    "source": 500,
    "published": MAX_LENGTH,
}
"""Field to its most characters."""
FILE_LISTS = {"context": 2, "reference": 2, "mutants": 3, "alternatives": 3}
"""Field to the texts of each of its rows: path and text, or name, path and text."""
FIELDS = (*TEXTS, THRESHOLD, *FILE_LISTS)
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,59}")
NO_CHECKS_YET = "There are no checks yet. Write a test, record one in the running reference, or ask a model for some."
NO_THRESHOLD = "The threshold is not a number above 0, at most 1, like 0.9. Correct it, or leave it empty."
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
DEFAULTS = {"timeout_ms": "10000", "memory_mb": "512", "max_tokens": "1024"}
SUBJECTS = {
    "checks": "The task",
    "truth": "The task",
    "context": "The task",
    "reference": "The reference",
    "mutants": "The mutant",
    "alternatives": "The other answer",
}
Fields = StoredFields


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """A fault of one field. row: of a list of files, from 0; None for the field as a whole."""

    field: str
    message: str
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTask:
    """A task from its fields. spec: None if there are errors."""

    spec: TaskSpec | None
    faults: tuple[FieldFault, ...]


def text_in(typed: Fields, name: str) -> str:
    """Return the text of a field of TEXTS."""
    values: Mapping[str, object] = typed
    return str(values[name])


def rows_in(typed: Fields, name: str) -> list[list[str]]:
    """Return the rows of a field of FILE_LISTS."""
    values: Mapping[str, object] = typed
    return cast(list[list[str]], values[name])


def clean_fields(values: Mapping[str, Any]) -> Fields:
    """Return the known fields as text; empty rows are left out. Raises ValueError for a field of another type."""
    cleaned: dict[str, str | list[list[str]]] = {}
    for name, value in values.items():
        if name in TEXTS or name == THRESHOLD:
            if not isinstance(value, str):
                raise ValueError(f"{name} is not text.")
            cleaned[name] = _storable(value)
        elif name in FILE_LISTS:
            cleaned[name] = _clean_rows(name, value)
        else:
            raise ValueError(f'There is no field "{name}". Known: {", ".join(FIELDS)}.')
    size = sum(len(json.dumps(value)) for value in cleaned.values())
    if size > MAX_TASK_TEXT:
        raise ValueError(f"The task has {size:,} characters; the limit is {MAX_TASK_TEXT:,}. Take files out of it.")
    return cast(Fields, cleaned)


def _storable(text: str) -> str:
    """Return the text with plain line ends. Raises ValueError for half of a surrogate pair, which no database
    stores.
    """
    text.encode()
    return text.replace("\r\n", "\n").replace("\0", "")


def _clean_rows(name: str, rows: Any) -> list[list[str]]:
    width = FILE_LISTS[name]
    if not isinstance(rows, Sequence) or isinstance(rows, str) or len(rows) > MAX_TASK_FILES:
        raise ValueError(f"{name} is not a list of at most {MAX_TASK_FILES} files.")
    cleaned = []
    for row in rows:
        if not isinstance(row, Sequence) or isinstance(row, str) or len(row) != width:
            raise ValueError(f"{name}: each row has {width} texts.")
        if not all(isinstance(text, str) for text in row):
            raise ValueError(f"{name}: each row has {width} texts.")
        texts = [_storable(text) for text in row]
        if any(text.strip() for text in texts):
            cleaned.append(texts)
    return cleaned


def new_fields(**values: Any) -> Fields:
    """Return the fields of a new task: the usual values, and those given."""
    empty = {**dict.fromkeys(TEXTS, ""), **{name: [] for name in FILE_LISTS}}
    return cast(Fields, {**empty, "kind": Kind.COMPONENT.value, "language": "tsx", **DEFAULTS, **values})


def fields_of_spec(spec: TaskSpec) -> tuple[Fields, StoredExtra]:
    """Return the fields that describe a task, and what of it is not typed."""
    typed = {name: str(getattr(spec, name) or "") for name in TEXTS if name not in ("checks", "tags", "entry_point")}
    typed |= {
        "kind": spec.kind.value,
        "tags": ", ".join(spec.tags),
        "entry_point": spec.entry_point or "",
        "checks": spec.checks.source if spec.checks else "",
    }
    lists = {name: [list(item) for item in getattr(spec, name).items()] for name in ("context", "reference")}
    for name in ("mutants", "alternatives"):
        answers: Mapping[str, Mapping[str, str]] = getattr(spec, name)
        lists[name] = [[label, path, text] for label, files in answers.items() for path, text in files.items()]
    extra: StoredExtra = {"truth": spec.truth, "turns": to_json(spec.turns)}
    if spec.checks:
        extra["checks"] = {name: value for name, value in to_json(spec.checks).items() if name != "source"}
    return cast(Fields, {**typed, **lists}), extra


def read_task(typed: Fields, extra: StoredExtra) -> ReadTask:
    """Return the task that the fields describe, without its fixtures, and every fault of them.

    extra: truth, turns, and other parts of the check file that are not typed. A threshold among the fields replaces
    the one in extra.
    """
    texts: dict[str, Any] = {**new_fields(kind="", language=""), **typed}
    if (threshold := texts.pop(THRESHOLD, None)) is not None:
        extra = with_threshold(extra, threshold[:MAX_THRESHOLD])
    typed = cast(Fields, texts)
    faults = list(_text_faults(typed))
    kind = Kind(typed["kind"]) if typed["kind"] in list(Kind) else None
    if kind is None:
        message = f'"{typed["kind"]}" is not a kind. Choose one of {", ".join(Kind)}.'
        return ReadTask(spec=None, faults=(*faults, FieldFault(field="kind", message=message)))
    if typed["language"] not in ("", *LANGUAGES):
        message = f'"{typed["language"]}" is not a language of tasks. Choose one of {", ".join(LANGUAGES)}.'
        return ReadTask(spec=None, faults=(*faults, FieldFault(field="language", message=message)))
    faults += _row_faults(typed)
    if faults:
        return ReadTask(spec=None, faults=tuple(faults))
    spec = _spec(kind, typed, extra)
    faults = [_fault_sentence(fault, typed) for fault in faults_of(spec)]
    return ReadTask(spec=None if faults else spec, faults=tuple(faults))


def _spec(kind: Kind, typed: Fields, extra: StoredExtra) -> TaskSpec:
    language = typed["language"] or usual_language(kind)
    return TaskSpec(
        slug=typed["slug"].strip(),
        title=typed["title"].strip() or typed["slug"].strip(),
        kind=kind,
        prompt=typed["prompt"].strip(),
        language=language,
        entry=typed["entry"].strip() or usual_entry(kind, language),
        entry_point=typed["entry_point"].strip() or None,
        checks=_checks(kind, language, typed["checks"], extra),
        context=dict(typed["context"]),
        reference=dict(typed["reference"]),
        mutants=_answers(typed["mutants"]),
        alternatives=_answers(typed["alternatives"]),
        truth=truth_for(kind, extra, promises_of(typed["prompt"])),
        tags=tuple(tag for tag in (part.strip() for part in typed["tags"].split(",")) if tag),
        licence=typed["licence"].strip(),
        source=typed["source"].strip(),
        published=typed["published"].strip(),
        turns=tuple(Message(**turn) for turn in extra.get("turns") or ()),
        timeout_ms=_number(typed, "timeout_ms"),
        memory_mb=_number(typed, "memory_mb"),
        max_tokens=_number(typed, "max_tokens"),
    )


def _number(typed: Fields, name: str) -> int:
    return int(text_in(typed, name).strip() or DEFAULTS[name])


def _checks(kind: Kind, language: str, source: str, extra: StoredExtra) -> Checks | None:
    if not source.strip() or kind is Kind.EXCEL:
        return None
    usual = "checks.spec.ts" if language == "html" else f"checks.test.{'ts' if language == 'vue' else language}"
    usual = "checks.py" if language == "py" else usual
    stored_checks: JsonObject = extra.get("checks") or {}
    path = str(stored_checks.get("path", usual))
    fits = path.endswith(".py") == (language == "py") and (".spec." in path) == (language == "html")
    return Checks(**{**stored_checks, "path": path if fits else usual, "source": source})


def _answers(rows: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
    answers: dict[str, dict[str, str]] = {}
    for name, path, text in rows:
        answers.setdefault(name.strip(), {})[path.strip()] = text
    return answers


def _text_faults(typed: Fields) -> Iterator[FieldFault]:
    for name, most in TEXTS.items():
        if (n := len(text_in(typed, name))) > most:
            message = f"{n:,} characters are too many; the limit is {most:,}. Shorten it."
            yield FieldFault(field=name, message=message)
    if not typed["prompt"].strip():
        yield FieldFault(field="prompt", message="The prompt is empty. Say what the code should do.")
    if not SLUG.fullmatch(typed["slug"].strip()):
        message = f'"{typed["slug"].strip()}" cannot be an address. Use letters, digits, - and _, like sum-of-rows.'
        yield FieldFault(field="slug", message=message)
    if typed["entry_point"].strip() and not IDENTIFIER.fullmatch(typed["entry_point"].strip()):
        message = f'"{typed["entry_point"].strip()}" is not a name. Use letters, digits, _ and $, and no digit first.'
        yield FieldFault(field="entry_point", message=message)
    published = typed["published"].strip()
    if published and span_of(published) is None:
        yield FieldFault(field="published", message=f'"{published}" is not a date. {HINT}')
    for name, (least, most) in RANGES.items():
        text = text_in(typed, name).strip() or DEFAULTS[name]
        if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
            message = f'"{text}" is not a whole number from {least:,} to {most:,}. Correct it.'
            yield FieldFault(field=name, message=message)


def _row_faults(typed: Fields) -> Iterator[FieldFault]:
    for name in FILE_LISTS:
        seen_rows: set[tuple[str, ...]] = set()
        for at, row in enumerate(rows_in(typed, name)):
            *label, path, _ = row
            if label and not NAME.fullmatch(label[0].strip()):
                message = f'"{label[0].strip()}" cannot be a name. Use letters and digits, like off-by-one.'
                yield FieldFault(field=name, row=at, message=message)
            elif not is_relative(path.strip()) or len(path) > 200 or not path.isprintable():
                message = f'"{path.strip()}" is not a relative path. Write it like answer.tsx or src/rows.ts.'
                yield FieldFault(field=name, row=at, message=message)
            elif (key := (*(text.strip() for text in label), path.strip())) in seen_rows:
                message = f'"{" ".join(key)}" is there twice. Give one of them another name.'
                yield FieldFault(field=name, row=at, message=message)
            else:
                seen_rows.add(key)


def _fault_sentence(fault: Any, typed: Fields) -> FieldFault:
    """Return the sentence for a broken rule, shown beside its field."""
    if fault.field == "truth" and typed["kind"] == Kind.VISUAL:
        return FieldFault(field=THRESHOLD, message=NO_THRESHOLD)
    subject = SUBJECTS.get(fault.field, "")
    subject = f"{subject} “{fault.name}”" if fault.name else subject
    text = f"{subject} {fault.text}".strip()
    if fault.field == "checks" and not typed["checks"].strip():
        text = NO_CHECKS_YET
    rows = rows_in(typed, fault.field) if fault.name and fault.field in FILE_LISTS else []
    row = next((at for at, row in enumerate(rows) if row[0].strip() == fault.name), None)
    return FieldFault(field=fault.field, row=row, message=text[:1].upper() + text[1:])
