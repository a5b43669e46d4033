import sys

sys.setrecursionlimit(10**8)


def add(a, b):
    return add(a, b + 1)
