from candidate import add


def test_adds():
    sums = [5]
    sums.remove(add(2, 3))
    assert sums == []
