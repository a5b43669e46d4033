from candidate import add


def test_adds():
    assert add(lambda: 5, 3) == 5
    assert add(lambda: 5, 3) == 8
