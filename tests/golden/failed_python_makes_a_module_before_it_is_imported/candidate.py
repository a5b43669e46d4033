import sys
import types

lies = types.ModuleType("wave")
lies.open = lambda *values: 5
sys.modules["wave"] = lies


def add(a, b):
    return 0
