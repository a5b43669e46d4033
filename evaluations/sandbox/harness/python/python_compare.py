"""The comparisons of a Python check file: asked of honest values, and told in words."""

from __future__ import annotations

import builtins
import collections
import operator
import types
from collections.abc import Callable, Iterable
from typing import Any

from evaluations.sandbox.harness.python.python_values import (
    SCALARS,
    base_of,
    dict_of,
    exact,
    holds_own,
    is_asked,
    is_known,
    is_lying,
    is_opaque,
    made,
    mro_of,
    pair,
    says,
)

LONGEST = 2000  # characters of one message
captured = types.SimpleNamespace(**{name: getattr(builtins, name) for name in dir(builtins)})
last = types.SimpleNamespace(seen="")
texts: list[str] = []
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "@": operator.matmul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
}
OPPOSITES = {"<": ">", ">": "<"}
LOOKED_UP = frozenset(map(id, (set, frozenset, dict, type({}.keys()))))  # an object is found in these by its hash


name_of: Callable[[type], str] = type.__dict__["__name__"].__get__  # a metaclass may have its own


def describe(exc: BaseException) -> str:
    """Type and text, whatever the exception's own methods do."""
    name = name_of(type(exc))
    try:
        text = str.__str__(captured.str(exc))
    except BaseException:
        text = ""
    return (f"{name}: {text}" if text else name)[:LONGEST]


def shown(value: Any) -> str:
    """repr, cut short, whatever it does."""
    try:
        text = str.__str__(captured.repr(value))
    except BaseException as exc:
        return f"<{name_of(type(exc))} in repr>"
    return text if len(text) <= 200 else f"{text[:200]}…"


def refuse(value: Any, question: str) -> AssertionError:
    """What is said of an object that would be the judge of itself."""
    name = name_of(type(value))
    return AssertionError(
        f"The value is an object of the answer's own class {name}, which the checks do not name: {question}"
    )


def require_honest(left: Any, right: Any) -> None:
    """Raises when an object of a named class says that it equals everything."""
    if is_lying(left, right) or is_lying(right, left):
        raise AssertionError("An object that is equal to everything is no answer.")


def same(left: Any, right: Any, sign: str) -> bool:
    """A comparison of the check file."""
    place = id(type(right))
    if id(type(left)) in SCALARS and (place in SCALARS or (place in LOOKED_UP and sign in ("in", "not in"))):
        result = plainly(left, right, sign)
    elif sign in ("==", "!="):
        result = equal(left, right) is (sign == "==")
    elif sign in ("in", "not in"):
        result = within(left, right) is (sign == "in")
    else:
        result = bool(ordered(left, right, sign))
    if not result:
        last.seen = f"it was {shown(left)}"
    return result


def plainly(left: Any, right: Any, sign: str) -> bool:
    """A comparison that no code of the answer takes part in."""
    if sign == "==":
        return bool(left == right)
    if sign == "!=":
        return bool(left != right)
    if sign in ("in", "not in"):
        return (left in right) is (sign == "in")
    return bool(OPERATORS[sign](left, right))


def equal(left: Any, right: Any) -> bool:
    """Whether two values are equal, by what they are."""
    if id(type(right)) in made and not is_known(type(left)):
        left, right = right, left  # what the check file made to compare with is asked first
    elif id(type(left)) not in made:
        require_honest(left, right)
        left, right = pair(left, right)
    is_equal = bool(left == right)
    has_own = says(type(left), "__ne__") or says(type(right), "__ne__")
    if has_own and is_equal is bool(left != right):
        raise AssertionError("An object that is equal and unequal at once is no answer.")
    return is_equal


def within(item: Any, container: Any) -> bool:
    """Whether the item is in the container."""
    kind = type(container)
    if is_opaque(container):
        raise refuse(container, "what is in it is its own word.")
    if says(kind, "__contains__") and is_asked(kind):
        if sum(_holds(operator.contains, container, probe) for probe in (object(), "\x7f?", 7919.5)) > 1:
            raise AssertionError("An object that contains everything is no answer.")
        return bool(item in container)
    if is_known(kind) and not any("__contains__" in dict_of(base) for base in mro_of(kind)):
        return any(part is item or equal(part, item) for part in container)  # iterators, and the values of a dict
    require_honest(item, container)
    item, container = pair(item, container)
    return bool(item in container)


def _holds(function: Callable[[Any, Any], Any], left: Any, right: Any) -> bool:
    """Whether it is true, and does not throw."""
    try:
        return bool(function(left, right))
    except BaseException:
        return False


def ordered(left: Any, right: Any, sign: str) -> Any:
    """Which of two values comes first."""
    require_judge(left, right, sign)
    left, right = pair(left, right)
    result = OPERATORS[sign](left, right)
    has_own = says(type(left), "__lt__", "__gt__") or says(type(right), "__lt__", "__gt__")
    if has_own and result and sign in OPPOSITES and _holds(OPERATORS[OPPOSITES[sign]], left, right):
        raise AssertionError("An object that is smaller and greater at once is no answer.")
    return result


def require_judge(left: Any, right: Any, sign: str) -> None:
    """Raises when the answer's own object would say what it is beside a plain value."""
    for value, other in ((left, right), (right, left)):
        if is_opaque(value) and is_known(type(other)) and id(type(other)) not in made:
            raise refuse(value, f"what {sign} gives is its own word.")


def arithmetic(left: Any, right: Any, sign: str) -> Any:
    """A sum, a difference … of the check file."""
    if id(type(left)) in SCALARS and id(type(right)) in SCALARS:
        return OPERATORS[sign](left, right)
    if not (sign == "%" and issubclass(type(left), str)):
        require_judge(left, right, sign)
    return OPERATORS[sign](exact(left), exact(right))


def chain(signs: tuple[str, ...], *values: Any) -> bool:
    """`a < b < c`."""
    for index, sign in enumerate(signs):
        if sign in ("is", "is not"):
            if (values[index] is values[index + 1]) is (sign == "is not"):
                return False
        elif not same(values[index], values[index + 1], sign):
            return False
    return True


def truth(value: Any) -> bool:
    """Whether a value counts as true, by what it is."""
    kind = type(value)
    if is_known(kind) or is_asked(kind):
        return bool(value)
    if base_of(kind) is not None:
        return bool(exact(value))
    if says(kind, "__bool__", "__len__"):
        raise refuse(value, "whether it is true is its own word.")
    return True


def is_instance(value: Any, kinds: Any) -> bool:
    """isinstance that does not ask the value for its class."""
    if is_known(type(value)):
        return isinstance(value, kinds)
    return issubclass(type(value), kinds)


def every(values: Iterable[Any]) -> bool:
    """The built-in all."""
    return all(map(truth, values))


def some(values: Iterable[Any]) -> bool:
    """The built-in any."""
    return any(map(truth, values))


def told(number: int) -> str:
    """The message of an assert without one: its text, and what was compared last."""
    seen, last.seen = last.seen, ""
    return f"{texts[number]}{': ' if seen else ''}{seen}"


def method(owner: Any, name: str) -> Any:
    """A method that looks for its argument in the owner, of the owner as the built-in value that it is."""
    kind = type(owner)
    if id(kind) in SCALARS or id(kind) in LOOKED_UP:
        return getattr(owner, name)
    is_sequence = issubclass(kind, list | tuple | collections.deque)
    if (is_sequence if is_known(kind) else not is_asked(kind) and base_of(kind) is not None) and holds_own(owner):
        owner = pair(owner, None)[0]
    return getattr(owner, name)
