from candidate import eval


def test_evaluates():
    assert eval("2 + 3") == 5
    assert eval("2 * 3") == 6
