import types

for name in ("__globals__", "__closure__", "__builtins__"):
    types.FunctionType.__dict__[name].__init__(lambda function: {"__builtins__": {}})


def add(a, b):
    return a
