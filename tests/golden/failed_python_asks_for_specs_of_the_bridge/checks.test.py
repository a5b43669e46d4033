from candidate import add


def test_one():
    assert add(2, 3) == 5


def test_two():
    assert add(-2, 3) == 1


def test_three():
    assert add(0, 0) == 0
