from candidate import Shape, Square, Version, run


def test_runs():
    assert run() == ["quiet\n", 4, 1, 2, "3", 832040, None, "[1]", "bb", "1", 2]
    assert isinstance(Square(1), Shape) and Version(1) < Version(2) and Version(2) >= Version(1)
