import enum
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    x: int
    y: int


Pair = namedtuple("Pair", "a b")


class Colour(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    LOW = 1


@dataclass(order=True)
class Item:
    name: str
    price: float


class Stack(list):
    def push(self, value):
        self.append(value)


class Text(str):
    pass


def point():
    return Point(1, 2)


def pair():
    return Pair(1, [Level.LOW])


def colour():
    return Colour.RED


def stack():
    return Stack([1])


def counts():
    return Counter("aab"), OrderedDict(a=1), defaultdict(int, a=2), deque([1, 2])


def items():
    return [Item("b", 2.0), Item("a", 1.0)]


def text():
    return Text("hello")


class Node:
    def __init__(self, value):
        self.value, self.next = value, None


def nodes():
    first = Node(1)
    first.next = Node(2)
    return first
