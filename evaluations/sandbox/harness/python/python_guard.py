"""The Python lane's walls: what leads from the candidate to the checks or to JavaScript is refused or taken away.

The harness lives in namespaces that no module holds, and defines no class. Whatever leads there (frames, the garbage
collector, a function's globals) is refused by an audit hook, which CPython lets nobody remove. What the hook goes by is
in its closure.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys
import types
from collections.abc import Callable
from typing import Any

HOME = "/home/candidate"
DENIED = {
    "sys._getframe": "frames",
    "sys._current_frames": "frames",
    "sys._current_exceptions": "frames",
    "sys.settrace": "tracing",
    "sys.setprofile": "tracing",
    "sys.monitoring.register_callback": "tracing",
    "gc.get_objects": "the garbage collector's lists",
    "gc.get_referrers": "the garbage collector's lists",
    "gc.get_referents": "the garbage collector's lists",
    "sys.addaudithook": "audit hooks",
    "code.__new__": "hand-made bytecode",
    "cpython._PySys_ClearAuditHooks": "audit hooks",
    "marshal.load": "hand-made bytecode",
    "marshal.loads": "hand-made bytecode",
    "sys.remote_exec": "other interpreters",
}
FRAMES = {"tb_frame", "gi_frame", "cr_frame", "ag_frame", "gi_code", "cr_code", "ag_code"}
INNARDS = {"__globals__", "__closure__", "__code__", "__defaults__", "__kwdefaults__", "__builtins__"}
BRIDGES = {
    "js",
    "pyodide_js",
    "pyodide",
    "_pyodide",
    "_pyodide_core",
    "ctypes",
    "_ctypes",
    "_interpreters",
    "_interpchannels",
    "_interpqueues",
    "micropip",
    "_testcapi",
    "_testinternalcapi",
    "_testlimitedcapi",
}
ATTRIBUTES = ("object.__getattr__", "object.__setattr__", "object.__delattr__")
globals_of: Any = vars(types.FunctionType)["__globals__"].__get__
secret: set[int] = set()  # namespaces whose functions give nothing away
hidden: list[Any] = []  # keeps them, so that no other dict gets their id
unlisted: set[int] = set()  # classes that __subclasses__ leaves out
library: set[int] = set()  # namespaces of modules that were there before the candidate


loops: list[Any] = []  # the class that runs asynchronous checks
makers: list[Any] = []  # what makes extension modules, until no package may need it any more
may_read: list[bool] = []  # filled while the harness itself reads a function's code


def hide(namespace: dict[str, Any]) -> None:
    """Functions of this namespace give nothing away."""
    secret.add(id(namespace))
    hidden.append(namespace)


def text_of(name: Any) -> str:
    """A name, whatever a subclass of str says that it is."""
    return str.__str__(name) if issubclass(type(name), str) else ""


def missing(name: str) -> ModuleNotFoundError:
    """What Python says of a module that is not there."""
    return ModuleNotFoundError(f"No module named {name!r}", name=name)


def make_audit() -> Callable[[str, tuple[Any, ...]], None]:
    """The audit hook."""
    secret_ids, library_ids = secret, library
    function = types.FunctionType
    reading = may_read
    denied, frames, innards, bridges, attributes = DENIED, FRAMES, INNARDS, BRIDGES, ATTRIBUTES

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in denied:
            raise RuntimeError(f"There is no access to {denied[event]} here.")
        if event in attributes:
            owner, name = arguments[0], arguments[1]
            if name in frames:
                raise RuntimeError("There is no access to frames here.")
            if name in innards and type(owner) is function:
                place = id(globals_of(owner))
                if (place in secret_ids and not reading) or (event != attributes[0] and place in library_ids):
                    raise RuntimeError("There is no access to the harness here.")
        elif event == "import":
            if text_of(arguments[0]).partition(".")[0] in bridges:
                raise missing(text_of(arguments[0]))
            if arguments[1] is not None:
                raise RuntimeError("There are no extension modules here.")

    return audit


def raw_dict(kind: type) -> dict[str, Any]:
    """The dict behind a class's __dict__."""
    return gc.get_referents(vars(kind))[0]  # type: ignore[no-any-return]


def guard_functions() -> None:
    """What no audit event tells: a function's globals, closure and builtins, and the list of a class's subclasses."""
    kept = raw_dict(types.FunctionType)
    for name in ("__globals__", "__closure__", "__builtins__"):
        kept[name] = property(_guarded(kept[name].__get__))
    kept = raw_dict(type)
    kept["__subclasses__"] = _listed(kept["__subclasses__"])
    vars(gc)["set_debug"] = _refused("the garbage collector's lists")
    inspecting = vars(sys.modules["inspect"])
    inspecting["_has_code_flag"] = flags_of_code(inspecting["_has_code_flag"])
    sys._clear_internal_caches()  # type: ignore[attr-defined]


