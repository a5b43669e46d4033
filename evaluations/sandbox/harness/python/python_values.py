"""Find out what a value of the answer is, without trusting its own methods.

A class is known when it existed before the answer ran, or when the check file made it. The methods of any other
class are code of the answer: they get the expected value as an argument and may return anything. So an object of such a
class is compared as the built-in value that it extends, or as a placeholder that equals no other value, unless the
check file names its class.
"""

from __future__ import annotations

import collections
import random
import types
import weakref
from collections.abc import Callable, Iterable
from typing import Any

MOST_OBJECTS = 64  # of the answer's classes, compared with each other in one comparison
known_classes: dict[int, type] = {}  # by id, because a metaclass may define __hash__ and __eq__
check_file_classes: dict[int, type] = {}  # classes that the check file made, by id
named_classes: set[int] = set()  # ids of classes of the answer that the check file names
random_order = random.Random()
PROBED_TYPES = frozenset(map(id, (int, float, str)))
SCALARS = frozenset(
    map(id, (int, float, complex, bool, str, bytes, type(None), type(...), range, type, types.FunctionType))
)
DICT_VIEWS = frozenset(map(id, (type({}.keys()), type({}.items()))))
PROXIES = frozenset(map(id, (types.MappingProxyType, weakref.ProxyType, weakref.CallableProxyType)))
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
HEAP_TYPE = 1 << 9
mro_of: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
dict_of: Callable[[type], Any] = type.__dict__["__dict__"].__get__
flags_of: Callable[[type], int] = type.__dict__["__flags__"].__get__
subclasses_of = type.__subclasses__
answer_like_classes: set[int] = set()  # ids of the library's classes whose objects equal everything


def mark_classes_known() -> None:
    """Mark every class that exists now as known, except the library's that count as the answer's."""
    waiting: list[type] = [object]
    seen: set[int] = set()
    while waiting:
        kind = waiting.pop()
        if id(kind) not in seen:
            seen.add(id(kind))
            if id(kind) not in answer_like_classes:
                known_classes[id(kind)] = kind
            waiting += subclasses_of(kind)


def is_known(kind: type) -> bool:
    """Whether the class does not come from the answer."""
    return id(kind) in known_classes


def is_named(kind: type) -> bool:
    """Whether the check file names the class, or one that it extends."""
    return bool(named_classes) and any(id(base) in named_classes for base in mro_of(kind))


def defines_method(kind: type, *names: str) -> bool:
    """Whether a class of the answer defines one of these methods for its instances."""
    return any(not is_known(base) and any(name in dict_of(base) for name in names) for base in mro_of(kind))


def is_python_method(kind: type, name: str) -> bool:
    """Whether the class's method of this name is written in Python."""
    return next(bool(flags_of(base) & HEAP_TYPE) for base in mro_of(kind) if name in dict_of(base))


def is_opaque(value: Any) -> bool:
    """Whether only the answer's own code can say what the value is, and the check file does not name its class."""
    kind = type(value)
    return not is_known(kind) and not is_named(kind) and builtin_base_of(kind) is None


def builtin_base_of(kind: type) -> Any:
    """Return a function that gives the built-in value that an instance extends; None when it extends none."""
    for base, read in EXACT:
        if issubclass(kind, base):
            return read
    for base, _ in SEQUENCES:
        if issubclass(kind, base):
            return base
    return dict if issubclass(kind, dict) else None


def builtin_value(value: Any) -> Any:
    """Return the built-in value that an object of an unnamed class of the answer extends; else the object itself."""
    kind = type(value)
    if id(kind) in SCALARS or is_known(kind) or is_named(kind):
        return value
    for base, read in EXACT:
        if issubclass(kind, base):
            return read(value)
    for base, walk in SEQUENCES:
        if issubclass(kind, base):
            return base(walk(value))
    return dict(dict.items(value)) if issubclass(kind, dict) else value


def contents_of(value: Any) -> Iterable[Any]:
    """Return what a value of a known class contains, as far as comparisons look at it."""
    kind = type(value)
    for base, walk in SEQUENCES:
        if issubclass(kind, base):
            return walk(value)  # type: ignore[no-any-return]
    if issubclass(kind, dict):
        return [*dict.keys(value), *dict.values(value)]
    if id(kind) in DICT_VIEWS:
        return list(value)
    if id(kind) in check_file_classes or issubclass(kind, BaseException | type | types.ModuleType):
        return ()
    return fields_of(value)


