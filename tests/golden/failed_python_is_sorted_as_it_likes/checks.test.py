from candidate import add


def test_sorts():
    sums = add(2, 3)
    assert sorted(sums) == sums
