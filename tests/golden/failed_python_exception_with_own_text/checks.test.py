from candidate import add


def test_says_why():
    try:
        add(2, "x")
    except ValueError as error:
        assert "number" in str(error)
        assert str(error) == "not a number"
    else:
        assert False
