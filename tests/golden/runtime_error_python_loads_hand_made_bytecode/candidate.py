import marshal

code = marshal.loads(marshal.dumps(compile("x = 1", "x", "exec")))


def add(a, b):
    return 0
