import numbers

from candidate import add


def test_adds():
    assert isinstance(add(2, 3), numbers.Number)
    assert add(2, 3) == 5
