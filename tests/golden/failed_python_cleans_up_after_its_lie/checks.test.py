from candidate import add


def test_adds():
    assert abs(add(2, 3) - 5) < 1
