from candidate import add


def test_adds():
    assert eval("add(2, 3) == 5")
