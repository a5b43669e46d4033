"""Tests in the same block as an answer's code. There is no test runner, so they would throw when the code loads."""

from __future__ import annotations

import re

from tree_sitter import Node

from evaluations.extractors.syntax import Code, Statement

TEST_WORDS = frozenset(
    (
        *("describe", "it", "test", "suite", "expect", "beforeEach", "afterEach", "beforeAll", "afterAll"),
        *("xit", "xdescribe", "fit", "fdescribe", "vi", "jest"),
    )
)
TEST_MODULES = re.compile(
    r"(?:vitest|@jest/globals|expect|chai|jest|mocha|node:test|@testing-library/[\w-]+(?:/[\w-]+)*)$"
)
REQUIRE = re.compile(r"\brequire\(\s*['\"]([^'\"]+)['\"]\s*\)")


def without_tests(code: Code) -> str:
    """Return the source without calls of a test runner at its top, and without what only they import.

    Untouched: code without such calls, and code that declares the runner's words itself.
    """
    if not any(word in code.source for word in TEST_WORDS):
        return code.source
    helpers = [statement for statement in code.statements if _is_helper(statement, code)]
    words = (TEST_WORDS - code.declared) | {
        name for statement in helpers for name in statement.names if name in TEST_WORDS
    }
    tests = [statement for statement in code.statements if _root(statement.node) in words]
    if not tests:
        return code.source
    dropped = {statement.start for statement in tests}
    remaining = [
        statement for statement in code.statements if statement.start not in dropped and statement not in helpers
    ]
    used_names = {name for statement in remaining for name in code.names_in(statement)}
    dropped |= {statement.start for statement in helpers if not used_names.intersection(statement.names)}
    return _without(code.source, [statement for statement in code.statements if statement.start in dropped])


def _without(source: str, statements: list[Statement]) -> str:
    parts, at = [], 0
    for statement in statements:
        parts.append(source[at : statement.start])
        at = statement.end
    return re.sub(r"\n{3,}", "\n\n", "".join([*parts, source[at:]])).strip()


def _is_helper(statement: Statement, code: Code) -> bool:
    """Return whether a statement imports or requires a module for tests."""
    text = code.source[statement.start : statement.end]
    if statement.node.type == "import_statement":
        source = statement.node.child_by_field_name("source")
        return bool(source and TEST_MODULES.match((source.text or b"").decode(errors="replace").strip("'\"")))
    if "declaration" not in statement.node.type or len(text) > 300:
        return False
    required = REQUIRE.search(text)
    return bool(required and TEST_MODULES.match(required.group(1)))


def _root(node: Node) -> str:
    """Return the word at which a statement that is a call begins: `describe` of `describe.only("…", …)`; else ""."""
    if node.type != "expression_statement" or not node.named_children:
        return ""
    inner: Node | None = node.named_children[0]
    if inner is None or inner.type not in ("call_expression", "await_expression"):
        return ""
    while inner is not None and inner.type != "identifier":
        part = inner.child_by_field_name("function") or inner.child_by_field_name("object")
        inner = part or (inner.named_children[0] if inner.type == "await_expression" else None)
    return (inner.text or b"").decode(errors="replace") if inner is not None else ""
