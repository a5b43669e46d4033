import collections
import sys


def add(a, b):
    return collections.Counter(map(sys._getframe, [3]))
