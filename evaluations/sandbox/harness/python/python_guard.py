"""Isolation of the Python lane: every way from the candidate to the checks or to JavaScript is refused or removed.

The harness is in namespaces that belong to no module, and it defines no class. An audit hook, which CPython never
removes, refuses every way to them (frames, the garbage collector, a function's globals). The hook's data is in its
closure.
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
INTERNALS = {"__globals__", "__closure__", "__code__", "__defaults__", "__kwdefaults__", "__builtins__"}
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
ATTRIBUTE_EVENTS = ("object.__getattr__", "object.__setattr__", "object.__delattr__")
globals_of: Any = vars(types.FunctionType)["__globals__"].__get__
protected_ids: set[int] = set()  # ids of namespaces whose functions show nothing of themselves
protected: list[Any] = []  # these namespaces, kept so that no other dict gets their id
hidden_class_ids: set[int] = set()  # ids of classes that __subclasses__ leaves out
library_ids: set[int] = set()  # ids of namespaces of modules that existed before the candidate


loop_classes: list[Any] = []  # the class that runs asynchronous checks
extension_loaders: list[Any] = []  # the loader of extension modules, until the last package is imported
reading_flags: list[bool] = []  # not empty while the harness itself reads a function's flags
reading_frame: list[bool] = []  # not empty while the harness itself reads a frame
check_namespace_ids: set[int] = set()  # ids of namespaces in which the check file runs
no_exec_ids: set[int] = set()  # ids of those in which eval and exec may run nothing
original_builtins: dict[str, Any] = {}  # the built-ins that guard_namespaces replaces
frame_at: Callable[[int], types.FrameType] = sys._getframe


def protect(namespace: dict[str, Any]) -> None:
    """Protect the functions of this namespace: they show nothing of themselves."""
    protected_ids.add(id(namespace))
    protected.append(namespace)


def plain_name(name: Any) -> str:
    """Return a name as plain text, also if a subclass of str has its own methods."""
    return str.__str__(name) if issubclass(type(name), str) else ""


def module_not_found(name: str) -> ModuleNotFoundError:
    """Return the error that Python raises for a module that does not exist."""
    return ModuleNotFoundError(f"No module named {name!r}", name=name)


def caller_namespace_id(depth: int) -> int:
    """Return the id of a caller's global names; 0 when there is no such caller."""
    reading_frame.append(True)  # no code of the candidate can run before it is cleared
    try:
        return id(frame_at(depth).f_globals)
    except ValueError:
        return 0
    finally:
        reading_frame.clear()


def make_audit_hook() -> Callable[[str, tuple[Any, ...]], None]:
    """Make the audit hook."""
    protected_namespaces, library_namespaces = protected_ids, library_ids
    function = types.FunctionType
    namespace_id = caller_namespace_id
    reading, in_frame, no_exec = reading_flags, reading_frame, no_exec_ids
    denied, frames, internals, bridges, attribute_events = DENIED, FRAMES, INTERNALS, BRIDGES, ATTRIBUTE_EVENTS

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in denied:
            if in_frame and event == "sys._getframe":
                return
            raise RuntimeError(f"There is no access to {denied[event]} here.")
        if event in attribute_events:
            owner, name = arguments[0], arguments[1]
            if name in frames:
                raise RuntimeError("There is no access to frames here.")
            if name in internals and type(owner) is function:
                namespace = id(globals_of(owner))
                is_change = event != attribute_events[0]
                if (namespace in protected_namespaces and not reading) or (
                    is_change and namespace in library_namespaces
                ):
                    raise RuntimeError("There is no access to the harness here.")
        elif event == "exec":
            if namespace_id(2) in no_exec:
                raise RuntimeError("There is no access to the checks here.")
        elif event == "import":
            if plain_name(arguments[0]).partition(".")[0] in bridges:
                raise module_not_found(plain_name(arguments[0]))
            if arguments[1] is not None:
                raise RuntimeError("There are no extension modules here.")

    return audit


def raw_dict(kind: type) -> dict[str, Any]:
    """Return the dict behind a class's __dict__."""
    return gc.get_referents(vars(kind))[0]  # type: ignore[no-any-return]


def guard_functions() -> None:
    """Guard what no audit event reports: a function's globals, closure and builtins, and a class's subclasses."""
    attributes = raw_dict(types.FunctionType)
    for name in ("__globals__", "__closure__", "__builtins__"):
        attributes[name] = property(_guarded(attributes[name].__get__))
    attributes = raw_dict(type)
    attributes["__subclasses__"] = _without_hidden_classes(attributes["__subclasses__"])
    vars(gc)["set_debug"] = _refused("the garbage collector's lists")
    inspect_names = vars(sys.modules["inspect"])
    inspect_names["_has_code_flag"] = code_flag_reader(inspect_names["_has_code_flag"])
    sys._clear_internal_caches()  # type: ignore[attr-defined]


