for number in range(20_000):
    print('x' * 200)


def add(a, b):
    return a + b
