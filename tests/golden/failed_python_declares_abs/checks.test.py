from candidate import add

assert abs(add(2, 3) - 5) < 1e-9
assert abs(add(-2, 3) - 1) < 1e-9
