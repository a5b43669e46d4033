"""What the Worker watches: the dicts behind modules, classes and the list of modules.

It hears of each change from the interpreter itself. So nothing in Python can be made to look away, and a replacement is
noticed also when it is put back at once.
"""

from __future__ import annotations

import dis
import json
import sys
import types
from collections.abc import Iterator
from typing import Any

from evaluations.sandbox.harness.python.python_guard import library, raw_dict
from evaluations.sandbox.harness.python.python_values import HEAP, flags_of, known

STORES = {dis.opmap["STORE_GLOBAL"], dis.opmap["DELETE_GLOBAL"]}
FREE = {
    "sys": [
        *("stdin", "stdout", "stderr", "argv", "path", "dont_write_bytecode", "ps1", "ps2"),
        *("excepthook", "displayhook", "unraisablehook", "breakpointhook"),
        *("last_exc", "last_type", "last_value", "last_traceback"),
    ],
    "os": ["environ"],
}
told: set[int] = set()
DATA = list(map(id, (type(None), bool, int, float, str, bytes, list, dict, tuple, set)))


def codes_of(owner: Any, module: types.ModuleType) -> Iterator[types.CodeType]:
    """Code of the functions that a module or one of its classes defines."""
    for value in list(vars(owner).values()):
        if isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
            yield from nested(value.__code__)
        elif isinstance(value, type) and value.__module__ == module.__name__ and value is not owner:
            yield from codes_of(value, module)


def nested(code: types.CodeType) -> Iterator[types.CodeType]:
    """A function's code and that of the functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from nested(constant)


def own_state(module: types.ModuleType) -> list[str]:
    """Names that the module's own functions store anew."""
    stored = set()
    for code in codes_of(module, module):
        if STORES.intersection(code.co_code[::2]):
            stored |= {step.argval for step in dis.get_instructions(code) if step.opcode in STORES}
    return sorted(stored)


def objects_of(module: types.ModuleType) -> Iterator[tuple[str, dict[str, Any]]]:
    """The attributes of objects that a module keeps (json's encoder, asyncio's policy): a function there goes first."""
    for name, value in list(vars(module).items()):
        if not isinstance(value, type | types.ModuleType | types.FunctionType) and flags_of(type(value)) & HEAP:
            attributes = getattr(value, "__dict__", None)
            if type(attributes) is dict:
                yield name, attributes


def watched(trusted: tuple[int, ...] = ()) -> str:
    """The dicts that were not told yet, as JSON: address, label, what it belongs to, and names that may change.

    trusted: namespaces whose functions may replace something (the check file's, if it does).
    """
    rows: list[tuple[int, str, str, list[str]]] = []

    def add(owner: dict[str, Any], label: str, kind: str, free: list[str]) -> None:
        if id(owner) not in told:
            told.add(id(owner))
            rows.append((id(owner), label, kind, free))

    for name, module in list(sys.modules.items()):
        if isinstance(module, types.ModuleType) and id(vars(module)) not in told:
            library.add(id(vars(module)))
            add(vars(module), "" if name == "builtins" else name, "module", [*own_state(module), *FREE.get(name, ())])
            for place, value in objects_of(module):
                add(value, f"{name}.{place}", "object", [])
    for kind in list(known.values()):
        if id(kind) not in told:
            told.add(id(kind))
            add(raw_dict(kind), f"{kind.__module__}.{kind.__qualname__}", "class", [])
    modules = {"address": id(sys.modules), "names": list(sys.modules)}  # importing takes a new one out and in again
    return json.dumps({"str": id(str), "dicts": rows, "modules": modules, "trusted": trusted, "data": DATA})
