def abs(*a):
    return 0


def add(a, b):
    return 0
