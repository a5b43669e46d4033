"""Suites and tasks as folders: what ships in suites/, and what people write. A folder becomes plain records.

    suites/<suite>/suite.toml            name, title, description, licence; tasks = ["slug", …] in order; published
    suites/<suite>/README.md             what the suite can tell, shown on its page
    suites/<suite>/<task>/task.toml      title, kind, language, entry, entry_point, timeout_ms, max_tokens, tags, …
                          published      since when the task is public, where the suite's is not the task's
                          prompt.md      what is asked, word for word
                          context/…      files given with the prompt
                          reference/…    a solution: the entry and what else it needs
                          checks.test.tsx (.ts .jsx .js), checks.py for kind python, checks.spec.ts (.js) for
                          plain pages: kind page, language html
                          checks/…       helpers of the check file; also the check file, where task.toml names it
                          turns.json     the conversation before the prompt
                          fixtures/…     workbooks and other files the checks use
                          mutants/<name>/…   wrong solutions that the checks must refuse
                          alternatives/<name>/…   other right solutions, written differently, that must pass
                          truth.json     for kind excel: the expected table; for kind visual: the threshold
    suites/<suite>/conditions.jsonl      of shipped suites: the results of the conditions of entry and the mutation
                                         scores, by digest of the task

For kind edit context/ has the files to change, reference/, mutants/ and alternatives/ those that change.
For kind write_tests the answer is a test file: reference/ has good tests, context/ the code under test, mutants/
broken versions of that code. docs/reference/suites.md has the details. `write_folder` writes what is read here.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluations.errors import SuiteError, SuiteNotFound
from evaluations.limits import MAX_README
from evaluations.partial_dates import HINT, span_of
from evaluations.records import Checks, Json, Kind, Message, TaskSpec
from evaluations.suites.lazy_files import LazyFiles
from evaluations.suites.rules import (
    CHECK_FILES,
    LANGUAGES,
    RANGES,
    SPECS,
    faults_of,
    usual_entry,
    usual_language,
)

CONDITIONS = "conditions.jsonl"  # beside suite.toml of shipped suites: the results of the tasks' conditions of entry
README = "README.md"
LARGEST_FILE = 2_000_000  # bytes
LARGEST_FIXTURE = 32 << 20  # bytes of a workbook
MOST_FILES = 200  # in a task's context/, reference/, fixtures/ or one mutant
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
ROLES = ("system", "user", "assistant")
FROM_TOML: dict[str, type] = {
    "title": str,
    "kind": str,
    "language": str,
    "entry": str,
    "entry_point": str,
    "timeout_ms": int,
    "memory_mb": int,
    "max_tokens": int,
    "tags": list,
    "licence": str,
    "source": str,
    "published": str,
    "checks": str,
    "check_versions": dict,
    "clears_mocks": bool,
    "context": list,
    "exact_text": bool,
}
SUITE_TOML: dict[str, type] = {
    "name": str,
    "title": str,
    "description": str,
    "licence": str,
    "published": str,
    "tasks": list,
}
# The file or folder that a rule is about; it is the subject of the rule's sentence.
PLACES = {
    "entry": "task.toml:",
    "language": "task.toml:",
    "checks": "",
    "truth": "",
    "context": "",
    "reference": "reference",
    "mutants": "mutants",
    "alternatives": "alternatives",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteSpec:
    """A suite as its folder describes it, with its tasks in order."""

    name: str
    title: str
    description: str
    licence: str
    tasks: tuple[TaskSpec, ...]
    readme: str = ""


def load_suite(folder: Path, *, reads_fixtures: bool = True) -> SuiteSpec:
    """Return the suite in this folder. Raises SuiteError with file, value and what to do.

    reads_fixtures: False reads each fixture when it is needed; the folder must then still be there.
    """
    path = folder / "suite.toml"
    fields = _toml(path, SUITE_TOML)
    slugs = fields.get("tasks") or sorted(task_file.parent.name for task_file in folder.glob("*/task.toml"))
    if not slugs:
        raise SuiteError(f"{folder} contains no task. Add a folder with a task.toml.")
    for slug in slugs:
        if not isinstance(slug, str) or not SLUG.fullmatch(slug):
            raise SuiteError(f"{path}: task {slug!r} is not the name of a folder here: letters, digits, - and _.")
        if slugs.count(slug) > 1:
            raise SuiteError(f'{path}: task "{slug}" is listed twice. Remove one of them.')
    return SuiteSpec(
        name=fields.get("name", folder.name),
        title=fields.get("title", folder.name),
        description=fields.get("description", ""),
        licence=fields.get("licence", ""),
        tasks=tuple(
            _dated(load_task(folder / slug, reads_fixtures=reads_fixtures), _date(path, fields)) for slug in slugs
        ),
        readme=_readme(folder / README),
    )


def _readme(path: Path) -> str:
    """Return what the suite can tell, as Markdown; empty if nothing says it."""
    text = _text(path).strip() if path.exists() else ""
    if len(text) > MAX_README:
        raise SuiteError(f"{path} has {len(text):,} characters; the limit is {MAX_README:,}. Shorten it.")
    return text


def _dated(task: TaskSpec, usual: str) -> TaskSpec:
    """Return the task, with the suite's date if it has no own date."""
    return task if task.published or not usual else replace(task, published=usual)