def _guarded(read: Any) -> Any:
    def guarded(owner: Any) -> Any:
        if type(owner) is types.FunctionType and id(globals_of(owner)) in secret:
            raise RuntimeError("There is no access to the harness here.")
        return read(owner)

    return guarded


def flags_of_code(original: Callable[[Any, int], bool]) -> Callable[[Any, int], bool]:
    """inspect's look at a function's flags (is it a coroutine?): checks with mocks need it of their own functions."""

    def _has_code_flag(f: Any, flag: int) -> bool:
        while type(f) is types.MethodType:
            f = f.__func__
        if type(f) is not types.FunctionType or id(globals_of(f)) not in secret:
            return original(f, flag)
        may_read.append(True)  # nothing of the candidate can run before it is taken back
        flags = f.__code__.co_flags
        may_read.clear()
        return bool(flags & flag)

    return _has_code_flag


def _listed(read: Any) -> Any:
    def __subclasses__(self: type) -> list[type]:
        return [kind for kind in read(self) if id(kind) not in unlisted]

    return __subclasses__


def _refused(what: str) -> Any:
    def refused(*_: Any) -> None:
        raise RuntimeError(f"There is no access to {what} here.")

    return refused


def find_nothing(name: str, *_: Any) -> None:
    """A finder that raises for what is closed: importlib's own functions raise no audit event."""
    if text_of(name).partition(".")[0] in BRIDGES:
        raise missing(text_of(name))


def close_importers() -> None:
    """Built-in modules are made once: a second `_imp` or `gc` would have what was taken away from the first."""
    core = vars(sys.modules["_imp"])
    create, frozen, loaded = core["create_builtin"], core["get_frozen_object"], frozenset(sys.modules)
    namespace = types.SimpleNamespace

    def create_builtin(spec: Any) -> types.ModuleType:
        name = text_of(spec.name)
        if not name or name.partition(".")[0] in BRIDGES or name in loaded:
            raise missing(name)
        return create(namespace(name=name))  # type: ignore[no-any-return]

    core["create_builtin"] = create_builtin
    core["get_frozen_object"] = lambda name: frozen(name)
    makers.append(core["create_dynamic"])
    core["create_dynamic"] = _refused("extension modules")


def import_packages(names: list[str]) -> None:
    """Modules of packages that are as trusted as the interpreter: they may be extension modules."""
    core = vars(sys.modules["_imp"])
    refuse, core["create_dynamic"] = core["create_dynamic"], makers.pop()
    try:
        for name in names:
            importlib.import_module(name)
    finally:
        core["create_dynamic"] = refuse


def seal() -> None:
    """Takes away the bridge to JavaScript and every way around it."""
    quiet_loop()
    for name in [name for name in sys.modules if name.partition(".")[0] in BRIDGES]:
        module = sys.modules.pop(name)
        if isinstance(module, types.ModuleType):
            hide(vars(module))
    finders = [finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__]
    sys.meta_path[:] = [types.SimpleNamespace(find_spec=find_nothing), *finders]
    close_importers()
    sys.dont_write_bytecode = True
    os.makedirs(HOME, exist_ok=True)
    os.chdir(HOME)
    sys.path[:] = [HOME, *(place for place in sys.path if place)]
    main = sys.modules["__main__"]
    vars(main).clear()
    vars(main).update(__name__="__main__", __builtins__=builtins)


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

        def set_debug(self, enabled: bool) -> None:
            super().set_debug(False)  # debugging reads frames

        def _make_self_pipe(self) -> None: ...

        def _close_self_pipe(self) -> None: ...

        def _write_to_self(self) -> None: ...

    class Policy(asyncio.events._BaseDefaultEventLoopPolicy):  # type: ignore[misc,name-defined]
        _loop_factory = Loop

    vars(asyncio.events)["_event_loop_policy"] = Policy()
    vars(asyncio)["run"] = vars(sys.modules["asyncio.runners"])["run"]
    time.sleep = plain_sleep
    asyncio._set_running_loop(None)
    loops.append(Loop)
    sys.modules["unittest.async_case"].IsolatedAsyncioTestCase.loop_factory = Loop
    unlisted.update(map(id, (Waiting, Loop, Policy)))


def import_early(names: list[str]) -> None:
    """The modules that the checks use, before the candidate runs."""
    for name in names:
        try:
            importlib.import_module(name)
        except BaseException:
            continue
