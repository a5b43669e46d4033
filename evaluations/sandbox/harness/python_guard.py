"""The Python lane's walls: what leads from the candidate to the checks or to JavaScript is refused or taken away.

The harness lives in namespaces that no module holds. Whatever leads there (frames, the garbage collector, a function's
globals) is refused by an audit hook, which CPython lets nobody remove.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys
import types
from typing import Any

HOME = "/home/candidate"
DENIED = {
    "sys._getframe": "frames", "sys._current_frames": "frames", "sys._current_exceptions": "frames",
    "sys.settrace": "tracing", "sys.setprofile": "tracing", "sys.monitoring.register_callback": "tracing",
    "gc.get_objects": "the garbage collector's lists", "gc.get_referrers": "the garbage collector's lists",
    "gc.get_referents": "the garbage collector's lists", "sys.addaudithook": "audit hooks",
    "code.__new__": "hand-made bytecode", "cpython._PySys_ClearAuditHooks": "audit hooks",
}  # fmt: skip
FRAMES = {"tb_frame", "gi_frame", "cr_frame", "ag_frame", "gi_code", "cr_code", "ag_code"}
INNARDS = {"__globals__", "__closure__", "__code__", "__defaults__", "__kwdefaults__", "__builtins__"}
BRIDGES = {
    "js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "ctypes", "_ctypes", "_interpreters", "_interpchannels",
    "_interpqueues", "micropip", "_testcapi", "_testinternalcapi", "_testlimitedcapi",
}  # fmt: skip
CHANGING = {"sys", "os", "random", "builtins"}  # modules whose own state an honest program changes
GLOBALS_OF: Any = vars(types.FunctionType)["__globals__"].__get__


class Refused(RuntimeError):
    """The code reached for what is closed to it."""


class State:
    """What one case gathers."""

    def __init__(self) -> None:
        self.is_sealed = self.is_asking = False
        self.tampered = ""
        self.secret: set[int] = set()
        self.hidden: list[dict[str, Any]] = []  # keeps them, so that no other dict gets their id
        self.texts: list[str] = []
        self.seen = ""
        self.before: list[tuple[str, Any, dict[str, Any]]] = []


state = State()


def audit(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses what would lead from the candidate to the checks or to this file."""
    if not state.is_sealed or state.is_asking:
        return
    if event in DENIED:
        raise Refused(f"There is no access to {DENIED[event]} here.")
    if event in ("object.__getattr__", "object.__setattr__", "object.__delattr__"):
        owner, name = arguments[0], arguments[1]
        if name in FRAMES:
            raise Refused("There is no access to frames here.")
        if name in INNARDS and is_ours(owner):
            raise Refused("There is no access to the harness here.")
    elif event == "import" and str(arguments[0]).partition(".")[0] in BRIDGES:
        raise missing(str(arguments[0]))


def missing(name: str) -> ModuleNotFoundError:
    """What Python says of a module that is not there."""
    return ModuleNotFoundError(f"No module named {name!r}", name=name)


def is_ours(owner: Any) -> bool:
    """Whether a function belongs to the harness, the checks or the bridge to JavaScript."""
    state.is_asking = True
    try:
        return isinstance(owner, types.FunctionType) and id(GLOBALS_OF(owner)) in state.secret
    finally:
        state.is_asking = False


def guard_functions() -> None:
    """A function's globals, closure and builtins are read without an audit event: guarded where the type keeps them."""
    kept: dict[str, Any] = gc.get_referents(vars(types.FunctionType))[0]
    for name in ("__globals__", "__closure__", "__builtins__"):
        kept[name] = property(_guarded(kept[name].__get__))
    sys._clear_internal_caches()  # type: ignore[attr-defined]


def _guarded(read: Any) -> Any:
    def guarded(owner: Any) -> Any:
        if state.is_sealed and is_ours(owner):
            raise Refused("There is no access to the harness here.")
        return read(owner)

    return guarded


