from candidate import add

assert all(add(x, y) == z for x, y, z in [(2, 3, 5), (-2, 3, 1)])
