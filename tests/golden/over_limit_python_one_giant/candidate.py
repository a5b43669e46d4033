held = bytearray(10**9)


def add(a, b):
    return a + b
