"""Hooks and components of published React libraries, judged by the library's own tests."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import BadLine, Row, fenced, files, inside, slug_of, text

HELPER = re.compile(r"\b(?:expect\(|jest\.|vi\.)")  # what stands beside a test and is a test itself
IMPORT = re.compile(r"^(?:import|export)\b[^;'\"]*?['\"]([^'\"]+)['\"]", re.MULTILINE)
ENDINGS = ("", ".ts", ".tsx", ".js", ".jsx", "/index.ts", "/index.tsx", "/index.js")
LANGUAGES = ("js", "jsx", "ts", "tsx")
# What a library's tests were written for, where it is not what is usual here.
WRITTEN_FOR: dict[str, dict[str, Any]] = {
    "streamich/react-use": {"clears_mocks": True},
    "reactstrap/reactstrap": {"versions": {"@testing-library/user-event": "13"}},
}
LONGEST_DOCS = 6000  # characters of a library's page that go into a prompt


def read(row: Row) -> TaskSpec:
    """What the source imports is given with the prompt, what the test alone imports is not."""
    entry, test_path, name = inside(text(row, "source_path")), inside(text(row, "test_path")), text(row, "name")
    ending = entry.rpartition(".")[2]
    if ending not in LANGUAGES:
        raise BadLine(f'"source_path" ends in .{ending[:20]}, which is not one of {", ".join(LANGUAGES)}')
    kind = text(row, "kind")
    if kind not in ("hook", "component"):
        raise BadLine(f'kind "{kind[:40]}" is not one of hook, component')
    is_rooks = "rooks" in text(row, "repo", "")
    sources = {**files(row, "support_files"), entry: text(row, "source"), test_path: text(row, "test")}
    if is_rooks:
        sources = {path: _with_relative_imports(path, source) for path, source in sources.items()}
    context, helpers = _parted(sources, entry, test_path)
    return TaskSpec(
        slug=slug_of(text(row, "task_id")),
        title=name[:200],
        kind=Kind(kind),
        language=ending,
        entry=entry,
        prompt=_prompt(row, entry, sources[test_path]),
        context=context,
        reference={entry: sources[entry]},
        checks=Checks(
            path=test_path, source=sources[test_path], files=helpers, **WRITTEN_FOR.get(text(row, "repo", ""), {})
        ),
        max_tokens=2048,
        tags=(ending, kind),
        licence=text(row, "licence"),
        source="@".join(part for part in (text(row, "repo", ""), text(row, "commit", "")) if part),
    )


def _prompt(row: Row, entry: str, test: str) -> str:
    """The library's page where there is one, else the tests: without either nobody could know what is wanted."""
    kind, name, docs = text(row, "kind"), text(row, "name"), text(row, "docs", "").strip()[:LONGEST_DOCS]
    ask = f"Write the React {kind} `{name}`, the file `{entry}`."
    imports = "\n".join(line for line in test.splitlines() if re.match(r"import\b.*['\"]\.", line))
    used = f"It is used like this:\n\n{fenced(imports, 'ts')}" if imports else ""
    description = docs or f"It must pass these tests:\n\n{fenced(test, entry.rpartition('.')[2])}"
    return "\n\n".join(part for part in (ask, used if docs else "", description) if part)


def _parted(sources: Mapping[str, str], entry: str, test_path: str) -> tuple[dict[str, str], dict[str, str]]:
    """Files that the source reaches by its imports, and those that belong to the test."""
    context: dict[str, str] = {}
    helpers: dict[str, str] = {}
    needed = _reached(sources, entry)
    for path, source in sources.items():
        if path in (entry, test_path):
            continue
        is_helper = bool(HELPER.search(source)) or path not in needed
        (helpers if is_helper else context)[path] = source
    return context, helpers


def _reached(sources: Mapping[str, str], entry: str) -> set[str]:
    reached, waiting = {entry}, [entry]
    while waiting:
        path = waiting.pop()
        for name in IMPORT.findall(sources[path]):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name.startswith(".") else ""
            for ending in ENDINGS if place else ():
                if (target := f"{place}{ending}") in sources and target not in reached:
                    reached.add(target)
                    waiting.append(target)
    return reached


def _with_relative_imports(path: str, source: str) -> str:
    """rooks writes `@/` for its source folder."""
    up = posixpath.relpath("packages/rooks/src", posixpath.dirname(path) or ".")
    return re.sub(r"(['\"])@/", lambda match: f"{match[1]}{up if up.startswith('.') else './' + up}/", source)