def _guarded(read: Any) -> Any:
    def guarded(owner: Any) -> Any:
        if type(owner) is types.FunctionType and id(globals_of(owner)) in protected_ids:
            raise RuntimeError("There is no access to the harness here.")
        return read(owner)

    return guarded


def code_flag_reader(original: Callable[[Any, int], bool]) -> Callable[[Any, int], bool]:
    """Let inspect read the flags of protected functions (is it a coroutine?): checks with mocks need that."""

    def _has_code_flag(f: Any, flag: int) -> bool:
        while type(f) is types.MethodType:
            f = f.__func__
        if type(f) is not types.FunctionType or id(globals_of(f)) not in protected_ids:
            return original(f, flag)
        reading_flags.append(True)  # no code of the candidate can run before it is cleared
        flags = f.__code__.co_flags
        reading_flags.clear()
        return bool(flags & flag)

    return _has_code_flag


def _without_hidden_classes(read: Any) -> Any:
    def __subclasses__(self: type) -> list[type]:
        return [kind for kind in read(self) if id(kind) not in hidden_class_ids]

    return __subclasses__


def guard_namespaces() -> None:
    """Let globals, locals, vars and dir show nothing of the check file.

    They are functions of C, so they show the Python function that calls them, even a check: `list(iter(locals, None))`.
    """
    names = vars(builtins)
    for name in ("globals", "locals", "vars", "dir"):
        original_builtins[name] = names[name]
        names[name] = _without_check_names(names[name], name)


def _without_check_names(original: Callable[..., Any], name: str) -> Callable[..., Any]:
    def read(*owner: Any) -> Any:
        if owner:
            return original(*owner)
        reading_frame.append(True)  # no code of the candidate can run before it is cleared
        frame = frame_at(1)
        reading_frame.clear()
        if id(frame.f_globals) in check_namespace_ids:
            raise RuntimeError("There is no access to the checks here.")
        if name == "globals":
            return frame.f_globals
        names = frame.f_locals
        if name == "dir":
            return sorted(names)
        return names if type(names) is dict else dict(names)

    read.__name__ = read.__qualname__ = name
    return read


def _refused(what: str) -> Any:
    def refused(*_: Any) -> None:
        raise RuntimeError(f"There is no access to {what} here.")

    return refused


def refuse_bridges(name: str, *_: Any) -> None:
    """Raise for closed modules. It is a finder, because importlib's own functions raise no audit event."""
    if plain_name(name).partition(".")[0] in BRIDGES:
        raise module_not_found(plain_name(name))


def restrict_importers() -> None:
    """Let built-in modules be made only once: a second `_imp` or `gc` would have what the first one lost."""
    core = vars(sys.modules["_imp"])
    create, frozen, loaded = core["create_builtin"], core["get_frozen_object"], frozenset(sys.modules)
    namespace = types.SimpleNamespace

    def create_builtin(spec: Any) -> types.ModuleType:
        name = plain_name(spec.name)
        if not name or name.partition(".")[0] in BRIDGES or name in loaded:
            raise module_not_found(name)
        return create(namespace(name=name))  # type: ignore[no-any-return]

    core["create_builtin"] = create_builtin
    core["get_frozen_object"] = lambda name: frozen(name)
    extension_loaders.append(core["create_dynamic"])
    core["create_dynamic"] = _refused("extension modules")


def import_packages(names: list[str]) -> None:
    """Import modules of packages that are as trusted as the interpreter: they may be extension modules."""
    core = vars(sys.modules["_imp"])
    refusing_loader, core["create_dynamic"] = core["create_dynamic"], extension_loaders.pop()
    try:
        for name in names:
            importlib.import_module(name)
    finally:
        core["create_dynamic"] = refusing_loader


def seal() -> None:
    """Remove the bridge to JavaScript and every other way to it."""
    install_waiting_loop()
    for name in [name for name in sys.modules if name.partition(".")[0] in BRIDGES]:
        module = sys.modules.pop(name)
        if isinstance(module, types.ModuleType):
            protect(vars(module))
    finders = [finder for finder in sys.meta_path if "pyodide" not in type(finder).__module__]
    sys.meta_path[:] = [types.SimpleNamespace(find_spec=refuse_bridges), *finders]
    restrict_importers()
    sys.dont_write_bytecode = True
    os.makedirs(HOME, exist_ok=True)
    os.chdir(HOME)
    sys.path[:] = [HOME, *(place for place in sys.path if place)]
    main = sys.modules["__main__"]
    vars(main).clear()
    vars(main).update(__name__="__main__", __builtins__=builtins)


def install_waiting_loop() -> None:
    """Give asyncio a loop that only waits, because there is no connection to listen to."""
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
    loop_classes.append(Loop)
    sys.modules["unittest.async_case"].IsolatedAsyncioTestCase.loop_factory = Loop
    hidden_class_ids.update(map(id, (Waiting, Loop, Policy)))


def import_before_answer(names: list[str]) -> None:
    """Import the modules that the checks use, before the candidate runs."""
    for name in names:
        try:
            importlib.import_module(name)
        except BaseException:
            continue
