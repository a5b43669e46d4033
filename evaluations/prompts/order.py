"""Which file of a repository needs which: dependencies first, as a reader wants them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

FILE_IMPORT = re.compile(
    r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|@import\s+(?:url\()?\s*|\b(?:src|href)\s*=\s*)["']([^"'\n]+)["']"""
)
PYTHON = re.compile(r"^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+\(?([\w*, \t]*)|import[ \t]+([\w., \t]+))", re.M)
ENDINGS = ("", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".d.ts", ".json", ".css", ".py")
ROOTS = ("", "src/")


def dependency_order(files: Mapping[str, str], last: str = "") -> list[str]:
    """Return paths, each after the files it imports; otherwise in the given order. A cycle begins at its first file.

    last: the file that the task is about, which comes last whichever files import it.
    """
    ordered: list[str] = []
    begun: set[str] = set()
    for path in sorted(files, key=lambda path: path == last):
        # By hand, not by calls: a chain of imports may be longer than Python's stack.
        ways = [(path, iter(imports_of(path, files)))] if path not in begun else []
        begun.add(path)
        while ways:
            at, needed = ways[-1]
            following = next((path_needed for path_needed in needed if path_needed not in begun), None)
            if following is None:
                ordered.append(at)
                ways.pop()
            else:
                begun.add(following)
                ways.append((following, iter(imports_of(following, files))))
    return sorted(ordered, key=lambda path: path == last)


def imports_of(path: str, files: Mapping[str, str]) -> list[str]:
    """Return the files that this file imports, in its order; packages and missing files are left out."""
    source = files[path]
    names = _of_python(path, source) if path.endswith(".py") else [match[1] for match in FILE_IMPORT.finditer(source)]
    resolved = (_resolve(name, path, files) for name in names)
    return list(dict.fromkeys(target for target in resolved if target and target != path))


def _of_python(path: str, source: str) -> list[str]:
    names = []
    for module, members, imported in PYTHON.findall(source):
        if imported:
            names += [name.split()[0].replace(".", "/") for name in imported.split(",") if name.strip()]
            continue
        dots = len(module) - len(module.lstrip("."))
        start = "./" + "../" * (dots - 1) if dots else ""
        base = start + module.lstrip(".").replace(".", "/")
        # `from . import a`, `from pkg import a`: the member may be a file of its own.
        names += [posixpath.join(base, name.split()[0]) for name in members.split(",") if name.strip()] + [base]
    return names


def _resolve(name: str, importer: str, files: Mapping[str, str]) -> str | None:
    name = name.partition("?")[0]
    if name.startswith("."):
        paths = [posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))]
    else:
        name_in_root = re.sub(r"^(?:[@~]?/)", "", name)
        beside = posixpath.join(posixpath.dirname(importer), name_in_root)
        paths = [beside, *(root + name_in_root for root in ROOTS)]
    for path in paths:
        # TypeScript names the file that the compiler will write: ./a.js is a.ts here.
        stems = (path, re.sub(r"\.jsx?$", "", path), f"{path}/index", f"{path}/__init__")
        for stem in stems:
            if match := next((stem + ending for ending in ENDINGS if stem + ending in files), None):
                return match
    return None
