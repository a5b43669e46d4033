from candidate import add


def test_is_small():
    assert add(2, 3)
    assert not add(200, 300)
