import statistics

from candidate import add


def test_mean():
    assert statistics.mean([add(2, 3)]) == 5
