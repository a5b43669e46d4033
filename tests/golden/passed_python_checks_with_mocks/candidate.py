import random
import time


def roll():
    time.sleep(0)
    return random.randint(1, 6)


def each(values, callback):
    for value in values:
        callback(value)


def greet():
    print("hello", input())
