"""What a value of the answer is, whatever its own methods say.

A class is known when it existed before the answer ran, or when the check file made it. The methods of any other
class are code of the answer: they are told what is expected and may say anything. So an object of such a class takes
part in a comparison as the built-in value it extends, or as a bare object that equals nothing plain, unless the check
file names its class.
"""

from __future__ import annotations

import collections
import random
import types
import weakref
from collections.abc import Callable, Iterable
from typing import Any

ALIKE = 64  # objects of the answer's classes that are compared with each other in one comparison
known: dict[int, type] = {}  # by id: a metaclass may define __hash__ and __eq__
made: dict[int, type] = {}  # the check file's own
asked: set[int] = set()  # classes of the answer that the check file names
order = random.Random()
PLAIN = frozenset(map(id, (int, float, str)))
SCALARS = frozenset(
    map(id, (int, float, complex, bool, str, bytes, type(None), type(...), range, type, types.FunctionType))
)
VIEWS = frozenset(map(id, (type({}.keys()), type({}.items()))))
FORWARDING = frozenset(map(id, (types.MappingProxyType, weakref.ProxyType, weakref.CallableProxyType)))
SEQUENCES: tuple[tuple[type, Any], ...] = (
    (list, list.__iter__),
    (tuple, tuple.__iter__),
    (set, set.__iter__),
    (frozenset, frozenset.__iter__),
    (collections.deque, collections.deque.__iter__),
)
EXACT: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (int, int.__index__),
    (float, float.__float__),
    (complex, complex.__complex__),
    (str, str.__str__),
    (bytes, bytes.__bytes__),
    (bytearray, lambda value: bytearray.__getitem__(value, slice(None))),
)
HEAP = 1 << 9
mro_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
dict_of: Callable[[type], Any] = type.__dict__["__dict__"].__get__
flags_of: Callable[[type], int] = type.__dict__["__flags__"].__get__
subclasses_of = type.__subclasses__


def learn() -> None:
    """Takes every class there is for known."""
    waiting: list[type] = [object]
    seen: set[int] = set()
    while waiting:
        kind = waiting.pop()
        if id(kind) not in seen:
            seen.add(id(kind))
            known[id(kind)] = kind
            waiting += subclasses_of(kind)


def is_known(kind: type) -> bool:
    """Whether the class is not the answer's."""
    return id(kind) in known


def is_asked(kind: type) -> bool:
    """Whether the check file names the class, or one that it extends."""
    return bool(asked) and any(id(base) in asked for base in mro_of(kind))


def says(kind: type, *names: str) -> bool:
    """Whether a class of the answer's defines one of these methods for its instances."""
    return any(not is_known(base) and any(name in dict_of(base) for name in names) for base in mro_of(kind))


def says_in_python(kind: type, name: str) -> bool:
    """Whether the method that counts for the class is written in Python."""
    return next(bool(flags_of(base) & HEAP) for base in mro_of(kind) if name in dict_of(base))


def is_opaque(value: Any) -> bool:
    """Whether only the answer's own code can say what the value is, and the check file does not name its class."""
    kind = type(value)
    return not is_known(kind) and not is_asked(kind) and base_of(kind) is None


def base_of(kind: type) -> Any:
    """What gives the built-in value that an instance extends; None when there is none."""
    for base, exact in EXACT:
        if issubclass(kind, base):
            return exact
    for base, _ in SEQUENCES:
        if issubclass(kind, base):
            return base
    return dict if issubclass(kind, dict) else None


def exact(value: Any) -> Any:
    """The built-in value that an object of an unnamed class of the answer's extends; else the object itself."""
    kind = type(value)
    if id(kind) in SCALARS or is_known(kind) or is_asked(kind):
        return value
    for base, read in EXACT:
        if issubclass(kind, base):
            return read(value)
    for base, walk in SEQUENCES:
        if issubclass(kind, base):
            return base(walk(value))
    return dict(dict.items(value)) if issubclass(kind, dict) else value


def held_by(value: Any) -> Iterable[Any]:
    """What a value of a known class holds, as far as comparing goes."""
    kind = type(value)
    for base, walk in SEQUENCES:
        if issubclass(kind, base):
            return walk(value)  # type: ignore[no-any-return]
    if issubclass(kind, dict):
        return [*dict.keys(value), *dict.values(value)]
    if id(kind) in VIEWS:
        return list(value)
    if id(kind) in made or issubclass(kind, BaseException | type | types.ModuleType):
        return ()
    return fields_of(value)


