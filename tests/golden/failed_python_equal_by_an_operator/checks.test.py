import operator
from operator import eq

from candidate import add


def test_adds():
    assert operator.eq(add(2, 3), 5)


def test_adds_all():
    assert all(map(eq, [add(2, 3)], [5]))
