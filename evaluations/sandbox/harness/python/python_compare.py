"""The comparisons of a Python check file: made with comparable values, and described in words."""

from __future__ import annotations

import builtins
import collections
import operator
import types
from collections.abc import Callable, Iterable
from typing import Any

from evaluations.sandbox.harness.python.python_values import (
    SCALARS,
    builtin_base_of,
    builtin_value,
    check_file_classes,
    comparable_pair,
    contains_answer_object,
    defines_method,
    dict_of,
    equals_too_much,
    is_known,
    is_named,
    is_opaque,
    mro_of,
    objects_with_equality,
)

LONGEST = 2000  # characters of one message
check_file_any: list[Any] = []  # the check file's own mock.ANY
original = types.SimpleNamespace(**{name: getattr(builtins, name) for name in dir(builtins)})
last_comparison = types.SimpleNamespace(text="")
first_failure = types.SimpleNamespace(text="", counts=True)  # of an assertion of the check that runs
assert_texts: list[str] = []
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
COMPARISON_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "contains": "in"}
COMPARISON_SIGNS |= {f"__{name}__": sign for name, sign in COMPARISON_SIGNS.items()}
ITEM_SEARCHES = frozenset(("count", "index", "remove"))  # methods that compare each item of a list with the argument
OPPOSITES = {"<": ">", ">": "<"}
HASHED_CONTAINERS = frozenset(map(id, (set, frozenset, dict, type({}.keys()))))  # these find an object by its hash


name_of: Callable[[type], str] = type.__dict__["__name__"].__get__  # a metaclass may define its own


def describe(exc: BaseException) -> str:
    """Return type and text of an exception, also if its own methods fail."""
    name = name_of(type(exc))
    try:
        text = str.__str__(original.str(exc))
    except BaseException:
        text = ""
    return (f"{name}: {text}" if text else name)[:LONGEST]


def short_repr(value: Any) -> str:
    """Return the repr, shortened; a note when it throws."""
    try:
        text = str.__str__(original.repr(value))
    except BaseException as exc:
        return f"<{name_of(type(exc))} in repr>"
    return text if len(text) <= 200 else f"{text[:200]}…"


def own_judgement(value: Any, question: str) -> AssertionError:
    """Return the error for an object whose own code would decide about it. question: what it would decide."""
    name = name_of(type(value))
    return AssertionError(
        f"The value is an object of the answer's own class {name}, which the checks do not name: {question}"
    )


def refuse_universal_equality(left: Any, right: Any) -> None:
    """Raise when an object of a named class equals everything."""
    if equals_too_much(left, right) or equals_too_much(right, left):
        raise AssertionError("An object that is equal to everything is not accepted.")


def compare(left: Any, right: Any, sign: str) -> bool:
    """Make a comparison of the check file, and remember a false one for the message."""
    place = id(type(right))
    if id(type(left)) in SCALARS and (place in SCALARS or (place in HASHED_CONTAINERS and sign in ("in", "not in"))):
        result = compare_plain(left, right, sign)
    elif sign in ("==", "!="):
        result = compare_equality(left, right) is (sign == "==")
    elif sign in ("in", "not in"):
        result = compare_membership(left, right) is (sign == "in")
    else:
        result = bool(compare_order(left, right, sign))
    if not result:
        last_comparison.text = f"it was {short_repr(left)}"
    return result


def compare_plain(left: Any, right: Any, sign: str) -> bool:
    """Make a comparison that runs no code of the answer."""
    if sign == "==":
        return bool(left == right)
    if sign == "!=":
        return bool(left != right)
    if sign in ("in", "not in"):
        return (left in right) is (sign == "in")
    return bool(OPERATORS[sign](left, right))


def compare_equality(left: Any, right: Any) -> bool:
    """Whether two values are equal as built-in values."""
    if id(type(right)) in check_file_classes and not is_known(type(left)):
        left, right = right, left  # the object that the check file made decides
    elif id(type(left)) not in check_file_classes:
        refuse_universal_equality(left, right)
        left, right = comparable_pair(left, right)
    is_equal = bool(left == right)
    has_own = defines_method(type(left), "__ne__") or defines_method(type(right), "__ne__")
    if has_own and is_equal is bool(left != right):
        raise AssertionError("An object that is equal and unequal at once is not accepted.")
    return is_equal


def compare_membership(item: Any, container: Any) -> bool:
    """Whether the item is in the container."""
    kind = type(container)
    if is_opaque(container):
        raise own_judgement(container, "its own code would decide what is in it.")
    if defines_method(kind, "__contains__") and is_named(kind):
        if sum(_is_true(operator.contains, container, probe) for probe in (object(), "\x7f?", 7919.5)) > 1:
            raise AssertionError("An object that contains everything is not accepted.")
        return bool(item in container)
    if is_known(kind) and not any("__contains__" in dict_of(base) for base in mro_of(kind)):
        # iterators, and the values of a dict
        return any(part is item or compare_equality(part, item) for part in container)
    refuse_universal_equality(item, container)
    item, container = comparable_pair(item, container)
    return bool(item in container)


def _is_true(function: Callable[[Any, Any], Any], left: Any, right: Any) -> bool:
    """Whether the function returns true; False when it throws."""
    try:
        return bool(function(left, right))
    except BaseException:
        return False


