from candidate import add

assert len([add(2, 3)]) == 5
