from candidate import *

assert len(add(2, 3)) == 5
assert sorted(add(2, 3)) == [2, 3]
