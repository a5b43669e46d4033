"""Turns a project's code files and their tests into tasks: it finds out which test belongs to which file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evaluations.records import Checks, Kind, TaskSpec

HELPER = re.compile(r"\b(?:expect\(|jest\.|vi\.)")  # a file with such a call is a test or its helper
# Each part has a largest length: otherwise a file that only repeats "import" would take minutes.
IMPORT = re.compile(r"^(?:import|export)\b[^;'\"]{0,300}?['\"]([^'\"\n]{1,300})['\"]", re.MULTILINE)
ENDINGS = ("", ".ts", ".tsx", ".js", ".jsx", "/index.ts", "/index.tsx", "/index.js")
TEST = re.compile(r"(?:^|/)(?P<stem>[^/]+)\.(?:test|spec)\.(?:tsx?|jsx?)$")
TEST_FOLDERS = ("__tests__", "tests", "test")
CODE = (".tsx", ".jsx", ".ts", ".js")
SIGNATURE = re.compile(r"^export\s+(?:default\s+)?(?:async\s+)?(?:function|const|class)\s+\w+.*$", re.MULTILINE)
ONLY_EXPORT = re.compile(r"^export\s+(?:async\s+)?(?:function|const|class)\s+([A-Za-z_$][\w$]*)", re.MULTILINE)
LONGEST_DOC = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTasks:
    """Tasks made of files, and a sentence for each test that could not become one."""

    tasks: tuple[TaskSpec, ...]
    complaints: tuple[str, ...]


def tasks_of_files(sources: Mapping[str, str]) -> CodeTasks:
    """Return a task for each test file whose code is there too. sources: path to text."""
    tasks: dict[str, TaskSpec] = {}
    complaints = []
    for path in sorted(sources):
        if not (match := TEST.search(path)):
            continue
        entry = _tested_by(path, match["stem"], sources)
        if entry is None:
            complaints.append(f"{path}: there is no {match['stem']}.ts, .tsx, .js or .jsx that it tests. Add it.")
            continue
        task = _task(entry, path, sources)
        slug, n = task.slug, 2
        while task.slug in tasks:
            task, n = replace(task, slug=f"{slug}-{n}"), n + 1
        tasks[task.slug] = task
    return CodeTasks(tasks=tuple(tasks.values()), complaints=tuple(complaints))


def _tested_by(test: str, stem: str, sources: Mapping[str, str]) -> str | None:
    """Return the file under test: the one with its name beside it or above its folder, otherwise the one that it
    imports.
    """
    folder = posixpath.dirname(test)
    above = posixpath.dirname(folder) if posixpath.basename(folder) in TEST_FOLDERS else folder
    named = [posixpath.join(directory, stem + ending) for directory in (folder, above) for ending in CODE]
    if name := next((name for name in named if name in sources), None):
        return name
    imported = [target for target in imports_of(sources, test) if not TEST.search(target)]
    return imported[0] if len(imported) == 1 else None


def _task(entry: str, test: str, sources: Mapping[str, str]) -> TaskSpec:
    source = sources[entry]
    stem, _, ending = posixpath.basename(entry).rpartition(".")
    needed = reached(sources, entry) | reached(sources, test)
    context, helpers = parted({path: text for path, text in sources.items() if path in needed}, entry, test)
    exports = ONLY_EXPORT.findall(source)
    return TaskSpec(
        slug=re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:80] or "task",
        title=stem[:200],
        kind=_kind(stem, ending, source, sources[test]),
        language=ending,
        entry=entry,
        entry_point=exports[0] if len(exports) == 1 and "export default" not in source else None,
        prompt=_prompt(entry, source, sources[test]),
        context=context,
        reference={entry: source},
        checks=Checks(path=test, source=sources[test], files=helpers),
        max_tokens=2048,
        tags=(ending,),
    )


def _kind(stem: str, ending: str, source: str, test: str) -> Kind:
    if re.match(r"use[A-Z]", stem):
        return Kind.HOOK
    needs_page = (
        ending in ("tsx", "jsx")
        or "@testing-library" in test
        or re.search(r"\bdocument\b|from ['\"]react['\"]", source)
    )
    return Kind.COMPONENT if needs_page else Kind.FUNCTION


def _prompt(entry: str, source: str, test: str) -> str:
    """Describe the file by its own comments and by how it is used. It is a first draft, which a person corrects."""
    docs = [" ".join(re.sub(r"^\s*\*?", "", line).strip() for line in text.splitlines()) for text in _docs(source)]
    signatures = "\n".join(line.rstrip(" {=>(") for line in SIGNATURE.findall(source)[:6])
    imports = "\n".join(line for line in test.splitlines() if re.match(r"import\b.*['\"]\.", line))
    parts = [f"Write the file `{entry}`.", "\n".join(doc.strip() for doc in docs)[:LONGEST_DOC].strip()]
    if signatures:
        parts.append(f"It begins like this:\n\n```ts\n{signatures}\n```")
    if imports:
        parts.append(f"It is used like this:\n\n```ts\n{imports}\n```")
    return "\n\n".join(part for part in parts if part)


def _docs(source: str) -> Iterator[str]:
    """Yield the texts of the comments that document something."""
    end = 0
    while (start := source.find("/**", end)) >= 0 and (end := source.find("*/", start + 3)) >= 0:
        yield source[start + 3 : end]


def parted(sources: Mapping[str, str], entry: str, test_path: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return files that the source reaches by its imports, and those that belong to the test."""
    context: dict[str, str] = {}
    helpers: dict[str, str] = {}
    needed = reached(sources, entry)
    for path, source in sources.items():
        if path in (entry, test_path):
            continue
        is_helper = bool(HELPER.search(source)) or path not in needed
        (helpers if is_helper else context)[path] = source
    return context, helpers


def reached(sources: Mapping[str, str], entry: str) -> set[str]:
    """Return the file itself and all files that it imports, directly or through other files."""
    reachable, waiting = {entry}, [entry]
    while waiting:
        for target in imports_of(sources, waiting.pop()):
            if target not in reachable:
                reachable.add(target)
                waiting.append(target)
    return reachable


def imports_of(sources: Mapping[str, str], path: str) -> Iterator[str]:
    """Yield the files that a file imports directly."""
    for name in IMPORT.findall(sources[path]):
        imported_path = (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name.startswith(".") else ""
        )
        for ending in ENDINGS if imported_path else ():
            if (target := f"{imported_path}{ending}") in sources:
                yield target
