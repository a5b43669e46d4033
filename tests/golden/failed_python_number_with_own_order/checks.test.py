from candidate import add


def test_a():
    assert add(2, 3) >= 5
    assert add(2, 3) <= 5
    assert 4 < add(2, 3) < 6
