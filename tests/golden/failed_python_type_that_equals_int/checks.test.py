from candidate import add


def test_kind():
    assert type(add(2, 3)) == int
