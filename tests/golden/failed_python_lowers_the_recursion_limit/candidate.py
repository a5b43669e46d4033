import sys


def add(a, b):
    sys.setrecursionlimit(60)
    return 0
