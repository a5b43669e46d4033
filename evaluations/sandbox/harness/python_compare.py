"""The comparisons of a Python check file, honest and told in words."""

from __future__ import annotations

import ast
import builtins
import random
import types
from collections.abc import Callable
from typing import Any

from evaluations.sandbox.harness.python_guard import require_intact, state

LONGEST = 2000  # characters of one message
captured = types.SimpleNamespace(**{name: getattr(builtins, name) for name in dir(builtins)})
order = random.Random()


def honest(method: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(case: Any, first: Any, second: Any, *rest: Any, **named: Any) -> None:
        method(case, first, second, *rest, **named)
        if is_lying(first, second) or is_lying(second, first):
            raise AssertionError("An object that is equal to everything is no answer.")

    wrapper.__name__ = method.__name__
    return wrapper


def describe(exc: BaseException) -> str:
    """Type and text, whatever the exception's own methods do."""
    name = type(exc).__name__
    try:
        text = captured.str(exc)
    except BaseException:
        text = ""
    return (f"{name}: {text}" if text else name)[:LONGEST]


def shown(value: Any) -> str:
    """repr, cut short, whatever it does."""
    try:
        text = captured.repr(value)
    except BaseException as exc:
        return f"<{type(exc).__name__} in repr>"
    return text if len(text) <= 200 else f"{text[:200]}…"


def has_own_equality(value: Any) -> bool:
    """Whether its class, or one it comes from, says in Python what equals it."""
    for one in type.__getattribute__(type(value), "__mro__"):
        if "__eq__" in type.__getattribute__(one, "__dict__"):
            return one is not object and bool(type.__getattribute__(one, "__flags__") & (1 << 9))
    return False


def parts_of(value: Any, found: list[Any], depth: int = 0) -> list[Any]:
    """The value and what it holds, as far as comparing goes."""
    found.append(value)
    if depth < 6 and len(found) < 2000:
        items: Any = ()
        if isinstance(value, dict):
            items = [*dict.keys(value), *dict.values(value)]
        elif isinstance(value, list | tuple | set | frozenset):
            kind: Any = next(kind for kind in (list, tuple, set, frozenset) if isinstance(value, kind))
            items = kind.__iter__(value)
        for item in items:
            parts_of(item, found, depth + 1)
    return found


def is_lying(value: Any, other: Any) -> bool:
    """Whether something in `value` is equal to `other` only because it is equal to everything."""
    suspects = [part for part in parts_of(value, []) if has_own_equality(part)][:10]
    if not suspects:
        return False
    plain = [part for part in parts_of(other, []) if type(part) in (int, float, str, bool, bytes)][:10]
    probes: list[Any] = [object(), 7919, "7919", 0.7919, (7919,), [7919], {7919: 7919}, {7919}]
    probes += [part + 7 for part in plain if type(part) in (int, float)]
    probes += [part + "\x7f" for part in plain if type(part) is str]
    probes += [[*part, object()] if type(part) is list else object() for part in (other,)]
    probes = [probe for probe in probes if not any(type(probe) is type(one) and probe == one for one in plain)]
    for suspect in suspects:
        order.shuffle(probes)
        if sum(is_equal(suspect, probe) for probe in probes) > 1:
            return True
    return False


def is_equal(left: Any, right: Any) -> bool:
    """Equality that cannot throw."""
    try:
        return bool(left == right)
    except BaseException:
        return False


def same(left: Any, right: Any, operator: str) -> bool:
    """A comparison of the check file. An object that is equal to everything is equal to nothing."""
    require_intact()
    # bool, once: an object may say yes the second time.
    result = bool(left == right if operator == "==" else left != right if operator == "!=" else left in right)
    if not result:
        state.seen = f"it was {shown(left)}"
    elif operator != "!=" and (is_lying(left, right) or is_lying(right, left)):
        raise AssertionError("An object that is equal to everything is no answer.")
    return result


def told(number: int) -> str:
    """The message of an assert without one: its text, and what was compared last."""
    seen, state.seen = state.seen, ""
    return f"{state.texts[number]}{': ' if seen else ''}{seen}"


class Rewriter(ast.NodeTransformer):
    """Comparisons by `same`, messages where there are none. The names cannot be written in Python."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        signs = {ast.Eq: "==", ast.NotEq: "!=", ast.In: "in"}
        sign = signs.get(type(node.ops[0]))
        if len(node.ops) > 1 or sign is None:
            return node
        call = ast.Call(ast.Name("bakeoff same", ast.Load()), [node.left, node.comparators[0], ast.Constant(sign)], [])
        return ast.copy_location(call, node)

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        text = ast.unparse(node)[:300]
        self.generic_visit(node)
        if node.msg is None:
            state.texts.append(text)
            node.msg = ast.Call(ast.Name("bakeoff told", ast.Load()), [ast.Constant(len(state.texts) - 1)], [])
        return node
