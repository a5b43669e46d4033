from candidate import add


def test_counts():
    assert add(2, 3) == {"five": 1}