def compare_order(left: Any, right: Any, sign: str) -> Any:
    """Compare the order of two values."""
    refuse_own_operators(left, right, sign)
    left, right = comparable_pair(left, right)
    result = OPERATORS[sign](left, right)
    has_own = defines_method(type(left), "__lt__", "__gt__") or defines_method(type(right), "__lt__", "__gt__")
    if has_own and result and sign in OPPOSITES and _is_true(OPERATORS[OPPOSITES[sign]], left, right):
        raise AssertionError("An object that is smaller and greater at once is not accepted.")
    return result


def refuse_own_operators(left: Any, right: Any, sign: str) -> None:
    """Raise when the answer's own object would decide an operation with a plain value."""
    for value, other in ((left, right), (right, left)):
        if is_opaque(value) and is_known(type(other)) and id(type(other)) not in check_file_classes:
            raise own_judgement(value, f"its own code would decide the result of {sign}.")


def arithmetic(left: Any, right: Any, sign: str) -> Any:
    """Compute a sum, a difference … of the check file."""
    if id(type(left)) in SCALARS and id(type(right)) in SCALARS:
        return OPERATORS[sign](left, right)
    if not (sign == "%" and issubclass(type(left), str)):
        refuse_own_operators(left, right, sign)
    return OPERATORS[sign](builtin_value(left), builtin_value(right))


def compare_chain(signs: tuple[str, ...], *values: Any) -> bool:
    """Make a chained comparison, like `a < b < c`."""
    for index, sign in enumerate(signs):
        if sign in ("is", "is not"):
            if (values[index] is values[index + 1]) is (sign == "is not"):
                return False
        elif not compare(values[index], values[index + 1], sign):
            return False
    return True


def is_true(value: Any) -> bool:
    """Whether a value counts as true, as a built-in value."""
    kind = type(value)
    if is_known(kind) or is_named(kind):
        return bool(value)
    if builtin_base_of(kind) is not None:
        return bool(builtin_value(value))
    if defines_method(kind, "__bool__", "__len__"):
        raise own_judgement(value, "its own code would decide whether it is true.")
    return True


def is_instance(value: Any, kinds: Any) -> bool:
    """Do what isinstance does, without reading the class that the value gives itself."""
    if is_known(type(value)):
        return isinstance(value, kinds)
    return issubclass(type(value), kinds)


def all_true(values: Iterable[Any]) -> bool:
    """Do what the built-in all does."""
    return all(map(is_true, values))


def any_true(values: Iterable[Any]) -> bool:
    """Do what the built-in any does."""
    return any(map(is_true, values))


def assert_message(number: int) -> str:
    """Return the message for an assert without one: its text, and the last comparison."""
    text, last_comparison.text = last_comparison.text, ""
    message = f"{assert_texts[number]}{': ' if text else ''}{text}"
    note_failure(message)
    return message


def note_failure(message: Any) -> Any:
    """Remember the message of an assertion that fails, and return it. The check fails even if the answer catches it."""
    first_failure.text = first_failure.text or short_repr(message)
    return message


def caught_failure() -> str:
    """Return the message for a check that ended well although an assertion failed in it; "" when none failed."""
    text, first_failure.text = first_failure.text, ""
    if not text or not first_failure.counts:
        return ""
    return f"An assertion failed, and the answer caught its exception: {text}"


def plain_value(value: Any) -> Any:
    """Return the value as built-in values, for a comparison inside a function of C."""
    return comparable_pair(value, None)[0] if objects_with_equality(value) else value


def operator_function(name: str) -> Callable[..., Any]:
    """Return what the check file gets in place of a function of the module operator."""
    sign = COMPARISON_SIGNS[name]
    if sign == "in":
        return lambda container, item: compare_membership(item, container)
    return lambda left, right: compare(left, right, sign)


def library_part(module: str, name: str) -> Any:
    """Return what the check file gets in place of a part of the library (REPLACED_PARTS of python_rewrite)."""
    return operator_function(name) if module == "operator" else check_file_any[0]


def sort_values(values: Iterable[Any], /, *, key: Any = None, reverse: bool = False) -> list[Any]:
    """Do what sorted does, but order objects of the answer's classes by the built-in values that they extend."""
    items = list(values)
    if contains_answer_object(items):
        return sorted(items, key=lambda item: builtin_value(key(item) if key else item), reverse=reverse)
    return sorted(items, key=key, reverse=reverse)


def choose_by_value(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return min or max in the order of `sort_values`."""

    def choose(*values: Any, **named: Any) -> Any:
        key = named.get("key")
        items = list(values[0]) if len(values) == 1 else list(values)
        if contains_answer_object(items):
            named["key"] = lambda item: builtin_value(key(item) if key else item)
        return function(items, **named)

    return choose


def search_method(owner: Any, name: str) -> Any:
    """Return a method that searches for its argument in the owner, taken as the built-in value that it is."""
    kind = type(owner)
    if id(kind) in SCALARS or id(kind) in HASHED_CONTAINERS:
        return getattr(owner, name)
    is_sequence = issubclass(kind, list | tuple | collections.deque)
    if (
        name in ITEM_SEARCHES
        and is_sequence
        and id(kind) not in check_file_classes
        and not contains_answer_object(owner)
    ):
        search = getattr(owner, name)
        return lambda *values, **named: search(*map(plain_value, values[:1]), *values[1:], **named)
    if name == "remove":  # it changes the owner itself
        return getattr(owner, name)
    is_taken_as_builtin = not is_known(kind) and not is_named(kind) and builtin_base_of(kind) is not None
    if (is_taken_as_builtin or (is_sequence and is_known(kind))) and contains_answer_object(owner):
        owner = comparable_pair(owner, None)[0]
    return getattr(owner, name)
