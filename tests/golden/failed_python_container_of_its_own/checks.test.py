from candidate import add


def test_contains():
    assert 5 in add(2, 3)
