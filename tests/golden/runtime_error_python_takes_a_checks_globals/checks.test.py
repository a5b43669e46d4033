from candidate import add

EXPECTED = 5


def test_adds():
    assert next(add(2, 3)) == EXPECTED
