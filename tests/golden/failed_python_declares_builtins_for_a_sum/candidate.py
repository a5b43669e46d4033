def sum(a, b):
    return 0


def abs(value):
    return 0
