"""Hooks and components of published React libraries, judged by the library's own tests."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, fenced, files, inside, slug_of, text
from evaluations.suites.code_files import parted

LANGUAGES = ("js", "jsx", "ts", "tsx")
# Settings that a library's tests expect, where they differ from the usual ones.
WRITTEN_FOR: dict[str, dict[str, Any]] = {
    "streamich/react-use": {"clears_mocks": True},
    "reactstrap/reactstrap": {"versions": {"@testing-library/user-event": "13"}},
}
LONGEST_DOCS = 6000  # characters of a library's page that go into a prompt


def read(row: Row) -> TaskSpec:
    """Return the task. Files that the source imports are given with the prompt; files that only the test imports are
    not.
    """
    entry, test_path, name = inside(text(row, "source_path")), inside(text(row, "test_path")), text(row, "name")
    ending = entry.rpartition(".")[2]
    if ending not in LANGUAGES:
        raise InvalidRow(f'"source_path" ends in .{ending[:20]}, which is not one of {", ".join(LANGUAGES)}')
    kind = text(row, "kind")
    if kind not in ("hook", "component"):
        raise InvalidRow(f'kind "{kind[:40]}" is not one of hook, component')
    is_rooks = "rooks" in text(row, "repo", "")
    sources = {**files(row, "support_files"), entry: text(row, "source"), test_path: text(row, "test")}
    if is_rooks:
        sources = {path: _with_relative_imports(path, source) for path, source in sources.items()}
    context, helpers = parted(sources, entry, test_path)
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
    """Return the library's page where there is one, otherwise the tests, because the task would be unclear without
    either.
    """
    kind, name, docs = text(row, "kind"), text(row, "name"), text(row, "docs", "").strip()[:LONGEST_DOCS]
    ask = f"Write the React {kind} `{name}`, the file `{entry}`."
    imports = "\n".join(line for line in test.splitlines() if re.match(r"import\b.*['\"]\.", line))
    usage = f"It is used like this:\n\n{fenced(imports, 'ts')}" if imports else ""
    description = docs or f"It must pass these tests:\n\n{fenced(test, entry.rpartition('.')[2])}"
    return "\n\n".join(part for part in (ask, usage if docs else "", description) if part)


def _with_relative_imports(path: str, source: str) -> str:
    """Return the source with relative imports: rooks writes `@/` for its source folder."""
    up = posixpath.relpath("packages/rooks/src", posixpath.dirname(path) or ".")
    return re.sub(r"(['\"])@/", lambda match: f"{match[1]}{up if up.startswith('.') else './' + up}/", source)
