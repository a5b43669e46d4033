from candidate import add


def test_one():
    assert add(2, 3) == 5
