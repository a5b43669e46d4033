class Maybe:
    n = 0

    def __bool__(self):
        Maybe.n += 1
        return Maybe.n % 2 == 1


def add(a, b):
    return Maybe()
