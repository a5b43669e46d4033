from candidate import add


def test_a():
    assert "five" in add(2, 3)
    assert "x" not in add(2, 3) or True