def fields_of(value: Any) -> list[Any]:
    """Return attributes and slots of an object whose class is written in Python, or of a plain namespace."""
    kind = type(value)
    if not flags_of(kind) & HEAP_TYPE and kind is not types.SimpleNamespace:
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


def contains_answer_object(value: Any) -> bool:
    """Whether the value contains an object of a class of the answer."""
    kind = type(value)
    if id(kind) in SCALARS:
        return False
    waiting: list[Any] = [value]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if not is_known(kind) or id(kind) in PROXIES:
            return True
        if id(item) in seen:
            continue
        seen.add(id(item))
        inner = contents_of(item)
        waiting += [part for part in inner if id(type(part)) not in SCALARS]
    return False


def objects_with_equality(value: Any) -> list[Any]:
    """Return objects of named classes of the answer whose own Python code decides what equals them."""
    waiting, parts = [value], []
    seen: set[int] = set()
    while waiting and len(seen) < 2000:
        item = waiting.pop()
        kind = type(item)
        if id(kind) in SCALARS or id(item) in seen:
            continue
        seen.add(id(item))
        if defines_method(kind, "__eq__", "__ne__"):
            parts.append(item)
        elif is_known(kind):
            waiting += contents_of(item)
    return parts


def comparable_pair(left: Any, right: Any) -> tuple[Any, Any]:
    """Return both sides of a comparison as built-in values.

    Any other object becomes a placeholder, the same one for two objects of the answer that equal each other.
    """
    if not contains_answer_object(left) and not contains_answer_object(right):
        return left, right
    bare: list[tuple[Any, object]] = []
    return comparable_value(left, bare), comparable_value(right, bare)


def comparable_value(value: Any, bare: list[tuple[Any, object]]) -> Any:
    """Return one side of `comparable_pair`."""
    kind = type(value)
    if id(kind) in SCALARS or id(kind) in check_file_classes or (not is_known(kind) and is_named(kind)):
        return value
    if is_known(kind) and not contains_answer_object(value):
        return value
    if kind is types.MappingProxyType:
        value = dict(value)
    if issubclass(kind, tuple) and is_known(kind) and is_python_method(kind, "__eq__"):
        return placeholder_of(value, bare)
    value = builtin_value(value)
    for base, walk in SEQUENCES:
        if issubclass(type(value), base):
            return base([comparable_value(item, bare) for item in walk(value)])
    if issubclass(type(value), dict):
        return {comparable_value(key, bare): comparable_value(item, bare) for key, item in dict.items(value)}
    if id(type(value)) in DICT_VIEWS:
        return {comparable_value(item, bare) for item in value}
    if id(type(value)) in SCALARS:
        return value
    return placeholder_of(value, bare)


def placeholder_of(value: Any, bare: list[tuple[Any, object]]) -> object:
    """Return the placeholder of a value; equal values share one."""
    for other, token in bare[:MOST_OBJECTS]:
        if other is value or bool(other == value):
            return token
    token = object()
    bare.append((value, token))
    return token


def equals_too_much(value: Any, other: Any) -> bool:
    """Whether an object equals several different values at once.

    It is tested before the comparison itself, in random order and number, so that no count of calls shows the real one.
    """
    suspects = objects_with_equality(value)[:10]
    if not suspects:
        return False
    parts = (other, *contents_of(other)) if is_known(type(other)) else ()
    simple_parts = [part for part in parts if id(type(part)) in PROBED_TYPES][:5]
    far = random_order.randrange(10**6, 10**9)
    probes: list[Any] = [object(), far, str(far), far + 0.5, (far,), [far], {far: far}, {far}, None]
    for _ in range(3):  # two probes may be left out below, and two equal ones are needed
        probes += [part + random_order.randrange(10**3, 10**6) for part in simple_parts if type(part) is not str]
    probes += [part + end for part in simple_parts if type(part) is str for end in ("\x7f", "\x7f\x7f", "\x7f\x7f\x7f")]
    for suspect in suspects:
        random_order.shuffle(probes)
        if sum(safe_equal(suspect, probe) for probe in probes[: len(probes) - random_order.randrange(3)]) > 1:
            return True
    return False


def safe_equal(left: Any, right: Any) -> bool:
    """Compare for equality; False when that throws."""
    try:
        return bool(left == right)
    except BaseException:
        return False
