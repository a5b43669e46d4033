add = lambda a, b: int(input())
