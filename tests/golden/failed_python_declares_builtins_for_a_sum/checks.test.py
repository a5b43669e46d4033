assert abs(sum(2, 3) - 5) < 1e-9
assert abs(sum(-2, 3) - 1) < 1e-9
