"""Reads a file of Python tests, as check_files.py reads one of JavaScript."""

from __future__ import annotations

import ast
from collections.abc import Collection

from evaluations.extractors.check_files import MOST_CUTS, FoundTest
from evaluations.extractors.find import find_blocks
from evaluations.extractors.thinking import without_thinking

Statement = ast.stmt


def check_file_of(answer: str) -> str:
    """Return the test file in a model's answer, with complete tests only; "" when there is none. It joins blocks."""
    blocks = [block.source for block in find_blocks(answer)] or [without_thinking(answer)]
    together = ""
    for text in filter(find_tests, map(_complete, blocks)):
        together = merged(together, text)
    return together


def _complete(source: str) -> str:
    """Return the source, or its lines up to where it was cut off; "" when nothing parses."""
    lines = source.splitlines(keepends=True)
    for n in range(min(MOST_CUTS, len(lines))):
        text = "".join(lines[: len(lines) - n])
        if _parsed(text) is not None:
            is_inside = n > 0 and lines[len(lines) - n][:1].isspace()
            return _without_last(text) if is_inside else text
    return ""


def _without_last(source: str) -> str:
    """Return a file that was cut off inside its last statement, without that statement."""
    body = _parsed(source) or []
    return "".join(source.splitlines(keepends=True)[: _span(body[-1])[0] - 1]) if body else ""


def _parsed(source: str) -> list[Statement] | None:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def find_tests(source: str) -> list[FoundTest]:
    """Return the functions of a file whose names begin with test, in order; span: their lines, from 1."""
    return [
        FoundTest(name=_name_of(statement), text=_text(source, statement), span=_span(statement))
        for statement in _parsed(source) or []
        if _is_test(statement)
    ]


def _is_test(statement: Statement) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name.startswith("test")


def _name_of(statement: Statement) -> str:
    name = getattr(statement, "name", "")
    return str(name).removeprefix("test_").replace("_", " ") or "test"


def _span(statement: Statement) -> tuple[int, int]:
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
    return first, statement.end_lineno or statement.lineno


def _text(source: str, statement: Statement) -> str:
    """Return the lines of a statement, with the comments right above it."""
    lines = source.splitlines()
    first, last = _span(statement)
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return "\n".join(lines[first - 1 : last])


def only(source: str, chosen: Collection[int], note: str = "") -> str:
    """Return the file with only the tests at these places (from 0), and all other code. note: above the first."""
    tests = find_tests(source)
    spans = {test.span for at, test in enumerate(tests) if at in chosen}
    dropped = {test.span for test in tests} - spans
    parts = []
    for statement in _parsed(source) or []:
        if _span(statement) in spans and note:
            parts.append(f"{note}\n{_text(source, statement)}")
            note = ""
        elif _span(statement) not in dropped:
            parts.append(_text(source, statement))
    return "\n\n".join(parts) + "\n"


def merged(checks: str, added: str) -> str:
    """Return two files of tests as one: existing statements are left out, functions with a taken name get another
    name.
    """
    if not checks.strip():
        return added
    before, behind = _parsed(checks) or [], _parsed(added) or []
    known = {ast.dump(statement) for statement in before}
    used_names = {str(getattr(statement, "name", "")) for statement in (*before, *behind)}
    names = {str(getattr(statement, "name", "")) for statement in before}
    texts: list[str] = []
    imports: list[str] = []
    for statement in behind:
        if ast.dump(statement) in known:
            continue
        text = _text(added, statement)
        if _is_test(statement) and _own_name(statement) in names:
            new = next(
                name for n in range(2, len(used_names) + 3) if (name := f"{_own_name(statement)}_{n}") not in used_names
            )
            used_names.add(new)
            text = text.replace(f"def {_own_name(statement)}(", f"def {new}(", 1)
        (imports if isinstance(statement, ast.Import | ast.ImportFrom) else texts).append(text)
    head = "".join(f"{line}\n" for line in imports)
    return "\n\n\n".join([head + checks.rstrip(), *texts]) + "\n"


def _own_name(statement: Statement) -> str:
    return str(getattr(statement, "name", ""))
