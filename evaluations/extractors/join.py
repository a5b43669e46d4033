"""Joins what an answer spreads over several blocks: the chosen one with the helpers and imports that it uses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluations.extractors.syntax import Code, Statement
from evaluations.records import Kind, TaskSpec

# Names of every page: a block that declares one of them does not help another that uses it.
KNOWN = {
    *("Array", "BigInt", "Boolean", "Date", "Error", "Infinity", "Intl", "JSON", "Map", "Math", "NaN", "Number"),
    *("Object", "Promise", "Proxy", "Reflect", "RegExp", "Set", "String", "Symbol", "WeakMap", "WeakSet"),
    *("arguments", "isNaN", "parseFloat", "parseInt", "undefined", "globalThis", "self", "top", "window"),
    *("console", "document", "event", "fetch", "location", "localStorage", "sessionStorage", "name", "status"),
    *("navigator", "performance", "clearInterval", "clearTimeout", "setInterval", "setTimeout"),
    *("exports", "module", "process", "require"),
}


@dataclass(frozen=True, slots=True)
class JoinedBlocks:
    """files: path to source beside the entry; source: of the entry; used: indexes of the other blocks."""

    source: str
    files: dict[str, str]
    used: tuple[int, ...]


def join(chosen: int, codes: dict[int, Code], spec: TaskSpec) -> JoinedBlocks:
    """Return the chosen block with what it uses of the others. Tests get imports only: they test the given code, no
    copy.
    """
    code = codes[chosen]
    donors = {i: other for i, other in codes.items() if i != chosen and other.parses}
    nearest = sorted(donors, key=lambda i: (i > chosen, abs(i - chosen)))
    helpers = _helpers(code, [(i, donors[i]) for i in nearest], only_imports=spec.kind is Kind.WRITE_TESTS)
    files: dict[str, str] = {}
    sources: list[int] = []
    if spec.kind is not Kind.WRITE_TESTS:
        for path, i, names in _imported(code, donors, spec):
            files[path] = _with_exports(donors[i], names)
            sources.append(i)
    parts = [donors[i].without_export(statement) for i, statement in helpers]
    source = "\n".join([*parts, "", code.source]) if parts else code.source
    return JoinedBlocks(source, files, tuple(dict.fromkeys([*(i for i, _ in helpers), *sources])))


def _helpers(code: Code, donors: Sequence[tuple[int, Code]], *, only_imports: bool) -> list[tuple[int, Statement]]:
    """Return statements of other blocks that declare what the code uses and does not declare, and what those use in
    turn.
    """
    missing, chosen = set(code.free - KNOWN), dict[tuple[int, int], tuple[int, Statement]]()
    known = set(code.declared)
    while missing:
        name = missing.pop()
        source = next(((i, donor) for i, donor in donors if name in donor.declared), None)
        if source is None:
            continue
        i, donor = source
        for statement in donor.statements:
            is_import = statement.node.type == "import_statement"
            if not _declares_or_extends(statement, name, donor) or (only_imports and not is_import):
                continue
            if known.intersection(statement.names) or (i, statement.start) in chosen:
                continue
            chosen[i, statement.start] = (i, statement)
            known.update(statement.names)
            missing |= (donor.names_in(statement) & (donor.declared | donor.free)) - known - KNOWN
    return [chosen[key] for key in sorted(chosen)]


def _declares_or_extends(statement: Statement, name: str, donor: Code) -> bool:
    """Return whether a statement declares the name, or adds to it: `add.cache = new Map()`."""
    if name in statement.names:
        return not (statement.node.type == "import_statement" and _is_relative(statement, donor))
    text = donor.source[statement.start : statement.end]
    return statement.node.type == "expression_statement" and bool(
        re.match(rf"{re.escape(name)}\.[\w$.]+\s*=[^=]", text)
    )


def _is_relative(statement: Statement, donor: Code) -> bool:
    return bool(re.search(r"['\"]\.", donor.source[statement.start : statement.end]))


def _imported(code: Code, donors: dict[int, Code], spec: TaskSpec) -> Iterable[tuple[str, int, list[str]]]:
    """Return for each import of a file that is not given: its path, the block that defines what is imported, and the
    names.
    """
    root, context_stems = posixpath.dirname(spec.entry), {_stem(path) for path in spec.context}
    ending = spec.entry.rpartition(".")[2]
    for module, names in code.imports:
        if not module.startswith(".") or not names or _stem(module) in context_stems or _is_asset(module):
            continue
        imported_names = [imported if imported not in ("default", "*") else local for imported, local in names]
        for i, donor in donors.items():
            if not donor.own.intersection(imported_names) and not (
                "default" in donor.exported and _stem(module) == _stem(donor.default)
            ):
                continue
            path = posixpath.normpath(posixpath.join(root, module))
            if not path.startswith("..") and _stem(path) != _stem(spec.entry):
                path_with_ending = (
                    path if re.search(r"\.(?:[jt]sx?|mjs)$", path) else f"{path}.{_file_ending(donor, ending)}"
                )
                yield path_with_ending, i, [f"{imported} {local}" for imported, local in names]
            break


def _file_ending(donor: Code, ending: str) -> str:
    return ending if donor.dialect == "js" or ending.startswith("ts") else donor.dialect


def _is_asset(module: str) -> bool:
    return bool(re.search(r"\.(?:css|s[ac]ss|less|svg|png|jpe?g|gif|json)$", module))


def _stem(path: str) -> str:
    return posixpath.basename(path).partition(".")[0].lower()


def _with_exports(donor: Code, names: list[str]) -> str:
    """Return the block with exports for what is imported from it, if it lacks them."""
    lines = []
    for pair in names:
        exported, local = pair.split()
        if exported == "default" and "default" not in donor.exported and local in donor.own:
            lines.append(f"export default {local};")
        elif exported not in ("default", "*") and exported not in donor.exported and exported in donor.own:
            lines.append(f"export {{ {exported} }};")
    return "\n".join([donor.source, *lines])
