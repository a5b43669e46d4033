from candidate import add


def test_adds():
    expected = 5
    assert next(add(2, 3)) == expected
