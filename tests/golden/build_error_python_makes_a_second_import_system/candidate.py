import importlib.machinery as machinery

import _imp

again = _imp.create_builtin(machinery.ModuleSpec("_imp", machinery.BuiltinImporter))
core = again.create_builtin(machinery.ModuleSpec("_pyodide_core", machinery.BuiltinImporter))


def add(a, b):
    return 0
