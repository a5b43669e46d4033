"""The Python lane's harness, inside the candidate's interpreter: build, load, run the checks."""

from __future__ import annotations

import ast
import binascii
import builtins
import importlib
import os
import sys
import traceback
import types
import unittest
from collections.abc import Callable
from typing import Any

from evaluations.sandbox.harness.python_compare import Rewriter, describe, honest, same, told
from evaluations.sandbox.harness.python_guard import HOME, guard_functions, hide, remember, require_intact, seal, state

Check = dict[str, Any]


__all__ = ["prepare", "run", "seal"]


def prepare() -> None:
    """Before the snapshot: modules that answers use often, and functions that give frames away made harmless."""
    for name in (
        "json", "math", "re", "typing", "collections", "collections.abc", "random", "itertools", "functools", "heapq",
        "bisect", "string", "copy", "datetime", "dataclasses", "enum", "operator", "decimal", "fractions", "statistics",
        "cmath", "abc", "contextlib", "hashlib", "io", "time", "textwrap", "unittest", "unittest.mock", "inspect",
        "array", "asyncio", "queue", "threading", "logging", "pprint", "warnings", "traceback", "types", "weakref",
    ):  # fmt: skip
        importlib.import_module(name)
    guard_functions()
    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        vars(traceback)[name] = lambda _: iter(())
    vars(sys.modules["logging"])["_srcfile"] = None
    for name in ("assertEqual", "assertIn", "assertAlmostEqual", "assertCountEqual", "assertListEqual"):
        setattr(unittest.TestCase, name, honest(getattr(unittest.TestCase, name)))


def imports_of(tree: ast.AST) -> list[str]:
    """Modules that a file asks for."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module)
    return found


class Stage(Exception):
    """The case ends here: stage, error."""


def build(job: dict[str, Any]) -> tuple[types.CodeType, types.CodeType, ast.Module]:
    """Entry and checks compiled. Raises Stage with the first fault."""
    trees = {}
    for path, source in {**job["files"], job["checksPath"]: job["checks"]}.items():
        if path.endswith(".py"):
            try:
                trees[path] = ast.parse(source, path)
                compile(source, path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as exc:
                place = f", line {exc.lineno}" if isinstance(exc, SyntaxError) and exc.lineno else ""
                raise Stage("build", f"{path}{place}: {describe(exc)}") from None
            except (RecursionError, MemoryError) as exc:
                raise Stage("build", f"{path}: too deeply nested ({type(exc).__name__}).") from None
    checks = trees[job["checksPath"]]
    own = {place.rpartition("/")[2].removesuffix(".py") for place in job["files"]}
    remember([name for name in imports_of(checks) if name.partition(".")[0] not in own])
    checks = ast.fix_missing_locations(Rewriter().visit(checks))
    entry = compile(job["files"][job["entry"]], job["entry"], "exec", dont_inherit=True)
    return entry, compile(checks, job["checksPath"], "exec", dont_inherit=True), checks


def write(job: dict[str, Any]) -> None:
    """The case's files and fixtures, where imports and open() find them."""
    fixtures = {name: binascii.a2b_base64(text) for name, text in job["fixtures"].items()}
    for path, content in [*job["files"].items(), *fixtures.items()]:
        place = os.path.normpath(os.path.join(HOME, path))
        if not place.startswith(HOME + "/"):
            continue
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


def load(job: dict[str, Any], code: types.CodeType) -> dict[str, Any]:
    """The candidate as a module of its file's name."""
    name = job["entry"].removesuffix(".py").replace("/", ".")
    module = types.ModuleType(name)
    vars(module).update(__file__=os.path.join(HOME, job["entry"]), __builtins__=builtins)
    sys.modules[name] = sys.modules[name.rpartition(".")[2]] = module
    exec(code, vars(module))
    return vars(module)


