import enum
from collections import namedtuple
from dataclasses import dataclass

Pair = namedtuple("Pair", "a b")
SCALE = 2


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0


class Colour(enum.Enum):
    RED = 1


def scaled(number):
    return globals()["SCALE"] * number + eval("number") + locals()["number"]


def names():
    own = 1
    exec("other = 2")
    return sorted(vars()), "own" in dir()


def tell(listener):
    listener(Version(1, 2), colour=Colour.RED)


def attempt(body):
    try:
        return body()
    except ValueError:
        return None


class Stack:
    names = sorted(locals())

    def __init__(self):
        self.items = []

    def remove(self, item):
        self.items.remove(item)
        return len(self.items)
