import math

from candidate import add


def test_adds():
    assert math.isclose(add(2, 3), 5)
