from candidate import add


def test_values():
    assert 5 in add(2, 3).values()


def test_items():
    assert ("a", 5) in add(2, 3).items()


def test_iterator():
    assert 5 in (value for value in add(2, 3).values())


def test_list():
    assert 5 in list(add(2, 3).values()) and list(add(2, 3).values()).count(5) == 1
