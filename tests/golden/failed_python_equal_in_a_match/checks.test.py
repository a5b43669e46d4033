from candidate import add


def test_adds():
    match add(2, 3):
        case 5:
            pass
        case _:
            raise AssertionError("not 5")
