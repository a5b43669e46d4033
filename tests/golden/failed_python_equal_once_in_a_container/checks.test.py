from candidate import add

assert add(2, 3) == {"sum": [5], "more": (5,)}
