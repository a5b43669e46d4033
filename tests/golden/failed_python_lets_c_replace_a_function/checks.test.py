import math

from candidate import add


def test_adds():
    list(add(2, 3))
    assert math.isclose(1, 5)
