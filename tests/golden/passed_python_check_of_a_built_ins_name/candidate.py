def max(values):
    return sorted(values)[-1]