class Closed:
    """Finds nothing: importlib's own functions raise no audit event."""

    @staticmethod
    def find_spec(name: str, *_: Any) -> None:
        """Raises for what is closed."""
        if name.partition(".")[0] in BRIDGES:
            raise missing(name)


def seal() -> None:
    """Takes away the bridge to JavaScript and every way around it."""
    quiet_loop()
    for name in [name for name in sys.modules if name.partition(".")[0] in BRIDGES]:
        module = sys.modules.pop(name)
        if not isinstance(module, types.ModuleType):
            continue
        hide(vars(module))
    finders = [finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__]
    sys.meta_path[:] = [Closed, *finders]
    own = {"create": vars(sys.modules["_imp"])["create_builtin"], "closed": frozenset(BRIDGES), "__builtins__": {}}
    own["missing"], own["str"] = missing, str
    exec(
        "def create_builtin(spec):\n"
        "    if str(spec.name) in closed: raise missing(str(spec.name))\n"
        "    return create(spec)",
        own,
    )
    hide(own)
    vars(sys.modules["_imp"])["create_builtin"] = own["create_builtin"]
    os.makedirs(HOME, exist_ok=True)
    os.chdir(HOME)
    sys.path[:] = [HOME, *(place for place in sys.path if place)]
    main = sys.modules["__main__"]
    vars(main).clear()
    vars(main).update(__name__="__main__", __builtins__=builtins)
    sys.addaudithook(audit)
    state.is_sealed = True


def hide(namespace: dict[str, Any]) -> None:
    """Functions of this namespace give nothing away."""
    state.secret.add(id(namespace))
    state.hidden.append(namespace)


def quiet_loop() -> None:
    """asyncio on a loop that only waits: there is nothing to listen to."""
    import asyncio
    import selectors
    import time

    plain_sleep = vars(sys.modules["pyodide.webloop"])["_orig_sleep"]

    class Waiting(selectors._BaseSelectorImpl):
        def select(self, timeout: float | None = None) -> list[Any]:
            time.sleep(max(timeout or 0, 0))
            return []

    class Loop(asyncio.SelectorEventLoop):
        def __init__(self) -> None:
            super().__init__(Waiting())

        def _make_self_pipe(self) -> None: ...

        def _close_self_pipe(self) -> None: ...

        def _write_to_self(self) -> None: ...

    class Policy(asyncio.events._BaseDefaultEventLoopPolicy):  # type: ignore[misc,name-defined]
        _loop_factory = Loop

    vars(asyncio.events)["_event_loop_policy"] = Policy()
    vars(asyncio)["run"] = vars(sys.modules["asyncio.runners"])["run"]
    time.sleep = plain_sleep
    asyncio._set_running_loop(None)


def remember(names: list[str]) -> None:
    """What the modules that the checks use are made of, before the candidate runs."""
    for name in names:
        try:
            module = importlib.import_module(name)
        except BaseException:
            continue
        for part in {name, name.partition(".")[0]}:
            module = sys.modules.get(part, module)
            if part in CHANGING:
                continue
            state.before.append((part, sys.modules.get(part), dict(vars(module))))
            for label, owner in list(vars(module).items()):
                if isinstance(owner, type) and owner.__flags__ & (1 << 9):
                    state.before.append((f"{part}.{label}", owner, dict(vars(owner))))
    state.before.append(("builtins", builtins, dict(vars(builtins))))


def require_intact() -> None:
    """Raises when a built-in is another than it was."""
    for label, owner, before in state.before:
        now = vars(owner)
        for name, value in before.items():
            if now.get(name, state) is not value and name not in ("_", "__warningregistry__", "__abstractmethods__"):
                state.tampered = state.tampered or (name if label == "builtins" else f"{label}.{name}")
        if "." not in label and label != "builtins" and sys.modules.get(label) is not owner:
            state.tampered = state.tampered or label
    if state.tampered:
        raise AssertionError(f"The code replaced the built-in {state.tampered}.")
