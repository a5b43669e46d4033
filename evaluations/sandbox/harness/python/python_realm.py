"""The Python lane's harness, inside the candidate's interpreter: build, load, run the checks."""

from __future__ import annotations

import ast
import binascii
import builtins
import importlib
import json
import os
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from evaluations.sandbox.harness.python.python_compare import (
    arithmetic,
    chain,
    describe,
    every,
    is_instance,
    method,
    refuse,
    same,
    some,
    told,
    truth,
)
from evaluations.sandbox.harness.python.python_guard import (
    HOME,
    globals_of,
    guard_functions,
    hide,
    import_early,
    import_packages,
    make_audit,
    makers,
    seal,
    unlisted,
)
from evaluations.sandbox.harness.python.python_rewrite import built_in_asked, free_names, replaces, rewrite
from evaluations.sandbox.harness.python.python_tests import one, outcome, tests_of
from evaluations.sandbox.harness.python.python_unittest import teach_unittest
from evaluations.sandbox.harness.python.python_values import (
    asked,
    exact,
    is_known,
    is_opaque,
    known,
    learn,
    made,
    mro_of,
    order,
    own_parts,
)
from evaluations.sandbox.harness.python.python_watch import watched

WORDS: dict[str, Any] = {
    "same": same,
    "chain": chain,
    "truth": truth,
    "arithmetic": arithmetic,
    "method": method,
    "told": told,
    "exact": exact,
}
SOURCE = "answer_source"  # a check file that uses this name runs the answer's text itself
case: Any = types.SimpleNamespace()  # of the one case that the interpreter serves
quote: Callable[[str], str] = json.encoder.encode_basestring_ascii

LATE = "/home/packages"  # packages with the rights of an answer
SITE = next(place for place in sys.path if place.endswith("site-packages"))
__all__ = ["begin", "execute", "install", "prepare", "seal", "watched"]


def prepare() -> None:
    """Before the snapshot: modules that answers use often, and functions that give frames away made harmless."""
    for name in (
        "json",
        "math",
        "re",
        "typing",
        "collections",
        "collections.abc",
        "random",
        "itertools",
        "functools",
        "heapq",
        "bisect",
        "string",
        "copy",
        "datetime",
        "dataclasses",
        "enum",
        "operator",
        "decimal",
        "fractions",
        "statistics",
        "cmath",
        "abc",
        "contextlib",
        "hashlib",
        "io",
        "time",
        "textwrap",
        "unittest",
        "unittest.mock",
        "inspect",
        "unittest.async_case",
        "array",
        "asyncio",
        "queue",
        "threading",
        "logging",
        "pprint",
        "warnings",
        "traceback",
        "types",
        "weakref",
    ):
        importlib.import_module(name)
    guard_functions()
    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        vars(traceback)[name] = lambda _: iter(())
    vars(sys.modules["logging"])["_srcfile"] = None
    teach_unittest()
    keep_patterns()
    ast.unparse(ast.parse("0"))  # loads what it needs
    sys.modules["string"].Template("").substitute()  # its class gets its pattern with the first use
    learn()


def keep_patterns() -> None:
    """Compiled patterns are remembered where nobody can put another in their place."""
    expressions = sys.modules["re"]
    place = {**vars(expressions), "_cache": {}, "_cache2": {}}
    hide(place)
    original = vars(expressions)["_compile"]
    vars(expressions)["_compile"] = types.FunctionType(original.__code__, place, "_compile", original.__defaults__)


def imports_of(tree: ast.AST) -> list[str]:
    """Modules that a file asks for."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return names


def install(given: tuple[list[tuple[str, bool]], list[str]]) -> str:
    """Unpacks wheels, and imports modules of trusted ones. What went wrong, else ""."""
    import zipfile

    wheels, modules = given
    try:
        for name, is_trusted in wheels:
            place = os.path.join("/tmp", name)
            with zipfile.ZipFile(place) as archive:
                archive.extractall(SITE if is_trusted else LATE)
            os.remove(place)
        importlib.invalidate_caches()
        import_packages(modules)
    except BaseException as exc:
        return describe(exc)
    learn()
    return ""


def begin(job: dict[str, Any], seed: int) -> str:
    """Everything that comes before the answer's first line. What the Worker has to watch, as JSON."""
    order.seed(seed)
    makers.clear()
    case.result = {"stage": "build", "error": "", "checks": [], "isScript": False, "limit": False}
    case.result["error"] = build(job)
    case.inner = {}
    hide(case.inner)
    trusted = (id(case.inner), id(globals_of(tests_of))) if not case.result["error"] and replaces(case.tree) else ()
    listed = watched(trusted)
    case.module = module_of(job["entry"])
    job.clear()
    return listed