def _date(path: Path, fields: dict[str, Any]) -> str:
    """Return when it was published. Raises SuiteError for a text that is not a date."""
    text = str(fields.get("published", ""))
    if text and span_of(text) is None:
        raise SuiteError(f'{path}: published = "{text}" is not a date. {HINT}')
    return text


def find_suite(name: str, shipped: Path) -> Path:
    """Return the folder of a shipped suite, or of a suite named by its path. Raises SuiteNotFound."""
    folder = shipped / name if SLUG.fullmatch(name) and (shipped / name / "suite.toml").exists() else Path(name)
    if not name or not (folder / "suite.toml").exists():
        known = ", ".join(sorted(path.parent.name for path in shipped.glob("*/suite.toml")))
        raise SuiteNotFound(f'There is no suite "{name}". Name one of {known}, or a folder with a suite.toml.')
    return folder


def load_task(folder: Path, *, reads_fixtures: bool = True) -> TaskSpec:
    """Return the task in this folder. Raises SuiteError with file, field, value and what to do.

    reads_fixtures: as for load_suite.
    """
    path = folder / "task.toml"
    fields = _toml(path, FROM_TOML)
    kind = Kind(_one_of(path, "kind", fields.pop("kind", ""), tuple(Kind)))
    is_exact = fields.pop("exact_text", False)
    checks = _checks(folder, fields, is_exact)
    language = _one_of(
        path,
        "language",
        fields.pop("language", "html" if checks and checks.path in SPECS else usual_language(kind)),
        LANGUAGES,
    )
    _check_numbers(path, fields)
    _date(path, fields)
    task = TaskSpec(
        slug=folder.name,
        title=fields.pop("title", folder.name),
        kind=kind,
        language=language,
        prompt=_prompt(folder / "prompt.md", is_exact),
        entry=fields.pop("entry", usual_entry(kind, language)),
        tags=tuple(fields.pop("tags", ())),
        checks=checks,
        context=_in_order(path, _texts(folder / "context", is_exact), fields.pop("context", None)),
        reference=_texts(folder / "reference", is_exact),
        fixtures=_fixtures(folder / "fixtures", reads_fixtures),
        mutants=_named_answers(folder / "mutants", is_exact),
        alternatives=_named_answers(folder / "alternatives", is_exact),
        truth=_json(folder / "truth.json"),
        turns=_turns(folder / "turns.json"),
        **fields,
    )
    _check_whole(folder, task)
    return task


def _prompt(path: Path, is_exact: bool) -> str:
    text = _text(path, is_exact)
    if not text.strip():
        raise SuiteError(f"{path} is empty. Write the request.")
    return text if is_exact else text.strip()


def _in_order(path: Path, files: dict[str, str], order: list[Any] | None) -> dict[str, str]:
    """Return the files in the order of task.toml, in which the prompt has them; by name where it gives none."""
    if order is None:
        return files
    if sorted(map(str, order)) != sorted(files):
        raise SuiteError(f"{path}: context = {order} does not name each file of context/ once. Correct it.")
    return {name: files[name] for name in order}


def _check_whole(folder: Path, task: TaskSpec) -> None:
    """Raise SuiteError for the first rule that the task breaks."""
    fault = next(iter(faults_of(task)), None)
    if fault is None:
        return
    path = folder / PLACES[fault.field] / fault.name
    raise SuiteError(f"{path} {fault.text}")


def _check_numbers(path: Path, fields: dict[str, Any]) -> None:
    for name, (least, most) in RANGES.items():
        if name in fields and not least <= fields[name] <= most:
            raise SuiteError(f"{path}: {name} = {fields[name]} is not within {least} and {most}. Correct it.")
    for tag in fields.get("tags", ()):
        if not isinstance(tag, str):
            raise SuiteError(f"{path}: tag {tag!r} is not text. Put it in quotes.")


