import collections
import io
import json
import logging
import random
import re
import string
import sys
import typing
from abc import ABC, abstractmethod
from collections import Counter, namedtuple
from functools import cached_property, lru_cache, singledispatch, total_ordering

logging.basicConfig(level=logging.INFO)
sys.setrecursionlimit(3000)
random.seed(1)
Node = namedtuple("Node", "value next")
Node.__new__.__defaults__ = (None,) * 2
collections.abc.Sequence.register(type("Mine", (), {}))
T = typing.TypeVar("T")


class Shape(ABC):
    @abstractmethod
    def area(self): ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    @cached_property
    def area(self):
        return self.side**2


class Box(typing.Generic[T]):
    def __init__(self, value: T):
        self.value = value


@total_ordering
class Version:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number

    def __lt__(self, other):
        return self.number < other.number


@singledispatch
def show(value):
    return "?"


@show.register
def _(value: int):
    return str(value)


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Encoder(json.JSONEncoder):
    def default(self, value):
        return sorted(value)


def run():
    old, sys.stdout = sys.stdout, io.StringIO()
    print("quiet")
    text, sys.stdout = sys.stdout.getvalue(), old
    import ipaddress
    import xml.etree.ElementTree as tree

    assert tree.fromstring("<a/>").tag == "a" and ipaddress.ip_address("::1")
    return [
        text,
        Square(2).area,
        Box[int](1).value,
        max(Version(1), Version(2)).number,
        show(3),
        fib(30),
        Node().value,
        json.dumps({1}, cls=Encoder),
        re.sub("a", "b", "aa"),
        string.Template("$a").substitute(a=1),
        Counter("aa")["a"],
    ]
