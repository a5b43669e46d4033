def add(a, b):
    return len(str(7 ** (10**8)))
