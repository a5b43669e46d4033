from candidate import add


def test_adds():
    assert not (add(2, 3) != 5)
