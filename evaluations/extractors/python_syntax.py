"""Reads Python with `ast`: does a piece parse, what does it define and use, and what of other blocks does it need."""

from __future__ import annotations

import ast
import builtins
import warnings
from collections.abc import Mapping

BUILT_IN = set(dir(builtins))
LONGEST = 60_000  # characters that are parsed
# What a statement of words consists of: "Done", "User: more", "- fast".
WORDS = (
    *(ast.Expr, ast.AnnAssign, ast.Name, ast.Attribute, ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Tuple),
    *(ast.Constant, ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.List),
)


def tree_of(source: str) -> ast.Module | None:
    """Return the syntax tree; None where the source does not parse, or is too long or too deep to be parsed."""
    if len(source) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parses(source: str) -> bool:
    return len(source) > LONGEST or tree_of(source) is not None


def joined(source: str, others: Mapping[int, str]) -> tuple[str, tuple[int, ...]]:
    """Return the source below the statements of other blocks that define what it uses, and the numbers of those
    blocks.
    """
    tree = tree_of(source) if others else None
    if tree is None:
        return source, ()
    missing, known = used_names(tree) - defined(tree) - BUILT_IN, defined(tree)
    added: dict[tuple[int, int], str] = {}
    trees = {i: result for i, other in others.items() if (result := tree_of(other))}
    while missing:
        name = missing.pop()
        for i, other in trees.items():
            statement = next((node for node in other.body if name in _names(node)), None)
            if statement is None or known & _names(statement):
                continue
            added[i, statement.lineno] = _decorated(others[i], statement)
            known |= _names(statement)
            missing |= used_names(statement) - known - BUILT_IN - defined(statement)
            break
    parts = [added[key] for key in sorted(added)]
    return "\n\n".join([*parts, source]), tuple(dict.fromkeys(i for i, _ in sorted(added)))


def _decorated(source: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    return "\n".join(source.split("\n")[first - 1 : node.end_lineno])


def used_names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def defined(tree: ast.AST) -> set[str]:
    """Return every name that is bound anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names


def _names(node: ast.stmt) -> set[str]:
    """Return the names that a top-level statement binds."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    is_plain = isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign)
    return defined(node) if is_plain else set()


def has_words(tree: ast.Module) -> bool:
    """Return whether a top-level statement is a word of a sentence: it does nothing, and its name is undefined."""
    known = defined(tree) | BUILT_IN
    for node in tree.body:
        is_bare = isinstance(node, ast.Expr) or (isinstance(node, ast.AnnAssign) and node.value is None)
        if is_bare and all(isinstance(part, WORDS) for part in ast.walk(node)) and used_names(node) - known:
            return True
    return False
