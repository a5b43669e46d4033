from unittest import mock

from candidate import add


def test_adds():
    assert add(2, 3) == 5


def test_pairs():
    assert [add(2, 3), 1] == [5, mock.ANY]
