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

from evaluations.sandbox.harness.python.python_check_file import (
    SOURCE,
    catches_assertions,
    imports_of,
    names_from_answer,
    replaces_library_parts,
    runs_answer_itself,
    subscript_keys,
    tested_builtins,
    uses_eval_or_exec,
)
from evaluations.sandbox.harness.python.python_compare import (
    all_true,
    any_true,
    arithmetic,
    assert_message,
    choose_by_value,
    compare,
    compare_chain,
    describe,
    first_failure,
    is_instance,
    is_true,
    library_part,
    note_failure,
    own_judgement,
    plain_value,
    search_method,
    sort_values,
)
from evaluations.sandbox.harness.python.python_guard import (
    HOME,
    check_namespace_ids,
    extension_loaders,
    globals_of,
    guard_functions,
    guard_namespaces,
    hidden_class_ids,
    import_before_answer,
    import_packages,
    make_audit_hook,
    no_exec_ids,
    original_builtins,
    protect,
    seal,
)
from evaluations.sandbox.harness.python.python_rewrite import rewrite, rewrite_source
from evaluations.sandbox.harness.python.python_tests import failure_of, find_tests, run_check
from evaluations.sandbox.harness.python.python_unittest import patch_mock, patch_unittest
from evaluations.sandbox.harness.python.python_values import (
    builtin_value,
    check_file_classes,
    is_known,
    is_opaque,
    known_classes,
    mark_classes_known,
    mro_of,
    named_classes,
    objects_with_equality,
    random_order,
)
from evaluations.sandbox.harness.python.python_watch import keep_rebound_names, new_watched_dicts

CHECK_FUNCTIONS: dict[str, Any] = {
    "compare": compare,
    "compare_chain": compare_chain,
    "is_true": is_true,
    "arithmetic": arithmetic,
    "search_method": search_method,
    "assert_message": assert_message,
    "note_failure": note_failure,
    "plain_value": plain_value,
    "library_part": library_part,
    "builtin_value": builtin_value,
    "evaluated_code": lambda function, source, mode: evaluated_code(function, source, mode),
}
case: Any = types.SimpleNamespace()  # data of the one case that the interpreter serves
quote: Callable[[str], str] = json.encoder.encode_basestring_ascii

PACKAGES = "/home/packages"  # packages with the rights of an answer
SITE_PACKAGES = next(place for place in sys.path if place.endswith("site-packages"))
FREQUENT_MODULES = (  # answers import them often
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
)
__all__ = ["begin", "execute", "install", "new_watched_dicts", "prepare", "seal"]


def prepare() -> None:
    """Prepare the snapshot: import modules that answers use often, and disable functions that return frames."""
    for name in FREQUENT_MODULES:
        importlib.import_module(name)
    guard_functions()
    guard_namespaces()
    for name in ("walk_tb", "walk_stack", "_walk_tb_with_full_positions"):
        vars(traceback)[name] = lambda _: iter(())
    vars(sys.modules["logging"])["_srcfile"] = None
    patch_unittest()
    patch_mock()
    protect_pattern_cache()
    ast.unparse(ast.parse("0"))  # loads the modules that it needs
    sys.modules["string"].Template("").substitute()  # its class compiles its pattern at the first use
    mark_classes_known()
    keep_rebound_names()


def protect_pattern_cache() -> None:
    """Keep the cache of compiled patterns where no other code can replace one."""
    expressions = sys.modules["re"]
    namespace = {**vars(expressions), "_cache": {}, "_cache2": {}}
    protect(namespace)
    original = vars(expressions)["_compile"]
    vars(expressions)["_compile"] = types.FunctionType(original.__code__, namespace, "_compile", original.__defaults__)


def install(given: tuple[list[tuple[str, bool]], list[str]]) -> str:
    """Unpack wheels, and import modules of trusted ones. Return what went wrong, else ""."""
    import zipfile

    wheels, modules = given
    try:
        for name, is_trusted in wheels:
            place = os.path.join("/tmp", name)
            with zipfile.ZipFile(place) as archive:
                archive.extractall(SITE_PACKAGES if is_trusted else PACKAGES)
            os.remove(place)
        importlib.invalidate_caches()
        import_packages(modules)
    except BaseException as exc:
        return describe(exc)
    mark_classes_known()
    return ""


