from candidate import add


def test_contains():
    assert 5 in add(2, 3)


def test_counts():
    assert add(2, 3).count(5) == 1
