"""Suites and tasks as folders: what ships in suites/, and what people write. Folder in, plain records out.

    suites/<suite>/suite.toml            name, title, description, licence; tasks = ["slug", …] in order
    suites/<suite>/<task>/task.toml      title, kind, language, entry, entry_point, timeout_ms, max_tokens, tags, …
                          prompt.md      what is asked, word for word
                          context/…      files given with the prompt
                          reference/…    a solution: the entry and what else it needs
                          checks.test.tsx (.ts .jsx .js), checks.py for kind python, checks.spec.ts (.js) for
                          plain pages: kind page, language html
                          fixtures/…     workbooks and other files the checks use
                          mutants/<name>/…   wrong solutions that the checks must refuse
                          truth.json     for kind excel: the expected table

For kind write_tests the answer is a test file: reference/ holds good tests, context/ the code under test, mutants/
broken versions of that code. docs/reference/suites.md tells it at length.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluations.errors import SuiteError, SuiteNotFound
from evaluations.records import Checks, Json, Kind, TaskSpec

SPECS = ("checks.spec.ts", "checks.spec.js")  # Playwright's, for plain pages
CHECK_FILES = ("checks.test.tsx", "checks.test.ts", "checks.test.jsx", "checks.test.js", "checks.py", *SPECS)
LANGUAGES = ("js", "jsx", "ts", "tsx", "vue", "py", "html")
VUE_KINDS = (Kind.COMPONENT, Kind.FREE)
LARGEST_FILE = 2_000_000  # bytes
MOST_FILES = 200  # in a task's context/, reference/, fixtures/ or one mutant
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
WITHOUT_CHECKS = (Kind.FREE, Kind.WRITE_TESTS, Kind.EXCEL)
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
}
SUITE_TOML: dict[str, type] = {"name": str, "title": str, "description": str, "licence": str, "tasks": list}
# Least and most of each number: a limit of 0 fails every answer, one without end blocks a slot.
RANGES = {"timeout_ms": (100, 120_000), "memory_mb": (16, 4096), "max_tokens": (1, 131_072)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteSpec:
    """A suite as its folder says it, tasks in order."""

    name: str
    title: str
    description: str
    licence: str
    tasks: tuple[TaskSpec, ...]


def load_suite(folder: Path) -> SuiteSpec:
    """The suite in this folder. Raises SuiteError with file, value and cure."""
    path = folder / "suite.toml"
    plain = _toml(path, SUITE_TOML)
    slugs = plain.get("tasks") or sorted(place.parent.name for place in folder.glob("*/task.toml"))
    if not slugs:
        raise SuiteError(f"{folder} holds no task. Add a folder with a task.toml.")
    for slug in slugs:
        if not isinstance(slug, str) or not SLUG.fullmatch(slug):
            raise SuiteError(f"{path}: task {slug!r} is not the name of a folder here: letters, digits, - and _.")
        if slugs.count(slug) > 1:
            raise SuiteError(f'{path}: task "{slug}" is listed twice. Remove one of them.')
    return SuiteSpec(
        name=plain.get("name", folder.name),
        title=plain.get("title", folder.name),
        description=plain.get("description", ""),
        licence=plain.get("licence", ""),
        tasks=tuple(load_task(folder / slug) for slug in slugs),
    )


def find_suite(name: str, shipped: Path) -> Path:
    """Return the folder of a shipped suite, or of a suite named by its path. Raises SuiteNotFound."""
    folder = shipped / name if SLUG.fullmatch(name) and (shipped / name / "suite.toml").exists() else Path(name)
    if not name or not (folder / "suite.toml").exists():
        known = ", ".join(sorted(path.parent.name for path in shipped.glob("*/suite.toml")))
        raise SuiteNotFound(f'There is no suite "{name}". Name one of {known}, or a folder that holds a suite.toml.')
    return folder


def load_task(folder: Path) -> TaskSpec:
    """The task in this folder. Raises SuiteError with file, field, value and cure."""
    path = folder / "task.toml"
    given = _toml(path, FROM_TOML)
    kind = Kind(_one_of(path, "kind", given.pop("kind", ""), tuple(Kind)))
    checks = _checks(folder)
    language = _one_of(path, "language", given.pop("language", _usual_language(kind, checks)), LANGUAGES)
    _check_numbers(path, given)
    prompt = _text(folder / "prompt.md").strip()
    if not prompt:
        raise SuiteError(f"{folder / 'prompt.md'} is empty. Write what is asked.")
    task = TaskSpec(
        slug=folder.name,
        title=given.pop("title", folder.name),
        kind=kind,
        language=language,
        prompt=prompt,
        entry=given.pop("entry", _usual_entry(kind, language)),
        tags=tuple(given.pop("tags", ())),
        checks=checks,
        context=_texts(folder / "context"),
        reference=_texts(folder / "reference"),
        fixtures=_bytes(folder / "fixtures"),
        mutants=_mutants(folder),
        truth=_truth(folder / "truth.json"),
        **given,
    )
    _check_whole(folder, task)
    return task


def _usual_language(kind: Kind, checks: Checks | None) -> str:
    if checks and checks.path in SPECS:
        return "html"
    return "py" if kind is Kind.PYTHON else "tsx"


def _usual_entry(kind: Kind, language: str) -> str:
    if language == "html":
        return "index.html"
    return f"answer.{'test.' if kind is Kind.WRITE_TESTS else ''}{language}"


def _check_whole(folder: Path, task: TaskSpec) -> None:
    """What a kind cannot do without, and names that point nowhere."""
    if task.entry.startswith("/") or ".." in task.entry.split("/") or "\\" in task.entry:
        raise SuiteError(f'{folder / "task.toml"}: entry "{task.entry}" leaves the task. Give a relative path.')
    if (task.kind is Kind.PYTHON) != (task.language == "py"):
        raise SuiteError(
            f'{folder / "task.toml"}: kind {task.kind} in language "{task.language}". Python goes with py.'
        )
    if task.checks and task.checks.path.endswith(".py") != (task.kind is Kind.PYTHON):
        raise SuiteError(f"{folder} has {task.checks.path}, which kind {task.kind} cannot run. Rename it.")
    is_spec = bool(task.checks and task.checks.path in SPECS)
    is_plain = task.language == "html"
    if (is_spec and (task.kind is not Kind.PAGE or not is_plain)) or (is_plain and not is_spec and task.checks):
        raise SuiteError(
            f'{folder}: kind {task.kind}, language "{task.language}", checks {task.checks and task.checks.path}. '
            f"A plain page is kind page, language html, and has a Playwright spec ({' or '.join(SPECS)})."
        )
    if task.checks is None and task.kind not in WITHOUT_CHECKS:
        raise SuiteError(f"{folder} has no checks. Add one of {', '.join(CHECK_FILES)}.")
    if is_plain and task.kind not in (Kind.PAGE, Kind.FREE):
        raise SuiteError(f'{folder / "task.toml"}: kind {task.kind} in language "html". Make it kind page.')
    if task.language == "vue" and task.kind not in VUE_KINDS:
        raise SuiteError(f'{folder / "task.toml"}: kind {task.kind} in language "vue". Make it kind component or free.')
    if task.reference and task.entry not in task.reference:
        raise SuiteError(f"{folder / 'reference'} lacks {task.entry}, the file that the checks import. Add it.")
    if task.kind is Kind.EXCEL and task.truth is None:
        raise SuiteError(f"{folder} has no truth.json, which kind excel is compared with. Add it.")
    base = task.reference
    if task.kind is Kind.WRITE_TESTS:
        base = task.context
        if not task.context or not task.mutants:
            lacks = "mutants" if task.context else "context"
            raise SuiteError(f"{folder} has no {lacks}/, which kind write_tests runs the tests on. Add it.")
    for name, files in task.mutants.items():
        # A mutant that replaces no file is the reference itself: a typing error in a path.
        if not set(files) & set(base):
            raise SuiteError(f"{folder / 'mutants' / name} replaces none of {', '.join(base) or 'the files'}. Rename.")


def _check_numbers(path: Path, given: dict[str, Any]) -> None:
    for name, (least, most) in RANGES.items():
        if name in given and not least <= given[name] <= most:
            raise SuiteError(f"{path}: {name} = {given[name]} is not within {least} and {most}. Correct it.")
    for tag in given.get("tags", ()):
        if not isinstance(tag, str):
            raise SuiteError(f"{path}: tag {tag!r} is not text. Put it in quotes.")


def _one_of(path: Path, name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise SuiteError(f'{path}: {name} "{value}" is not one of {", ".join(known)}. Correct it.')
    return value


def _checks(folder: Path) -> Checks | None:
    names = [name for name in CHECK_FILES if (folder / name).exists()]
    if len(names) > 1:
        raise SuiteError(f"{folder} has {' and '.join(names)}. Keep one.")
    return Checks(path=names[0], source=_text(folder / names[0])) if names else None


def _mutants(folder: Path) -> dict[str, dict[str, str]]:
    return {place.name: _texts(place) for place in sorted(folder.glob("mutants/*")) if place.is_dir()}


def _truth(path: Path) -> Json:
    if not path.exists():
        return None
    try:
        return json.loads(_text(path))
    except ValueError as exc:
        raise SuiteError(f"{path} is not JSON: {exc}. Correct it.") from exc


def _toml(path: Path, known: dict[str, type]) -> dict[str, Any]:
    """The fields of a file, all known and of their type."""
    try:
        plain = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise SuiteError(f"{path}: {exc}. Correct the line.") from exc
    for name, value in plain.items():
        if name not in known:
            raise SuiteError(f'{path}: unknown field "{name}". Known: {", ".join(known)}.')
        if type(value) is not known[name]:
            raise SuiteError(f"{path}: {name} = {value!r} is not of type {known[name].__name__}. Correct it.")
    return plain


def _text(path: Path) -> str:
    if path.is_symlink():
        raise SuiteError(f"{path} is a link. Put the file itself there.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise SuiteError(f"{path} cannot be read ({exc.strerror}). Add the file.") from exc
    except UnicodeDecodeError as exc:
        raise SuiteError(f"{path} is not UTF-8. Save it as UTF-8.") from exc


def _texts(folder: Path) -> dict[str, str]:
    return {name: _text(path) for name, path in _files(folder)}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in _files(folder)}


def _files(folder: Path) -> list[tuple[str, Path]]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if len(paths) > MOST_FILES:
        raise SuiteError(f"{folder} holds {len(paths)} files, more than {MOST_FILES}. Take some out.")
    for path in paths:
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            raise SuiteError(f"{path} is a link. Put the file itself there.")
        if path.stat().st_size > LARGEST_FILE:
            raise SuiteError(f"{path} has {path.stat().st_size} bytes, more than {LARGEST_FILE}. Make it smaller.")
    return [(path.relative_to(folder).as_posix(), path) for path in paths]