def begin(job: dict[str, Any], seed: int) -> str:
    """Do everything that comes before the answer's first line. Return what the Worker has to watch, as JSON."""
    random_order.seed(seed)
    extension_loaders.clear()
    case.result = {"stage": "build", "error": "", "checks": [], "isScript": False, "limit": False}
    case.result["error"] = build(job)
    case.check_names = {}
    protect(case.check_names)
    check_namespace_ids.add(id(case.check_names))
    trusted: tuple[int, ...] = ()
    if not case.result["error"] and replaces_library_parts(case.checks_tree):
        trusted = (id(case.check_names), id(globals_of(find_tests)))
    watched_dicts = new_watched_dicts(trusted)
    if not case.result["error"] and not case.uses_eval_or_exec:
        no_exec_ids.add(id(case.check_names))
    case.answer_module = make_answer_module(job["entry"])
    job.clear()
    return watched_dicts


def build(job: dict[str, Any]) -> str:
    """Compile entry and checks. Return the first fault, else ""."""
    trees: dict[str, ast.Module] = {}
    if error := parse_files(job, trees):
        return error
    checks = trees[job["checksPath"]]
    own = {place.removesuffix(".py").replace("/", ".") for place in job["files"]}
    own |= {name.rpartition(".")[2] for name in own}
    import_before_answer([name for name in imports_of(checks) if name.partition(".")[0] not in own])
    mark_classes_known()
    case.checks_path, case.needed_names = job["checksPath"], names_from_answer(checks, own)
    case.checks_tree = ast.parse(job["checks"], job["checksPath"])
    case.answer_source, case.answer_modules = job["files"][job["entry"]], own
    case.runs_itself, case.uses_eval_or_exec = runs_answer_itself(checks), uses_eval_or_exec(checks)
    first_failure.counts = not catches_assertions(checks)
    case.answer_code = compile("" if case.runs_itself else case.answer_source, job["entry"], "exec", dont_inherit=True)
    case.checks_code = compile(rewrite(checks, own), job["checksPath"], "exec", dont_inherit=True)
    case.builtins = check_file_builtins()
    if case.runs_itself:
        case.subscript_keys = subscript_keys(checks)
        case.builtins["exec"] = run_answer
    write_files(job)
    return ""


