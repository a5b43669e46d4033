"""Read from the syntax tree of a check file what the harness has to know before it runs the file."""

from __future__ import annotations

import ast

SOURCE = "answer_source"  # a check file that uses this name runs the answer's text itself
BINDING_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
REPLACING = {"patch", "setattr", "delattr"}


def imports_of(tree: ast.AST) -> list[str]:
    """Return the modules that a file imports."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return names


def runs_answer_itself(checks: ast.Module | None) -> bool:
    """Whether the check file runs the answer itself."""
    return checks is not None and any(isinstance(node, ast.Name) and node.id == SOURCE for node in ast.walk(checks))


def uses_eval_or_exec(tree: ast.Module) -> bool:
    """Whether the check file names eval or exec."""
    return any(isinstance(node, ast.Name) and node.id in ("eval", "exec") for node in ast.walk(tree))


def catches_assertions(tree: ast.Module) -> bool:
    """Whether the check file itself may catch a failed assertion."""
    errors = {"AssertionError", "Exception", "failureException"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) or (isinstance(node, ast.Name) and node.id == "suppress"):
            return True
        if isinstance(node, ast.Attribute) and node.attr == "suppress":
            return True
        if isinstance(node, ast.Call) and "assertRaises" in ast.unparse(node.func):
            text = " ".join(map(ast.unparse, node.args))
            if errors.intersection(text.replace(",", " ").split()):
                return True
    return False


def expects_later_call(function: ast.FunctionDef | ast.AsyncFunctionDef, statement: ast.stmt) -> bool:
    """Whether the statement asserts a number of the function's own calls that the first call cannot have.

    `calls += 1; assert calls > 2` in a callback: an answer that has to try again catches such a failure.
    """
    if not isinstance(statement, ast.Assert) or not isinstance(statement.test, ast.Compare):
        return False
    counter, operators, limits = statement.test.left, statement.test.ops, statement.test.comparators
    least = {ast.Gt: 1, ast.GtE: 2}.get(type(operators[0]))
    if len(operators) > 1 or least is None or not isinstance(limits[0], ast.Constant):
        return False
    counts = (node for node in function.body if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add))
    is_counted = any(ast.unparse(node.target) == ast.unparse(counter) and _is_one(node.value) for node in counts)
    return is_counted and isinstance(limits[0].value, int) and limits[0].value >= least


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def subscript_keys(tree: ast.Module) -> set[str]:
    """Return texts that the check file uses as subscripts."""
    parts = (
        node.slice.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    )
    return {part for part in parts if isinstance(part, str)}


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
