"""Rewrite a check file's comparisons, conditions and sums as calls of the harness, by names that no code can write."""

from __future__ import annotations

import ast
from typing import Any

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
    "__contains__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
}
BOOLEAN_CALLS = {"bakeoff compare", "bakeoff compare_chain", "bakeoff is_true"}
BINDING_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
REPLACING = {"patch", "setattr", "delattr"}
CONDITIONS = (ast.If, ast.IfExp, ast.While, ast.Assert)


def call(name: str, *arguments: ast.expr) -> ast.Call:
    """Make a call of a function that the harness adds to the check file's names."""
    return ast.Call(ast.Name(f"bakeoff {name}", ast.Load()), list(arguments), [])


def rewrite(tree: ast.Module, own: set[str]) -> ast.Module:
    """Rewrite the check file in place. own: names of the answer's modules."""
    for parent in list(ast.walk(tree)):
        if isinstance(parent, ast.Assert) and parent.msg is None:
            assert_texts.append(ast.unparse(parent)[:300])
            parent.msg = call("assert_message", ast.Constant(len(assert_texts) - 1))
        elif isinstance(parent, ast.ImportFrom) and parent.module in own:
            parent.names = [alias for alias in parent.names if alias.name != "*"]
    _rewrite_children(tree, own)
    return ast.fix_missing_locations(tree)


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
            value[:] = kept
        elif isinstance(value, ast.AST) and not isinstance(value, ast.pattern):
            _rewrite_children(value, own)
            setattr(node, name, _replacement_of(value))
    if isinstance(node, CONDITIONS):
        node.test = as_condition(node.test)
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
    elif isinstance(node, ast.AugAssign):
        node.value = ast.copy_location(call("builtin_value", node.value), node.value)
    elif isinstance(node, ast.ImportFrom) and not node.names:
        return ast.copy_location(ast.Pass(), node)
    return node


def _rewritten_call(node: ast.Call) -> ast.AST:
    function = node.func
    if called_name(node) == "bool" and len(node.args) == 1 and not node.keywords:
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


def names_from_answer(tree: ast.Module, own: set[str]) -> set[str]:
    """Return the names that the check file takes from the answer.

    They are used and bound nowhere in it, or imported from the answer, or read from its module.
    """
    used: set[str] = set()
    bound: set[str] = set()
    taken: set[str] = set()
    modules = set(own)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, BINDING_NODES) and node.name:
            bound.add(node.name)
        elif isinstance(node, ast.Import):
            modules |= {alias.asname for alias in node.names if alias.asname and alias.name in own}
            bound |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            bound |= {alias.asname or alias.name for alias in node.names}
            if node.module in own:
                taken |= {alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            taken.add(node.attr)
    return (used - bound) | taken


def replaces_library_parts(tree: ast.Module) -> bool:
    """Whether the check file replaces a part of the library, by a mock or by an assignment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in REPLACING:
            return True
        if isinstance(node, ast.Attribute):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if node.attr in REPLACING or not (isinstance(node.ctx, ast.Load) or is_own):
                return True
    return False


def called_name(node: ast.AST) -> str:
    """Return the name that a node calls; "" when it calls none."""
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def tested_builtins(tree: ast.Module, candidates: set[str]) -> set[str]:
    """Return which of these names of built-ins, all defined by the answer, the check file tests.

    It is the one passed to a function of the check file (`check(sum)`), else the one called most with plain values.
    """
    score = dict.fromkeys(sorted(candidates), 0)
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if called_name(node) in functions:
            for argument in node.args:
                if isinstance(argument, ast.Name) and argument.id in score:
                    score[argument.id] += 1000
        if called_name(node) in score:
            others = {called_name(part) for part in ast.walk(node)} & score.keys() - {called_name(node)}
            score[called_name(node)] += 1 if others else 10
    best = max(score, key=score.__getitem__, default="")
    return {best} if best and score[best] else set()
