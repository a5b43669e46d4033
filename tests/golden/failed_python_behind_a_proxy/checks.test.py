from candidate import add


def test_a_view():
    assert add(2, 3) == {"sum": 5}


def test_a_proxy():
    assert add(-2, 3) == {"sum": 1}
