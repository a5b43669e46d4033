def check(candidate):
    assert candidate(2, 3) == 5


check(add)