def build(job: dict[str, Any]) -> str:
    """Entry and checks compiled. The first fault, else ""."""
    trees: dict[str, ast.Module] = {}
    checks_path = job["checksPath"]
    sources = {**job["files"], checks_path: job["checks"]}
    for path in sorted(sources, key=lambda path: path != checks_path):
        source = sources[path]
        if path.endswith(".py") and not (path == job["entry"] and is_run_by(trees.get(checks_path))):
            try:
                trees[path] = ast.parse(source, path)
                compile(source, path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as exc:
                place = f", line {exc.lineno}" if isinstance(exc, SyntaxError) and exc.lineno else ""
                return f"{path}{place}: {describe(exc)}"
            except (RecursionError, MemoryError) as exc:
                return f"{path}: too deeply nested ({type(exc).__name__})."
    checks = trees[checks_path]
    own = {place.removesuffix(".py").replace("/", ".") for place in job["files"]}
    own |= {name.rpartition(".")[2] for name in own}
    import_early([name for name in imports_of(checks) if name.partition(".")[0] not in own])
    learn()
    case.path, case.names = job["checksPath"], free_names(checks, own)
    case.tree = ast.parse(job["checks"], job["checksPath"])
    case.source = job["files"][job["entry"]]
    case.is_run = is_run_by(checks)
    case.code = compile("" if case.is_run else case.source, job["entry"], "exec", dont_inherit=True)
    case.checks = compile(rewrite(checks, own), job["checksPath"], "exec", dont_inherit=True)
    case.builtins = {
        **vars(builtins),
        "isinstance": is_instance,
        "all": every,
        "any": some,
        "__build_class__": build_class,
    }
    if case.is_run:
        case.keys = keys_of(checks)
        case.builtins["exec"] = run
    write(job)
    return ""


def is_run_by(checks: ast.Module | None) -> bool:
    """Whether the check file runs the answer itself."""
    return checks is not None and any(isinstance(node, ast.Name) and node.id == SOURCE for node in ast.walk(checks))


def keys_of(tree: ast.Module) -> set[str]:
    """Texts that the check file puts between square brackets."""
    parts = (
        node.slice.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    )
    return {part for part in parts if isinstance(part, str)}


def run(code: str, names: dict[str, Any]) -> None:
    """The exec of a check file that runs the answer itself. The code counts as the answer's, and so do its values."""
    names["__builtins__"] = builtins
    exec(compile(code, "answer.py", "exec", dont_inherit=True), names)
    for key in case.keys & names.keys():
        value = names[key] = exact(names[key])
        if is_opaque(value) or own_parts(value):
            raise refuse(value, "what it equals is its own word.")


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


def build_class(*arguments: Any, **named: Any) -> Any:
    """A class statement of the check file: the class is its own, and the answer does not find it."""
    kind = builtins_of_old(*arguments, **named)
    if issubclass(type(kind), type):
        unlisted.add(id(kind))
        if all(is_known(base) for base in mro_of(kind)[1:]):
            known[id(kind)] = made[id(kind)] = kind
    return kind


builtins_of_old = builtins.__build_class__


def module_of(entry: str) -> types.ModuleType:
    """The candidate's module, of its file's name."""
    name = entry.removesuffix(".py").replace("/", ".")
    module = types.ModuleType(name)
    vars(module).update(__file__=os.path.join(HOME, entry), __builtins__=builtins)
    sys.modules[name] = sys.modules[name.rpartition(".")[2]] = module
    return module


def load() -> dict[str, Any]:
    """The candidate's names after it ran."""
    names: dict[str, Any] = vars(case.module)
    exec(case.code, names)
    return names


def names_for(answer: dict[str, Any]) -> dict[str, Any]:
    """What the check file sees of the answer. A built-in stays what it is, unless it is what the checks are about."""
    given = {str.__str__(key): value for key, value in answer.items() if issubclass(type(key), str) and key[:2] != "__"}
    clash = given.keys() & case.builtins.keys()
    if not case.names & given.keys() - clash:
        clash -= built_in_asked(case.tree, clash & case.names)
    for name in case.names & given.keys():
        named = given[name]
        if issubclass(type(named), type) and not is_known(named):
            asked.add(id(named))
    inner: dict[str, Any] = case.inner
    inner |= {key: value for key, value in given.items() if key not in clash}
    if case.is_run:
        inner[SOURCE] = case.source
    inner |= {f"bakeoff {word}": function for word, function in WORDS.items()}
    inner |= {"__name__": "checks", "__builtins__": case.builtins}
    return inner


def execute() -> str:
    """The answer and its checks. The result as JSON. Never raises."""
    result = case.result
    if not result["error"]:
        sys.addaudithook(make_audit())
        sys.path.append(LATE)  # not before: what is there may run only as an answer does
        result["stage"] = "load"
        try:
            check_all(result, names_for(load()))
        except BaseException as exc:
            kind, result["error"] = outcome(exc)
            result["stage"] = "build" if kind == "missing" else "load"
            result["limit"] = kind == "memory"
    result["limit"] = result["limit"] or any(check["kind"] == "memory" for check in result["checks"])
    return as_json(result)


def check_all(result: dict[str, Any], names: dict[str, Any]) -> None:
    """The check file, then what it defines."""
    script = one(case.path, lambda: exec(case.checks, names))
    tests = tests_of(case.tree, names)
    if script["kind"] == "missing" or (script["kind"] == "exception" and tests):
        result["stage"], result["error"] = ("build" if script["kind"] == "missing" else "load"), script["message"]
        return
    checks = [script]
    if tests and script["verdict"] != "failed":
        checks = [test if isinstance(test, dict) else one(*test) for test in tests]
    if absent := next((check for check in checks if check["kind"] == "missing"), None):
        result["stage"], result["error"] = "build", absent["message"]
        return
    result.update(stage="checks", isScript=not tests, checks=checks)


def as_json(value: Any) -> str:
    """Plain data as JSON, by nothing that the answer could have replaced."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(as_json(item) for item in value)}]"
    return "{" + ",".join(f"{quote(key)}:{as_json(item)}" for key, item in value.items()) + "}"
