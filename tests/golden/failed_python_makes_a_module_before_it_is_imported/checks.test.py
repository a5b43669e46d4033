from candidate import add


def test_opens():
    import wave

    assert wave.open(add(2, 3)) == 5
