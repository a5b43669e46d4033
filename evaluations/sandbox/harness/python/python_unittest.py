"""unittest's assertions, asked of honest values."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from typing import Any

from evaluations.sandbox.harness.python.python_compare import is_instance, require_honest, require_judge, shown, truth
from evaluations.sandbox.harness.python.python_values import SCALARS, is_known, made, pair

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
JUDGED = {"In", "NotIn", "Less", "LessEqual", "Greater", "GreaterEqual", "AlmostEqual", "NotAlmostEqual"}


def teach_unittest() -> None:
    """unittest's assertions compare what values are, too."""
    case = unittest.TestCase
    for name in EQUALITIES:
        setattr(case, f"assert{name}", _honest(getattr(case, f"assert{name}"), name in JUDGED))
    for name, function in (("True", truth), ("False", truth)):
        setattr(case, f"assert{name}", _converted(getattr(case, f"assert{name}"), function))
    case.assertIsInstance = _of_kind(case.assertIsInstance, True)  # type: ignore[method-assign]
    case.assertNotIsInstance = _of_kind(case.assertNotIsInstance, False)  # type: ignore[method-assign]


def _honest(function: Callable[..., None], is_judged: bool) -> Callable[..., None]:
    def wrapper(case: Any, first: Any, second: Any, *rest: Any, **named: Any) -> None:
        if is_judged:
            require_judge(first, second, function.__name__)
        if id(type(first)) not in made and id(type(second)) not in made:
            require_honest(first, second)
            first, second = pair(first, second)
        function(case, first, second, *rest, **named)

    wrapper.__name__ = function.__name__
    return wrapper


def _converted(function: Callable[..., None], convert: Callable[[Any], Any]) -> Callable[..., None]:
    def wrapper(case: Any, expr: Any, msg: Any = None) -> None:
        function(case, expr if id(type(expr)) in SCALARS else convert(expr), msg)

    wrapper.__name__ = function.__name__
    return wrapper


def _of_kind(function: Callable[..., None], is_wanted: bool) -> Callable[..., None]:
    def wrapper(case: Any, obj: Any, cls: Any, msg: Any = None) -> None:
        if is_known(type(obj)):
            function(case, obj, cls, msg)
        elif is_instance(obj, cls) is not is_wanted:
            case.fail(msg or f"{shown(obj)} is {'not ' if is_wanted else ''}an instance of {cls!r}")

    wrapper.__name__ = function.__name__
    return wrapper
