assert sum(2, 3) == 5
assert abs(sum(-2, 3)) == 1