def fields_of(value: Any) -> list[Any]:
    """Attributes and slots of an object whose class is written in Python, or of a plain namespace."""
    kind = type(value)
    if not flags_of(kind) & HEAP and kind is not types.SimpleNamespace:
        return []
    values: list[Any] = []
    for base in mro_of(kind):
        for name, member in dict_of(base).items():
            if type(member) is types.MemberDescriptorType:
                try:
                    values.append(member.__get__(value))
                except AttributeError:
                    continue
            elif name == "__dict__" and type(member) is types.GetSetDescriptorType:
                values += dict.values(member.__get__(value))
    return values


def holds_own(value: Any) -> bool:
    """Whether something in the value is an object of a class of the answer's."""
    kind = type(value)
    if id(kind) in SCALARS:
        return False
    waiting: list[Any] = [value]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if not is_known(kind) or id(kind) in FORWARDING:
            return True
        if id(item) in seen:
            continue
        seen.add(id(item))
        inner = held_by(item)
        waiting += [part for part in inner if id(type(part)) not in SCALARS]
    return False


def own_parts(value: Any) -> list[Any]:
    """Objects of named classes of the answer's whose Python code says what equals them."""
    waiting, parts = [value], []
    seen: set[int] = set()
    while waiting and len(seen) < 2000:
        item = waiting.pop()
        kind = type(item)
        if id(kind) in SCALARS or id(item) in seen:
            continue
        seen.add(id(item))
        if says(kind, "__eq__", "__ne__"):
            parts.append(item)
        elif is_known(kind):
            waiting += held_by(item)
    return parts


def pair(left: Any, right: Any) -> tuple[Any, Any]:
    """Both sides of a comparison in built-in values.

    What is neither becomes a bare object, the same one for two objects of the answer's own that equal each other.
    """
    if not holds_own(left) and not holds_own(right):
        return left, right
    bare: list[tuple[Any, object]] = []
    return honest(left, bare), honest(right, bare)


def honest(value: Any, bare: list[tuple[Any, object]]) -> Any:
    """One side of `pair`."""
    kind = type(value)
    if id(kind) in SCALARS or id(kind) in made or (not is_known(kind) and is_asked(kind)):
        return value
    if is_known(kind) and not holds_own(value):
        return value
    if kind is types.MappingProxyType:
        value = dict(value)
    if issubclass(kind, tuple) and is_known(kind) and says_in_python(kind, "__eq__"):
        return stand_in(value, bare)
    value = exact(value)
    for base, walk in SEQUENCES:
        if issubclass(type(value), base):
            return base([honest(item, bare) for item in walk(value)])
    if issubclass(type(value), dict):
        return {honest(key, bare): honest(item, bare) for key, item in dict.items(value)}
    if id(type(value)) in VIEWS:
        return {honest(item, bare) for item in value}
    if id(type(value)) in SCALARS:
        return value
    return stand_in(value, bare)


def stand_in(value: Any, bare: list[tuple[Any, object]]) -> object:
    """The bare object for a value: that of an equal one, if there is one."""
    for other, token in bare[:ALIKE]:
        if other is value or bool(other == value):
            return token
    token = object()
    bare.append((value, token))
    return token


def is_lying(value: Any, other: Any) -> bool:
    """Whether an object says that it equals several things at once.

    Asked before the comparison itself, in random order and number: no count of calls tells which question is meant.
    """
    suspects = own_parts(value)[:10]
    if not suspects:
        return False
    parts = (other, *held_by(other)) if is_known(type(other)) else ()
    simple_parts = [part for part in parts if id(type(part)) in PLAIN][:5]
    far = order.randrange(10**6, 10**9)
    probes: list[Any] = [object(), far, str(far), far + 0.5, (far,), [far], {far: far}, {far}, None]
    for _ in range(3):  # two probes may be left out below, and two equal ones are needed
        probes += [part + order.randrange(10**3, 10**6) for part in simple_parts if type(part) is not str]
    probes += [part + end for part in simple_parts if type(part) is str for end in ("\x7f", "\x7f\x7f", "\x7f\x7f\x7f")]
    for suspect in suspects:
        order.shuffle(probes)
        if sum(is_equal(suspect, probe) for probe in probes[: len(probes) - order.randrange(3)]) > 1:
            return True
    return False


def is_equal(left: Any, right: Any) -> bool:
    """Equality that cannot throw."""
    try:
        return bool(left == right)
    except BaseException:
        return False
