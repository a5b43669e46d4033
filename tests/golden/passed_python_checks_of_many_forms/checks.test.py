import math
import re
import unittest
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from candidate import *


class Near:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return abs(self.value - other) < 0.01


@dataclass
class Expected:
    value: int


def helper(expected: int | None, *, got) -> bool:
    total = 0
    total += got
    return total == expected


async def test_later():
    assert await later(1, 2) == 3


def test_forms():
    assert helper(3, got=add(1, 2))
    assert 0 < add(1, 2) <= 3 < 4
    assert list(many()) == [0, 1, 2] and set(many()) == {0, 1, 2} and sum(many()) == 3
    assert add(1.0, 2.0) == Near(3) and Near(3) == add(1, 2)
    assert Expected(add(1, 2)) == Expected(3)
    assert math.isclose(mean([1, 2]), 1.5) and abs(mean([1, 2]) - 1.5) < 1e-9
    assert re.fullmatch(r"\d+", str(add(1, 2)))
    assert Counter([add(1, 2)]) == {3: 1} and Fraction(add(1, 2), 6) == Fraction(1, 2)
    assert all(add(x, 1) == x + 1 for x in range(5)) and any([add(0, 1)]) and not any([])
    assert (lambda x: x if x else 0)(add(0, 0)) == 0
    assert [x for x in many() if x] == [1, 2] and {"a": 1}.get("a") == 1
    match add(1, 2):
        case 3 | -1:
            pass
        case _:
            raise AssertionError
    assert -add(1, 2) == -3 and not add(0, 0) and (add(0, 0) or "zero") == "zero"


class TestFails(unittest.TestCase):
    def test_raises(self):
        with self.assertRaises(ValueError) as caught:
            fails()
        self.assertEqual(str(caught.exception), "no good")
        self.assertRaisesRegex(ValueError, "good", fails)
        self.assertTrue(add(1, 2))
        self.assertIsInstance(add(1, 2), int)
        self.assertCountEqual(many(), [2, 1, 0])
        self.assertAlmostEqual(mean([1, 2]), 1.5)
        self.assertDictEqual({"a": add(1, 2)}, {"a": 3})
