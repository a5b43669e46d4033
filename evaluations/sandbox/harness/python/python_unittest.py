"""unittest's assertions, made to compare built-in values instead of trusting the answer's objects."""

from __future__ import annotations

import sys
import unittest
from collections.abc import Callable
from typing import Any, NoReturn

from evaluations.sandbox.harness.python.python_compare import (
    check_file_any,
    is_instance,
    is_true,
    note_failure,
    refuse_own_operators,
    refuse_universal_equality,
    short_repr,
)
from evaluations.sandbox.harness.python.python_guard import hidden_class_ids
from evaluations.sandbox.harness.python.python_values import (
    SCALARS,
    answer_like_classes,
    check_file_classes,
    comparable_pair,
    comparable_value,
    contains_answer_object,
    is_known,
)

EQUALITIES = (
    "Equal",
    "NotEqual",
    "In",
    "NotIn",
    "Less",
    "LessEqual",
    "Greater",
    "GreaterEqual",
    "AlmostEqual",
    "NotAlmostEqual",
    "CountEqual",
    "ListEqual",
    "TupleEqual",
    "SetEqual",
    "DictEqual",
    "SequenceEqual",
    "MultiLineEqual",
    "Regex",
    "NotRegex",
)
WITH_OPERATORS = {"In", "NotIn", "Less", "LessEqual", "Greater", "GreaterEqual", "AlmostEqual", "NotAlmostEqual"}


def patch_unittest() -> None:
    """Replace unittest's assertions by ones that compare built-in values."""
    case = unittest.TestCase
    for name in EQUALITIES:
        setattr(case, f"assert{name}", _with_comparable_values(getattr(case, f"assert{name}"), name in WITH_OPERATORS))
    case.fail = _noting_fail(case.fail)  # type: ignore[assignment]
    for name, function in (("True", is_true), ("False", is_true)):
        setattr(case, f"assert{name}", _with_converted_value(getattr(case, f"assert{name}"), function))
    case.assertIsInstance = _of_kind(case.assertIsInstance, True)  # type: ignore[method-assign]
    case.assertNotIsInstance = _of_kind(case.assertNotIsInstance, False)  # type: ignore[method-assign]


def patch_mock() -> None:
    """Let the calls of mocks compare built-in values. ANY counts as the answer's; the check file gets its own."""
    mock = sys.modules["unittest.mock"]
    answer_like_classes.add(id(type(mock.ANY)))

    class Anything:
        """Equals everything."""

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        def __repr__(self) -> str:
            return "<ANY>"

        __hash__ = None  # type: ignore[assignment]

    check_file_classes[id(Anything)] = Anything
    hidden_class_ids.add(id(Anything))
    check_file_any.append(Anything())
    call = mock._Call
    call.__eq__ = _comparing_values(call.__eq__, lambda value, bare: _comparable_call(call, value, bare))
    bound = sys.modules["inspect"].BoundArguments
    bound.__eq__ = _comparing_values(bound.__eq__, lambda value, bare: _comparable_arguments(bound, value, bare))


def _comparing_values(original: Callable[[Any, Any], Any], convert: Callable[[Any, list[Any]], Any]) -> Any:
    def __eq__(self: Any, other: Any) -> Any:
        if not contains_answer_object(self) and not contains_answer_object(other):
            return original(self, other)
        bare: list[Any] = []
        return original(convert(self, bare), convert(other, bare))

    return __eq__


def _comparable_call(kind: Any, call: Any, bare: list[Any]) -> Any:
    """Return a mock's call with built-in values as its arguments."""
    if type(call) is not kind:
        return comparable_value(call, bare)
    copy = tuple.__new__(kind, [comparable_value(part, bare) for part in tuple.__iter__(call)])
    vars(copy).update(vars(call))
    return copy


def _comparable_arguments(kind: Any, bound: Any, bare: list[Any]) -> Any:
    """Return the arguments of a call of a mock with a signature, as built-in values."""
    if type(bound) is not kind:
        return comparable_value(bound, bare)
    return kind(bound.signature, type(bound.arguments)(comparable_value(dict(bound.arguments), bare)))


def _with_comparable_values(function: Callable[..., None], uses_operators: bool) -> Callable[..., None]:
    def wrapper(case: Any, first: Any, second: Any, *rest: Any, **named: Any) -> None:
        if uses_operators:
            refuse_own_operators(first, second, function.__name__)
        if id(type(first)) not in check_file_classes and id(type(second)) not in check_file_classes:
            refuse_universal_equality(first, second)
            first, second = comparable_pair(first, second)
        _call_noting_failure(function, case, first, second, *rest, **named)

    wrapper.__name__ = function.__name__
    return wrapper


def _noting_fail(function: Callable[..., NoReturn]) -> Callable[..., None]:
    def fail(case: Any, msg: Any = None) -> None:
        _call_noting_failure(function, case, msg)

    return fail


def _call_noting_failure(assertion: Callable[..., None], *values: Any, **named: Any) -> None:
    """Call an assertion, and remember its failure."""
    try:
        assertion(*values, **named)
    except AssertionError as exc:
        note_failure(str(exc))
        raise


def _with_converted_value(function: Callable[..., None], convert: Callable[[Any], Any]) -> Callable[..., None]:
    def wrapper(case: Any, expr: Any, msg: Any = None) -> None:
        _call_noting_failure(function, case, expr if id(type(expr)) in SCALARS else convert(expr), msg)

    wrapper.__name__ = function.__name__
    return wrapper


def _of_kind(function: Callable[..., None], is_wanted: bool) -> Callable[..., None]:
    def wrapper(case: Any, obj: Any, cls: Any, msg: Any = None) -> None:
        if is_known(type(obj)):
            function(case, obj, cls, msg)
        elif is_instance(obj, cls) is not is_wanted:
            case.fail(msg or f"{short_repr(obj)} is {'not ' if is_wanted else ''}an instance of {cls!r}")

    wrapper.__name__ = function.__name__
    return wrapper
