from candidate import add


def test_adds():
    assert add(2, 3).strip() == "five"
    assert str(add(2, 3)) == "five"