def _one_of(path: Path, name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise SuiteError(f'{path}: {name} "{value}" is not one of {", ".join(known)}. Correct it.')
    return value


def _checks(folder: Path, fields: dict[str, Any], is_exact: bool) -> Checks | None:
    """Read the check file: checks.test.tsx and the like in the task's folder, or that in checks/ which task.toml names.

    The other files in checks/ are its helpers. Takes its own fields out of `fields`.
    """
    path, named = folder / "task.toml", fields.pop("checks", "")
    versions, clears_mocks = fields.pop("check_versions", {}), fields.pop("clears_mocks", False)
    for package, version in versions.items():
        if not isinstance(version, str):
            raise SuiteError(f"{path}: check_versions: {package} = {version!r} is not text. Put it in quotes.")
    names = [name for name in CHECK_FILES if (folder / name).exists()]
    files = _texts(folder / "checks", is_exact)
    if named and named not in files:
        raise SuiteError(f'{path}: checks = "{named}", but there is no checks/{named}. Add the file.')
    if len(names) + bool(named) > 1:
        raise SuiteError(f"{folder} has {' and '.join([*names, *([f'checks/{named}'] if named else [])])}. Keep one.")
    if not named and not names:
        if files:
            raise SuiteError(f'{path}: checks/ has files, but no check file is named. Write checks = "{min(files)}".')
        return None
    source = files.pop(named) if named else _text(folder / names[0], is_exact)
    return Checks(path=named or names[0], source=source, files=files, versions=versions, clears_mocks=clears_mocks)


def _named_answers(folder: Path, is_exact: bool) -> dict[str, dict[str, str]]:
    return {subfolder.name: _texts(subfolder, is_exact) for subfolder in sorted(folder.glob("*")) if subfolder.is_dir()}


def _turns(path: Path) -> tuple[Message, ...]:
    rows = _json(path) or []
    try:
        turns = tuple(Message(**row) for row in rows)
        is_text = all(isinstance(turn.content, str) and turn.role in ROLES for turn in turns)
    except TypeError:
        is_text = False
    if not is_text:
        raise SuiteError(f'{path} is not a list of {{"role": "user", "content": "…"}}. Roles: {", ".join(ROLES)}.')
    return turns


def _json(path: Path) -> Json:
    if not path.exists():
        return None
    try:
        return json.loads(_text(path))
    except ValueError as exc:
        raise SuiteError(f"{path} is not JSON: {exc}. Correct it.") from exc


def _toml(path: Path, known: dict[str, type]) -> dict[str, Any]:
    """Return the fields of a file, all known and of their type."""
    try:
        values = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise SuiteError(f"{path}: {exc}. Correct the line.") from exc
    for name, value in values.items():
        if name not in known:
            raise SuiteError(f'{path}: unknown field "{name}". Known: {", ".join(known)}.')
        if type(value) is not known[name]:
            raise SuiteError(f"{path}: {name} = {value!r} is not of type {known[name].__name__}. Correct it.")
    return values


def _text(path: Path, is_exact: bool = False) -> str:
    """Read a file's text, with plain line ends; is_exact: as it is, with a byte order mark and its own line ends."""
    if path.is_symlink():
        raise SuiteError(f"{path} is a link. Put the file itself there.")
    try:
        return path.read_bytes().decode() if is_exact else path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise SuiteError(f"{path} cannot be read ({exc.strerror}). Add the file.") from exc
    except UnicodeDecodeError as exc:
        raise SuiteError(f"{path} is not UTF-8. Save it as UTF-8.") from exc


def _texts(folder: Path, is_exact: bool) -> dict[str, str]:
    return {name: _text(path, is_exact) for name, path in _files(folder)}


def _fixtures(folder: Path, reads_fixtures: bool) -> Mapping[str, bytes]:
    files = LazyFiles({name: path.read_bytes for name, path in _files(folder, LARGEST_FIXTURE)})
    return dict(files) if reads_fixtures else files


def _files(folder: Path, largest: int = LARGEST_FILE) -> list[tuple[str, Path]]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if len(paths) > MOST_FILES:
        raise SuiteError(f"{folder} contains {len(paths)} files, more than {MOST_FILES}. Take some out.")
    for path in paths:
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            raise SuiteError(f"{path} is a link. Put the file itself there.")
        if path.stat().st_size > largest:
            raise SuiteError(f"{path} has {path.stat().st_size} bytes, more than {largest}. Make it smaller.")
    return [(path.relative_to(folder).as_posix(), path) for path in paths]
