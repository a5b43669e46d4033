"""unittest's assertions, made to compare built-in values instead of trusting the answer's objects."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from typing import Any

from evaluations.sandbox.harness.python.python_compare import (
    is_instance,
    is_true,
    refuse_own_operators,
    refuse_universal_equality,
    short_repr,
)
from evaluations.sandbox.harness.python.python_values import SCALARS, check_file_classes, comparable_pair, is_known

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
    for name, function in (("True", is_true), ("False", is_true)):
        setattr(case, f"assert{name}", _with_converted_value(getattr(case, f"assert{name}"), function))
    case.assertIsInstance = _of_kind(case.assertIsInstance, True)  # type: ignore[method-assign]
    case.assertNotIsInstance = _of_kind(case.assertNotIsInstance, False)  # type: ignore[method-assign]


def _with_comparable_values(function: Callable[..., None], uses_operators: bool) -> Callable[..., None]:
    def wrapper(case: Any, first: Any, second: Any, *rest: Any, **named: Any) -> None:
        if uses_operators:
            refuse_own_operators(first, second, function.__name__)
        if id(type(first)) not in check_file_classes and id(type(second)) not in check_file_classes:
            refuse_universal_equality(first, second)
            first, second = comparable_pair(first, second)
        function(case, first, second, *rest, **named)

    wrapper.__name__ = function.__name__
    return wrapper


def _with_converted_value(function: Callable[..., None], convert: Callable[[Any], Any]) -> Callable[..., None]:
    def wrapper(case: Any, expr: Any, msg: Any = None) -> None:
        function(case, expr if id(type(expr)) in SCALARS else convert(expr), msg)

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
