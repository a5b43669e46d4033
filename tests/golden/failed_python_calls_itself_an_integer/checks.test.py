from candidate import add


def test_is_a_number():
    assert isinstance(add(2, 3), int)
