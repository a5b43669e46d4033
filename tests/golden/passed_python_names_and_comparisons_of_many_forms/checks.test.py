import operator
import unittest
from operator import contains, lt
from unittest.mock import ANY, Mock, call

from candidate import Colour, Pair, Stack, Version, attempt, names, scaled, tell


def test_names():
    assert scaled(2) == 8
    assert names() == (["own"], True)
    assert "__module__" in Stack.names


def test_operators():
    assert operator.eq(Version(1), Version(1)) and lt(Version(1), Version(2))
    assert contains([1, 2], 2) and not operator.ne(Pair(1, 2), (1, 2))
    assert all(map(operator.eq, [1, 2], [1, 2])) and operator.itemgetter(1)([1, 2]) == 2


def test_patterns():
    match Version(1, 2):
        case Version(major=1, minor=minor):
            assert minor == 2
        case _:
            raise AssertionError
    match [Pair(1, 2), {"x": Colour.RED}]:
        case [(1, b), {"x": Colour.RED}]:
            assert b == 2
        case _:
            raise AssertionError


def test_evaluated():
    assert eval("scaled(2) == 8")
    space = {"scaled": scaled}
    exec("assert scaled(1) == 4", space)
    assert "scaled" in globals() and "space" in locals()


def test_orders():
    assert sorted([Version(2), Version(1)])[0] == Version(1)
    assert max([Version(2), Version(1)]) == Version(2) and min(3, 2) == 2
    assert max([], default=7) == 7 and sorted("ba", reverse=True) == ["b", "a"]


def test_lists():
    versions = [Version(1), Version(2)]
    versions.remove(Version(1))
    assert versions.index(Version(2)) == 0 and [1, 2, 2].count(2) == 2
    stack = Stack()
    stack.items.append(versions)
    assert stack.remove(versions) == 0


def test_mocks():
    listener = Mock()
    tell(listener)
    listener.assert_called_once_with(Version(1, 2), colour=Colour.RED)
    listener.assert_called_once_with(ANY, colour=ANY)
    assert listener.call_args_list == [call(ANY, colour=Colour.RED)]


def test_attempts():
    assert attempt(lambda: int("x")) is None


class Tests(unittest.TestCase):
    def test_raises(self):
        with self.assertRaises(ValueError):
            int("x")
        self.assertEqual([Version(1), ANY], [Version(1), 5])
