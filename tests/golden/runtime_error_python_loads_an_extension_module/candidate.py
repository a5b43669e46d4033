import importlib.machinery as machinery
import importlib.util

with open("native.so", "wb") as file:
    file.write(b"\0asm\1\0\0\0")
loader = machinery.ExtensionFileLoader("native", "/home/candidate/native.so")
module = importlib.util.module_from_spec(
    machinery.ModuleSpec("native", loader, origin="/home/candidate/native.so")
)


def add(a, b):
    return 0
