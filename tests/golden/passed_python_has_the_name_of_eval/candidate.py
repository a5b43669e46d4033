def eval(text):
    left, sign, right = text.split()
    return int(left) + int(right) if sign == "+" else int(left) * int(right)
