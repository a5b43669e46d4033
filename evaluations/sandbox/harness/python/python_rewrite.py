"""Rewrite a check file's comparisons, conditions and sums as calls of the harness, by names that no code can write."""

from __future__ import annotations

import ast
import types
from typing import Any

from evaluations.sandbox.harness.python.python_check_file import called_name, expects_later_call
from evaluations.sandbox.harness.python.python_compare import assert_texts

SIGNS: dict[type, str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.MatMult: "@",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}
SEARCHES = {
    "count",
    "index",
    "get",
    "issubset",
    "issuperset",
    "isdisjoint",
    "startswith",
    "endswith",
    "find",
    "rfind",
    "rindex",
    "remove",
    "__contains__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
}
# Parts of the library that compare in functions of C, or equal everything: the check file gets the harness's own.
REPLACED_PARTS = {
    "operator": frozenset(("eq", "ne", "lt", "le", "gt", "ge", "contains", "__eq__", "__ne__", "__contains__")),
    "unittest.mock": frozenset(("ANY",)),
}
REPLACED_NAMES = frozenset().union(*REPLACED_PARTS.values())
module_aliases: dict[str, str] = {}  # a name in the check file, and the module of REPLACED_PARTS that it means
BOOLEAN_CALLS = {"bakeoff compare", "bakeoff compare_chain", "bakeoff is_true"}
CONDITIONS = (ast.If, ast.IfExp, ast.While, ast.Assert)


def call(name: str, *arguments: ast.expr) -> ast.Call:
    """Make a call of a function that the harness adds to the check file's names."""
    return ast.Call(ast.Name(f"bakeoff {name}", ast.Load()), list(arguments), [])


def rewrite(tree: Any, own: set[str]) -> Any:
    """Rewrite the check file, or code that it evaluates, in place. own: names of the answer's modules."""
    uncounted: set[int] = set()  # assertions whose failure an answer may catch
    for parent in list(ast.walk(tree)):
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
            uncounted |= {id(each) for each in parent.body if expects_later_call(parent, each)}
        elif isinstance(parent, ast.Assert) and id(parent) in uncounted:
            parent.msg = parent.msg or ast.Constant(ast.unparse(parent)[:300])
        elif isinstance(parent, ast.Assert) and parent.msg is None:
            assert_texts.append(ast.unparse(parent)[:300])
            parent.msg = call("assert_message", ast.Constant(len(assert_texts) - 1))
        elif isinstance(parent, ast.Assert) and parent.msg is not None:
            parent.msg = call("note_failure", parent.msg)
        elif isinstance(parent, ast.ImportFrom) and parent.module in own:
            parent.names = [alias for alias in parent.names if alias.name != "*"]
    module_aliases.update(aliases_of_modules(tree))
    _rewrite_children(tree, own)
    return ast.fix_missing_locations(tree)


def rewrite_source(source: str, mode: str, path: str, own: set[str]) -> types.CodeType:
    """Compile what the check file gives to eval or exec, with its comparisons rewritten. mode: "eval" or "exec"."""
    tree = ast.parse(source.strip() if mode == "eval" else source, path, mode)
    return compile(rewrite(tree, own), path, mode, dont_inherit=True)


def aliases_of_modules(tree: ast.AST) -> dict[str, str]:
    """Return the names by which the check file calls the modules of REPLACED_PARTS, and these modules."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in REPLACED_PARTS}
        elif isinstance(node, ast.ImportFrom):
            paths = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name: path for name, path in paths.items() if path in REPLACED_PARTS}
    return names


def _assignments_after(node: object) -> list[ast.stmt]:
    """Return the assignments that replace what the node imports from a module of REPLACED_PARTS."""
    if not isinstance(node, ast.ImportFrom) or node.module not in REPLACED_PARTS:
        return []
    assignments = [
        ast.Assign(
            [ast.Name(alias.asname or alias.name, ast.Store())],
            call("library_part", ast.Constant(node.module), ast.Constant(alias.name)),
        )
        for alias in node.names
        if alias.name in REPLACED_PARTS[node.module]
    ]
    return [ast.copy_location(assignment, node) for assignment in assignments]


def _rewrite_children(node: ast.AST, own: set[str]) -> None:
    """Rewrite everything below the node, the deepest first."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            kept = []
            for item in value:
                if isinstance(item, ast.AST):
                    _rewrite_children(item, own)
                    item = _replacement_of(item)
                kept.append(item)
                kept += _assignments_after(item)
            value[:] = kept
        elif isinstance(value, ast.AST) and not isinstance(value, ast.pattern):
            _rewrite_children(value, own)
            setattr(node, name, _replacement_of(value))
    if isinstance(node, CONDITIONS):
        node.test = as_condition(node.test)
    elif isinstance(node, ast.Match):
        node.subject = ast.copy_location(call("plain_value", node.subject), node.subject)
    elif isinstance(node, ast.comprehension):
        node.ifs = [as_condition(test) for test in node.ifs]


def _replacement_of(node: ast.AST) -> ast.AST:
    """Return the node that replaces this one."""
    if isinstance(node, ast.Compare):
        signs = [SIGNS[type(sign)] for sign in node.ops]
        if len(signs) > 1:
            constants: Any = ast.Tuple([ast.Constant(sign) for sign in signs], ast.Load())
            return ast.copy_location(call("compare_chain", constants, node.left, *node.comparators), node)
        if signs[0] not in ("is", "is not"):
            return ast.copy_location(call("compare", node.left, node.comparators[0], ast.Constant(signs[0])), node)
    elif isinstance(node, ast.BinOp) and not (
        isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)
    ):
        return ast.copy_location(call("arithmetic", node.left, node.right, ast.Constant(SIGNS[type(node.op)])), node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node.operand = as_condition(node.operand)
    elif isinstance(node, ast.Call):
        return _rewritten_call(node)
    elif isinstance(node, ast.Attribute) and node.attr in REPLACED_NAMES and isinstance(node.ctx, ast.Load):
        module = module_aliases.get(ast.unparse(node.value), "")
        if node.attr in REPLACED_PARTS.get(module, ()):
            return ast.copy_location(call("library_part", ast.Constant(module), ast.Constant(node.attr)), node)
    elif isinstance(node, ast.AugAssign):
        node.value = ast.copy_location(call("builtin_value", node.value), node.value)
    elif isinstance(node, ast.ImportFrom) and not node.names:
        return ast.copy_location(ast.Pass(), node)
    return node


def _rewritten_call(node: ast.Call) -> ast.AST:
    function, name = node.func, called_name(node)
    if name in ("eval", "exec") and node.args:
        node.args[0] = call("evaluated_code", ast.Name(name, ast.Load()), node.args[0], ast.Constant(name))
    if name == "bool" and len(node.args) == 1 and not node.keywords:
        return ast.copy_location(call("is_true", node.args[0]), node)
    if isinstance(function, ast.Attribute) and function.attr in SEARCHES and called_name(function.value) != "super":
        node.func = ast.copy_location(call("search_method", function.value, ast.Constant(function.attr)), function)
    return node


def as_condition(node: ast.expr) -> ast.expr:
    """Rewrite an expression of which only true or false counts."""
    if isinstance(node, ast.BoolOp):
        node.values = [as_condition(value) for value in node.values]
        return node
    if isinstance(node, ast.Constant | ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        return node
    if called_name(node) in BOOLEAN_CALLS:
        return node
    return ast.copy_location(call("is_true", node), node)
