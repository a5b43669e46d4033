from candidate import add


def test_adds():
    assert add(2, 3) == {5}
    assert 5 in add(2, 3)
