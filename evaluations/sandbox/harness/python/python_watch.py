"""List what the Worker watches: the dicts behind modules, classes and the list of modules.

The interpreter itself reports each change to the Worker. So no Python code can prevent the report, and a replacement is
noticed even when it is undone at once.
"""

from __future__ import annotations

import dis
import json
import sys
import types
from collections.abc import Iterator
from typing import Any

from evaluations.sandbox.harness.python.python_guard import library_ids, raw_dict
from evaluations.sandbox.harness.python.python_values import HEAP_TYPE, flags_of, known_classes

STORES = {dis.opmap["STORE_GLOBAL"], dis.opmap["DELETE_GLOBAL"]}
CHANGEABLE = {
    "sys": [
        *("stdin", "stdout", "stderr", "argv", "path", "dont_write_bytecode", "ps1", "ps2"),
        *("excepthook", "displayhook", "unraisablehook", "breakpointhook"),
        *("last_exc", "last_type", "last_value", "last_traceback"),
    ],
    "os": ["environ"],
}
reported: set[int] = set()
# The rebound names of the modules in the snapshot, by the ids of their dicts, which are kept so that no other dict gets
# their id.
kept_names: dict[int, tuple[dict[str, Any], list[str]]] = {}
DATA_TYPES = list(map(id, (type(None), bool, int, float, str, bytes, list, dict, tuple, set)))


def codes_of(owner: Any, module: types.ModuleType) -> Iterator[types.CodeType]:
    """Yield the code of the functions that a module or one of its classes defines."""
    for value in list(vars(owner).values()):
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
            yield from nested_codes(value.__code__)
        elif isinstance(value, type) and value.__module__ == module.__name__ and value is not owner:
            yield from codes_of(value, module)


def nested_codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield a function's code and that of the functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from nested_codes(constant)


def rebound_names(module: types.ModuleType) -> list[str]:
    """Return the names that the module's own functions assign."""
    stored = set()
    for code in codes_of(module, module):
        if STORES.intersection(code.co_code[::2]):
            stored |= {step.argval for step in dis.get_instructions(code) if step.opcode in STORES}
    return sorted(stored)


def keep_rebound_names() -> None:
    """Read the functions of all modules before the snapshot is made, so that no interpreter has to do it again."""
    for name, module in list(sys.modules.items()):
        if isinstance(module, types.ModuleType) and name != "__main__":  # seal empties that one
            kept_names[id(vars(module))] = vars(module), rebound_names(module)


def module_objects(module: types.ModuleType) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the attributes of objects in a module (json's encoder, asyncio's policy): Python finds those first."""
    for name, value in list(vars(module).items()):
        if not isinstance(value, type | types.ModuleType | types.FunctionType) and flags_of(type(value)) & HEAP_TYPE:
            attributes = getattr(value, "__dict__", None)
            if type(attributes) is dict:
                yield name, attributes


def new_watched_dicts(trusted: tuple[int, ...] = ()) -> str:
    """Return the dicts not reported yet, as JSON: address, label, kind of owner, and names that may change.

    trusted: namespaces whose functions may replace something (the check file's, if it does).
    """
    rows: list[tuple[int, str, str, list[str]]] = []

    def add(owner: dict[str, Any], label: str, kind: str, free: list[str]) -> None:
        if id(owner) not in reported:
            reported.add(id(owner))
            rows.append((id(owner), label, kind, free))

    for name, module in list(sys.modules.items()):
        if isinstance(module, types.ModuleType) and id(vars(module)) not in reported:
            library_ids.add(id(vars(module)))
            label = "" if name == "builtins" else name
            _, rebound = kept_names.get(id(vars(module))) or ({}, rebound_names(module))
            add(vars(module), label, "module", [*rebound, *CHANGEABLE.get(name, ())])
            for place, value in module_objects(module):
                add(value, f"{name}.{place}", "object", [])
    for kind in list(known_classes.values()):
        if id(kind) not in reported:
            reported.add(id(kind))
            add(raw_dict(kind), f"{kind.__module__}.{kind.__qualname__}", "class", [])
    # An import takes a new module out of the list and puts it in again.
    modules = {"address": id(sys.modules), "names": list(sys.modules)}
    return json.dumps({"str": id(str), "dicts": rows, "modules": modules, "trusted": trusted, "data": DATA_TYPES})
