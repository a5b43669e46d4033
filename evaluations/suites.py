"""Suites and tasks as folders: what ships in suites/, and what people write. Folder in, plain records out.

    suites/<suite>/suite.toml            name, title, description, licence; tasks = ["slug", …] in order
    suites/<suite>/<task>/task.toml      title, kind, language, entry, entry_point, timeout_ms, max_tokens, tags, …
                          prompt.md      what is asked, word for word
                          context/…      files given with the prompt
                          reference/…    a solution: the entry and what else it needs
                          checks.test.tsx (.ts .jsx .js)
                          fixtures/…     workbooks and other files the checks use
                          mutants/<name>/…   wrong solutions that the checks must refuse
                          truth.json     for kind excel: the expected table

For kind write_tests the answer is a test file: reference/ holds good tests, context/ the code under test, mutants/
broken versions of that code.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from evaluations.errors import SuiteError
from evaluations.records import Checks, Kind, TaskSpec, to_plain

CHECK_FILES = ("checks.test.tsx", "checks.test.ts", "checks.test.jsx", "checks.test.js")
LANGUAGES = ("js", "jsx", "ts", "tsx")
LARGEST_FILE = 2_000_000  # bytes
FROM_TOML: dict[str, type | tuple[type, ...]] = {
    "title": str, "kind": str, "language": str, "entry": str, "entry_point": str, "timeout_ms": int, "memory_mb": int,
    "max_tokens": int, "tags": list, "licence": str, "source": str,
}  # fmt: skip


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
    plain = _toml(folder / "suite.toml")
    slugs = plain.get("tasks") or sorted(path.parent.name for path in folder.glob("*/task.toml"))
    if not slugs:
        raise SuiteError(f"{folder} holds no task. Add a folder with a task.toml.")
    if len(set(slugs)) != len(slugs):
        raise SuiteError(f"{folder / 'suite.toml'}: a task is listed twice. Remove one of them.")
    return SuiteSpec(
        name=str(plain.get("name", folder.name)), title=str(plain.get("title", folder.name)),
        description=str(plain.get("description", "")), licence=str(plain.get("licence", "")),
        tasks=tuple(load_task(folder / slug) for slug in slugs),
    )  # fmt: skip


def suite_digest(suite: SuiteSpec) -> str:
    """Content hash of everything that can change a verdict or a prompt: the suite's version."""
    digest = hashlib.sha256()
    for task in suite.tasks:
        plain = {f.name: getattr(task, f.name) for f in fields(task) if f.name != "fixtures"}
        digest.update(json.dumps(to_plain(plain), sort_keys=True).encode())
        for name, content in sorted(task.fixtures.items()):
            digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()


def load_task(folder: Path) -> TaskSpec:
    """The task in this folder. Raises SuiteError with file, field, value and cure."""
    path = folder / "task.toml"
    given = _given(path, _toml(path))
    kind = _kind(path, given.pop("kind", ""))
    language = given.pop("language", "tsx")
    if language not in LANGUAGES:
        raise SuiteError(f'{path}: language "{language}" is not one of {", ".join(LANGUAGES)}. Correct it.')
    checks = _checks(folder)
    needs_checks = kind not in (Kind.FREE, Kind.WRITE_TESTS, Kind.EXCEL)
    if needs_checks and checks is None:
        raise SuiteError(f"{folder} has no checks. Add one of {', '.join(CHECK_FILES)}.")
    entry = given.pop("entry", f"answer.{'test.' if kind is Kind.WRITE_TESTS else ''}{language}")
    reference = _texts(folder / "reference")
    if reference and entry not in reference:
        raise SuiteError(f"{folder}/reference lacks {entry}, the file that the checks import. Add it.")
    return TaskSpec(
        slug=folder.name, title=given.pop("title", folder.name), kind=kind, language=language, entry=entry,
        prompt=_text(folder / "prompt.md").strip(), checks=checks, context=_texts(folder / "context"),
        reference=reference, fixtures=_bytes(folder / "fixtures"), tags=tuple(given.pop("tags", ())),
        mutants={place.name: _texts(place) for place in sorted(folder.glob("mutants/*")) if place.is_dir()},
        truth=json.loads(_text(folder / "truth.json")) if (folder / "truth.json").exists() else None, **given,
    )  # fmt: skip


def _given(path: Path, plain: dict[str, Any]) -> dict[str, Any]:
    for name, value in plain.items():
        if name not in FROM_TOML:
            raise SuiteError(f'{path}: unknown field "{name}". Known: {", ".join(FROM_TOML)}.')
        if not isinstance(value, FROM_TOML[name]):
            raise SuiteError(f"{path}: {name} = {value!r} has the wrong type. Correct it.")
    return dict(plain)


def _kind(path: Path, name: str) -> Kind:
    try:
        return Kind(name)
    except ValueError:
        raise SuiteError(f'{path}: kind "{name}" is not one of {", ".join(Kind)}. Correct it.') from None


def _checks(folder: Path) -> Checks | None:
    for name in CHECK_FILES:
        if (folder / name).exists():
            return Checks(path=name, source=_text(folder / name))
    return None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise SuiteError(f"{path}: {exc}. Correct the line.") from exc


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as exc:
        raise SuiteError(f"{path} cannot be read ({exc.strerror}). Add the file.") from exc
    except UnicodeDecodeError as exc:
        raise SuiteError(f"{path} is not UTF-8. Save it as UTF-8.") from exc


def _texts(folder: Path) -> dict[str, str]:
    return {name: _text(path) for name, path in _files(folder)}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in _files(folder)}


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in found:
        if path.stat().st_size > LARGEST_FILE:
            raise SuiteError(f"{path} has {path.stat().st_size} bytes, more than {LARGEST_FILE}. Make it smaller.")
    return [(path.relative_to(folder).as_posix(), path) for path in found]