def parse_files(job: dict[str, Any], trees: dict[str, ast.Module]) -> str:
    """Parse the checks, then the answer's files, into trees. Return the first fault, else ""."""
    checks_path = job["checksPath"]
    sources = {**job["files"], checks_path: job["checks"]}
    for path in sorted(sources, key=lambda path: path != checks_path):
        source = sources[path]
        if path.endswith(".py") and not (path == job["entry"] and runs_answer_itself(trees.get(checks_path))):
            try:
                trees[path] = ast.parse(source, path)
                compile(source, path, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as exc:
                place = f", line {exc.lineno}" if isinstance(exc, SyntaxError) and exc.lineno else ""
                return f"{path}{place}: {describe(exc)}"
            except (RecursionError, MemoryError) as exc:
                return f"{path}: too deeply nested ({type(exc).__name__})."
    return ""


def check_file_builtins() -> dict[str, Any]:
    """Return the built-ins that the check file sees, with the functions that its rewritten code calls."""
    return {
        **vars(builtins),
        **original_builtins,
        "isinstance": is_instance,
        "all": all_true,
        "any": any_true,
        "sorted": sort_values,
        "min": choose_by_value(min),
        "max": choose_by_value(max),
        "__build_class__": build_class,
        **{f"bakeoff {name}": function for name, function in CHECK_FUNCTIONS.items()},
    }


def run_answer(code: str, names: dict[str, Any]) -> None:
    """Run the answer in place of exec, for a check file that runs it itself. Its values count as the answer's."""
    names["__builtins__"] = builtins
    exec(compile(code, "answer.py", "exec", dont_inherit=True), names)
    for key in case.subscript_keys & names.keys():
        value = names[key] = builtin_value(names[key])
        if is_opaque(value) or objects_with_equality(value):
            raise own_judgement(value, "its own code would decide what it equals.")


def evaluated_code(function: Any, source: Any, mode: str) -> Any:
    """Return what the check file gives to eval or exec: its text as rewritten code, anything else unchanged."""
    if (function is not eval and function is not exec) or type(source) is not str or case.runs_itself:
        return source
    return rewrite_source(source, mode, case.checks_path, case.answer_modules)


def write_files(job: dict[str, Any]) -> None:
    """Write the case's files and fixtures, where imports and open() find them."""
    fixtures = {name: binascii.a2b_base64(text) for name, text in job["fixtures"].items()}
    for path, content in [*job["files"].items(), *fixtures.items()]:
        place = os.path.normpath(os.path.join(HOME, path))
        if not place.startswith(HOME + "/"):
            continue
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


def build_class(*arguments: Any, **named: Any) -> Any:
    """Build a class of the check file, which counts as its own and which the answer cannot find."""
    kind = original_build_class(*arguments, **named)
    if issubclass(type(kind), type):
        hidden_class_ids.add(id(kind))
        if all(is_known(base) for base in mro_of(kind)[1:]):
            known_classes[id(kind)] = check_file_classes[id(kind)] = kind
    return kind


original_build_class = builtins.__build_class__


def make_answer_module(entry: str) -> types.ModuleType:
    """Make the candidate's module, named like its file."""
    name = entry.removesuffix(".py").replace("/", ".")
    module = types.ModuleType(name)
    vars(module).update(__file__=os.path.join(HOME, entry), __builtins__=builtins)
    sys.modules[name] = sys.modules[name.rpartition(".")[2]] = module
    return module


def run_module() -> dict[str, Any]:
    """Run the candidate's module, and return its names."""
    names: dict[str, Any] = vars(case.answer_module)
    exec(case.answer_code, names)
    return names


def check_file_names(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the names that the check file sees. The answer replaces a built-in only if the checks test that name."""
    given = {str.__str__(key): value for key, value in answer.items() if issubclass(type(key), str) and key[:2] != "__"}
    clash = given.keys() & case.builtins.keys()
    if not case.needed_names & given.keys() - clash:
        clash -= tested_builtins(case.checks_tree, clash & case.needed_names)
    for name in case.needed_names & given.keys():
        named = given[name]
        if issubclass(type(named), type) and not is_known(named):
            named_classes.add(id(named))
    visible: dict[str, Any] = case.check_names
    visible |= {key: value for key, value in given.items() if key not in clash}
    if case.runs_itself:
        visible[SOURCE] = case.answer_source
    visible |= {"__name__": "checks", "__builtins__": case.builtins}
    return visible


def execute() -> str:
    """Run the answer and its checks. Return the result as JSON. Never raises."""
    result = case.result
    if not result["error"]:
        sys.addaudithook(make_audit_hook())
        sys.path.append(PACKAGES)  # only now: packages there have the rights of an answer
        result["stage"] = "load"
        try:
            run_checks(result, check_file_names(run_module()))
        except BaseException as exc:
            kind, result["error"] = failure_of(exc)
            result["stage"] = "build" if kind == "missing" else "load"
            result["limit"] = kind == "memory"
    result["limit"] = result["limit"] or any(check["kind"] == "memory" for check in result["checks"])
    return to_json(result)


def run_checks(result: dict[str, Any], names: dict[str, Any]) -> None:
    """Run the check file, then the checks that it defines."""
    script = run_check(case.checks_path, lambda: exec(case.checks_code, names))
    tests = find_tests(case.checks_tree, names)
    if script["kind"] == "missing" or (script["kind"] == "exception" and tests):
        result["stage"], result["error"] = ("build" if script["kind"] == "missing" else "load"), script["message"]
        return
    checks = [script]
    if tests and script["verdict"] != "failed":
        checks = [test if isinstance(test, dict) else run_check(*test) for test in tests]
    if missing := next((check for check in checks if check["kind"] == "missing"), None):
        result["stage"], result["error"] = "build", missing["message"]
        return
    result.update(stage="checks", isScript=not tests, checks=checks)


def to_json(value: Any) -> str:
    """Return plain data as JSON, without functions that the answer could have replaced."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(to_json(item) for item in value)}]"
    return "{" + ",".join(f"{quote(key)}:{to_json(item)}" for key, item in value.items()) + "}"
