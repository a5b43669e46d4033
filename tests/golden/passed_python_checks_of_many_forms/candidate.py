import asyncio
import math


def add(a, b):
    return a + b


async def later(a, b):
    await asyncio.sleep(0)
    return a + b


def fails():
    raise ValueError("no good")


def many():
    yield from range(3)


def mean(values):
    return math.fsum(values) / len(values)
