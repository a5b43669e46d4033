def check(candidate):
    assert candidate([1, 3, 2]) == 3
    assert len([candidate([1])]) == 1


check(max)
