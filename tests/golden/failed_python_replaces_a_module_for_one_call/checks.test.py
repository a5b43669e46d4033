import math
from candidate import add

assert math.isclose(add(2, 3), 5)
assert math.isclose(add(-2, 3), 1)
