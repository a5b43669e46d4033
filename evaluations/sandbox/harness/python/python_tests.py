"""Find the checks that a Python check file defines, and run each of them."""

from __future__ import annotations

import ast
import types
import unittest
from asyncio import Runner
from collections.abc import Callable
from typing import Any

from evaluations.sandbox.harness.python.python_compare import caught_failure, describe
from evaluations.sandbox.harness.python.python_guard import loop_classes
from evaluations.sandbox.harness.python.python_values import mro_of

Check = dict[str, Any]
missing_name: Callable[[BaseException], Any] = vars(ImportError)["name"].__get__
Test = tuple[str, Callable[[], Any]]


def failure_of(exc: BaseException) -> tuple[str, str]:
    """Return kind and message of an exception that a check threw."""
    kind = type(exc)
    if issubclass(kind, unittest.SkipTest):
        return "assertion", f"The check was left while it ran ({describe(exc)}): only its own decorator can skip it."
    if issubclass(kind, AssertionError):
        return "assertion", describe(exc).removeprefix("AssertionError: ")
    if issubclass(kind, ModuleNotFoundError):
        return "missing", f"Cannot resolve {missing_name(exc)!r}: {describe(exc)}"
    return ("memory" if issubclass(kind, MemoryError) else "exception"), describe(exc)


def run_check(name: str, body: Callable[[], Any]) -> Check:
    """Run one check."""
    kind = message = ""
    try:
        result = body()
        if type(result) is types.CoroutineType:
            run_coroutine(result)
    except BaseException as exc:
        kind, message = failure_of(exc)
    caught = caught_failure()
    if caught and not kind:
        kind, message = "assertion", caught
    return {"name": name, "verdict": "failed" if kind else "passed", "message": message, "kind": kind, "duration_ms": 0}


def run_coroutine(work: Any) -> None:
    """Run an asynchronous check on its own loop."""
    with Runner(loop_factory=loop_classes[0]) as runner:
        runner.run(work)


def skipped_check(name: str, why: str) -> Check:
    """Return the report of a check that its own decorator skips."""
    return {"name": name, "verdict": "skipped", "message": why[:2000], "kind": "skipped", "duration_ms": 0}


def find_tests(tree: ast.Module, names: dict[str, Any]) -> list[Test | Check]:
    """Return the checks that a file defines: functions test_*, and methods of unittest's cases."""
    tests: list[Test | Check] = []
    marked = names_with_skip_decorator(tree)
    for node in tree.body:
        value: Any = names.get(getattr(node, "name", ""))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            if value is not None and not node.args.args:
                tests.append(skip_report(node.name, value, marked) or (node.name, value))
        elif isinstance(node, ast.ClassDef) and issubclass(type(value), type):
            is_case = issubclass(value, unittest.TestCase)
            if is_case:
                methods = unittest.TestLoader().getTestCaseNames(value)
            elif node.name.startswith("Test"):
                methods = [name for name in vars(value) if name.startswith("test")]
            else:
                continue
            tests += [_method_test(value, name, marked, is_case and i == 0) for i, name in enumerate(methods)]
    return tests


def _method_test(owner: Any, name: str, marked: set[str], is_first: bool) -> Test | Check:
    label = f"{owner.__name__}.{name}"
    function = next(vars(kind)[name] for kind in mro_of(owner) if name in vars(kind))
    if skip := skip_report(label, owner, marked) or skip_report(label, function, marked):
        return skip
    if issubclass(owner, unittest.TestCase):
        return label, _method(owner, name, function, is_first)
    return label, lambda: getattr(owner(), name)()


def names_with_skip_decorator(tree: ast.Module) -> set[str]:
    """Return functions and classes with one of unittest's skip decorators, or with one made from them."""
    decorators = ["skip"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and "skip" in ast.unparse(node.value).lower():
            decorators += [target.id for target in node.targets if isinstance(target, ast.Name)]
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            text = " ".join(map(ast.unparse, node.decorator_list))
            if any(decorator in text for decorator in decorators):
                names.add(node.name)
    return names


def skip_report(label: str, value: Any, marked: set[str]) -> Check | None:
    """Return the report of a check with unittest's skip mark, if its source has a decorator that sets it."""
    names = [kind.__name__ for kind in mro_of(value)] if isinstance(value, type) else [getattr(value, "__name__", "")]
    if marked.intersection(names) and getattr(value, "__unittest_skip__", False):
        return skipped_check(label, str(getattr(value, "__unittest_skip_why__", "")))
    return None


def _method(owner: type[unittest.TestCase], name: str, function: Any, is_first: bool) -> Callable[[], Any]:
    def run_method() -> None:
        if is_first:
            owner.setUpClass()
        test = owner(name)
        vars(test)[name] = function.__get__(test)
        test.debug()

    return run_method