def outcome(exc: BaseException) -> tuple[str, str]:
    """Kind and message of what a check threw."""
    if isinstance(exc, unittest.SkipTest):
        return "skipped", describe(exc)
    if isinstance(exc, AssertionError):
        text = describe(exc)
        return "assertion", text.removeprefix("AssertionError: ")
    return ("memory" if isinstance(exc, MemoryError) else "exception"), describe(exc)


def one(name: str, body: Callable[[], Any]) -> Check:
    """Runs one check."""
    kind = message = ""
    try:
        result = body()
        if isinstance(result, types.CoroutineType):
            sys.modules["asyncio"].run(result)
        require_intact()
    except BaseException as exc:
        kind, message = outcome(exc)
        if isinstance(exc, ModuleNotFoundError):
            raise Stage("build", f"Cannot resolve {exc.name!r}: {describe(exc)}") from None
    verdict = {"": "passed", "skipped": "skipped"}.get(kind, "failed")
    return {"name": name, "verdict": verdict, "message": message, "kind": kind, "duration_ms": 0}


def tests_of(tree: ast.Module, names: dict[str, Any]) -> list[tuple[str, Callable[[], Any]]]:
    """The checks a file defines: functions test_*, and methods of unittest's cases."""
    found: list[tuple[str, Callable[[], Any]]] = []
    for node in tree.body:
        value = names.get(getattr(node, "name", ""))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            if value is not None and not node.args.args:
                found.append((node.name, value))
        elif isinstance(node, ast.ClassDef) and isinstance(value, type) and issubclass(value, unittest.TestCase):
            methods = unittest.TestLoader().getTestCaseNames(value)
            found += [(f"{node.name}.{name}", _method(value, name, i == 0)) for i, name in enumerate(methods)]
        elif isinstance(node, ast.ClassDef) and isinstance(value, type) and node.name.startswith("Test"):
            methods = [name for name in vars(value) if name.startswith("test")]
            found += [(f"{node.name}.{name}", _plain_method(value, name)) for name in methods]
    return found


def _method(owner: type[unittest.TestCase], name: str, is_first: bool) -> Callable[[], Any]:
    def run_method() -> None:
        if is_first:
            owner.setUpClass()
        owner(name).debug()

    return run_method


def _plain_method(owner: type, name: str) -> Callable[[], Any]:
    return lambda: getattr(owner(), name)()


def run(job: dict[str, Any]) -> dict[str, Any]:
    """One case, from source to results. Never raises."""
    result: dict[str, Any] = {
        "stage": "build",
        "error": "",
        "checks": [],
        "isScript": False,
        "tampered": "",
        "limit": False,
    }
    try:
        write(job)
        entry, code, tree = build(job)
        result["stage"] = "load"
        names = load(job, entry)
        inner = {**{key: value for key, value in names.items() if key[:2] != "__"}, "__name__": "checks"}
        inner["__builtins__"] = {**state.before[-1][2]}
        inner |= {"bakeoff same": same, "bakeoff told": told}
        hide(inner)
        check_all(job, result, (code, tree), inner)
    except Stage as exc:
        result["stage"], result["error"] = exc.args
    except BaseException as exc:
        result["error"] = describe(exc)
        if isinstance(exc, ModuleNotFoundError):
            result["stage"], result["error"] = "build", f"Cannot resolve {exc.name!r}: {describe(exc)}"
        result["limit"] = isinstance(exc, MemoryError)
    result["limit"] = result["limit"] or any(check["kind"] == "memory" for check in result["checks"])
    try:
        require_intact()
    except BaseException:
        result["tampered"] = state.tampered
    return result


def check_all(job: dict[str, Any], result: dict[str, Any], checks: tuple[Any, Any], names: dict[str, Any]) -> None:
    """The check file, then what it defines."""
    code, tree = checks
    script = one(job["checksPath"], lambda: exec(code, names))
    tests = tests_of(tree, names)
    if script["kind"] == "exception" and tests:
        raise Stage("load", script["message"])
    result["stage"] = "checks"
    result["isScript"] = not tests
    result["checks"] = [script] if not tests or script["verdict"] == "failed" else [one(*test) for test in tests]
